"""How many places of the world bear a name, from an index of GeoNames that ships with the project.

``bot/gazetteer/data/README.md`` says where it comes from; :mod:`bot.gazetteer.homonyms_building` makes it.
It holds every name in Russian and Ukrainian letters, and names in other letters that at least two places
bear. A name is kept as 28 bits of a digest: of 2,000 names that nobody bears about one is taken for
another. It is read once, when it is first asked, in some 30 ms, and takes 0.8 MB.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from bisect import bisect_left
from functools import cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    Point = tuple[float, float]

INDEX = Path(__file__).parent / "data" / "homonyms.bin"
MOST = 255
"""The greatest number of places that is told apart."""
NEAR_KM = 90.0
"""Two places of one name within this distance are taken for one.

A cell is 0.7 by 1.4 degrees, so that its middle is at most 87 km from any point of it.
"""
_LATITUDE, _LONGITUDE = 180 / 254, 360 / 254
"""The sides of a cell, in degrees; each row and column has a number from 1 to 255, 0 is nowhere."""
_STEP = 4
"""The bytes of the step from one digest to the next, each a column of its own, the lowest first."""
_COLUMNS = _STEP + 3
_EARTH_RADIUS_KM = 6371.0


class Bearers(NamedTuple):
    """How many places bear a name, and where the one is that is meant as a rule.

    That is the only one, or one of at least ten times as many people as any other; None where there is
    no such place.
    """

    places: int
    chief: Point | None


class Homonyms:
    """The index, ready to be asked."""

    def __init__(self, content: bytes) -> None:
        columns = zlib.decompress(content)
        size = len(columns) // _COLUMNS
        parts = [columns[start : start + size] for start in range(0, _COLUMNS * size, size)]
        steps = bytearray(_STEP * size)
        for i, part in enumerate(parts[:_STEP]):
            steps[i::_STEP] = part
        self._digests = array("I", accumulate(struct.unpack(f"<{size}I", steps)))
        self._counts, self._rows, self._columns = parts[4:]

    def bearers(self, name: str) -> Bearers:
        """Return who bears a name, in whatever spelling of letters, hyphens and capitals."""
        wanted = digest(canonical(name))
        i = bisect_left(self._digests, wanted)
        if i == len(self._digests) or self._digests[i] != wanted:
            return Bearers(0, None)
        return Bearers(self._counts[i], _middle(self._rows[i], self._columns[i]))

    def elsewhere(self, name: str, at: Point | None = None) -> int:
        """Return how many other places may be meant by the name of a place at this point (degrees).

        None is where the place is the one that is meant as a rule. One without coordinates is taken for
        one of those that bear the name.
        """
        places, chief = self.bearers(name)
        if at is None:
            return max(places - 1, 0)
        if chief is not None:
            return 0 if distance_km(at, chief) <= NEAR_KM else places
        return max(places - 1, 0)


def pack(bearers: Mapping[str, Bearers]) -> bytes:
    """Return the index of these canonical names, compressed; the same names give the same bytes."""
    rows = sorted({digest(name): bearers[name] for name in sorted(bearers)}.items())
    digests = [0, *(number for number, _ in rows)]
    steps = [after - before for before, after in pairwise(digests)]
    planes = b"".join(bytes(step >> shift & 255 for step in steps) for shift in range(0, 8 * _STEP, 8))
    counts = bytes(min(one.places, MOST) for _, one in rows)
    cells = [_cell(one.chief) for _, one in rows]
    return zlib.compress(planes + counts + bytes(c[0] for c in cells) + bytes(c[1] for c in cells), 9)


def digest(name: str) -> int:
    """Return the number of 28 bits under which a canonical name is kept."""
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=4).digest(), "big") >> 4


def distance_km(one: Point, other: Point) -> float:
    """Return the distance of two points (degrees) on a globe, in kilometres."""
    (north, east), (to_north, to_east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@cache
def homonyms() -> Homonyms:
    """Return the index that ships with the project."""
    return Homonyms(INDEX.read_bytes())


def _cell(point: Point | None) -> tuple[int, int]:
    if point is None:
        return 0, 0
    return 1 + int((point[0] + 90) / _LATITUDE), 1 + int((point[1] + 180) / _LONGITUDE)


def _middle(row: int, column: int) -> Point | None:
    if not row:
        return None
    return (row - 0.5) * _LATITUDE - 90, (column - 0.5) * _LONGITUDE - 180
