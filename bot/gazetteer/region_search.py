"""Which places belong to a region: those of a first-order division, or those around a point."""

from __future__ import annotations

import difflib
import itertools
from typing import TYPE_CHECKING, NamedTuple

from bot.config_values import shown
from bot.gazetteer.divisions import Division, division_name, divisions_named
from bot.gazetteer.homonyms import distance_km
from monitors.language.languages import KNOWN_LANGUAGES
from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.gazetteer.geonames import City

MOST_PLACES = 5_000
"""More places than this are no region: the configuration could not be looked over."""
MOST_LISTED = 8
_TIMES = 10
"""So many times the people of any other place of the name make a city the one that is meant."""


_NEAR_KM = 5.0
"""Within this distance of a point the greater place gives the region its name rather than the nearer one."""


class NoRegion(ValueError):
    """What was said names no region; the text says what to say instead."""


class Region(NamedTuple):
    """The places of a region, the one after which it is called first, and how it was found."""

    name: str
    chief: City
    cities: tuple[City, ...]
    found: str


def by_name(name: str, cities: Sequence[City]) -> Region:
    """Return the division that bears a name, or else that of the city; raises :exc:`NoRegion`."""
    if divisions := divisions_named(name):
        return by_code(*divisions[0], cities)
    bearers = _bearers(name, cities)
    if not bearers:
        raise NoRegion(f"GeoNames knows no place {shown(name)}{_hint(name, cities)}")
    first, *others = bearers
    if others and first.people < _TIMES * others[0].people:
        told = "".join(f"\n  {_told(city)}" for city in bearers[:MOST_LISTED])
        more = f"\n  and {len(bearers) - MOST_LISTED} more" if len(bearers) > MOST_LISTED else ""
        raise NoRegion(
            f"several places are called {shown(name)}; choose one by --country and --admin1:{told}{more}"
        )
    return by_code(first.country, first.admin1, cities, first)


def by_code(country: str, admin1: str | None, cities: Sequence[City], chief: City | None = None) -> Region:
    """Return the division with a code; raises :exc:`NoRegion`.

    Without a code, the country must have no more than one. ``chief`` is the city that was asked for,
    by default the greatest.
    """
    there = [city for city in cities if city.country == country.upper()]
    if not there:
        raise NoRegion(f"GeoNames knows no country {shown(country)}; give two letters, such as UA")
    codes = sorted({city.admin1 for city in there})
    if admin1 is None and len(codes) > 1:
        raise NoRegion(f"choose a part of {country.upper()} with --admin1:{_listed(codes, there)}")
    code = codes[0] if admin1 is None else admin1.upper()
    inside = [city for city in there if city.admin1 == code]
    if not inside:
        raise NoRegion(
            f"{country.upper()} has no --admin1 {shown(admin1)}; there are:{_listed(codes, there)}"
        )
    chief = chief or max(inside, key=lambda city: city.people)
    name = division_name(Division(chief.country, code), tuple(KNOWN_LANGUAGES)) or chief.name
    return _region(name, chief, inside, f"{chief.country}, admin1 {code or 'none'} (of {chief.name})")


def around(point: tuple[float, float], km: float, cities: Sequence[City]) -> Region:
    """Return what lies within a distance of a point; raises :exc:`NoRegion` where that is nothing."""
    inside = [city for city in cities if distance_km(point, city.at) <= km]
    if not inside:
        raise NoRegion(f"GeoNames knows no place within {km:g} km of {point[0]:g},{point[1]:g}")
    chief = max(inside, key=lambda city: city.people / (_NEAR_KM + distance_km(point, city.at)) ** 2)
    told = f"within {km:g} km of {point[0]:g}, {point[1]:g} ({chief.name}, {chief.country})"
    return _region(f"{chief.name} and {km:g} km around", chief, inside, told)


def _region(name: str, chief: City, inside: list[City], found: str) -> Region:
    if len(inside) > MOST_PLACES:
        raise NoRegion(f"these are {len(inside):,} places; choose a region of at most {MOST_PLACES:,}")
    others = sorted(
        (city for city in inside if city is not chief), key=lambda city: (-city.people, city.name)
    )
    return Region(name, chief, (chief, *others), found)


def _bearers(name: str, cities: Iterable[City]) -> list[City]:
    """Return the cities of a name, the greatest first; those of which it is the main name before others."""
    wanted, written = canonical(name), name.casefold().strip()
    main, further = [], []
    for city in cities:
        if city.name.casefold() == written or canonical(city.name) == wanted:
            main.append(city)
        elif any(other.casefold() == written for other in city.names):
            further.append(city)
    return sorted([*main, *further], key=lambda city: -city.people)


def _told(city: City) -> str:
    return f"{city.name}: --country {city.country} --admin1 {city.admin1} ({city.people:,} people)"


def _listed(codes: Sequence[str], there: Sequence[City]) -> str:
    chiefs = {city.admin1: city.name for city in sorted(there, key=lambda city: city.people)}
    return "".join(f"\n  {code or 'none'} ({chiefs[code]})" for code in codes)


def _hint(name: str, cities: Iterable[City]) -> str:
    """Return the names of places that may have been meant: near ones, and beginnings of what was said."""
    wanted = canonical(name)[:64]
    begun = set(itertools.accumulate(wanted.split(" ")[0]))
    near: dict[str, int] = {}
    for city in cities:
        for other in {city.name, *city.names}:
            lower = other.casefold()
            if lower[:1] == wanted[:1] and (
                abs(len(lower) - len(wanted)) <= 2 or (len(lower) > 3 and lower in begun)  # noqa: PLR2004 - letters
            ):
                near[other] = max(near.get(other, 0), city.people)
    stems = sorted((o for o in near if o.casefold() in begun), key=len, reverse=True)[:1]
    alike = difflib.get_close_matches(name[:64], near, 3, 0.7)
    found = list(dict.fromkeys([*alike, *stems]))[:3]
    return f"; did you mean {' or '.join(found)}?" if found else ""
