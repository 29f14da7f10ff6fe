"""How a Cyrillic name stands in texts of Latin letters: its spellings, each in the forms of its languages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from monitors.language import latin, slavic_words, transliterate

if TYPE_CHECKING:
    from collections.abc import Iterator

USUAL = 6
"""How many spellings a word of a rule has in Latin letters, the most usual ones. A place has them all, in
all forms: thousands, which a region's places are worth and a subscriber's every word is not."""


def usual(written: str) -> frozenset[str]:
    """Return the most usual Latin spellings of a name, each with its possessives."""
    found = {spelled for ranked in _ranked(written) for spelled in ranked[:USUAL]}
    return frozenset(found | {f"{one}{ending}" for one in found for ending in ("s", "'s")})


@lru_cache(maxsize=1024)
def every(written: str) -> frozenset[str]:
    """Return all Latin spellings of a name in all forms, and the adjectives made of it."""
    found = {spelled for ranked in _ranked(written) for spelled in ranked}
    forms = (latin.name_word_forms(spelled) | latin.adjectives(spelled) for spelled in found)
    return frozenset().union(*forms)


def _ranked(written: str) -> Iterator[tuple[str, ...]]:
    """Yield the Latin spellings of each Cyrillic one, the most usual first."""
    for spelling, language in dict.fromkeys(slavic_words.spellings(slavic_words.lower(written))):
        of: Literal["ru", "uk"] = "uk" if language == "uk" else "ru"
        yield transliterate.ranked(spelling, of)
