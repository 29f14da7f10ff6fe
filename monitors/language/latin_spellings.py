"""How a Cyrillic name stands in texts of Latin letters: its spellings, each in the forms of its languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from monitors.language import latin, slavic_words, transliterate

if TYPE_CHECKING:
    from collections.abc import Iterator


@lru_cache(maxsize=4096)
def usual(word: str) -> frozenset[str]:
    """Return the most usual Latin spellings of a name (lower case), each with its possessives.

    A place has them all, in all forms (:func:`every`): hundreds, which a region's places are worth and a
    subscriber's every word is not.
    """
    found = {spelled for one in _spellings(word) for spelled in transliterate.usual(*one)}
    return frozenset(found | {f"{one}{ending}" for one in found for ending in ("s", "'s")})


@lru_cache(maxsize=1024)
def every(word: str) -> frozenset[str]:
    """Return all Latin spellings of a name (lower case) in all forms, and those of its adjectives."""
    names = {spelled for one in _spellings(word) for spelled in latin.of_cyrillic(*one)}
    adjectives = (
        spelled
        for spelling, language in _spellings(word)
        for adjective in slavic_words.adjectives(spelling, language)
        if _ADJECTIVE.fullmatch(adjective)
        for spelled in transliterate.latin(adjective, language)
    )
    return frozenset({*names, *adjectives})


_ADJECTIVE = re.compile(r"\w+ь?к(?:ий|ая|ое|ого|ой|а|е|ої)|\w+щина")
"""The forms of adjectives that are spelled in Latin letters: the others are rare there."""


def _spellings(word: str) -> Iterator[tuple[str, Literal["ru", "uk"]]]:
    """Yield each Cyrillic spelling of a name and its language."""
    for spelling, language in dict.fromkeys(slavic_words.spellings(word)):
        yield spelling, "uk" if language == "uk" else "ru"
