"""A table from keys to the posts that have them, of fixed size, in which the oldest makes room for the newest.

A row has sixteen cells, one cache line; a key's upper bits say which row is its. A cell holds a few more
bits of the key, and the post's number. What stands here is a hint: another key may have left it, so whoever
looks something up compares the posts themselves. In return nothing is ever moved, merged or deleted: a
look-up reads one line for each key, and costs the same however many posts there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 16
"""Cells in a row. With ten keys a post and a row for each, some 0.5 % are overwritten before their time."""

_MOST = 1 << 24
"""More posts would leave too few of a cell's 32 bits to tell keys apart."""


class Hits(NamedTuple):
    """What stands in a table: the n-th hit is of the key ``which[n]`` and the post ``numbers[n]``."""

    which: NDArray[np.intp]
    numbers: NDArray[np.int64]


class KeyTable:
    """Which posts have which keys. Posts are numbered from 1, in the order in which they come.

    ``most`` is the number of posts that are looked for; raises ValueError where it is above 16,777,216.
    """

    def __init__(self, most: int) -> None:
        if most > _MOST:
            raise ValueError(f"at most {_MOST} posts can be told apart, not {most}")
        bits = max(6, (most - 1).bit_length())
        # Four times the rows: a cell is written over long before its post's number comes round again.
        numbers = (1 << bits + 2) - 1
        self._cells = np.zeros((1 << bits, CELLS), np.uint32)
        self._to_row, self._to_tag = np.uint64(64 - bits), np.uint64(bits)
        self._numbers, self._tags = np.uint32(numbers), np.uint32(~numbers & 0xFFFFFFFF)

    def look_up(self, keys: NDArray[np.uint64], newest: int, alive: int) -> Hits:
        """Return which of the last ``alive`` posts up to the number ``newest`` have which of these keys."""
        cells = self._cells[keys >> self._to_row]
        cells ^= self._tags_of(keys)[:, None]
        # What is left above a number's bits, is the difference of two tags.
        which, at = (cells <= self._numbers).nonzero()
        if not which.size:
            return Hits(which, at)
        ages = (np.int64(newest) - cells[which, at]) & np.int64(self._numbers)
        young = ages < alive
        return Hits(which[young], newest - ages[young])

    def add(self, keys: NDArray[np.uint64], number: int) -> None:
        """Add a post's keys, each in the place of the oldest in its row."""
        rows = keys >> self._to_row
        cells = self._cells[rows]
        ages = np.uint32(number & int(self._numbers)) - cells & self._numbers
        ages[cells == 0] = self._numbers
        self._cells[rows, ages.argmax(axis=1)] = self._tags_of(keys) | np.uint32(number & int(self._numbers))

    def _tags_of(self, keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
        return ((keys << self._to_tag) >> np.uint64(32)).astype(np.uint32) & self._tags
