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
    from numpy.typing import NDArray

PLACES = 32
"""Places for each post, which has some ten keys. A place is eight bytes."""

FIRST = 1 << 12
"""Places of a new table."""

PROBES = 8
"""Places in a row that a single key may have, as it cannot give way to its neighbours."""


class KeyTable:
    """Which posts have which keys, numbers of 32 bits. Posts are numbered from 1 to 2 ** 32, as they come.

    ``oldest`` is always the number of the oldest post of the window: all before it are gone.
    """

    def __init__(self) -> None:
        self._resize(np.zeros(FIRST, np.uint32), np.zeros(FIRST, np.uint32))

    def _resize(self, keys: NDArray[np.uint32], numbers: NDArray[np.uint32]) -> None:
        self._keys, self._numbers, self._mask = keys, numbers, len(keys) - 1
        self._to_place = np.uint32(self._mask)
        # Single places are read and written so in a third of the time.
        self._key, self._number = keys.data, numbers.data

    def ask(self, keys: NDArray[np.uint32], oldest: int) -> list[int]:
        """Return the numbers of the posts that stand under keys of stretches, once for each key."""
        places = keys & self._to_place
        found = (self._keys.take(places) == keys).nonzero()[0]
        if not found.size:
            return []
        numbers = self._numbers.take(places.take(found))
        return [number for number in numbers.tolist() if number >= oldest]

    def ask_one(self, key: int, oldest: int) -> list[int]:
        """Return the numbers of the posts that were added under a single key, as far as they had room."""
        there = [at for at in self._places(key) if self._key[at] == key]
        return sorted(self._number[at] for at in there if self._number[at] >= oldest)

    def add(self, keys: list[int], stretch: int, number: int, oldest: int) -> None:
        """Add a post under one key of each stretch of so many keys; none where newer ones have all."""
        mask, the_keys, numbers = self._mask, self._key, self._number
        middle = (oldest + number) // 2
        for start in range(0, len(keys), stretch):
            for key in keys[start : start + stretch]:
                place = key & mask
                if numbers[place] < oldest:
                    break
            else:
                # From an old post that says the same the newer takes over, so that it does not leave a gap.
                key, place = keys[start], keys[start] & mask
                if numbers[place] >= middle or the_keys[place] != key:
                    continue
            the_keys[place], numbers[place] = key, number
        if (number - oldest) * PLACES >= len(self._keys):
            self._grow()

    def add_one(self, key: int, number: int, oldest: int) -> None:
        """Add a post under a single key, where no place is free in that of the oldest there."""
        at = min(self._places(key), key=lambda place: max(self._number[place], oldest - 1))
        self._key[at], self._number[at] = key, number

    def forget(self, number: int) -> None:
        """Forget a post, so that others can have its places; reads the whole table."""
        self._numbers[self._numbers == number] = 0

    def _places(self, key: int) -> list[int]:
        return [at & self._mask for at in range(key, key + PROBES)]

    def _grow(self) -> None:
        """Double the places: what stood in one goes to one of two, by the next bit of its key."""
        size = len(self._keys)
        # A single key may stand some places behind its own.
        behind = (np.arange(size, dtype=np.uint32) - self._keys) & self._mask
        at = (self._keys + behind) & (2 * size - 1)
        keys, numbers = np.zeros(2 * size, np.uint32), np.zeros(2 * size, np.uint32)
        keys[at], numbers[at] = self._keys, self._numbers
        self._resize(keys, numbers)
