"""The usual spellings of a name that are long enough to be known by even when a letter is wrong."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Literal

from monitors.language import slavic_words, transliterate

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, SHORTEST_NAME, SHORTEST_STEM = 8, 7, 8
"""Letters below which a letter's difference makes another name: of a spelling, of the Cyrillic name, and
of the stem of an adjective in Latin letters, which is nearly a surname else (Grafowski and Grabowski)."""

_ADJECTIVE = re.compile(r"\w+[сц]ь?кий")
_LATIN_ENDING = re.compile(r"[sc]k[aijouy]{1,3}\w?$")
_CYRILLIC = re.compile("[а-яіїєґ]")


def spellings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return how a name of lower-case Cyrillic words, and the adjectives from it, are usually spelled.

    Each is one word; in Latin letters the nominatives alone, in Cyrillic all forms. Empty for short names.
    """
    if sum(map(len, words)) < SHORTEST_NAME or not all(map(_CYRILLIC.search, words)):
        return ()
    found = {"".join(ways) for ways in product(*(set(_in_latin(word)) for word in words))}
    if len(words) == 1:
        found |= {*_adjectives(words[0]), *_in_cyrillic(words[0])}
    return tuple(sorted(filter(_is_long, found)))


def _is_long(word: str) -> bool:
    stem = _LATIN_ENDING.sub("", word)
    return len(word) >= SHORTEST and (stem == word or len(stem) >= SHORTEST_STEM)


def _in_latin(word: str) -> Iterator[str]:
    for spelling, language in slavic_words.spellings(word):
        yield from transliterate.usual(spelling, _told(language))


def _adjectives(word: str) -> Iterator[str]:
    for spelling, language in slavic_words.spellings(word):
        for adjective in filter(_ADJECTIVE.fullmatch, slavic_words.adjectives(spelling, language)):
            yield from transliterate.usual(adjective, _told(language))


def _in_cyrillic(word: str) -> Iterator[str]:
    yield from slavic_words.derived_forms(word)
    for spelling, language in slavic_words.spellings(word):
        yield from slavic_words.name_forms(spelling, language)


def _told(language: str) -> Literal["ru", "uk"]:
    return "uk" if language == "uk" else "ru"
