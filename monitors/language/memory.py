"""What was worked out once and need not be again: forms of terms, doubts about names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

Key = tuple[str, ...]


class Memory:
    """Results by what they were asked of, those of ``earlier`` among them.

    The values are of plain types alone (texts, numbers, tuples, frozen sets, dictionaries), so that they
    can be kept in a file.
    """

    def __init__(self, earlier: Mapping[Key, object] | None = None) -> None:
        self._earlier = earlier or {}
        self._new: dict[Key, object] = {}

    def recall(self, key: Key, work_out: Callable[[], T]) -> T:
        """Return what a key's result is, working it out if nobody did before."""
        if key in self._earlier:
            return self._earlier[key]  # type: ignore[return-value] # a key is only ever asked for in one way
        if key not in self._new:
            self._new[key] = work_out()
        return self._new[key]  # type: ignore[return-value] # the same

    def news(self, most: int) -> Mapping[Key, object] | None:
        """Return all results, None if none are new; only the new ones where there are too many together."""
        if not self._new:
            return None
        return {**self._earlier, **self._new} if len(self._earlier) + len(self._new) <= most else self._new
