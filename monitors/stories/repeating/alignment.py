"""Two texts beside each other: what they share in the same order, and where something else stands."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

EDGE = 3
"""Before the first and after the last shared words, so few words are held against what stands there in the
other text. More are an introduction, a signature or the rest of a longer text."""

REPLACED = 6
"""So many words in the place of as many are looked over at once, before all of a text is searched."""

EDGE_SHARE = 0.34
"""Of more words so many must be the same, in any order."""


class Run(NamedTuple):
    """Words in a row that two texts share: where they begin in the one and in the other, and how many."""

    ours: int
    theirs: int
    size: int


class Alignment(NamedTuple):
    """What two texts of ``sizes`` words share, and what stands in each other's place.

    ``runs`` are the three and more words in a row that both have, in the same order; ``shared`` counts the
    words that both have in the same order. ``slots`` are the places in which one has other words than the
    other: the words of the one, the words of the other. ``added`` are words that only one of them has,
    between shared words. ``outside`` counts the words of the one and of the other that are held against
    none: before and after what is shared. ``same_digits`` says that both have the same words with digits, and
    have some: then their numbers are the same, whatever else they count.
    """

    sizes: tuple[int, int]
    runs: list[Run]
    shared: int
    slots: list[tuple[list[int], list[int]]]
    added: list[int]
    outside: tuple[int, int]
    same_digits: bool = False

    @property
    def share(self) -> float:
        """How much of the shorter text stands in the other, from 0 to 1."""
        return self.shared / max(1, min(self.sizes))


def align(ours: list[int], theirs: list[int]) -> Alignment:
    """Return two texts beside each other, as lists of codes of words.

    They are held together where three words in a row are the same.
    """
    runs = _runs(ours, theirs)
    gaps = _Gaps()
    if not runs:
        return Alignment((len(ours), len(theirs)), runs, 0, [], [], (0, 0))
    for before, after in pairwise(runs):
        here = ours[before.ours + before.size : after.ours]
        gaps.note(here, theirs[before.theirs + before.size : after.theirs])
    first, last = runs[0], runs[-1]
    gaps.note_edge(ours[: first.ours][::-1], theirs[: first.theirs][::-1])
    gaps.note_edge(ours[last.ours + last.size :], theirs[last.theirs + last.size :])
    shared = gaps.shared + sum([run.size for run in runs])
    digits = set(filter((1).__and__, ours))
    same = bool(digits) and digits == set(filter((1).__and__, theirs))
    return Alignment((len(ours), len(theirs)), runs, shared, gaps.slots, gaps.added, gaps.outside, same)


def _runs(ours: list[int], theirs: list[int]) -> list[Run]:
    runs: list[Run] = []
    at, their_at, where = 0, 0, dict[tuple[int, ...], int]()
    while at < len(ours) - 2 and their_at < len(theirs) - 2:
        step = _replaced(ours, theirs, at, their_at)
        if step is not None:
            at, begin = at + step, their_at + step
        else:
            where = where or _where(theirs)
            places = enumerate(
                map(where.get, zip(ours[at:], ours[at + 1 :], ours[at + 2 :], strict=False)), at
            )
            at, begin = next(
                ((at, one) for at, one in places if one is not None and one >= their_at), (at, -1)
            )
            if begin < 0:
                break
        size = _run(ours, theirs, at, begin)
        runs.append(Run(at, begin, size))
        at, their_at = at + size, begin + size
    return runs


def _replaced(ours: list[int], theirs: list[int], at: int, their_at: int) -> int | None:
    """Return after how many words, put in the place of as many, two texts go on alike; most are quoted so."""
    for step in range(min(REPLACED + 1, len(ours) - 2 - at, len(theirs) - 2 - their_at)):
        if ours[at + step : at + step + 3] == theirs[their_at + step : their_at + step + 3]:
            return step
    return None


def _where(theirs: list[int]) -> dict[tuple[int, ...], int]:
    """Return where three words in a row stand; where they are repeated, the first of them."""
    back = range(len(theirs) - 3, -1, -1)
    backwards = theirs[::-1]
    return dict(zip(zip(backwards[2:], backwards[1:], backwards, strict=False), back, strict=False))


def _run(ours: list[int], theirs: list[int], at: int, their_at: int) -> int:
    size = 3
    for one, other in zip(ours[at + 3 :], theirs[their_at + 3 :], strict=False):
        if one != other:
            break
        size += 1
    return size


class _Gaps:
    """What stands between, before and after runs, as :class:`Alignment` has it."""

    def __init__(self) -> None:
        self.shared = 0
        self.slots: list[tuple[list[int], list[int]]] = []
        self.added: list[int] = []
        self.outside = (0, 0)

    def note(self, ours: list[int], theirs: list[int]) -> None:
        """Note what stands between two runs."""
        if not ours or not theirs:
            self.added += ours or theirs
            return
        common = set(ours).intersection(theirs)
        if common:
            self.shared += len(common)
            ours = [word for word in ours if word not in common]
            theirs = [word for word in theirs if word not in common]
        if ours and theirs:
            self.slots.append((ours, theirs))
        else:
            self.added += ours or theirs

    def note_edge(self, ours: list[int], theirs: list[int]) -> None:
        """Note what stands before the first or after the last run; the words next to that come first."""
        few = min(len(ours), len(theirs))
        is_near = few and max(len(ours), len(theirs)) <= EDGE + 1
        if is_near or (few > EDGE and len(set(ours).intersection(theirs)) >= EDGE_SHARE * few):
            self.note(ours, theirs)
            return
        near = few if few <= EDGE else 0
        if near:
            self.note(ours[:near], theirs[:near])
        self.outside = self.outside[0] + len(ours) - near, self.outside[1] + len(theirs) - near
