"""Which open stories a post might belong to: those that share its rarest places, numbers, words, topics."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
"""A stem, or what lies around, that more open stories have than this is common and leads nowhere."""


class StoryIndex:
    """Open stories by what their tellings have."""

    def __init__(self, within: Callable[[str], frozenset[str]]) -> None:
        self._within = within
        self._around: dict[str, tuple[str, ...]] = {}
        self._by_fact: dict[str, dict[int, int]] = {}
        # Stems stand apart: they are most of what a telling has, and need no order, as few are looked at.
        self._by_stem: dict[str, dict[int, int]] = {}

    def add(self, story: int, telling: Telling) -> None:
        """Let a story be found by what a telling of it has; it is then the latest told of."""
        for key, _ in self._facts(telling):
            having = self._by_fact.setdefault(key, {})
            having[story] = having.pop(story, 0) + 1
        by_stem = self._by_stem
        for stem in telling.stems:
            if stem in by_stem:
                having = by_stem[stem]
                having[story] = having.get(story, 0) + 1
            else:
                by_stem[stem] = {story: 1}

    def remove(self, story: int, telling: Telling) -> None:
        """Undo one :meth:`add` of the same story and telling."""
        _take(self._by_fact, [key for key, _ in self._facts(telling)], story)
        _take(self._by_stem, telling.stems, story)

    def candidates(self, telling: Telling) -> list[int]:
        """Return the stories to compare a telling with, those that share most first, then the youngest."""
        having_rare = map(self._by_stem.get, telling.stems)
        rare = chain.from_iterable([having for having in having_rare if having and len(having) <= _FEW])
        shared = {story: _RARE * count for story, count in Counter(rare).items()}
        for key, weight in self._facts(telling):
            having = self._by_fact.get(key, _NONE)
            if weight == _AROUND and len(having) > _FEW:
                continue
            for story in islice(reversed(having), _LOOKED_AT):
                shared[story] = shared.get(story, 0) + weight
        if not shared:
            return []
        least = max(shared.values()) / _LEAST
        best = sorted(((share, story) for story, share in shared.items() if share >= least), reverse=True)
        return [story for _, story in best[:_CANDIDATES]]

    def having(self, target: str) -> list[int]:
        """Return the stories of a target, oldest first."""
        return sorted(self._by_fact.get(f"t:{target}", ()))

    def _facts(self, telling: Telling) -> list[tuple[str, int]]:
        """Return the keys of all that a telling has but its stems, and what sharing each counts."""
        return [
            *[(f"t:{target}", _TOPIC) for target in telling.targets],
            *[(f"n:{number}", _NUMBER) for number in telling.numbers],
            *[(f"c:{name}", _NAME) for name in telling.names],
            *[(f"p:{place}", _PLACE) for place in telling.places],
            *[(f"a:{place}", _AROUND) for place in self._all_around(telling.places)],
        ]

    def _all_around(self, places: Iterable[str]) -> set[str]:
        around: set[str] = set()
        for place in places:
            known = self._around.get(place)
            if known is None:
                known = self._around[place] = tuple(sorted(self._within(place)))
            around.update(known)
        return around


def _take(stories: dict[str, dict[int, int]], keys: Iterable[str], story: int) -> None:
    for key in keys:
        having = stories.get(key, _NONE)
        count = having.get(story)
        if count is None:
            continue
        if count > 1:
            having[story] = count - 1
        elif len(having) > 1:
            del having[story]
        else:
            del stories[key]


_NONE: dict[int, int] = {}
