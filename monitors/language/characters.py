"""What is a letter, a mark, an apostrophe, of no width: the sets that folding and cutting share.

Each set is written for use inside ``[...]`` of a regular expression. Those of the basic plane are
spelled out, because an explicit set of it is one look-up for each character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BASIC_PLANE = [chr(point) for point in range(0x10000)]
"""Where every living script of the news is, and so every mark that counts as one."""

APOSTROPHES = "'’‘ʼ´′`\u1fef\u1ffd"
"""Every variant of the apostrophe; the last two are canonically the two before them."""

NO_WIDTH = (
    r"\u00ad\u034f\u0332\u0333\u0335-\u0338\u0488\u0489\u061c\u180e\u1abe\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u20dd-\u20e0\u20e2-\u20e4\ua670-\ua672\ufe00-\ufe0f\ufeff"
)
"""Soft hyphen, zero-width characters, marks of direction, variation selectors, enclosing marks (keycaps),
and lines under and through letters, with which posts strike out."""

FILLERS = "\u115f\u1160\u3164\uffa0"
"""Unicode calls the Hangul fillers letters, but they are drawn as nothing: real posts use them as space."""

ANY_NO_WIDTH = re.compile(f"[{NO_WIDTH}]")


class Lazily:
    """A regular expression, compiled when it is first asked: its sets take milliseconds each."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(self._pattern, self._flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """Its search."""
        return self.compiled.search


def ranges(characters: Iterable[str]) -> str:
    """Return the inside of a set of a regular expression that holds these characters."""
    found: list[list[int]] = []
    for point in sorted(map(ord, characters)):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in found)


ALPHABETS = "".join(map(chr, (*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x10000))))
"""The basic plane without ideographs, Hangul and what is set aside: there is neither case nor mark in those,
and they are two thirds of it."""

_CATEGORIES = list(map(unicodedata.category, ALPHABETS))


def _of_category(*wanted: str) -> list[str]:
    return [c for c, category in zip(ALPHABETS, _CATEGORIES, strict=True) if category in wanted]


_NO_WIDTH_CHARACTERS = frozenset(ANY_NO_WIDTH.findall(ALPHABETS))
_COMBINING = _of_category("Mn", "Mc")
_COMMON_FIRST = "\u0301\u0308\u0306\u0300\u0327"

MARK_CHARACTERS = "".join(
    dict.fromkeys([*_COMMON_FIRST, *(c for c in _COMBINING if c not in _NO_WIDTH_CHARACTERS)])
)
"""The combining marks of the scripts in use, without those that are treated as of no width."""

MARKS = ranges(MARK_CHARACTERS)
LETTER = rf"[^\W_ʼ{FILLERS}]"
LOWER, UPPER = ranges(_of_category("Ll")), ranges(_of_category("Lu", "Lt"))


def is_letter(character: str) -> bool:
    """Say whether a character is a letter or digit, of which words consist."""
    return character.isalnum() and character not in APOSTROPHES and character not in FILLERS
