"""Words that differ by a few letters: a letter too many, too few, another one, or two neighbours swapped.

Candidates are found by what is left of a word when letters are left out, on both sides: the cost of a
post depends on its words, not on how many terms may be misspelt. (The method is Garbe's symmetric
delete, 2012; the distance is the optimal string alignment distance.)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHORTEST = 4
"""Letters of a word below which a difference makes it another word."""

BEGINNING = 7
"""Letters from which some are left out, the first ones: words that are near have beginnings that are.

A long word has few outcomes so, and those that begin alike share them (the prefix filter of SymSpell).
"""

LONGEST = 32
"""Letters of a word beyond which nobody means it: leaving letters out has too many outcomes."""


class Wanted(NamedTuple):
    """A word that may be misspelt by so many letters, and the number of its term."""

    word: str
    edits: int
    number: int


@dataclass(frozen=True, slots=True)
class Misspelt:
    """Words that may be misspelt, by what is left of them; ``most`` edits of any, ``longest`` word."""

    left: Mapping[str, tuple[Wanted, ...]] = field(default_factory=dict)
    most: int = 0
    longest: int = 0

    @classmethod
    def compile(cls, words: Iterable[tuple[str, int, int]]) -> Misspelt:
        """Return these words (word, edits, number), ready to be met."""
        wanted = [Wanted(*one) for one in words if len(one[0]) <= LONGEST]
        left = defaultdict[str, list[Wanted]](list)
        for one in wanted:
            for rest in leavings(one.word[:BEGINNING], one.edits):
                left[rest].append(one)
        most = max((one.edits for one in wanted), default=0)
        longest = max((len(one.word) + one.edits for one in wanted), default=0)
        return cls({rest: tuple(found) for rest, found in left.items()}, most, longest)

    def find(self, words: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
        """Return where misspelt words stand, with the numbers of their terms."""
        met = {word: self._meant(word) for word in set(words) if SHORTEST <= len(word) <= self.longest}
        return [(i, numbers) for i, word in enumerate(words) if (numbers := met.get(word))]

    def _meant(self, word: str) -> tuple[int, ...]:
        candidates = {
            one for rest in leavings(word[:BEGINNING], self.most) for one in self.left.get(rest, ())
        }
        fitting = (one for one in candidates if abs(len(word) - len(one.word)) <= one.edits)
        return tuple(sorted({one.number for one in fitting if distance(word, one.word) <= one.edits}))


def leavings(word: str, edits: int) -> set[str]:
    """Return what is left of a word with up to so many letters left out, itself among it."""
    places = range(len(word))
    return {
        "".join(letter for i, letter in enumerate(word) if i not in out)
        for n in range(edits + 1)
        for out in combinations(places, min(n, len(word)))
    }


def distance(one: str, other: str) -> int:
    """Return how many letters lie between two words: put in, left out, changed, or neighbours swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]
