"""Regular expressions of people, searched all at once and in linear time (RE2)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MEMORY = 1 << 20
"""Bytes that RE2 may use for one expression: ``[а-я]{500}`` fits, ``\\p{L}{100}`` does not."""

MOST_MEMORY_TOGETHER = 256 << 20
"""Bytes that RE2 may use for all expressions together."""

MOST_PLACES = 1000


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re2._Regexp:
    """Return an expression as posts are searched with it; raise re2.error where it is none.

    Capitals make no difference, groups catch nothing; time is linear in the text, memory at most
    :data:`MOST_MEMORY`.
    """
    return re2.compile(pattern, _options(MOST_MEMORY))


def _options(most_memory: int) -> Any:  # noqa: ANN401 - re2 carries no types
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.max_mem = most_memory
    options.log_errors = False
    return options


class Expressions:
    """Expressions by number, compiled together: a text is passed over once for all of them."""

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._numbers = list(patterns)
        self._patterns = patterns
        self._together = re2.Set.SearchSet(_options(MOST_MEMORY_TOGETHER))
        for pattern in patterns.values():
            self._together.Add(pattern)
        self._together.Compile()

    def find(self, text: str) -> Sequence[int]:
        """Return the numbers of the expressions that a text satisfies."""
        return [self._numbers[i] for i in self._together.Match(_plain(text)) or ()]

    def stretches(self, number: int, text: str) -> list[tuple[int, int]]:
        """Return where in a text an expression is found: code points, end exclusive, the first ones."""
        found = []
        for match in compiled(self._patterns[number]).finditer(_plain(text)):
            found.append(match.span())
            if len(found) == MOST_PLACES:
                break
        return found


def _plain(text: str) -> str:
    """Return a text without lone surrogates, which UTF-8 cannot hold, code point for code point."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
