"""How near two places of the region are to one another, in the tree and in kilometres."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.model import Place

WITHIN = 0.8
"""How near a place is to one that it lies in."""
SIBLINGS = 0.3
"""How near two places of one district are where nobody knows how far apart they lie."""
NEAREST_KM, FARTHEST_KM = 2.0, 25.0
"""Up to the one distance places are as near as one within the other, from the other on they are far apart.

What falls on a village is told of its neighbours as well; shelling from across a border reaches 20 to 25 km.
"""
_EARTH_KM = 6371.0


class Nearness:
    """How near two places are: 1 the same, 0.8 one within the other or a few kilometres, 0 far apart."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.name: place for place in places}
        self._known: dict[tuple[str, str], float] = {}

    def __call__(self, one: str, other: str) -> float:
        """Return how near two places are, by their names as configured; unknown ones are far from all."""
        if one == other:
            return 1.0
        pair = (one, other) if one < other else (other, one)
        found = self._known.get(pair)
        if found is None:
            found = self._known[pair] = self._worked_out(*pair)
        return found

    def within(self, name: str) -> frozenset[str]:
        """Return a place and all that it lies in, by their names."""
        return frozenset((name, *self._above(name)))

    def _worked_out(self, one: str, other: str) -> float:
        if one not in self._places or other not in self._places:
            return 0.0
        if one in self._above(other) or other in self._above(one):
            return WITHIN
        kilometres = self._kilometres(one, other)
        if kilometres is None:
            return SIBLINGS if self._are_siblings(one, other) else 0.0
        return WITHIN * min(1.0, max(0.0, (FARTHEST_KM - kilometres) / (FARTHEST_KM - NEAREST_KM)))

    def _above(self, name: str) -> Iterator[str]:
        seen = {name}
        while (place := self._places.get(name)) and (name := place.within) and name not in seen:
            seen.add(name)
            yield name

    def _are_siblings(self, one: str, other: str) -> bool:
        within = self._places[one].within
        return bool(within) and within == self._places[other].within

    def _kilometres(self, one: str, other: str) -> float | None:
        here, there = self._places[one].at, self._places[other].at
        return great_circle_km(here, there) if here and there else None


def great_circle_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude in degrees), by the haversine formula."""
    (lat, lon), (to_lat, to_lon) = map(_radians, (here, there))
    square = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, square)))


def _radians(point: tuple[float, float]) -> tuple[float, float]:
    return radians(point[0]), radians(point[1])
