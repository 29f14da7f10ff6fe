"""What a channel ends or begins nearly every post with, learnt from its posts and left out."""

from __future__ import annotations

import re
from array import array
from collections import Counter, OrderedDict, deque
from itertools import takewhile
from typing import TYPE_CHECKING
from zlib import crc32

from monitors.language import fold
from monitors.stories.repeating.turning import TURNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

POSTS = 30
"""So many of a source's last posts are remembered."""

LINES = 4
"""So many lines at a post's beginning and at its end."""

LEAST, ENDING, BEGINNING = 4, 1 / 3, 0.8
"""A line is the channel's own when four of these posts have it: one in three at the end, four in five at the
beginning, where a channel of alerts may say which of two things it tells."""

LEFT = 3
"""Words that are left at least."""

SOURCES = 4_096
"""Sources that are remembered; the one that was silent longest is forgotten."""

LONGEST_CALL, BARE_CALL = 12, 4
"""Words of a line that calls to subscribe, with an address or several parts, and without. A longer one tells
something besides."""

_ADDRESS = re.compile(r"(?:https?://)?(?:t\.me|telegram\.me|vk\.com)/\S+|https?://\S+|(?<!\w)[@#]\w+")
_CALLS = """
    подписаться подпишись подпишитесь подписывайтесь подписывайся прислать
    підписатися підписатись підпишись підпишіться підписуйтесь підписуйтеся підписуйся надіслати надсилайте
    abonneer abonneren volg subscribe join
"""
_CALLING = frozenset(_CALLS.split())


class _Habits:
    """How often a source's last posts begin and end with which lines."""

    def __init__(self) -> None:
        self._posts: deque[tuple[array[int], array[int]]] = deque()
        self._heads: Counter[int] = Counter()
        self._tails: Counter[int] = Counter()

    def note(self, lines: list[str]) -> None:
        """Note a post, as its lines that have words."""
        if len(self._posts) == POSTS:
            heads, tails = self._posts.popleft()
            self._heads -= Counter(heads)
            self._tails -= Counter(tails)
        codes = [_code(line) for line in lines]
        post = array("I", set(codes[:LINES])), array("I", set(codes[-LINES:]))
        self._posts.append(post)
        self._heads.update(post[0])
        self._tails.update(post[1])

    def begins_with(self, line: str) -> bool:
        """Return whether nearly every post begins with a line; every post does with one without words."""
        return self._has(self._heads, line, BEGINNING)

    def ends_with(self, line: str) -> bool:
        """Return whether many posts end with a line; every post does with one without words."""
        return self._has(self._tails, line, ENDING)

    def _has(self, counts: Counter[int], line: str, share: float) -> bool:
        words = fold.search_text(line)
        if not words:
            return True
        # Channels of alerts end with "all clear" as others do with their name.
        is_usual = counts[_code(words)] >= max(LEAST, share * len(self._posts))
        return is_usual and TURNING.isdisjoint(words.split())


class Boilerplate:
    """The lines that each source begins and ends its posts with; for 4,096 sources, some 5 kB each."""

    def __init__(self) -> None:
        self._sources: OrderedDict[str, _Habits] = OrderedDict()

    def learn(self, source: str, text: str) -> None:
        """Note a post of a source, as it was published.

        A post of one line teaches nothing: what is told every day in one line is what the channel is for.
        """
        lines = _lines(text)
        if len(lines) < 2:  # noqa: PLR2004 - a line, and another
            return
        self._sources.setdefault(source, _Habits()).note(lines)
        self._sources.move_to_end(source)
        if len(self._sources) > SOURCES:
            self._sources.popitem(last=False)

    def strip(self, source: str, text: str) -> str:
        """Return a text without its source's own lines at its beginning and end, addresses and calls.

        What is usual of a source stays where fewer than three words would be left ("Belgorod / all clear"
        must not become "Belgorod"). A text of nothing else is returned as it is.
        """
        habits = self._sources.get(source)
        called = _without_calls(text)
        if habits is None:
            return called
        lines = text.splitlines()
        end = len(lines) - _count(lambda line: _is_call(line) or habits.ends_with(line), reversed(lines))
        left = "\n".join(lines[_count(habits.begins_with, lines[:end]) : end])
        return left if len(fold.words(left)) >= LEFT else called


def _without_calls(text: str) -> str:
    lines = text.splitlines()
    left = "\n".join(lines[: len(lines) - _count(_is_call, reversed(lines))])
    return left or text


def _count(is_left_out: Callable[[str], bool], lines: Iterable[str]) -> int:
    """Return with how many lines that are left out some lines begin."""
    return sum(1 for _ in takewhile(is_left_out, lines))


def _lines(text: str) -> list[str]:
    """Return the lines of a text that have words, canonical."""
    return list(filter(None, map(fold.search_text, text.splitlines())))


def _code(line: str) -> int:
    return crc32(line.encode("utf-8", "replace"))


def _is_call(line: str) -> bool:
    """Return whether a line at the end can be left out of any post: addresses, calls to subscribe."""
    rest, addresses = _ADDRESS.subn(" ", line)
    words = fold.words(rest)
    if _CALLING.isdisjoint(words):
        return not words
    return len(words) <= (LONGEST_CALL if addresses or "|" in line else BARE_CALL)
