"""Regular expressions of people, searched all at once and in linear time (RE2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MEMORY = 8 << 20
"""Bytes that RE2 may use for one expression; it refuses what needs more."""

MOST_MEMORY_TOGETHER = 256 << 20
"""Bytes that RE2 may use for all expressions together."""

MOST_PLACES = 1000


def options(most_memory: int = MOST_MEMORY) -> Any:  # noqa: ANN401 - re2 carries no types
    """Return how expressions are read: capitals make no difference, errors are raised and not printed."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = most_memory
    return chosen


class Expressions:
    """Expressions by number, compiled together: a text is passed over once for all of them."""

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._numbers = list(patterns)
        self._single = {number: re2.compile(pattern, options()) for number, pattern in patterns.items()}
        self._together = re2.Set.SearchSet(options(MOST_MEMORY_TOGETHER))
        for pattern in patterns.values():
            self._together.Add(pattern)
        if patterns:
            self._together.Compile()

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, text: str) -> Sequence[int]:
        """Return the numbers of the expressions that a text satisfies."""
        return [self._numbers[i] for i in self._together.Match(_plain(text)) or ()]

    def stretches(self, number: int, text: str) -> list[tuple[int, int]]:
        """Return where in a text an expression is found: code points, end exclusive, the first ones."""
        found = []
        for match in self._single[number].finditer(_plain(text)):
            found.append(match.span())
            if len(found) == MOST_PLACES:
                break
        return found


def _plain(text: str) -> str:
    """Return a text without lone surrogates, which UTF-8 cannot hold, code point for code point."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
