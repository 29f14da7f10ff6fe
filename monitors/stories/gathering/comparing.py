"""How like a post is to the stories that it might belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitors.stories.gathering.binding import binding
from monitors.stories.gathering.floods import bare_template
from monitors.stories.gathering.moments import beside, gap
from monitors.stories.gathering.open_stories import is_digest
from monitors.stories.likeness import SAME_EVENT, Likeness, likeness
from monitors.stories.weighing.frequencies import Frequencies
from monitors.stories.weighing.weights import EVIDENCE
from storage.model import CLOSES_AFTER, Bond, BondKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.stories.gathering.geography import Geography
    from monitors.stories.gathering.moments import Heard
    from monitors.stories.gathering.open_stories import OpenStory
    from monitors.stories.gathering.placement import Settings
    from monitors.stories.telling import Telling

_OF_OTHER_WIDTH, _NEVER = 0.85, 2.0
_SURE = frozenset({BondKind.NUMBERS, BondKind.TIMES, BondKind.PLACES})
"""A village's report joins the whole region's story, or the reverse, only where they are this alike and give
one number or time, or both name the region: what else is said of both, as that a rocket can come, means both.
"""

_OF_OTHER_TOPICS = 0.75
"""What shares no topic with a story joins it only where more than the place and the hour speaks for it."""

_USUAL_SILENCE = CLOSES_AFTER.total_seconds()

_UPDATE = 0.6
"""A speaker who goes on about one topic, no small place named, needs this share of the threshold."""

_SAME_MOMENT = 60.0 * EVIDENCE["same_moment_minutes"]

_FIRST, _AT_FIRST = 2, 2
"""So many stories, the likeliest, are compared by so many of their posts; the others by one."""

_LEARNT_FROM = 8
"""Of the posts that satisfy nothing, one in so many is counted."""

_NAMED = 4
"""Filled in forms differ in length by no more words than places' names do."""

_FAR = EVIDENCE["far"]

_BOTH = 0.9
"""What is this alike is surely of one event."""

