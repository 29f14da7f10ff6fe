"""How a place of GeoNames is written in the region's languages.

GeoNames gives a main name, mostly in Latin letters, and further ones without a word on their language. The
one in Cyrillic letters is found by what it comes to in Latin ones.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from bot.config_values import further_name, place_name
from bot.gazetteer.divisions import Division, division_name
from monitors.language.common_words import is_common_word
from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.gazetteer.geonames import City
    from bot.gazetteer.homonyms import Homonyms

_ALPHABETS = {
    "ru": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
}
_OWN = {"RU": "ru", "UA": "uk"}
"""Countries whose places are called in Cyrillic letters here, and in which language first."""
_TYPE_WORDS = re.compile(
    r"(?:город|пос[её]лок|село|деревня|станица|хутор|місто|селище|gorod|pos[eë]lok|selo|derevnya|stanitsa|"
    r"khutor|misto|selyshche)\s+(?=\w)",
    re.IGNORECASE,
)
_ALIKE = 0.6
"""From this ratio of equal letters on (difflib's) two spellings are taken for one name."""
_UNLIKE = 0.45
"""Below this ratio two spellings are taken for different names of one place."""
_MOST_FURTHER = 2

_LETTERS = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
_IN_LATIN = "a b v g g d e e e zh z i i i i k l m n o p r s t u f h ts ch sh shch _ i _ e u a"
_LATIN = dict(zip(_LETTERS, _IN_LATIN.split(" "), strict=True))
"""Letter to Latin letters, as far as the systems in use agree."""
_FOREIGN = {
    "ru": re.compile(r"ць|шч|[^лр]ьск|[сзц]ьк|[жшчщ]ы|(?:ъ|тс)\b"),
    "uk": re.compile(r"[сзц]к(?:ий)?\b|шч"),
}
"""What is no spelling of the language although its letters are: Ukrainian, Serbian and old ones."""


class Spelling(NamedTuple):
    """A place's name, and further names that no rule can derive from it.

    ``is_known`` is false where the place's own language has no spelling in GeoNames.
    """

    name: str
    also: tuple[str, ...]
    is_known: bool


def spelling(city: City, languages: Sequence[str], homonyms: Homonyms) -> Spelling | None:
    """Return how a place is written; None where its name can be no place's name.

    A place of Russia or Ukraine is called by its Russian or Ukrainian name, one of another country by
    its main name. Names given up long ago, exonyms and the like are added if they mean nothing else.
    """
    cyrillic = list(dict.fromkeys(filter(None, map(_cleaned, city.names))))
    own = _OWN.get(city.country, "")
    order = [language for language in dict.fromkeys([own, *_ALPHABETS]) if language in languages and language]
    bare = _bare(city.name)
    # A city that is a division of its own may be too unlike its English name (Moscow).
    division = division_name(Division(city.country, city.admin1), order)
    is_city = division in cyrillic and " " not in division
    name = division if is_city else _best(bare, cyrillic, order if own else []) or bare
    try:
        place_name(name)
    except ValueError:
        return None
    is_cyrillic = any("а" <= letter <= "я" for letter in name.lower())
    others = _unlike(name, cyrillic) if is_cyrillic else [_best(bare, cyrillic, [one]) for one in order]
    also = [one for one in others if one and _is_own(one, city, order, homonyms)]
    return Spelling(name, tuple(dict.fromkeys(also))[:_MOST_FURTHER], is_cyrillic or not (own and order))


def _bare(name: str) -> str:
    """Return a name without what stands after a comma, and without a word for its kind before it."""
    return _TYPE_WORDS.sub("", name.partition(",")[0].strip(), count=1)


def _cleaned(name: str) -> str:
    """Return a name in Cyrillic letters without stress marks, or an empty text for another one."""
    if not any("а" <= letter <= "я" for letter in name.lower()) or "." in name:
        return ""
    bare = unicodedata.normalize("NFC", name).replace("\u0301", "").replace("ë", "ё").replace("Ë", "Ё")
    try:
        return further_name(_bare(bare))
    except ValueError:
        return ""


def _best(main: str, cyrillic: Iterable[str], order: Iterable[str]) -> str:
    """Return the name in the first of these languages that comes to the main name, or an empty text."""
    for language in order:
        fitting = [name for name in cyrillic if _in_letters_of(language, name)]
        best = max(fitting, key=lambda name: _rank(main, language, name), default="")
        if best and _likeness(main, best, language) >= _ALIKE:
            return best
    return ""


def _in_letters_of(language: str, name: str) -> bool:
    return all(letter in _ALPHABETS[language] for letter in name.lower() if letter.isalpha())


def _rank(main: str, language: str, name: str) -> tuple[float, int, int]:
    """Return how well a name fits as the one of this language, greater for better ones.

    First how like it is to the main name, then what is of another language in it and what of its own; the
    longer one of two that are still equal has the endings (Велики Новгород is Serbian).
    """
    other = _ALPHABETS["ru" if language == "uk" else "uk"]
    own = sum(letter.isalpha() and letter not in other for letter in name.lower())
    own += bool(re.search(r"ь\b", name)) - 3 * len(_FOREIGN[language].findall(name.lower()))
    return _likeness(main, name, language), own, len(name)


def _likeness(main: str, name: str, language: str = "ru") -> float:
    one, other = _plain(main, language), _plain(name, language)
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(name: str, language: str) -> str:
    """Return a name in Latin letters in which the habits of transliteration are levelled."""
    latin = _LATIN | {"г": "h"} if language == "uk" else _LATIN
    letters = unicodedata.normalize("NFKD", "".join(latin.get(c, c) for c in canonical(name)))
    plain = "".join(c for c in letters if "a" <= c <= "z")
    for habit, level in (
        ("kh", "h"),
        ("y", "i"),
        ("j", "i"),
        ("iu", "u"),
        ("ia", "a"),
        ("ie", "e"),
        ("ii", "i"),
    ):
        plain = plain.replace(habit, level)
    return plain


def _unlike(name: str, cyrillic: Iterable[str]) -> list[str]:
    """Return names that are no other spelling of this one."""
    return [other for other in cyrillic if _likeness(name, other) < _UNLIKE]


def _is_own(name: str, city: City, languages: Sequence[str], homonyms: Homonyms) -> bool:
    """Tell whether a further name is in these languages and means this place alone."""
    return (
        any(_in_letters_of(language, name) for language in languages)
        and name.title() == name  # a nickname or a description has small words
        and not homonyms.elsewhere(name, city.at)
        and not is_common_word(name, languages)
    )
