"""The posts of the last hours in the order in which they came, packed tightly."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from monitors.stories.imprint import Imprint

_HOUR = 3_600.0
_GONE = b""


class Kept(NamedTuple):
    """A post in the window: its id in the store, and its words and facts as codes."""

    post: int
    codes: list[int]
    facts: list[int]


class Window:
    """At most so many posts, each for so many seconds after it was published.

    Posts are numbered from 1. A post costs 30 bytes and two for each of its words and facts, and what Python
    takes for a bytes object.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._records: list[bytes] = []
        # Not touched, these take no memory.
        self._posts = np.zeros(most, np.int64)
        self._moments = np.zeros(most, np.float64)
        self._origins = np.zeros(most, np.int64)
        self._sizes = np.zeros(most, np.uint16)
        self._now = -np.inf
        self.newest, self.alive = 0, 0

    def __len__(self) -> int:
        """Return how many posts are in the window, those that were forgotten included."""
        return self.alive

    def __getitem__(self, number: int) -> Kept | None:
        """Return a post by its number; None where it was forgotten or has gone."""
        at = (number - 1) % self._most
        if not self.newest - self.alive < number <= self.newest or not self._posts[at]:
            return None
        record = array("H", self._records[at]).tolist()
        size = int(self._sizes[at])
        return Kept(int(self._posts[at]), record[:size], record[size:])

    def origin(self, number: int) -> int:
        """Return the number of the first post of a chain of forwards, as far as it is still here."""
        origin = int(self._origins[(number - 1) % self._most])
        return origin if self[origin] else number

    def add(self, post: int, moment: float, imprint: Imprint, origin: int = 0) -> int:
        """Add a post at the end, and return its number; ``origin`` is that of the one it forwards."""
        self._advance(moment)
        if self.alive == self._most:
            self.alive -= 1
        at = self.newest % self._most
        self.newest, self.alive = self.newest + 1, self.alive + 1
        record = imprint.codes.tobytes() + array("H", imprint.facts).tobytes()
        if at == len(self._records):
            self._records.append(record)
        else:
            self._records[at] = record
        self._posts[at], self._moments[at], self._sizes[at] = post, min(moment, self._now), imprint.codes.size
        self._origins[at] = origin or self.newest
        return self.newest

    def forget(self, post: int) -> None:
        """Forget a post; nothing happens where it is not there."""
        for at in np.flatnonzero(self._posts == post).tolist():
            self._posts[at], self._records[at] = 0, _GONE

    def _advance(self, moment: float) -> None:
        """Let the time pass, by an hour at most: one clock that is wrong must not empty the window."""
        if self._now == -np.inf:
            self._now = moment
        self._now = max(self._now, min(moment, self._now + _HOUR))
        while self.alive and self._moments[(self.oldest - 1) % self._most] < self._now - self._seconds:
            self._records[(self.oldest - 1) % self._most], self._posts[(self.oldest - 1) % self._most] = _GONE, 0
            self.alive -= 1

    @property
    def oldest(self) -> int:
        """The number of the oldest post; where there is none, that of the next."""
        return self.newest - self.alive + 1
