"""Two texts beside each other: what they share in the same order, and where something else stands."""

from __future__ import annotations

from typing import NamedTuple

EDGE = 3
"""Before the first and after the last shared words, so few words are held against what stands there in the
other text. More are an introduction, a signature or the rest of a longer text."""


class Alignment(NamedTuple):
    """What two texts of ``sizes`` words share, and what stands in each other's place.

    ``shared`` counts the words that both have in the same order; ``slots`` are the places in which one has
    other words than the other: the words of the one, the words of the other. ``added`` are words that only
    one of them has, between shared words.
    """

    sizes: tuple[int, int]
    shared: int
    slots: list[tuple[list[int], list[int]]]
    added: list[int]

    @property
    def share(self) -> float:
        """How much of the shorter text stands in the other, from 0 to 1."""
        return self.shared / max(1, min(self.sizes))


def align(ours: list[int], theirs: list[int]) -> Alignment:
    """Return two texts beside each other, as lists of codes of words.

    They are held together where three words in a row are the same.
    """
    alignment = Alignment((len(ours), len(theirs)), 0, [], [])
    shared, end, their_end = 0, 0, 0
    for begin, their_begin, size in _runs(ours, theirs):
        gaps = ours[end:begin], theirs[their_end:their_begin]
        shared += size + _gap(alignment, *gaps, is_edge=not end)
        end, their_end = begin + size, their_begin + size
    if end:
        shared += _gap(alignment, ours[end:], theirs[their_end:], is_edge=True)
    return alignment._replace(shared=shared)


def _runs(ours: list[int], theirs: list[int]) -> list[tuple[int, int, int]]:
    """Return the runs of three and more shared words: where they begin, and how many words they have."""
    back = range(len(theirs) - 3, -1, -1)
    backwards = theirs[::-1]
    # From the end, so that of a repeated shingle the first is kept.
    where = dict(zip(zip(backwards[2:], backwards[1:], backwards, strict=False), back, strict=False))
    places = list(map(where.get, zip(ours, ours[1:], ours[2:], strict=False)))
    runs, at, their_at = [], 0, 0
    while at < len(places):
        begin = places[at]
        if begin is None or begin < their_at:
            at += 1
            continue
        size = _run(ours, theirs, at, begin)
        runs.append((at, begin, size))
        at, their_at = at + size, begin + size
    return runs


def _run(ours: list[int], theirs: list[int], at: int, their_at: int) -> int:
    size = 3
    most = min(len(ours) - at, len(theirs) - their_at)
    while size < most and ours[at + size] == theirs[their_at + size]:
        size += 1
    return size


def _gap(alignment: Alignment, ours: list[int], theirs: list[int], *, is_edge: bool) -> int:
    """Note what stands between shared words, and return how many words are the same even there."""
    if not ours and not theirs:
        return 0
    common = set(ours) & set(theirs)
    here = [word for word in ours if word not in common]
    there = [word for word in theirs if word not in common]
    if is_edge and min(len(ours), len(theirs)) > EDGE:
        return 0
    if here and there:
        alignment.slots.append((here, there))
    elif not is_edge:
        alignment.added.extend(here or there)
    return len(common)
