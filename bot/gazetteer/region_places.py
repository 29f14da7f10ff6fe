"""From the places of GeoNames to those of a configuration: names, parents, what they can be confused with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.gazetteer.ambiguity import A_WORD, why_ambiguous
from bot.gazetteer.divisions import Division, division_name
from bot.gazetteer.place_spelling import spelling
from monitors.place_names import PlaceNames, canonical
from storage.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.gazetteer.geonames import City
    from bot.gazetteer.homonyms import Homonyms
    from bot.gazetteer.region_search import Region

_MOST_COUNTRIES = 5


class Found(NamedTuple):
    """A place of the configuration, and why it is ambiguous, empty where it is not."""

    place: Place
    reason: str = ""


@dataclass
class Written:
    """The places of a region, parents first and named by their keys, and what was left out of them."""

    places: list[Found] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    """Divisions whose name is not known: their place has a makeshift one."""
    twice: list[str] = field(default_factory=list)
    """Names that a second place of the same division bears, or the same place once more."""
    unspelled: list[str] = field(default_factory=list)
    """Names that have no spelling in the region's languages."""
    nameless: list[str] = field(default_factory=list)
    """Names that cannot stand in a configuration."""


def places_of_region(
    region: Region, cities: Iterable[City], languages: Sequence[str], homonyms: Homonyms
) -> Written:
    """Return the places of a region, each below its first-order division.

    ``cities`` are all of GeoNames', to tell where else a name is borne.
    """
    written = Written()
    tops = _tops(region, languages, written)
    chosen: dict[tuple[str, str], Place] = {}
    for city in region.cities:
        top = tops[Division(city.country, city.admin1)]
        place = _place(city, top, languages, homonyms, written)
        if place and chosen.setdefault((top, canonical(place.name)), place) is not place:
            written.twice.append(place.name)
    places = [*(Place(name) for name in dict.fromkeys(tops.values())), *chosen.values()]
    elsewhere = _elsewhere({place.name for place in chosen.values()}, region, cities)
    reasons = [
        why_ambiguous(place.name, [place.at], languages, homonyms) if place.at else "" for place in places
    ]
    for place, reason in zip(_with_keys(places), reasons, strict=True):
        written.places.append(Found(place, _told(reason, elsewhere.get(place.name.casefold(), Counter()))))
    return written


def _tops(region: Region, languages: Sequence[str], written: Written) -> Mapping[Division, str]:
    """Return the name of each division that has places here; else one after its first place."""
    tops: dict[Division, str] = {}
    for city in region.cities:
        division = Division(city.country, city.admin1)
        if division not in tops:
            tops[division] = division_name(division, languages)
            if not tops[division]:
                tops[division] = f"{city.name.partition(',')[0]} region"
                written.unnamed.append(tops[division])
    return tops


def _place(
    city: City, top: str, languages: Sequence[str], homonyms: Homonyms, written: Written
) -> Place | None:
    spelled = spelling(city, languages, homonyms)
    if spelled is None:
        written.nameless.append(city.name)
        return None
    if not spelled.is_known:
        written.unspelled.append(city.name)
    return Place(spelled.name, top, (round(city.at[0], 4), round(city.at[1], 4)), spelled.also)


def _with_keys(places: Sequence[Place]) -> list[Place]:
    """Return the places with the keys of their parents; a city may have the name of its division."""
    keys = dict(
        zip((place.name for place in places if not place.within), PlaceNames(places).keys, strict=False)
    )
    return [Place(p.name, keys[p.within] if p.within else "", p.at, p.also) for p in places]


def _elsewhere(names: Iterable[str], region: Region, cities: Iterable[City]) -> Mapping[str, Counter[str]]:
    """Return how many places outside the region bear each name (in small letters), by country."""
    own = {city.number for city in region.cities}
    found = {name.casefold(): Counter[str]() for name in names}
    for city in cities:
        if city.number not in own:
            for name in {city.name.casefold(), *map(str.casefold, city.names)} & found.keys():
                found[name][city.country] += 1
    return found


def _told(reason: str, elsewhere: Counter[str]) -> str:
    """Return why a place is ambiguous: by countries where places outside the region are the reason."""
    if not reason or reason == A_WORD or not elsewhere:
        return reason
    told = [f"{country}: {number}" for country, number in elsewhere.most_common(_MOST_COUNTRIES)]
    return f"also in {', '.join(told)}{', …' if len(elsewhere) > _MOST_COUNTRIES else ''}"
