"""How likely two tellings are of one event, and why.

What their texts say (learnt, :mod:`.text_model`) and what their facts say (set by reason, ``evidence.toml``)
are added up in log-odds. Facts are what every language has in common: places, topics, numbers, times and
moments; so posts in two languages are found to tell of one event, and posts made from one template not to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitors.stories.weighing import weights
from monitors.stories.weighing.evidence import evidence
from monitors.stories.weighing.leads import shared_words
from monitors.stories.weighing.text_model import heard_across, probability, text_odds
from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitors.stories.telling import Telling
    from monitors.stories.weighing.frequencies import Frequencies

SAME_EVENT = weights.THRESHOLDS["same_event"]
"""From this score on two tellings are taken to be of one event."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two tellings are of one event (0 to 1), and what speaks for it."""

    score: float
    bonds: tuple[Bond, ...] = ()


def likeness(
    a: Telling,
    b: Telling,
    frequencies: Frequencies,
    nearness: Callable[[str, str], float] | None = None,
    enough: float = 0.0,
) -> Likeness:
    """Return how likely two tellings are of one event, the same whichever comes first.

    ``nearness`` says how near two places are (0 to 1, see :class:`.nearness.Nearness`); without it only
    equal places are near. Where facts alone keep the score below ``enough``, the texts are not looked at, and
    it is given as 0: to compare texts is most of the work.
    """
    facts = evidence(a, b, nearness)
    if probability(facts.odds + max(facts.least, facts.most)) < enough:
        return Likeness(0.0)
    text = text_odds(a, b, frequencies)
    if text < 0:
        text *= heard_across(a, b)
    odds = facts.odds + max(facts.least, min(facts.most, text))
    bonds = facts.bonds
    if text > 0 and (words := shared_words(a, b, frequencies)):
        bonds = (*bonds, Bond(BondKind.WORDS, words))
    return Likeness(probability(odds), bonds)
