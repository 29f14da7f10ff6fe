"""Templates: the same words with other numbers and places, as machines and hurried people write them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from monitors.language import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitors.stories.gathering.moments import Heard
    from monitors.stories.telling import Telling

_STORIES = 6
"""A template of which so many stories were opened within an hour, of the same places, is a flood."""

_EVERYWHERE = 60
"""So many of any places are one too: a region has no more alarms an hour that anybody could act on."""

_WITHIN = 3600.0

_WINDOW = 48 * 3600.0


def template(telling: Telling) -> tuple[str, ...]:
    """Return a telling's words without its numbers."""
    return _without_numbers(telling.words)


def _without_numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    if "".join(words).isalpha():
        return words
    return tuple(word for word in words if word.isalpha() or not any(map(str.isdigit, word)))


def bare_template(telling: Telling) -> tuple[str, ...]:
    """Return a telling's words without its numbers, names and places.

    Names and places are known by how they begin: their ends change with the sentence.
    """
    return _bare_words(telling.words, telling.names, telling.places)


@lru_cache(1 << 11)
def _bare_words(words: tuple[str, ...], names: frozenset[str], places: frozenset[str]) -> tuple[str, ...]:
    plain = _without_numbers(words)
    text = f" {' '.join(plain)}"
    named = {*names, *chain.from_iterable(map(_beginnings, places))}
    # Few of them stand in the text, and to look whether they do is far quicker than to try each word.
    standing = tuple(name for name in named if f" {name}" in text)
    return tuple(word for word in plain if not word.startswith(standing)) if standing else plain


@lru_cache(1 << 14)
def _beginnings(place: str) -> tuple[str, ...]:
    return tuple(word[: max(3, len(word) - 2)] for word in fold.words(place))


@dataclass(slots=True)
class _Opened:
    at: float
    story: int


def _templates(telling: Telling) -> list[tuple[int, int]]:
    """Return the keys of a telling's template, with its places and without, each with what makes a flood."""
    words = bare_template(telling)
    if not words:
        return []
    return [(hash((words, telling.places)), _STORIES), (hash(words), _EVERYWHERE)]


@dataclass(slots=True)
class Floods:
    """Which story each source's template told of last, and how many stories a template has opened."""

    _running: dict[int, _Opened] = field(default_factory=dict)
    _openings: dict[int, deque[_Opened]] = field(default_factory=dict)
    _last: tuple[Telling, int] | None = None
    _order: deque[tuple[float, int]] = field(default_factory=deque)

    def running(self, telling: Telling) -> int | None:
        """Return the story of which the same source told last in the same words, numbers apart."""
        entry = self._running.get(self._own(telling))
        return entry.story if entry else None

    def flooded(self, one: Heard, resolve: Callable[[int], int]) -> int | None:
        """Return the last story of a template that has opened too many, None where it has not."""
        for key, most in _templates(one.telling):
            opened = self._openings.get(key, deque())
            while opened and opened[0].at < one.joined - _WITHIN:
                opened.popleft()
            if len({resolve(entry.story) for entry in opened}) >= most:
                return resolve(opened[-1].story)
        return None

    def told(self, one: Heard, story: int) -> None:
        """Remember that a source told of a story in these words."""
        key = self._own(one.telling)
        if key:
            self._running[key] = _Opened(one.joined, story)
            self._order.append((one.joined, key))
        self._forget(one.joined - _WINDOW)

    def opened(self, one: Heard, story: int) -> None:
        """Remember that a story was opened with these words."""
        for key, most in _templates(one.telling):
            opened = self._openings.setdefault(key, deque(maxlen=4 * most))
            opened.append(_Opened(one.joined, story))
            self._order.append((one.joined, key))

    def _own(self, telling: Telling) -> int:
        """Return the key of a source's template, 0 without words; it is asked for twice of each post."""
        if self._last is None or self._last[0] is not telling:
            words = template(telling)
            self._last = telling, hash((telling.source, words)) if words else 0
        return self._last[1]

    def _forget(self, before: float) -> None:
        while self._order and self._order[0][0] < before:
            _, key = self._order.popleft()
            entry, opened = self._running.get(key), self._openings.get(key)
            if entry is not None and entry.at < before:
                del self._running[key]
            if opened is not None and (not opened or opened[-1].at < before):
                del self._openings[key]
