"""How like a post is to the stories that it might belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitors.stories.frequencies import Frequencies
from monitors.stories.likeness import SAME_EVENT, Likeness, likeness
from monitors.stories.moments import beside, gap
from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from monitors.stories.geography import Geography
    from monitors.stories.moments import Heard
    from monitors.stories.open_stories import OpenStory
    from monitors.stories.placement import Settings
    from monitors.stories.telling import Telling

_OF_OTHER_WIDTH = 0.85
"""A village's report joins the whole region's story, or the reverse, only where they are this alike."""

_UPDATE = 0.6
"""A speaker who goes on about one topic, no small place named, needs this share of the threshold."""

_BOTH = 0.9
"""A post that is this like two stories, which are like each other, makes them one."""

_OTHER = 0.5
"""An edited post leaves its story when it is less like the rest than this share of the threshold."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a post fits a story: its likeness, and whether that is enough to join."""

    story: OpenStory
    score: float
    joins: bool
    bonds: tuple[Bond, ...]


class Comparer:
    """Compares posts, knowing how often each word is used."""

    def __init__(self, settings: Settings, geography: Geography) -> None:
        self._nearness = settings.nearness
        self._geography = geography
        self._frequencies = Frequencies()

    def take_over(self, settings: Settings, geography: Geography) -> None:
        """Go on with other places."""
        self._nearness = settings.nearness
        self._geography = geography

    def learn(self, telling: Telling) -> None:
        """Count a post's words."""
        self._frequencies.add(telling)

    def fit(self, one: Heard, story: OpenStory) -> Fit:
        """Compare a post with those that stand for a story; the most alike counts."""
        best = self._best(one, story)
        update = self._is_update(one, story)
        needed = SAME_EVENT
        if update:
            needed = 0.0 if self._tell_of_one_small_place(one, story) else _UPDATE * SAME_EVENT
        elif self._are_of_other_width(one, story):
            needed = _OF_OTHER_WIDTH
        bonds = (*best.bonds, Bond(BondKind.UPDATE, one.telling.source)) if update else best.bonds
        return Fit(story, best.score, best.score >= needed, bonds)

    def makes_one(self, first: Fit, second: Fit) -> bool:
        """Tell whether a post that fits two stories shows that they are one."""
        if min(first.score, second.score) < _BOTH:
            return False
        among = [self._best(kept, second.story).score for kept in first.story.tellers]
        return max(among, default=0.0) >= SAME_EVENT

    def tells_of_another(self, one: Heard, story: OpenStory) -> bool:
        """Tell whether an edited post tells of something else than the rest of its story."""
        rest = [kept for kept in story.tellers if kept.telling.post != one.telling.post]
        scores = [self._compare(one, kept).score for kept in rest]
        return max(scores, default=1.0) < _OTHER * SAME_EVENT

    def _best(self, one: Heard, story: OpenStory) -> Likeness:
        found = [self._compare(one, kept) for kept in story.tellers]
        return max(found, key=lambda like: like.score, default=Likeness(0.0, ()))

    def _compare(self, one: Heard, kept: Heard) -> Likeness:
        return likeness(beside(one, kept, gap(one, kept)), kept.telling, self._frequencies, self._nearness)

    def _is_update(self, one: Heard, story: OpenStory) -> bool:
        """Tell whether a speaker goes on about what it told of, at the same place."""
        kept = story.tellers.of(one.telling.speaker)
        if kept is None or one.telling.targets.keys().isdisjoint(kept.telling.targets):
            return False
        places, known = one.telling.places, kept.telling.places
        return self._geography.touch(places, known) or not (places or known)

    def _tell_of_one_small_place(self, one: Heard, story: OpenStory) -> bool:
        shared = self._geography.narrowest(one.telling.places) & story.places.keys()
        return any(len(self._geography.around(place)) > 1 for place in shared)

    def _are_of_other_width(self, one: Heard, story: OpenStory) -> bool:
        here, there = one.telling.places, story.places
        return self._geography.enclose(here, there) or self._geography.enclose(there, here)
