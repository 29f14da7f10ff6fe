"""Whether a name is an ordinary word as well, from the dictionaries of pymorphy3.

Only Russian and Ukrainian have one; of a name in another language nothing is known here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pymorphy3

from monitors.language.fold import words
from monitors.language.slavic import dictionary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

_DICTIONARIES = frozenset({"ru", "uk"})
_KINDS = frozenset({"NOUN", "ADJF", "PRTF"})
"""Parts of speech that places are called by: nouns, adjectives, participles."""
_PROPER = frozenset({"Geox", "Surn", "Name", "Patr", "Orgn", "Trad", "Init", "Abbr", "Arch"})
"""Grammemes of OpenCorpora (https://opencorpora.org/dict.php?act=gram) of names, and of words out of use."""
_GENDER_OR_NUMBER = frozenset({"masc", "femn", "neut", "plur"})


def is_common_word(name: str, languages: Sequence[str]) -> bool:
    """Tell whether a name, in lower case, is an ordinary word.

    The first of the languages (ISO 639-1) whose dictionary knows it decides: Грайворон is a place in
    Russian, whatever bird it is in Ukrainian. So Доброе, Тополи and Строитель are words; Короча and
    Козинка are known as names alone. A name of several words is none: its words together say more than
    each of them. Neither is one that is like a word only in an oblique case (Муром: many of the Muroma).
    """
    parts = words(name)
    if len(parts) != 1:
        return False
    for language in languages:
        if language in _DICTIONARIES:
            parses = [parse.tag for parse in _analyzer(language).parse(parts[0]) if parse.is_known]
            if parses:
                return any(_is_dictionary_form(tag, language) for tag in parses)
    return False


def is_adjectival(name: str) -> bool:
    """Tell whether a name is one word that ends as a neuter adjective does: Грузское, Ломное.

    Whatever the dictionary knows of it, it is what something of that kind is called: Пятницкое шоссе.
    """
    parts = words(name)
    return len(parts) == 1 and bool(re.fullmatch(r"\w+[кгхжчшщнв]ое", parts[0]))


def other_words(forms: AbstractSet[str], language: str) -> frozenset[str]:
    """Return those forms of a name (canonical) that are ordinary words too: короче, of Короча."""
    known = dictionary(language)
    return frozenset(
        form
        for form in forms
        if any(
            entry.base not in forms and not (entry.place or entry.person or _RELATIONAL.fullmatch(entry.base))
            for entry in known.lexemes(form)
        )
    )


def other_adjectives(forms: AbstractSet[str], name: str, language: str) -> frozenset[str]:
    """Return those forms of a name (canonical) that are adjectives of something else as well.

    An adjective is the name's own where it is made of all of the name (белгородский); where a suffix was
    left out it may be made of what the name itself is made of: рождественский, of Рождественка.
    """
    own = re.compile(f"{re.escape(name.rstrip(_VOWELS))}[сц]ь?ки\\w+")
    known = dictionary(language)
    return frozenset(
        form
        for form in forms
        if any(
            _RELATIONAL.fullmatch(entry.base) and not own.fullmatch(entry.base)
            for entry in known.lexemes(form)
        )
    )


_RELATIONAL = re.compile(r"\w+[сц]ь?кий")
"""An adjective that says of something that it belongs somewhere: белгородский."""
_VOWELS = "аеиоуыэюяіїєьй"


def _is_dictionary_form(tag: Any, language: str) -> bool:  # noqa: ANN401 - pymorphy3's tags have no common type
    """Tell whether a parse is an ordinary word in a case in which a place can be called."""
    if tag.POS not in _KINDS or tag.case != "nomn" or tag.grammemes & _PROPER:
        return False
    if language == "uk" and tag.POS == "NOUN":
        # The Ukrainian dictionary does not mark places. But a name has gender and number as its own; an
        # ordinary noun takes them with its form. Козинка: "NOUN,femn,inan nomn", хата: "NOUN,inan femn,nomn".
        _, _, form = str(tag).partition(" ")
        return not _GENDER_OR_NUMBER.isdisjoint(form.split(","))
    return True


@cache
def _analyzer(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language)
