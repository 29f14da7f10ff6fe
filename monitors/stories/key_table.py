"""A table from keys to posts that have them, in which every key has one place.

A post is kept under one key of each stretch of its keys, whichever has a free place: so a table that is half
full still takes nearly everything, and what many posts have leads to one of the first. What stands here is
a hint: another key may have left it, so whoever looks something up compares the posts themselves. In return
a look-up reads one place for each key, and costs the same however many posts there are, and however many of
them have the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

PLACES = 16
"""Places for each post, which has some ten keys. A place is twelve bytes."""

FIRST = 1 << 16
"""Places of a new table."""

PROBES = 8
"""Places in a row that a single key may have, as it cannot give way to its neighbours."""


class KeyTable:
    """Which posts have which keys, numbers of 63 bits. Posts are numbered from 1 to 2 ** 32, as they come.

    ``oldest`` is always the number of the oldest post of the window: all before it are gone.
    """

    def __init__(self) -> None:
        self._resize(np.zeros(FIRST, np.int64), np.zeros(FIRST, np.uint32))

    def _resize(self, keys: NDArray[np.int64], numbers: NDArray[np.uint32]) -> None:
        self._keys, self._numbers, self._mask = keys, numbers, len(keys) - 1
        # Single places are read and written so in a third of the time.
        self._key, self._number = memoryview(keys), memoryview(numbers)

    def ask(self, keys: NDArray[np.int64], oldest: int) -> list[int]:
        """Return the numbers of the posts that stand under keys of stretches, once for each key."""
        found = (self._keys.take(keys & self._mask) == keys).nonzero()[0]
        if not found.size:
            return []
        numbers = self._numbers.take(keys.take(found) & self._mask)
        return [number for number in numbers.tolist() if number >= oldest]

    def ask_one(self, key: int, oldest: int) -> int | None:
        """Return the number of the newest post that was added under a single key."""
        at = self._place_of(key)
        return self._number[at] if self._key[at] == key and self._number[at] >= oldest else None

    def add(self, keys: list[int], stretch: int, number: int, oldest: int) -> None:
        """Add a post under one key of each stretch of so many keys; nothing of one that others have whole."""
        mask, numbers = self._mask, self._number
        for start in range(0, len(keys), stretch):
            key = keys[start]
            if numbers[key & mask] >= oldest:
                key = self._free(keys[start : start + stretch], oldest, (oldest + number) // 2)
            if key is not None:
                self._key[key & mask] = key
                numbers[key & mask] = number
        if (number - oldest) * PLACES >= len(self._keys):
            self._grow()

    def add_one(self, key: int, number: int, oldest: int) -> None:
        """Add a post under a single key, in the place of any other that was."""
        at = self._place_of(key, oldest)
        self._key[at], self._number[at] = key, number

    def forget(self, number: int) -> None:
        """Forget a post, so that others can have its places; reads the whole table."""
        self._numbers[self._numbers == number] = 0

    def _place_of(self, key: int, oldest: int = 0) -> int:
        """Return the place where a single key is, or else the first that is free, or else its own."""
        places = [at & self._mask for at in range(key, key + PROBES)]
        there = (place for place in places if self._key[place] == key)
        free = (place for place in places if self._number[place] < oldest)
        return next(there, next(free, places[0]))

    def _free(self, keys: Iterable[int], oldest: int, middle: int) -> int | None:
        """Return the first key with a free place, or else one that stands where another key does.

        None where other posts have all of them; but from one that is old, the newer takes over.
        """
        other = None
        for key in keys:
            place = key & self._mask
            if self._number[place] < oldest:
                return key
            if other is None and (self._key[place] != key or self._number[place] < middle):
                other = key
        return other

    def _grow(self) -> None:
        """Double the places: what stood in one goes to one of two, by the next bit of its key."""
        size = len(self._keys)
        # A single key may stand some places behind its own.
        behind = (np.arange(size) - self._keys) & self._mask
        at = (self._keys + behind) & (2 * size - 1)
        keys, numbers = np.zeros(2 * size, np.int64), np.zeros(2 * size, np.uint32)
        keys[at], numbers[at] = self._keys, self._numbers
        self._resize(keys, numbers)
