"""What the dictionaries of Russian and Ukrainian know of a word: every lexeme that it can belong to.

The dictionaries are those of pymorphy3 (OpenCorpora for Russian, VESUM for Ukrainian). Its analyzer
would also guess at unknown words, from their endings and from words that end like them; it takes
Козинка for a person's name and Шебекине for a verb. So only what is known is asked for here, and
directly from the tables, which takes a tenth of the time of a parse with its lexeme.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

import pymorphy3

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = {"ru": frozenset("ыэёъ"), "uk": frozenset("іїєґ'")}
"""Letters that only one of the two languages has."""
# Endings of names that only one of them has; VESUM has old adjectives of songs (новая) and vocatives too.
_ENDINGS = {
    "ru": ("ая", "яя", "ое", "ее", "ье", "ия", "ово", "ево", "ино", "ск", "цк", "ский", "цкий", "ец"),
    "uk": ("ськ", "цьк", "ський", "цький", "зький", "ське", "цьке", "ська", "цька", "ець", "ця"),
}


class Lexeme(NamedTuple):
    """A word with all its forms (canonical), as a dictionary has it."""

    base: str
    forms: frozenset[str]
    plural: frozenset[str]
    """Those of the forms that are plural."""
    part: str
    """The part of speech, in the words of OpenCorpora: NOUN, ADJF, INFN …"""
    place: bool
    """Whether it is marked as the name of a place (Ukrainian: has no plural and is no living thing)."""
    person: bool
    """Whether it is marked as a given name, surname or patronymic."""
    fixed: bool
    """Whether it has one form for every case."""


def canonical(word: str) -> str:
    """Return a lower-case word of the dictionary as :mod:`monitors.language.fold` would write it."""
    return word.replace("ё", "е")


class Dictionary:
    """One language's dictionary ("ru" or "uk")."""

    def __init__(self, language: str) -> None:
        self.language = language
        morph = pymorphy3.MorphAnalyzer(lang=language)
        self._tables = morph.dictionary
        self._substitutes = morph.char_substitutes
        self._endings = cache(self._read_endings)
        self.lexemes = lru_cache(maxsize=1024)(self._read_lexemes)
        """Return every lexeme that a lower-case word can be a form of, none if it is unknown."""

    def has_adjective(self, word: str) -> bool:
        """Return whether a lower-case word is the base form of an adjective."""
        found = self._tables.words.get(word) or ()
        return any(index == 0 and "ADJF" in self._endings(way)[2].grammemes for way, index in found)

    def _read_lexemes(self, word: str) -> tuple[Lexeme, ...]:
        return tuple(self._lexeme(*entry) for entry in dict.fromkeys(self._entries(word)))

    def _entries(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield the stem and the paradigm of each way to read a word."""
        for fixed, readings in self._tables.words.similar_items(word, self._substitutes):
            for paradigm, index in readings:
                yield self._tables.build_stem(self._tables.paradigms[paradigm], index, fixed), paradigm

    def _lexeme(self, stem: str, paradigm: int) -> Lexeme:
        affixes, plurals, tag = self._endings(paradigm)
        forms = [canonical(f"{before}{stem}{after}") for before, after in affixes]
        names = {"Name", "Surn", "Patr"} & tag.grammemes
        fixed = "Fixd" in tag.grammemes
        every, plural = frozenset(forms), frozenset(compress(forms, plurals))
        return Lexeme(forms[0], every, plural, str(tag.POS), self._is_place(tag), bool(names), fixed)

    def _is_place(self, tag: Any) -> bool:  # noqa: ANN401 - the dictionary's class of tags is made at run time
        if self.language == "ru":
            return "Geox" in tag.grammemes
        # VESUM marks no places; before the space stands what holds for all forms, here the gender.
        kept, _, _ = str(tag).partition(" ")
        return {"NOUN", "inan"} <= tag.grammemes and any(g in kept for g in ("masc", "femn", "neut", "Pltm"))

    def _read_endings(self, paradigm: int) -> tuple[list[tuple[str, str]], list[bool], Any]:
        """Return what stands before and after the stem, which of it is plural, and the base form's tag."""
        rows = dict.fromkeys(
            (before, after, "plur" in tag.grammemes)
            for before, tag, after in self._tables.build_paradigm_info(paradigm)
        )
        affixes = [(before, after) for before, after, _ in rows]
        return affixes, [plural for _, _, plural in rows], self._tables.build_tag_info(paradigm, 0)


@lru_cache(maxsize=2)
def dictionary(language: str) -> Dictionary:
    """Return a language's dictionary ("ru" or "uk"), opened when first asked for (some 15 MB)."""
    return Dictionary(language)


def readings(word: str) -> tuple[str, ...]:
    """Return the languages, of Russian and Ukrainian, that a lower-case Cyrillic word can be of.

    Letters of one language decide; else the dictionaries that know the word; else it can be both.
    """
    marked = tuple(language for language, letters in LETTERS.items() if letters & set(word))
    if marked:
        return marked
    for language, endings in _ENDINGS.items():
        (other,) = LETTERS.keys() - {language}
        if word.endswith(endings) and all(x.base != word for x in dictionary(other).lexemes(word)):
            return (language,)
    known = tuple(language for language in LETTERS if dictionary(language).lexemes(word))
    return known or tuple(LETTERS)
