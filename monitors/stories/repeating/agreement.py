"""Whether two texts that look alike tell the same: of the same places, with the same numbers and times.

A template ("Air-raid alert in …, … shots, at …") makes texts alike that tell of different events. They are
told from copies by what stands in the place of what: in a copy words were changed here and there, in a
template little else than places, numbers and times, or the one word that turns the sense round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.stories.repeating.imprint import NAME, NUMBER, PLACE, SHORT, STAND, TERSE, TIME, codes_of, fact
from monitors.stories.repeating.turning import DENIALS, TURNING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from monitors.stories.repeating.alignment import Alignment

BRIEF = 10
"""Texts of fewer words are copies only when no word stands in the place of another: there is too little to
tell a changed word from a filled-in template. Of 3,822 real posts 7 are so short."""

FACTS = 1 / 3
"""From this share of the changed words on, places, numbers and times make a template. Words changed at
random hit a number with a number once in a thousand times (3 % of the words of real posts have a digit)."""
SEVERAL = 2
"""So many numbers in the place of numbers make a template however many other words differ."""

APART = 6
"""Where each text has more words than these before and after what they share, facts may belong to those."""

_TURNING = frozenset(codes_of(sorted(TURNING)))
_DENIALS = frozenset(codes_of(sorted(DENIALS)))
_DENIED = fact(STAND, "")


def contradict(ours: Iterable[int], theirs: Iterable[int], alignment: Alignment) -> bool:
    """Return whether two texts with these facts (codes) tell different things however alike they look."""
    sides = _Sides(ours, theirs)
    is_short = min(alignment.sizes) < SHORT
    # Whoever denies a long text says so before it; words changed or cut off in it are no denial of it.
    begins_alike = not is_short and alignment.runs[0].ours == alignment.runs[0].theirs
    if sides.disagree_on_standing(is_short=is_short) and not begins_alike:
        return True
    changed = sum(min(len(here), len(there)) for here, there in alignment.slots)
    is_whole = min(alignment.outside) <= APART
    if not changed:
        # "Grafovka, Krasnaya Yaruga district" tells of less than "Krasnaya Yaruga district".
        return _is_denied(alignment) or (is_whole and sides.differ(PLACE) > 0)
    if min(alignment.sizes) < BRIEF:
        return True
    facts = numbers = _numbers(alignment)
    if is_whole:
        if not alignment.same_digits:
            facts = max(facts, sides.differ(NUMBER), sides.differ(TIME))
        facts += sides.differ(PLACE)
        if min(alignment.sizes) < TERSE and sides.differ(NAME) >= changed:
            return True
    if numbers >= SEVERAL or facts >= FACTS * changed:
        return True
    return is_short and _is_turned(alignment)


class _Sides:
    """The facts that only one of two texts has."""

    def __init__(self, ours: Iterable[int], theirs: Iterable[int]) -> None:
        here, there = set(ours), set(theirs)
        self.ours, self.theirs = here - there, there - here

    def differ(self, kind: int) -> int:
        """Return how many facts of a kind stand against each other: a text may have more, or fewer."""
        if not self.ours or not self.theirs:
            return 0
        return min(_count(self.ours, kind), _count(self.theirs, kind))

    def disagree_on_standing(self, *, is_short: bool) -> bool:
        """Return whether only one denies, or (in short texts) says that it is over."""
        odd = [one for one in (*self.ours, *self.theirs) if one & 7 == STAND]
        return _DENIED in odd or (is_short and bool(odd))


def _count(facts: AbstractSet[int], kind: int) -> int:
    return sum(one & 7 == kind for one in facts)


def _numbers(alignment: Alignment) -> int:
    """Return how many words with digits stand in the place of others."""
    return sum(min(_odd(here), _odd(there)) for here, there in alignment.slots)


def _odd(codes: Iterable[int]) -> int:
    return sum(map((1).__and__, codes))


def _is_turned(alignment: Alignment) -> bool:
    """Return whether a word like "on" stands in the place of one like "off"."""
    return any(
        not _TURNING.isdisjoint(here) and not _TURNING.isdisjoint(there) for here, there in alignment.slots
    )


def _is_denied(alignment: Alignment) -> bool:
    """Return whether one text is the other with a "not" in it and nothing else."""
    return len(alignment.added) == 1 and alignment.added[0] in _DENIALS
