"""From the wording of two texts to the log-odds that they tell of one event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from monitors.stories import weights
from monitors.stories.leads import LEAD, lead_features

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitors.stories.frequencies import Frequencies
    from monitors.stories.telling import Telling

LONG = 100
"""Words from which a text is judged as an article is; between a headline's and these, as both in part."""


def text_odds(a: Telling, b: Telling, frequencies: Frequencies) -> float:
    """Return the log-odds, by their texts alone, that two tellings are of one event."""
    lead = weighed(weights.RELATED, lead_features(a, b, frequencies))
    share = length_share(a, b)
    if not share:
        return lead
    return (1 - share) * lead + share * weighed(weights.BODY, body_features(a, b, frequencies, lead))


def same_odds(a: Telling, b: Telling, frequencies: Frequencies) -> float:
    """Return the log-odds that two leads (headlines) say the same, neither of them more or less."""
    return weighed(weights.SAME, lead_features(a, b, frequencies))


def body_features(a: Telling, b: Telling, frequencies: Frequencies, lead: float) -> dict[str, float]:
    """Return how alike two whole texts are; ``lead`` is what their leads gave."""
    total = frequencies.total
    numbers = min(len(a.numbers), len(b.numbers))
    return {
        "lead": max(-_MOST, min(_MOST, lead)),
        "words": total(a.stems & b.stems) / (min(total(a.stems), total(b.stems)) or 1.0),
        "numbers": len(a.numbers & b.numbers) / (numbers or 1),
    }


_MOST = 6.0


def length_share(a: Telling, b: Telling) -> float:
    """Return how far a pair is to be judged as articles are (1), not as headlines (0), by the shorter."""
    shorter = min(len(a.words), len(b.words))
    return min(1.0, max(0.0, (shorter - LEAD) / (LONG - LEAD)))


def weighed(model: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the log-odds of a model for features."""
    return model["constant"] + sum(model[name] * value for name, value in features.items())


def probability(odds: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, odds))))


_FARTHEST = 40.0
