"""How alike the wording of two texts is, as figures from which a model can judge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from monitors.stories.content_words import NEGATIONS, language_of, stemmer_of

if TYPE_CHECKING:
    from monitors.stories.frequencies import Frequencies
    from monitors.stories.telling import Telling

LEAD = 14
"""So many words at its beginning say what a text is about: a headline, or a post's first sentence."""
_ROOT = 4
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words in the forms that are compared; those of its lead but for ``pairs`` and ``spelled``."""

    stems: frozenset[str]
    order: tuple[str, ...]
    roots: frozenset[str]
    grams: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    figures: frozenset[str]
    negated: bool
    past: bool
    tongue: str
    spelled: dict[str, str]


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
        grams=frozenset(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)),
        pairs=frozenset(zip(order, order[1:], strict=False)),
        figures=frozenset(filter(str.isdigit, lead)),
        negated=not NEGATIONS.isdisjoint(lead),
        past=any(map(_is_past, lead)),
        tongue=lang or language_of(words),
        spelled=dict(zip(map(reduce, reversed(words)), reversed(words), strict=True)),
    )


_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")


def _is_past(word: str) -> bool:
    return len(word) > _ROOT and word.endswith(_PAST)


def lead_features(a: Telling, b: Telling, frequencies: Frequencies) -> dict[str, float]:
    """Return how alike the leads of two texts are: by name, each mostly between 0 and 1."""
    one, other = wording_of(a.words, a.lang), wording_of(b.words, b.lang)
    shared = one.stems & other.stems
    weight, total = frequencies.weight, frequencies.total
    whole = sorted((total(one.stems) or _NO_WEIGHT, total(other.stems) or _NO_WEIGHT))
    common = total(shared)
    roots = len(one.roots & other.roots)
    grams = len(one.grams & other.grams)
    figures = one.figures & other.figures
    rare = [max(map(weight, rest), default=0.0) for rest in (one.stems - shared, other.stems - shared)]
    return {
        "of_shorter": common / whole[0],
        "of_longer": common / whole[1],
        "of_both": common / (whole[0] + whole[1] - common),
        "roots": roots / (len(one.roots) + len(other.roots) - roots or 1),
        "roots_of_shorter": roots / (min(len(one.roots), len(other.roots)) or 1),
        "grams": 2 * grams / (len(one.grams) + len(other.grams) or 1),
        "pairs": 2 * len(one.pairs & other.pairs) / (len(one.pairs) + len(other.pairs) or 1),
        "rarest": max(map(weight, shared), default=0.0),
        "rarest_left": min(rare),
        "rarest_left_of_one": max(rare),
        "figures": min(len(figures), 2),
        "figures_left": min(max(len(one.figures - figures), len(other.figures - figures)), 2),
        "figures_differ": min(len(one.figures - figures), len(other.figures - figures), 1),
        "beginning": one.order[:1] == other.order[:1],
        "end": one.order[-1:] == other.order[-1:],
        "negated": one.negated != other.negated,
        "past": one.past != other.past,
        "lengths": whole[0] / whole[1],
        "length": min(len(one.order), len(other.order)) / 10,
    }


_NO_WEIGHT = 1e-9


def tongues_apart(a: Telling, b: Telling) -> str:
    """Return how far apart the languages of two tellings are: empty, ``related_`` or ``other_language``."""
    one, other = wording_of(a.words, a.lang).tongue, wording_of(b.words, b.lang).tongue
    if one == other or not one or not other:
        return ""
    return "related_language" if {one, other} == _RELATED else "other_language"


_RELATED = {"ru", "uk"}


def shared_words(a: Telling, b: Telling, frequencies: Frequencies) -> str:
    """Return the rarest words that two tellings share, as the second spells them, for people to read."""
    weight, spelled = frequencies.weight, wording_of(b.words, b.lang).spelled
    rarest = sorted(a.stems & b.stems, key=lambda stem: (-weight(stem), stem))[:_SHOWN]
    return ", ".join(spelled.get(stem, stem) for stem in rarest)


_SHOWN = 4
