"""Places and homes in a configuration: a tree, or every problem with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.setup import check
from storage.model import Place
from tests.desks import VALUES, setup_of

OBLAST, OKRUG = "Белгородская область", "Грайворонский округ"


def problems(*places: object, **more: Any) -> list[str]:  # noqa: ANN401 - anything that TOML can say
    """Return what is wrong with a configuration of these places."""
    return [str(problem) for problem in check(VALUES | {"places": list(places)} | more, Path())[1]]


def place(name: object, within: object = "", **more: object) -> dict[str, object]:
    """Return a place's table."""
    return {"name": name, "within": within, **more}


def test_the_rooms_get_places_and_homes() -> None:
    """With all that was said of them, in the order of the file."""
    village = place(" Козинка", "грайворонский округ", at=[50, 35.6026], also=["Козинка-2"], ambiguous=True)
    home = {"kind": "telegram", "name": "open_belgorod", "home": "белгородская область"}
    setup = setup_of(places=[place(OBLAST), place(OKRUG, OBLAST), village], sources=[home])
    assert setup.places == (
        Place(OBLAST),
        Place(OKRUG, OBLAST),
        Place("Козинка", OKRUG, (50.0, 35.6026), ("Козинка-2",), ambiguous=True),
    )
    assert setup.sources[0].home == OBLAST
    assert setup.known.places["козинка-2"] == "Козинка"


def test_a_parent_that_several_places_could_be_is_told_apart() -> None:
    """By its own parent, and kept under its whole name."""
    places = [place("A"), place("B"), place("X", "A"), place("X", "B"), place("Y", "x, b"), place("X")]
    setup = setup_of(places=places)
    assert [one.within for one in setup.places] == ["", "", "A", "B", "X, B", ""]
    assert problems(*places, place("Z", "X"))[0] == (
        "places[6].within: expected one place, as in 'X, A' or 'X, B' or 'X, region', got 'X'"
    )


def test_a_city_may_have_the_name_of_its_region() -> None:
    """Which is no circle."""
    setup = setup_of(places=[place("Groningen"), place("Groningen", "Groningen")])
    assert [one.within for one in setup.places] == ["", "Groningen, region"]


@pytest.mark.parametrize(
    ("within", "told"),
    [
        ("Грайворонский окргу", f"expected one of [[places]] (did you mean {OKRUG}?), got 'Грайворонский ок"),
        ("Nowhere", "expected one of [[places]], got 'Nowhere'"),
        ("Козинка", "expected another place than itself, got 'Козинка'"),
        ("z" * 999, "expected one of [[places]], got 'zzz"),
        (5, "expected a text in quotation marks, got 5"),
        ("\x1b, \ud800", "expected one of [[places]], got '"),
    ],
)
def test_a_parent_that_is_none(within: object, told: str) -> None:
    """Is told with the nearest name, short and printable."""
    [problem] = problems(place(OKRUG), place("Козинка", within))
    assert problem.startswith(f"places[1].within: {told}")
    assert len(problem) < 300
    assert problem.isprintable()


def test_places_in_a_circle_are_all_told() -> None:
    """With the way round; what lies below the circle is no further problem."""
    assert problems(place("A", "B"), place("B", "C"), place("C", "A"), place("D", "A")) == [
        "places[0].within: expected no circle, got A → B → C → A",
        "places[1].within: expected no circle, got B → C → A → B",
        "places[2].within: expected no circle, got C → A → B → C",
    ]


def test_a_long_circle_and_a_deep_tree() -> None:
    """Are told in a few words, and quickly."""
    circle = [place(f"A{i}", f"A{(i + 1) % 1000}") for i in range(1000)]
    told = problems(*circle)
    assert told[3] == "places[3].within: expected no circle, got A3 → A4 → A5 → A6 → A7 → …"
    assert len(told) == 1000
    deep = [place("A"), *(place(f"A{i}", f"A{i - 1}" if i else "A") for i in range(1000))]
    assert problems(*deep)[0] == "places[30].within: expected at most 30 places one within the other"
    assert len(problems(*deep)) == 33


