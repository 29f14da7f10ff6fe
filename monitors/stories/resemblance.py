"""Whether two texts that share words are one text, as far as shape tells.

Channels change what they copy in few ways, and each has its shape: the whole stands in the other, with more
around it; words were changed here and there, which leaves the length; or a part was taken over in one piece.
What two posts of one channel share has another shape: the end, with links and an invitation to subscribe, or
many pieces of a form that was filled in anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.stories.alignment import EDGE
if TYPE_CHECKING:
    from monitors.stories.alignment import Alignment

LEAST = 6
"""Words that must be shared."""

WHOLE = 0.8
"""So much of the shorter text is the whole of it."""

CHANGED, OF_BOTH = 0.62, 0.5
"""So much of the shorter and of the longer text is left where every seventh word was changed. With 15 %
changed words, 99.5 of 100 copies of real posts share more."""

PART = 0.4
"""So much of the shorter text, in one piece, is half of it; what is cut at other words than ours is less."""

BEGINNING = 12
"""Words that two texts must share in one piece where it is the beginning of both: fewer are a greeting."""

ENDING = 0.86
"""Less than this of the shorter text, all of it at the end of both, is how a channel ends its posts."""

OWN_HALF = 0.5
"""So much of what comes before must be the same too for an ending to belong to one text."""


def is_one_text(ours: list[int], theirs: list[int], alignment: Alignment) -> bool:
    """Return whether two texts, given as codes of words, are the same by their shape."""
    if alignment.shared < LEAST or _is_ending(ours, theirs, alignment):
        return False
    return alignment.share >= WHOLE or _is_changed(alignment) or _is_part(alignment)


def _is_changed(alignment: Alignment) -> bool:
    """Return whether words were replaced by about as many others, here and there."""
    sizes = [(len(here), len(there)) for here, there in alignment.slots]
    return (
        alignment.share >= CHANGED
        and alignment.shared >= OF_BOTH * max(alignment.sizes)
        and sum(map(max, sizes)) <= 2 * sum(map(min, sizes))
    )


def _is_part(alignment: Alignment) -> bool:
    first, longest = alignment.runs[0], alignment.longest
    least = BEGINNING if max(first.ours, first.theirs) <= EDGE else LEAST
    return longest >= max(least, PART * min(alignment.sizes))


def _is_ending(ours: list[int], theirs: list[int], alignment: Alignment) -> bool:
    """Return whether two texts share little but how they end: with thanks, links and calls to subscribe."""
    last = alignment.runs[-1]
    rest = alignment.sizes[0] - last.ours - last.size, alignment.sizes[1] - last.theirs - last.size
    shorter, longer = sorted((last.ours, last.theirs))
    if max(rest) > EDGE or not shorter or alignment.share >= ENDING:
        return False
    if longer <= EDGE:
        return False
    common = set(ours[: last.ours]) & set(theirs[: last.theirs])
    return len(common) < OWN_HALF * shorter
