"""A table from keys to the posts that have them, in which the oldest makes room for the newest.

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


class Rows(NamedTuple):
    """Where keys would stand in a table: in which rows, with which upper bits, and what stands there now."""

    at: NDArray[np.int64]
    tags: NDArray[np.uint32]
    cells: NDArray[np.uint32]

    def only(self, chosen: NDArray[np.intp]) -> Rows:
        """Return the rows of some of the keys."""
        return Rows(self.at.take(chosen), self.tags.take(chosen), self.cells.take(chosen, axis=0))


class Hits(NamedTuple):
    """What stands in a table: the n-th hit is of the key ``which[n]`` and the post ``numbers[n]``."""

    which: NDArray[np.int64]
    numbers: NDArray[np.int64]


_NONE = Hits(np.empty(0, np.int64), np.empty(0, np.int64))


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
        self._flat = self._cells.reshape(-1)
        self._to_row, self._to_tag = np.uint64(64 - bits), np.uint64(32 - bits)
        self._numbers, self._tags = np.uint32(numbers), np.uint32(~numbers & 0xFFFFFFFF)

    def rows(self, keys: NDArray[np.uint64]) -> Rows:
        """Return the rows of keys."""
        # As signed numbers, rows are taken twice as fast.
        at = (keys >> self._to_row).view(np.int64)
        tags = (keys >> self._to_tag).astype(np.uint32)
        tags &= self._tags
        return Rows(at, tags, self._cells.take(at, axis=0))

    def hits(self, rows: Rows, newest: int, alive: int) -> Hits:
        """Return which of the last ``alive`` posts up to the number ``newest`` have which of some keys."""
        # What is left above a number's bits is the difference of two tags.
        differences = rows.cells ^ rows.tags[:, None]
        found = np.flatnonzero(differences <= self._numbers)
        if not found.size:
            return _NONE
        ages = (newest - differences.take(found).astype(np.int64)) & int(self._numbers)
        young = ages < alive
        return Hits(found[young] // CELLS, newest - ages[young])

    def add(self, rows: Rows, number: int) -> None:
        """Add a post under some keys, each in the place of the oldest in its row.

        The rows must be as they were when they were asked for.
        """
        mark = np.uint32(number & int(self._numbers))
        ages = mark - rows.cells
        ages &= self._numbers
        ages[rows.cells == 0] = self._numbers
        places = ages.argmax(axis=1)
        places += rows.at * CELLS
        self._flat[places] = rows.tags | mark