def test_two_places_of_one_name_under_one_parent() -> None:
    """However they are written."""
    places = [place("A"), place("Мощёное", "A"), place("МОЩЕНОЕ", "a"), place("Мощеное"), place("мощеное")]
    assert problems(*places) == [
        "places[2].name: expected another name within 'A' than in places[1], got 'МОЩЕНОЕ'",
        "places[4].name: expected another name at the top than in places[3], got 'мощеное'",
    ]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("name", "", "name: expected a name with letters, up to 64 characters, got ''"),
        ("name", "№ 5 ’ʼ", "name: expected a name with letters"),
        ("name", "я" * 65, "name: expected a name with letters, up to 64 characters, got 'яяя"),
        ("name", ["a"], "name: expected a name with letters, up to 64 characters, got a list of 1"),
        ("name", "a\u202eb", "name: expected a name of visible characters"),
        ("name", " Region", 'name: expected a name of its own: "region" stands for every place'),
        ("name", "Козинка, округ", "name: expected a name without a comma"),
        ("also", ["a", "region"], "also[1]: expected a name of its own"),
        ("also", "Kozinka", "also: expected a list in [ ], got 'Kozinka'"),
        ("also", ["7"], "also[0]: expected a name with letters"),
        ("ambiguous", "yes", "ambiguous: expected true or false, got 'yes'"),
        ("at", [50.4], "at: expected [latitude, longitude] in degrees, like [50.46, 35.6], got a list of 1"),
        ("at", "50.4, 35.6", "at: expected [latitude, longitude] in degrees"),
        ("at", [float("nan"), 1], "at: expected a latitude from -90 to 90"),
        ("at", [True, 1], "at: expected [latitude, longitude] in degrees"),
        ("at", [1, 2, "3"], "at: expected [latitude, longitude] in degrees"),
        ("at", [10**400, 2], "at: expected a latitude from -90 to 90"),
        ("at", [90.01, 0], "at: expected a latitude from -90 to 90, got a list of 2"),
        ("at", [0, -181], "at: expected a longitude from -180 to 180"),
        ("inside", "x", "inside: expected a known key, got 'inside' (known are name, within, at, also"),
    ],
)
def test_a_wrong_value_of_a_place(key: str, value: object, told: str) -> None:
    """Is told with its place, short and printable."""
    [problem] = problems(place("Белгород") | {key: value})
    assert problem.startswith(f"places[0].{told}")
    assert len(problem) < 300


def test_a_home_is_a_place() -> None:
    """One of the configuration, and one alone."""
    sources = [
        {"kind": "feed", "name": n, "url": f"https://example.org/{n}", "home": home}
        for n, home in enumerate_names("Белгрод", "X", "x, a", "region")
    ]
    told = problems(place("Белгород"), place("A"), place("X", "A"), place("X"), sources=sources)
    assert told == [
        "sources[0].home: expected one of [[places]] (did you mean Белгород?), got 'Белгрод'",
        "sources[1].home: expected one place, as in 'X, A' or 'X, region', got 'X'",
        "sources[3].home: expected one of [[places]], got 'region'",
    ]
    [problem] = problems(sources=sources[:1])
    assert problem.endswith("got 'Белгрод' (none is configured)")


def enumerate_names(*homes: str) -> list[tuple[str, str]]:
    """Return homes with a name for the source of each."""
    return [(f"feed{i}", home) for i, home in enumerate(homes)]


def test_everything_wrong_is_told_at_once() -> None:
    """What is right of a place still counts for the others."""
    told = problems(
        place("A", at=[1]), place("B", "A", ambiguous=1), place("C", "D"), place(""), place("E", "A")
    )
    assert [one.partition(":")[0] for one in told] == [
        "places[0].at",
        "places[1].ambiguous",
        "places[3].name",
        "places[2].within",
    ]
