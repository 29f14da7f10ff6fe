"""Which open stories are of a topic at a place, by all that their posts told of."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitors.stories.gathering.open_stories import OpenStory


class Whereabouts:
    """Open stories by each pair of a target and a place; asked for each post, so none is walked through."""

    def __init__(self) -> None:
        self._stories: dict[tuple[str, str], set[int]] = {}

    def put(self, story: OpenStory) -> None:
        """Let a story be found by what it is of now; nothing happens where it is found by it already."""
        for pair in product(story.targets, story.places):
            self._stories.setdefault(pair, set()).add(story.id)

    def take(self, story: OpenStory) -> None:
        """Find a story no longer."""
        for pair in product(story.targets, story.places):
            having = self._stories.get(pair, set())
            having.discard(story.id)
            if not having:
                self._stories.pop(pair, None)

    def of(self, targets: Iterable[str], places: Iterable[str]) -> set[int]:
        """Return the stories that are of one of some targets and of one of some places."""
        return set[int]().union(*(self._stories.get(pair, ()) for pair in product(targets, places)))
