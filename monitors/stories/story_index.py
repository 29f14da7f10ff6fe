"""Which open stories a post might belong to: those that share its rarest places, numbers, words, topics."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitors.stories.telling import Telling

_LOOKED_AT = 64
"""A key that more stories have than this points only to those that were told of last."""

_CANDIDATES = 5
"""So many stories are compared with a post."""

_LEAST = 4
"""What shares less than one part in so many of what the likeliest story shares is not compared."""

_PLACE, _AROUND, _NUMBER, _TOPIC, _NAME, _RARE = 24, 4, 6, 3, 8, 4
"""What sharing a key counts: the place itself before all, then what few stories have.

Whole numbers, so that no order of summing makes a difference.
"""

_FEW = 16
"""A stem that more open stories have than this is common and leads nowhere."""


class StoryIndex:
    """Open stories by what their tellings have."""

    def __init__(self, within: Callable[[str], frozenset[str]]) -> None:
        self._within = within
        self._around: dict[str, tuple[str, ...]] = {}
        self._stories: dict[str, dict[int, int]] = {}

    def add(self, story: int, telling: Telling) -> None:
        """Let a story be found by what a telling of it has; it is then the latest told of."""
        for key, _ in self._keys(telling):
            having = self._stories.setdefault(key, {})
            having[story] = having.pop(story, 0) + 1

    def remove(self, story: int, telling: Telling) -> None:
        """Undo one :meth:`add` of the same story and telling."""
        for key, _ in self._keys(telling):
            having = self._stories.get(key)
            if having is None or story not in having:
                continue
            having[story] -= 1
            if not having[story]:
                del having[story]
            if not having:
                del self._stories[key]

    def candidates(self, telling: Telling) -> list[int]:
        """Return the stories to compare a telling with, those that share most first, then the youngest."""
        shared: dict[int, int] = {}
        for key, weight in self._keys(telling):
            having = self._stories.get(key)
            if having is None:
                continue
            if weight == _RARE and len(having) > _FEW:
                continue
            for story in islice(reversed(having), _LOOKED_AT):
                shared[story] = shared.get(story, 0) + weight
        best = sorted(shared, key=lambda story: (-shared[story], -story))[:_CANDIDATES]
        return [story for story in best if _LEAST * shared[story] >= shared[best[0]]]

    def having(self, target: str) -> list[int]:
        """Return the stories of a target, oldest first."""
        return sorted(self._stories.get(f"t:{target}", ()))

    def _keys(self, telling: Telling) -> Iterator[tuple[str, int]]:
        for kind, values, weight in (
            ("t:", telling.targets, _TOPIC),
            ("n:", telling.numbers, _NUMBER),
            ("c:", telling.names, _NAME),
            ("s:", telling.stems, _RARE),
        ):
            yield from ((kind + value, weight) for value in values)
        for place in telling.places:
            yield f"p:{place}", _PLACE
        yield from ((f"a:{place}", _AROUND) for place in self._all_around(telling.places))

    def _all_around(self, places: Iterable[str]) -> set[str]:
        around: set[str] = set()
        for place in places:
            known = self._around.get(place)
            if known is None:
                known = self._around[place] = tuple(sorted(self._within(place)))
            around.update(known)
        return around
