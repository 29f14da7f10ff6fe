"""The places of a region as a configuration has them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bot.gazetteer.config_writing import written_config
from bot.gazetteer.homonyms import Bearers, Homonyms, pack
from bot.gazetteer.region_places import Written, places_of_region
from bot.gazetteer.region_search import around, by_name
from bot.setup import check
from storage.model import Place
from tests.gazetteers import CITIES, city

INDEX = Homonyms(pack({"haren": Bearers(2, None), "козинка": Bearers(1, (46, 33))}))
LANGUAGES = ("ru", "uk", "nl", "en")


def written(name: str, *more: object) -> Written:
    """Return the places of a region by its name."""
    cities = (*CITIES, *more)
    return places_of_region(by_name(name, cities), cities, LANGUAGES, INDEX)  # type: ignore[arg-type]


def test_places_lie_in_their_division() -> None:
    """Which is a place itself, and comes first."""
    places = [found.place for found in written("Belgorod").places]
    assert places[:2] == [
        Place("Белгородская область"),
        Place("Белгород", "Белгородская область", (50.6, 36.58)),
    ]
    assert {place.within for place in places[1:]} == {"Белгородская область"}


def test_why_a_place_is_ambiguous() -> None:
    """A word, or other places outside the region, by country."""
    reasons = {found.place.name: found.reason for found in written("Belgorod").places}
    assert reasons["Строитель"] == "also a word"
    assert reasons["Белгород"] == reasons["Белгородская область"] == ""
    assert reasons["Козинка"] == "also 1 other place"
    assert {f.place.name: f.reason for f in written("Groningen").places}["Haren"] == "also in NL: 1"


def test_a_city_with_the_name_of_its_division() -> None:
    """They are told apart by their keys."""
    places = [found.place for found in written("Groningen").places]
    assert [(place.name, place.within) for place in places] == [
        ("Groningen", ""),
        ("Groningen", "Groningen, region"),
        ("Haren", "Groningen, region"),
    ]


def test_what_is_left_out_is_told() -> None:
    """Second places of a name, names that are none, names without a spelling, makeshift ones."""
    found = written(
        "Belgorod",
        city("Kozinka", 600, "Козинка", at=(51, 37)),
        city("8", 600),
        city("Otradnoye", 600, at=(51, 38)),
    )
    assert (found.twice, found.nameless, found.unspelled) == (["Козинка"], ["8"], ["Otradnoye"])
    assert written("Nice").unnamed == ["Nice region"]


def test_a_region_across_a_border() -> None:
    """Has a place for each division."""
    region = around((50.7, 35.5), 90, CITIES)
    places = places_of_region(region, CITIES, LANGUAGES, INDEX).places
    assert [f.place.name for f in places if not f.place.within] == ["Сумська область", "Белгородская область"]


def test_what_is_written_is_right() -> None:
    """It is read again as the same places, whatever the names hold."""
    found = written("Belgorod", city('"Q"\\ \x7f', 600), city("Kozinka", 600, "Козинка", at=(51, 37)))
    text = written_config('A "region"\n', "here", LANGUAGES, "Europe/Moscow", found.places)
    setup, problems = check(tomllib.loads(text), Path())
    assert problems == []
    assert setup.config.region.name == 'A "region"\n'
    told = [(p.name, p.within, p.at, p.also, bool(p.ambiguous)) for p in setup.places]
    assert told == [
        (f.place.name, f.place.within, f.place.at, f.place.also, bool(f.reason)) for f in found.places
    ]
