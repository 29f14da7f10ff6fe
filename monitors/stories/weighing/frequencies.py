"""How common stems are, learnt from what is read."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitors.stories.telling import Telling

MOST = 100_000
"""Tellings after which all counts are halved, so that what was common long ago is forgotten."""
BELIEVED = 100
"""So many tellings are taken to have been read before the first, none of them with any stem in particular.

Until about so many were read, rare and common stems weigh much alike.
"""
_REFRESHED = 512
_UNSEEN = 0.5


class Frequencies:
    """In how many tellings each stem stands, the older ones counting less; some 30 MB at most.

    The weight of a stem is its inverse document frequency, ``log((tellings + 1) / (with it + 0.5))`` (Spärck
    Jones 1972). A stem's weight is worked out anew when the stem is read, all are after every few hundred
    tellings. So they depend on what was read alone, not on when they were asked for: after a restart they
    are the same. After ``most`` tellings all counts are halved.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._counts = Counter[str]()
        self._before: dict[str, float] = {}
        self._tellings = 0.0
        self._weights = _Weights(self._counts, self._before, BELIEVED)
        self._stale = 0
        self.weight = self._weights.__getitem__
        """Return a stem's weight, above 0."""

    def add(self, telling: Telling) -> None:
        """Count the stems of one more telling."""
        counts, weights = self._counts, self._weights
        counts.update(telling.stems)
        for stem in weights.keys() & telling.stems:
            del weights[stem]
        self._tellings += 1
        self._stale += 1
        if self._tellings >= self._most:
            self._halve()
        if self._stale >= _REFRESHED or self._stale >= self._tellings:
            self._refresh()

    @property
    def greatest(self) -> float:
        """What weights are parts of: that of a stem never read, after as many tellings and a thousand more.

        So a stem is known to be rare only once much has been read.
        """
        return self._weights.greatest

    def total(self, stems: Iterable[str]) -> float:
        """Return the weight of stems together."""
        return sum(map(self.weight, stems))

    def _halve(self) -> None:
        counts, before = self._counts, self._before
        both = {stem: counts[stem] + before.get(stem, 0.0) for stem in {*counts, *before}}
        before.clear()
        before.update((stem, count / 2) for stem, count in both.items() if count > 1)
        counts.clear()
        self._tellings /= 2
        self._refresh()

    def _refresh(self) -> None:
        self._stale = 0
        self._weights.begin_anew(self._tellings + BELIEVED)


class _Weights(dict[str, float]):
    """The weight of each stem, worked out when first asked for."""

    def __init__(self, counts: Counter[str], before: Mapping[str, float], tellings: float) -> None:
        self._counts = counts
        self._before = before
        self.begin_anew(tellings)

    def begin_anew(self, tellings: float) -> None:
        self._tellings = tellings
        self.greatest = math.log((tellings + _MUCH) / _UNSEEN)
        self.clear()

    def __missing__(self, stem: str) -> float:
        count = self._counts.get(stem, 0) + self._before.get(stem, 0.0)
        found = math.log((self._tellings + 1) / (count + _UNSEEN))
        # A stem that most tellings have still weighs something, so that no text is without weight.
        self[stem] = found = max(found, _LEAST)
        return found


_LEAST, _MUCH = 0.1, 1000
