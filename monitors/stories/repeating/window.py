"""The posts of the last hours in the order in which they came, packed tightly."""

from __future__ import annotations

from array import array
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from monitors.stories.repeating.imprint import Imprint

_HOUR = 3_600.0
_GONE = b""
_NO_FACTS = b"\0\0"


class Kept(NamedTuple):
    """A post in the window: its id in the store, and its words and facts as codes."""

    post: int
    codes: list[int]
    facts: list[int]


class Window:
    """At most so many posts, each for so many seconds after it was published.

    Posts are numbered from 1. A post costs some 60 bytes and two for each of its words and facts.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        # Rings, in which a post comes to the place of the one that was so many posts before it.
        self._records: list[bytes] = []
        self._posts, self._moments = array("q"), array("d")
        self._origins: dict[int, int] = {}
        self._now = -inf
        self.newest, self.alive = 0, 0

    def __len__(self) -> int:
        """Return how many posts are in the window, those that were forgotten included."""
        return self.alive

    def __getitem__(self, number: int) -> Kept | None:
        """Return a post by its number; None where it was forgotten or has gone."""
        at = (number - 1) % self._most
        if not self.newest - self.alive < number <= self.newest or not self._records[at]:
            return None
        record = array("H", self._records[at]).tolist()
        end = record[0] + 1
        return Kept(self._posts[at], record[end:], record[1:end])

    def origin(self, number: int) -> int:
        """Return the number of the first post of a chain of forwards, as far as it is still here."""
        origin = self._origins.get(number, number)
        return origin if self[origin] else number

    def add(self, post: int, moment: float, imprint: Imprint, origin: int = 0) -> int:
        """Add a post at the end, and return its number; ``origin`` is that of the one it forwards."""
        self._advance(moment)
        if self.alive == self._most:
            self._drop_oldest()
        at = self.newest % self._most
        self.newest, self.alive = self.newest + 1, self.alive + 1
        if at == len(self._records):
            self._records.append(_GONE)
            self._posts.append(0)
            self._moments.append(0.0)
        facts = imprint.facts
        prefix = array("H", (len(facts), *facts)).tobytes() if facts else _NO_FACTS
        self._records[at] = prefix + imprint.codes.tobytes()
        self._posts[at] = post
        self._moments[at] = min(self._now, moment)
        if origin:
            self._origins[self.newest] = origin
        return self.newest

    def forget(self, post: int) -> list[int]:
        """Forget a post, and return the numbers that it had; none where it is not there."""
        places: list[int] = np.flatnonzero(np.array(self._posts) == post).tolist()
        for at in places:
            self._posts[at], self._records[at] = 0, _GONE
        return [self.newest - (self.newest - 1 - at) % self._most for at in places]

    def _advance(self, moment: float) -> None:
        """Let the time pass, by an hour at most: one clock that is wrong must not empty the window."""
        if moment > self._now:
            self._now = min(moment, self._now + _HOUR) if self.newest else moment
        before = self._now - self._seconds
        while self.alive and self._moments[(self.oldest - 1) % self._most] < before:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        at = (self.oldest - 1) % self._most
        self._records[at], self._posts[at] = _GONE, 0
        self._origins.pop(self.oldest, None)
        self.alive -= 1

    @property
    def oldest(self) -> int:
        """The number of the oldest post; where there is none, that of the next."""
        return self.newest - self.alive + 1
