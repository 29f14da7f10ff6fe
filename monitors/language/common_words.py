"""Whether a name is an ordinary word as well, from the dictionaries of pymorphy3.

Only Russian and Ukrainian have one; of a name in another language nothing is known here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pymorphy3

from monitors.language.fold import words

if TYPE_CHECKING:
    from collections.abc import Collection

_DICTIONARIES = ("ru", "uk")
_PROPER = frozenset({"Geox", "Surn", "Name", "Patr", "Orgn", "Trad", "Init", "Abbr"})
"""Grammemes of OpenCorpora (https://opencorpora.org/dict.php?act=gram) that mark names and abbreviations."""
_GENDER_OR_NUMBER = frozenset({"masc", "femn", "neut", "plur"})


def is_common_word(name: str, languages: Collection[str]) -> bool:
    """Tell whether a name, in lower case, is an ordinary word of one of these languages (ISO 639-1).

    So are Доброе, Тополи and Строитель; Короча and Козинка are known as names alone. A name of several
    words is none: its words together say more than each of them. A word that is like the name only in
    an oblique case (Муром: many of the Muroma tribe) does not count either.
    """
    parts = words(name)
    if len(parts) != 1:
        return False
    return any(_is_ordinary(parts[0], language) for language in _DICTIONARIES if language in languages)


def _is_ordinary(word: str, language: str) -> bool:
    parses = _analyzer(language).parse(word)
    return any(parse.is_known and _is_dictionary_form(parse.tag, language) for parse in parses)


def _is_dictionary_form(tag: Any, language: str) -> bool:  # noqa: ANN401 - pymorphy3's tags have no common type
    """Tell whether a parse is an ordinary word in a case in which a place can be called."""
    if tag.grammemes & _PROPER or tag.case not in {None, "nomn"}:
        return False
    if language == "uk" and tag.POS == "NOUN":
        # The Ukrainian dictionary does not mark places. But a name has gender and number as its own, an
        # ordinary noun takes them with its form: "NOUN,femn,inan nomn" (козинка), "NOUN,inan femn,nomn" (хата).
        _, _, form = str(tag).partition(" ")
        return not _GENDER_OR_NUMBER.isdisjoint(form.split(","))
    return True


@cache
def _analyzer(language: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=language)
