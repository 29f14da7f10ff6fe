"""Stand-ins for copies and likeness, until those are here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import Bond, BondKind

if TYPE_CHECKING:
    from monitors.stories.telling import Telling


@dataclass(frozen=True, slots=True)
class Copy:
    """The earlier post that a post repeats, and by what that was seen."""

    post: int
    bond: Bond


class Copies:
    """The same words, or a forward's address."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, ...], int] = {}
        self._links: dict[str, int] = {}
        self._of: dict[int, Telling] = {}

    def find(self, telling: Telling) -> Copy | None:
        """Return what a post copies."""
        if telling.forward and telling.forward in self._links:
            return Copy(self._links[telling.forward], Bond(BondKind.FORWARD, telling.forward))
        post = self._words.get(telling.words) if telling.words else None
        return Copy(post, Bond(BondKind.SAME_TEXT)) if post is not None and post != telling.post else None

    def add(self, telling: Telling) -> None:
        """Remember a post."""
        self._of[telling.post] = telling
        if telling.words:
            self._words.setdefault(telling.words, telling.post)
        if telling.link:
            self._links.setdefault(telling.link, telling.post)

    def forget(self, post: int) -> None:
        """Forget a post."""
        telling = self._of.pop(post, None)
        if telling and self._words.get(telling.words) == post:
            del self._words[telling.words]
        if telling and self._links.get(telling.link) == post:
            del self._links[telling.link]


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
