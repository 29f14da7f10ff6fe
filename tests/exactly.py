"""A vocabulary in which a word has no form but its own, for tests of what is made of the forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.language.forms import Forms
from monitors.places import NOWHERE
from monitors.rule_matcher import RuleMatcher
from monitors.rules import Known
from monitors.watchlist import Vocabulary
from storage.model import Post, Source

if TYPE_CHECKING:
    from monitors.language.slots import Slots
    from storage.model import Match, Rule


class Exactly(Forms):
    """Knows no language."""

    def __init__(self) -> None:
        super().__init__(())

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return the words as they stand."""
        return (tuple(frozenset(fold.words(word)) for word in written),)

    def of_place(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return the words as they stand."""
        return self.of(written)


EXACTLY = Exactly()


def vocabulary(known: Known = Known()) -> Vocabulary:  # noqa: B008 - frozen, so it can be shared
    """Return what rules are compiled with where words have no forms and nothing is a place."""
    return Vocabulary(known, EXACTLY, NOWHERE)


def published(text: str, source: Source) -> Post:
    """Return a post of a source."""
    return Post(source.key, "1", "", text)


def holds(rule: Rule, text: str, source: Source) -> tuple[Match, ...] | None:
    """Return what made a rule hold for a text from a source, None if it does not hold."""
    return RuleMatcher(rule, vocabulary()).matches(published(text, source), source)
