"""What a channel ends or begins nearly every post with, learnt from its posts and left out."""

from __future__ import annotations

import re
from array import array
from collections import Counter, OrderedDict, deque
from itertools import takewhile
from zlib import crc32

from monitors.language import fold
from monitors.stories.turning import TURNING

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
_CALLS = frozenset(
    """
    подписаться подпишись подпишитесь подписывайтесь подписывайся прислать
    підписатися підписатись підпишись підпишіться підписуйтесь підписуйтеся підписуйся надіслати надсилайте
    abonneer abonneren volg subscribe join
    """.split()
)


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

    def is_beginning(self, line: str) -> bool:
        """Return whether nearly every post begins with a line."""
        return self._heads[_code(line)] >= max(LEAST, BEGINNING * len(self._posts))

    def is_ending(self, line: str) -> bool:
        """Return whether many posts end with a line."""
        return self._tails[_code(line)] >= max(LEAST, ENDING * len(self._posts))


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
        """Return a text without its source's own lines at its beginning and end, and without calls to subscribe.

        A text of which fewer than three words would be left is returned as it is: "Belgorod / all clear" must
        not become "Belgorod".
        """
        habits = self._sources.get(source) or _Habits()
        lines = text.splitlines()
        end = len(lines) - sum(1 for _ in takewhile(lambda line: _is_closing(line, habits), reversed(lines)))
        begin = sum(1 for _ in takewhile(lambda line: _is_opening(line, habits), lines[:end]))
        left = "\n".join(lines[begin:end])
        return left if len(fold.words(left)) >= LEFT else text


def _lines(text: str) -> list[str]:
    """Return the lines of a text that have words, canonical."""
    return list(filter(None, map(fold.search_text, text.splitlines())))


def _code(line: str) -> int:
    return crc32(line.encode("utf-8", "replace"))


def _is_opening(line: str, habits: _Habits) -> bool:
    """Return whether a line at the beginning can be left out: it has no words, or is usual there."""
    words = fold.search_text(line)
    return not words or (habits.is_beginning(words) and not _turns(words))


def _is_closing(line: str, habits: _Habits) -> bool:
    """Return whether a line at the end can be left out: usual, nothing but addresses, or a call to subscribe."""
    words = fold.search_text(line)
    if not words or (habits.is_ending(words) and not _turns(words)):
        return True
    rest, addresses = _ADDRESS.subn(" ", line)
    others = fold.words(rest)
    if _CALLS.isdisjoint(others):
        return not others
    return len(others) <= (LONGEST_CALL if addresses or "|" in line else BARE_CALL)


def _turns(words: str) -> bool:
    """Return whether a line says that something begins or is over, which channels of alerts end with."""
    return not TURNING.isdisjoint(words.split())
