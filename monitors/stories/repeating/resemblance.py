"""Whether two texts that share words are one text, as far as shape tells.

Channels change what they copy in few ways, and each has its shape: the whole stands in the other, with more
around it; words were changed here and there, which leaves the length; or a part was taken over in one piece.
What two posts of one channel share has another shape: the end, with links and an invitation to subscribe, or
many pieces of a form that was filled in anew.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitors.stories.repeating.alignment import EDGE
from monitors.stories.repeating.imprint import codes_of

if TYPE_CHECKING:
    from monitors.stories.repeating.alignment import Alignment, Run

LEAST = 6
"""Words that must be shared."""

LEAST_WHOLE = 4
"""Or so many, where they are all of a text and stand in one piece in one not twice as long: a short cry with
a few words added."""

WHOLE = 0.8
"""So much of the shorter text is the whole of it."""

CHANGED, OF_BOTH = 0.62, 0.5
"""So much of the shorter and of the longer text is left where every seventh word was changed. With 15 %
changed words, 99.5 of 100 copies of real posts share more."""

PART = 0.36
"""So much of the shorter text, in one piece, is half of it; what is cut at other words than ours is less."""

BEGINNING = 9
"""Words that two texts must share in one piece where it is the beginning of both: fewer are a greeting."""

PHRASE = 6
"""No more words in one place are replaced by others in a changed text (98 of 100 copies of real posts
with 15 % changed words). Longer ones are a form's, filled in anew."""

ENDING, MARKED_ENDING = 0.86, 0.95
"""Less than this of the shorter text, all of it at the end of both, is how a channel ends its posts: more
where it has links or calls to subscribe in it."""

OWN, OWN_EVEN = 0.6, 0.35
"""So much of what comes before must be the same too for an ending to belong to one text; less where both have
about as many words before it, as changed texts have."""

REST = 1
"""Words that may stand behind an ending."""

ENDING_RUNS = 2
"""Runs of an ending. Where more words are changed, it is a text."""

_MARKS = """
    https http www t me telegram телеграм youtube instagram tiktok facebook twitter paypal vk
    подписаться подпишись подпишитесь подписывайтесь прислать
    підписатися підписатись підпишись підписуйтесь надіслати надсилайте subscribe join abonneer volg
"""
_MARK_CODES = frozenset(codes_of(_MARKS.split()))


def is_one_text(ours: list[int], theirs: list[int], alignment: Alignment) -> bool:
    """Return whether two texts, given as codes of words, are the same by their shape."""
    if alignment.shared < LEAST:
        return _is_lengthened(alignment)
    if _is_ending(ours, theirs, alignment):
        return False
    return alignment.share >= WHOLE or _is_changed(alignment) or _is_part(ours, alignment)


def _is_lengthened(alignment: Alignment) -> bool:
    """Return whether a few words stand in another text in one piece, with fewer words added than they are."""
    shorter, longer = sorted(alignment.sizes)
    is_whole = len(alignment.runs) == 1 and alignment.shared == shorter >= LEAST_WHOLE
    return is_whole and longer < 2 * shorter


def _is_changed(alignment: Alignment) -> bool:
    """Return whether words were replaced by about as many others, here and there."""
    sizes = [(len(here), len(there)) for here, there in alignment.slots]
    return (
        alignment.share >= CHANGED
        and alignment.shared >= OF_BOTH * max(alignment.sizes)
        and sum(map(max, sizes)) <= 2 * sum(map(min, sizes))
        and max(map(max, sizes), default=0) <= PHRASE
    )


def _is_part(ours: list[int], alignment: Alignment) -> bool:
    """Return whether one piece of a text stands in the other; its numbers are not counted."""
    first, longest = alignment.runs[0], max(alignment.runs, key=lambda run: run.size)
    least = BEGINNING if max(first.ours, first.theirs) <= EDGE else LEAST
    words = sum(not code & 1 for code in ours[longest.ours : longest.ours + longest.size])
    return words >= least and longest.size >= PART * min(alignment.sizes)


def _is_ending(ours: list[int], theirs: list[int], alignment: Alignment) -> bool:
    """Return whether two texts share little but how they end: with thanks, links and calls to subscribe."""
    last = alignment.runs[-1]
    if max(len(ours) - last.ours - last.size, len(theirs) - last.theirs - last.size) > REST:
        return False
    end, runs = _ending(alignment.runs)
    if runs > ENDING_RUNS:
        return False
    shorter, longer = sorted((end.ours, end.theirs))
    is_even = longer - shorter <= EDGE
    if not shorter or (is_even and longer <= EDGE):
        return False
    is_marked = not _MARK_CODES.isdisjoint(ours[end.ours :])
    if alignment.share >= (MARKED_ENDING if is_marked else ENDING):
        return False
    here, there = set(ours[: end.ours]), set(theirs[: end.theirs])
    return len(here & there) < (OWN_EVEN if is_even else OWN) * min(len(here), len(there))


def _ending(runs: list[Run]) -> tuple[Run, int]:
    """Return with which run an ending begins, a few words at most between its runs, and how many it has."""
    count = 1
    for before, run in pairwise(reversed(runs)):
        if max(before.ours - run.ours, before.theirs - run.theirs) - run.size > PHRASE:
            break
        count += 1
    return runs[-count], count
