"""A table from keys to posts that have them, which keeps of each key the first post and the newest.

A row has two cells, each a key and the number of a post. A post is written into the first cell of its key's
row where no post of the window stands in that, and else into the second, over whatever is there. What stands
here is a hint: another key may have left it, so whoever looks something up compares the posts themselves. In
return a look-up reads one cache line for each key, and costs the same however many posts there are, and
however many of them have the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = 8
"""Rows a post, of which each has some ten keys: of these, one in ten is written over before its time."""

_FIRST_BITS = 15
_CELLS = 2


class Asked(NamedTuple):
    """Keys, the rows where they stand, and what stands there now.

    A row is two keys and the numbers of their posts. ``which`` are the indices of the keys that were found,
    ``numbers`` those of the posts that have them, each once for each of its keys.
    """

    keys: NDArray[np.uint32]
    rows: NDArray[np.intp]
    cells: NDArray[np.uint32]
    which: list[int]
    numbers: list[int]


class KeyTable:
    """Which posts have which keys. Posts are numbered from 1 (to 2 ** 32), in the order in which they come.

    It takes half a megabyte, and 128 to 256 bytes for each post that is alive.
    """

    def __init__(self) -> None:
        self._resize(np.zeros((1 << _FIRST_BITS, 2 * _CELLS), np.uint32))

    def _resize(self, cells: NDArray[np.uint32]) -> None:
        self._cells, self._flat = cells, cells.reshape(-1)
        self._to_row = np.uint32(33 - len(cells).bit_length())

    def ask(self, keys: NDArray[np.uint32], oldest: int) -> Asked:
        """Return what stands under keys, of the posts from the number ``oldest`` on."""
        rows = (keys >> self._to_row).astype(np.intp)
        cells = self._cells.take(rows, axis=0)
        found = (cells[:, :_CELLS] == keys[:, None]).ravel().nonzero()[0]
        if not found.size:
            return Asked(keys, rows, cells, [], [])
        numbers = cells[:, _CELLS:].ravel().take(found).tolist()
        pairs = zip((found >> 1).tolist(), numbers, strict=True)
        alive = [(which, number) for which, number in pairs if number >= oldest]
        return Asked(keys, rows, cells, [which for which, _ in alive], [number for _, number in alive])

    def add(self, asked: Asked, chosen: NDArray[np.intp], number: int, oldest: int) -> None:
        """Add a post under some keys, chosen by their indices; nothing was added since they were asked for.

        ``oldest`` is the number of the oldest post of the window.
        """
        at = asked.rows.take(chosen)
        at *= 2 * _CELLS
        at += asked.cells[:, _CELLS].take(chosen) >= oldest
        self._flat[at] = asked.keys.take(chosen)
        at += _CELLS
        self._flat[at] = number
        if (number - oldest) * ROWS >= len(self._cells):
            self._grow()

    def _grow(self) -> None:
        """Double the rows: the next bit of its key says to which of two rows a cell comes."""
        keys, numbers = self._cells[:, :_CELLS], self._cells[:, _CELLS:]
        is_odd = (keys >> (self._to_row - np.uint32(1)) & np.uint32(1)).astype(bool)
        grown = np.zeros((len(keys), 2, 2, _CELLS), np.uint32)
        for row, is_here in enumerate((~is_odd, is_odd)):
            np.copyto(grown[:, row, 0], keys, where=is_here)
            np.copyto(grown[:, row, 1], numbers, where=is_here)
        self._resize(grown.reshape(-1, 2 * _CELLS))
