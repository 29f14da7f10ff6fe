"""The forms of words in Latin letters: names as their languages inflect them, and common words.

What language a text is in is not known when rules are compiled, so a name gets the endings of all
languages that could spell it so: Grajworon those of Polish and German, Grayvoron those of English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from monitors.language import fold, transliterate
from monitors.language.latin_cases import DECLENSIONS, declined, declined_adjectives
from monitors.language.stems import SNOWBALL, common_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitors.language.slots import Slots

__all__ = ["SNOWBALL", "adjectives", "common_forms", "name_forms", "name_word_forms", "of_cyrillic"]

_SHORTEST_CUT = 7
# Forms of names as short as these are mostly common words: Зея would be the Dutch zee and zei.
_SHORTEST_DECLINED, _SHORTEST_DERIVED = 4, 5


def name_forms(words: tuple[str, ...]) -> tuple[Slots, ...]:
    """Return how a name in Latin letters can stand in a text; ``words`` are canonical, each a slot."""
    return (tuple(map(name_word_forms, words)),) if words else ()


def name_word_forms(word: str) -> frozenset[str]:
    """Return the forms of one canonical word of a name: cases, possessives, inhabitants, elisions.

    A word that is not in Latin letters has itself only.
    """
    if not _LATIN.fullmatch(word):
        return frozenset({word})
    if len(word) < _SHORTEST_DECLINED:
        return _canonical({word, f"{word}'s"})
    cases = {word}.union(*(declined(word, declension) for declension in DECLENSIONS))
    return _canonical({*cases, *_western(word), *_elided(word), *_cut(word)})


def noun_forms(word: str) -> frozenset[str]:
    """Return the cases of a canonical noun, and its elisions; of one that is not Latin itself only."""
    if not _LATIN.fullmatch(word):
        return frozenset({word})
    cases = (declined(word, declension) for declension in DECLENSIONS)
    return _canonical({word, *_elided(word)}.union(*cases))


_LATIN = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f\u02b9\u02ba\u1e00-\u1eff']+")
_VOWELS = "aeiouyáéíóúýěâûî"


def _western(name: str) -> set[str]:
    """English, Dutch, German and Scandinavian possessives; -er and -se of who or what is from there."""
    stems = {name, name.rstrip("aeo")} if name[-1] in "aeo" else {name}
    from_there = {f"{stem}{ending}" for stem in stems for ending in ("er", "ers", "ern") if stem}
    genitives = {f"{name}'s", f"{name}s"}
    return genitives if len(name) < _SHORTEST_DERIVED else {*genitives, f"{name}se", *from_there}


_ELIDING = ("d'", "l'", "dell'", "all'", "nell'", "dall'", "sull'", "qu'")


def _elided(name: str) -> set[str]:
    """French and Italian little words that are written as one with a name that begins with a vowel."""
    return {article + name for article in _ELIDING} if name[0] in _VOWELS else set()


def _cut(name: str) -> set[str]:
    """Machine translation takes the -o of long names for an ending: Schebekin."""
    return {name[:-1]} if name[-1] == "o" and len(name) >= _SHORTEST_CUT else set()


# --- names that are Cyrillic at home ----------------------------------------------------------


def of_cyrillic(word: str, language: Literal["ru", "uk"]) -> frozenset[str]:
    """Return all that a Cyrillic word of a name (nominative) can be in a text in Latin letters.

    Those are its spellings, the cases of the usual ones, and the Polish and Czech adjectives from them.
    Other adjectives are transliterated Russian or Ukrainian: for them, give this function the adjective.
    """
    usual = transliterate.usual(word, language)
    usual = (*usual, *(f"{name[:-4]}ówka" for name in usual if name.endswith("owka")))
    derived = (_slavic_adjectives(_adjective_stem(name)) for name in usual if len(name) >= _SHORTEST_DERIVED)
    return transliterate.latin(word, language).union(*map(name_word_forms, usual), *map(_canonical, derived))


# --- adjectives -------------------------------------------------------------------------------

_ENGLISH = "sky ski skiy skii skaya skaia skoye skoe skogo skomu skoy skoi skikh skuyu skyi skyy"
_CONTINENTAL = "ski skij sky skyj skaja skoje skogo skoj skuju sk ske ska"


def adjectives(word: str) -> frozenset[str]:
    """Return the adjectives from a name in Latin letters: Belgorodsky, biełgorodzki, bělgorodský."""
    if not _LATIN.fullmatch(word):
        return frozenset()
    stem = _adjective_stem(word)
    found = {stem + ending for ending in _transliterated(stem)}
    return _canonical(found | _slavic_adjectives(stem))


def _slavic_adjectives(stem: str) -> set[str]:
    return set().union(*(declined_adjectives(stem, declension) for declension in DECLENSIONS))


_WRITTEN_WITH_Y = re.compile("sh|zh|kh|y[aeou]|[aeo]y")
_WRITTEN_WITH_J = re.compile("w|sch|[aeo]j|j[aeou]|[łšžč]")


def _transliterated(stem: str) -> list[str]:
    """Return the Russian and Ukrainian endings as one who writes the stem so would spell them."""
    if _WRITTEN_WITH_J.search(stem):
        return _CONTINENTAL.split()
    return (_ENGLISH if _WRITTEN_WITH_Y.search(stem) else f"{_ENGLISH} {_CONTINENTAL}").split()


_RUN_TOGETHER = re.compile("(?<=.{3})(?:k[aiyou]?|sk)$")
_LAST_VOWEL = re.compile("[aeiouyáéíóýě']+$")


def _adjective_stem(word: str) -> str:
    """Return what stands before -sky: the name without its vowel, and without the -k- or -sk of many."""
    stem, cut = _RUN_TOGETHER.subn("", word)
    return stem if cut else _LAST_VOWEL.sub("", word) or word


def _canonical(forms: Iterable[str]) -> frozenset[str]:
    """Return those forms that are one word, as :func:`monitors.language.fold.words` writes it."""
    return frozenset(fold.words(" ".join(forms)))
