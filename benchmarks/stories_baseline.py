"""What likeness is measured against: how many lemmas or stems two texts have in common."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pymorphy3
import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _reduced(word: str) -> str:
    if word[0] >= "\u0400":
        return str(_analyser().parse(word)[0].normal_form)
    return str(Stemmer.Stemmer("english").stemWord(word))


def overlap(words: Iterable[str], others: Iterable[str]) -> float:
    """Return the Jaccard index of two texts' lemmas (Russian) and stems (Latin letters)."""
    one, other = set(map(_reduced, words)), set(map(_reduced, others))
    return len(one & other) / (len(one | other) or 1)
