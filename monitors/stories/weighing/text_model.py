"""From the wording of two texts to the log-odds that they tell of one event."""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING

from monitors.stories.weighing import weights
from monitors.stories.weighing.leads import FEATURES, LEAD, lead_features, tongue_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitors.stories.telling import Telling
    from monitors.stories.weighing.frequencies import Frequencies

LONG = 100
"""Words from which a text is judged as an article is; between a headline's and these, as both in part."""
NOTHING_ALIKE = -4.5
"""The log-odds of two texts with next to no stem in common; about what the model says of such headlines."""
_FEW = 0.1
"""Up to this part of the shorter text's stems is next to none: it is not looked at more closely."""
BODY_FEATURES = ("lead", "lead_of_longer", "words", "numbers")
"""What :func:`body_features` returns, in order."""


class Linear:
    """A linear model of log-odds, by the names of its features; ``constant`` is the log-odds of none."""

    def __init__(self, weights_by_name: Mapping[str, float], names: Sequence[str]) -> None:
        self._constant = weights_by_name.get("constant", 0.0)
        self._weights = tuple(weights_by_name.get(name, 0.0) for name in names)

    def odds(self, features: Sequence[float]) -> float:
        """Return the log-odds for features in the order of the names."""
        return self._constant + sum(map(mul, self._weights, features), 0.0)


RELATED = Linear(weights.RELATED, FEATURES)
SAME = Linear(weights.SAME, FEATURES)
BODY = Linear(weights.BODY, BODY_FEATURES)


def text_odds(a: Telling, b: Telling, frequencies: Frequencies) -> float:
    """Return the log-odds, by their texts alone, that two tellings are of one event."""
    if len(a.stems & b.stems) <= _FEW * min(len(a.stems), len(b.stems)):
        return NOTHING_ALIKE
    lead = lead_features(a, b, frequencies)
    odds = RELATED.odds(lead)
    share = length_share(a, b)
    if not share:
        return odds
    return (1 - share) * odds + share * BODY.odds(body_features(a, b, frequencies, lead, odds))


def heard_across(a: Telling, b: Telling) -> float:
    """Return by what part wording counts that is not alike: 1 within a language, less across languages."""
    one, other = tongue_of(a.words, a.lang), tongue_of(b.words, b.lang)
    if one == other or not one or not other:
        return 1.0
    return weights.EVIDENCE["related_language" if {one, other} == _RELATED else "other_language"]


_RELATED = {"ru", "uk"}


def same_odds(a: Telling, b: Telling, frequencies: Frequencies) -> float:
    """Return the log-odds that two leads (headlines) say the same, neither of them more or less."""
    return SAME.odds(lead_features(a, b, frequencies))


def body_features(
    a: Telling, b: Telling, frequencies: Frequencies, lead: Sequence[float], odds: float
) -> tuple[float, ...]:
    """Return how alike two whole texts are, given the features of their leads and what these gave.

    They are: those log-odds; how much of the longer lead is in both; the share of the weight of the shorter
    text's stems that the other has; the same of its numbers.
    """
    total = frequencies.total
    less = min(total(a.stems), total(b.stems)) or 1.0
    numbers = min(len(a.numbers), len(b.numbers))
    return (
        max(-_MOST, min(_MOST, odds)),
        lead[_OF_LONGER],
        total(a.stems & b.stems) / less,
        len(a.numbers & b.numbers) / (numbers or 1),
    )


_OF_LONGER = FEATURES.index("of_longer")
_MOST = 6.0


def length_share(a: Telling, b: Telling) -> float:
    """Return how far a pair is to be judged as articles are (1), not as headlines (0), by the shorter."""
    shorter = min(len(a.words), len(b.words))
    return min(1.0, max(0.0, (shorter - LEAD) / (LONG - LEAD)))


def probability(odds: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, odds))))


_FARTHEST = 40.0
