"""Stand-ins for copies and likeness, until those are here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from monitors.stories.telling import Telling


class Frequencies:
    """How often stems are used."""

    def add(self, telling: Telling) -> None:
        """Count."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two posts tell of one event, and why."""

    score: float
    bonds: tuple[Bond, ...] = field(default=())


THRESHOLD = 0.5


def likeness(one: Telling, other: Telling, frequencies: Frequencies) -> Likeness:  # noqa: ARG001
    """Compare."""
    union = len(one.stems | other.stems)
    words = len(one.stems & other.stems) / union if union else 0.0
    places = one.places & other.places
    topics = one.targets.keys() & other.targets.keys()
    score = 0.3 * bool(places) + 0.25 * bool(topics) + 0.6 * words
    bonds = [Bond(BondKind.PLACES, ", ".join(sorted(places)))] if places else []
    return Likeness(min(score, 1.0), (*bonds, *([Bond(BondKind.TOPICS)] if topics else ())))
