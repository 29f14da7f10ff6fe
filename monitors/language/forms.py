"""Every form of a term, worked out once, when rules are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.language import fold

if TYPE_CHECKING:
    from collections.abc import Collection

Slots = tuple[frozenset[str], ...]
"""One way in which a term can stand in a text: canonical words in a row, each one of a set."""


class Forms:
    """Knows the forms of terms in the region's languages (ISO 639-1 codes)."""

    def __init__(self, languages: Collection[str]) -> None:
        self.languages = tuple(languages)

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return every way in which these words of a rule can stand in a text."""
        return (tuple(frozenset(fold.words(word)) for word in written),)
