"""How alike the wording of two texts is, as figures from which a model can judge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from monitors.stories.words.content_words import NEGATIONS, language_of, stemmer_of
from monitors.stories.words.counted import ARTICLES, NUMBER_WORDS

if TYPE_CHECKING:
    from monitors.stories.telling import Telling
    from monitors.stories.weighing.frequencies import Frequencies

LEAD = 14
"""So many words at its beginning say what a text is about: a headline, or a post's first sentence."""
_ROOT = 4
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text's lead in the forms that are compared."""

    stems: frozenset[str]
    order: tuple[str, ...]
    roots: frozenset[str]
    grams: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    figures: frozenset[str]
    negated: bool
    past: bool


@lru_cache(1 << 15)
def wording_of(words: tuple[str, ...], lang: str) -> Wording:
    """Return the wording of canonical words in a language (empty: found out)."""
    reduce = stemmer_of(words, lang)
    lead = words[:LEAD]
    order = tuple(filter(None, map(reduce, lead)))
    text = f" {' '.join(lead)} "
    return Wording(
        stems=frozenset(order),
        order=order,
        roots=frozenset(stem[:_ROOT] for stem in order),
        grams=frozenset(map("".join, zip(*(text[at:] for at in range(_GRAM)), strict=False))),
        pairs=frozenset(pairwise(order)),
        figures=frozenset(_figure(word) for word in lead if word in NUMBER_WORDS or word.isdigit())
        - _NO_FIGURE,
        negated=not NEGATIONS.isdisjoint(lead),
        past=any(word.endswith(_PAST) and len(word) > _ROOT for word in lead),
    )


tongue_of = lru_cache(1 << 15)(language_of)
"""The language of canonical words (:func:`.content_words.language_of`), each text's found out once."""


def _figure(word: str) -> str:
    """Return the figures of a number or a number word; empty for another word."""
    if word.isdigit():
        return word
    return str(NUMBER_WORDS[word]) if word in NUMBER_WORDS and word not in ARTICLES else ""


_NO_FIGURE = frozenset({""})
_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")


FEATURES = (
    "of_shorter",
    "of_longer",
    "of_both",
    "roots",
    "roots_of_shorter",
    "grams",
    "pairs",
    "rarest",
    "rarest_left",
    "rarest_left_of_one",
    "figures",
    "figures_left",
    "figures_differ",
    "beginning",
    "end",
    "negated",
    "past",
    "lengths",
    "length",
)
"""What :func:`lead_features` returns, in order.

The weight of the stems in common as a part of the shorter, the longer and both leads' weight; the part of
stems' beginnings (four letters) in common, of both and of the shorter; of three-letter pieces (Dice's
coefficient) and of neighbouring stems; the weight of the rarest stem in common and of the rarest that one
has alone (the lesser and the greater), as parts of the greatest weight that there is; figures in common,
missing in one, missing in each; the same first stem, the same last; a negation in one alone, a verb in the
past in one alone; the lesser weight as a part of the greater, and the stems of the shorter, in tens.
"""


def lead_features(a: Telling, b: Telling, frequencies: Frequencies) -> tuple[float, ...]:
    """Return how alike the leads of two texts are, as :data:`FEATURES` says."""
    one, other = wording_of(a.words, a.lang), wording_of(b.words, b.lang)
    shared = one.stems & other.stems
    total = frequencies.total
    left, left_of_other, common = total(one.stems - shared), total(other.stems - shared), total(shared)
    less, more = sorted((left + common or _NO_WEIGHT, left_of_other + common or _NO_WEIGHT))
    return (
        common / less,
        common / more,
        common / (less + more - common),
        *_spellings(one, other),
        *_rarest(one.stems, other.stems, shared, frequencies),
        *_figures(one.figures, other.figures),
        one.order[:1] == other.order[:1],
        one.order[-1:] == other.order[-1:],
        one.negated != other.negated,
        one.past != other.past,
        less / more,
        min(len(one.order), len(other.order)) / 10,
    )


def _spellings(one: Wording, other: Wording) -> tuple[float, ...]:
    few, many = sorted((len(one.roots), len(other.roots)))
    roots = len(one.roots & other.roots)
    grams = len(one.grams) + len(other.grams)
    pairs = len(one.pairs) + len(other.pairs)
    return (
        roots / (few + many - roots or 1),
        roots / (few or 1),
        2 * len(one.grams & other.grams) / (grams or 1),
        2 * len(one.pairs & other.pairs) / (pairs or 1),
    )


def _rarest(
    one: frozenset[str], other: frozenset[str], shared: frozenset[str], frequencies: Frequencies
) -> tuple[float, float, float]:
    weight, whole = frequencies.weight, frequencies.greatest
    mine, others = max(map(weight, one - shared), default=0.0), max(map(weight, other - shared), default=0.0)
    less, more = sorted((mine, others))
    return max(map(weight, shared), default=0.0) / whole, less / whole, more / whole


def _figures(one: frozenset[str], other: frozenset[str]) -> tuple[int, int, int]:
    if not one and not other:
        return 0, 0, 0
    shared = len(one & other)
    fewer, most = sorted((len(one) - shared, len(other) - shared))
    return min(shared, 2), min(most, 2), min(fewer, 1)


_NO_WEIGHT = 1e-9


def shared_words(a: Telling, b: Telling, frequencies: Frequencies) -> str:
    """Return the rarest words that two tellings share, as the second spells them, for people to read."""
    weight = frequencies.weight
    rarest = sorted(a.stems & b.stems, key=lambda stem: (-weight(stem), stem))[:_SHOWN]
    stems = list(map(stemmer_of(b.words, b.lang), b.words)) if rarest else []
    return ", ".join(b.words[stems.index(stem)] if stem in stems else stem for stem in rarest)


_SHOWN = 4