_OTHER = 0.5
"""An edited post leaves its story when it is less like the rest than this share of the threshold."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a post fits a story: its likeness, and whether that is enough to join."""

    story: OpenStory
    score: float
    joins: bool
    bonds: tuple[Bond, ...] = ()


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
        """Count a post's words, if it satisfies something; of the others a few say how people write."""
        if telling.targets or telling.post % _LEARNT_FROM == 0:
            self._frequencies.add(telling)

    def fits(self, one: Heard, stories: Sequence[OpenStory]) -> list[Fit]:
        """Return which stories, given the likeliest first, a post can join: the most alike first."""
        found = [self.fit(one, story, _AT_FIRST if n < _FIRST else 1) for n, story in enumerate(stories)]
        return sorted((fit for fit in found if fit.joins), key=lambda fit: (-fit.score, fit.story.id))

    def fit(self, one: Heard, story: OpenStory, most: int = _AT_FIRST) -> Fit:
        """Compare a post with some of those that stand for a story; the most alike counts."""
        if _is_of_a_digest(one.telling, story):
            return Fit(story, 0.0, joins=False)
        update = self._is_update(one, story)
        # Only an update joins with less than this, so the text of what facts keep below is not looked at.
        enough = 0.0 if update else SAME_EVENT
        best = self._best(one, story, most, enough)
        if best.score < enough:
            return Fit(story, _score(best), joins=False)
        needed = self._needed(one, story, best, update=update)
        bonds = (*best.bonds, Bond(BondKind.UPDATE, one.telling.source)) if update else best.bonds
        return Fit(story, _score(best), best.score >= needed, bonds)

    def _needed(self, one: Heard, story: OpenStory, best: Likeness, *, update: bool) -> float:
        """Return how like a story a post must be to join it."""
        if update:
            goes_on = not one.telling.places or self._tell_of_one_small_place(one, story)
            return 0.0 if goes_on else _UPDATE * SAME_EVENT
        if self._are_of_other_width(one, story):
            says_so = not _SURE.isdisjoint(bond.kind for bond in best.bonds)
            return _OF_OTHER_WIDTH if says_so else _NEVER
        if one.telling.targets.keys().isdisjoint(story.targets):
            return _OF_OTHER_TOPICS
        return SAME_EVENT

    def makes_one(self, one: Heard, first: Fit, second: Fit) -> bool:
        """Tell whether a post that fits two stories shows that they are one.

        Of the three, each must be like each: two pairs surely, the third likely. Where the stories are not
        alike they must be of one place, and the post surely of both, with the topics of both.
        """
        fits = sorted((first.score, second.score))
        among = max((self._best(kept, second.story, 1).score for kept in first.story.tellers), default=0.0)
        weakest, middle, _ = sorted((*fits, among))
        if weakest >= SAME_EVENT:
            return middle >= _BOTH
        tells_of_both = all(one.telling.targets.keys() & fit.story.opening for fit in (first, second))
        is_one_place = self._geography.touch(first.story.places, second.story.places)
        return fits[0] >= _BOTH and tells_of_both and is_one_place

    def tells_of_another(self, one: Heard, story: OpenStory) -> bool:
        """Tell whether an edited post tells of something else than the rest of its story."""
        rest = [kept for kept in story.tellers if kept.telling.post != one.telling.post]
        scores = [self._compare(one, kept, story).score for kept in rest]
        return max(scores, default=1.0) < _OTHER * SAME_EVENT

    def _best(self, one: Heard, story: OpenStory, most: int, enough: float = 0.0) -> Likeness:
        """Return the greatest likeness; what is below ``enough`` may be given as less than it is."""
        near = [kept for kept in story.tellers if self._can_be_one(one.telling, kept.telling)]
        if len(near) > 1:
            near.sort(key=lambda kept: -_overlap(one.telling, kept.telling))
        found = [self._compare(one, kept, story, enough) for kept in near[:most]]
        return max(found, key=_score, default=Likeness(0.0, ()))

    def _can_be_one(self, one: Telling, other: Telling) -> bool:
        """Tell whether two posts name no places that are far apart: those are never of one event.

        Nor are those that say the same, but for the place: who fills in a form means the place.
        """
        near = self._nearness
        if not one.places or not other.places or not one.places.isdisjoint(other.places):
            return True
        if near is None or all(near(a, b) <= _FAR for a in one.places for b in other.places):
            return False
        return not _fill_one_form(one, other)

    def _compare(self, one: Heard, kept: Heard, story: OpenStory, enough: float = 0.0) -> Likeness:
        """Compare a post with one of a story.

        A topic that others of the story told of together with its own is its own too. A story whose topic
        keeps it open for long is of one moment for longer.
        """
        told = kept.telling
        if told.targets.keys().isdisjoint(one.telling.targets) and not story.kin.isdisjoint(
            one.telling.targets
        ):
            told = replace(told, targets=story.targets)
        seconds = gap(one, kept)
        if seconds > _SAME_MOMENT:
            seconds = max(_SAME_MOMENT, seconds * min(1.0, _USUAL_SILENCE / story.silence))
        return likeness(beside(one, kept, seconds), told, self._frequencies, self._nearness, enough)

    def _is_update(self, one: Heard, story: OpenStory) -> bool:
        """Tell whether a speaker goes on about what it told of, at the same place or without naming any."""
        kept = story.tellers.of(one.telling.speaker)
        if kept is None or binding(one.telling.targets).isdisjoint(kept.telling.targets):
            return False
        places, known = one.telling.places, kept.telling.places
        return not places or self._geography.touch(places, known)

    def _tell_of_one_small_place(self, one: Heard, story: OpenStory) -> bool:
        """Tell whether a speaker names the place that it named before, no other beside each, and a small one.

        A place that a channel writes under all its posts stands beside others: it says nothing.
        """
        kept = story.tellers.of(one.telling.speaker)
        here = self._geography.narrowest(one.telling.places)
        there = self._geography.narrowest(kept.telling.places) if kept else frozenset[str]()
        shared = here & there
        return shared in (here, there) and any(len(self._geography.around(place)) > 1 for place in shared)

    def _are_of_other_width(self, one: Heard, story: OpenStory) -> bool:
        here, there = one.telling.places, story.places
        if self._geography.enclose(here, there):
            return self._geography.are_whole(here)
        return self._geography.enclose(there, here) and self._geography.are_whole(there)


def _fill_one_form(one: Telling, other: Telling) -> bool:
    """Tell whether two posts are the same but for names, places and numbers."""
    if abs(len(one.words) - len(other.words)) > _NAMED:
        return False
    return bare_template(one) == bare_template(other)


def _score(like: Likeness) -> float:
    """Return a score without the last digits, in which the order of summing may show."""
    return round(like.score, 9)


def _is_of_a_digest(one: Telling, story: OpenStory) -> bool:
    """Tell whether a post or a story is of a whole day, and the other of less than half of that."""
    if is_digest(one.targets) and 2 * len(one.targets.keys() & story.targets.keys()) < len(one.targets):
        return True
    return is_digest(story.opening) and 2 * len(story.opening & one.targets.keys()) < len(story.opening)


def _overlap(one: Telling, other: Telling) -> int:
    """Return how much two posts share at a glance, to choose which to compare well."""
    return (
        len(one.stems & other.stems)
        + 4 * len(one.places & other.places)
        + 2 * len(one.numbers & other.numbers)
    )
