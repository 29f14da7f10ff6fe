"""The words that carry meaning, reduced so that the forms of one word are equal.

Stems are Snowball's, by the word's own letters: the Russian stemmer for all Cyrillic words, for Latin
ones the Dutch or the English stemmer, whichever the text's common words call for. A Ukrainian word is
first spelled with the letters that Russian has, so that what the two languages share is equal as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

from monitors.language.stop_words import STOP_WORDS
from monitors.stories.words.concepts import meanings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KEPT = 1 << 17
"""The stems of at most so many words are kept in mind, for each language; some 30 MB."""

_STOPS = frozenset().union(*(STOP_WORDS[code] for code in ("ru", "uk", "en", "nl")))
_DUTCH = STOP_WORDS["nl"] - STOP_WORDS["en"]
_ENGLISH = STOP_WORDS["en"] - STOP_WORDS["nl"]
_SPELLED = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у", "'": None})
_SHORTEST = 2

_NEGATIONS = "не нет без ні немає no not never without didn't doesn't isn't won't geen niet nooit zonder"
NEGATIONS = frozenset(_NEGATIONS.split())
"""Canonical words that turn what is said into its opposite."""

_russian = Stemmer.Stemmer("russian", 0)
_english = Stemmer.Stemmer("english", 0)
_dutch = Stemmer.Stemmer("dutch", 0)


class Stems(dict[str, str]):
    """The stem of each canonical word, empty for what carries no meaning; worked out when first asked for.

    A dictionary, as this is asked for every word of every post, and looking up is all that it does then.
    """

    def __init__(self, latin: Stemmer.Stemmer) -> None:
        self._latin = latin
        self._meanings = {**meanings_of(_cyrillic_stem, _CYRILLIC), **meanings_of(latin.stemWord, _LATIN)}

    def __missing__(self, word: str) -> str:
        """Work out a word's stem and keep it; forget all others first where there are too many."""
        if len(self) >= KEPT:
            self.clear()
        found = _stem(word, self._latin)
        found = self[word] = self._meanings.get(found, found)
        return found


def _stem(word: str, latin: Stemmer.Stemmer) -> str:
    if len(word) < _SHORTEST or word in _STOPS or word.isdigit():
        return ""
    if word[0] < "\u0400":
        return str(latin.stemWord(word))
    return _cyrillic_stem(word)


def _cyrillic_stem(word: str) -> str:
    return str(_russian.stemWord(word.translate(_SPELLED)))


_LATIN, _CYRILLIC = range(0x400), range(0x400, 0x530)
_ENGLISH_STEMS, _DUTCH_STEMS = Stems(_english), Stems(_dutch)
stem = _ENGLISH_STEMS.__getitem__
dutch_stem = _DUTCH_STEMS.__getitem__


def stemmer_of(words: Sequence[str], lang: str = "") -> Callable[[str], str]:
    """Return what gives a canonical word's stem: :func:`stem`, or :func:`dutch_stem` for a Dutch text.

    ``lang`` is what the post says of its language (ISO 639-1), empty where it says nothing.
    """
    if lang:
        return dutch_stem if lang[:2].lower() == "nl" else stem
    common = set(words)
    return dutch_stem if len(common & _DUTCH) > len(common & _ENGLISH) else stem


def language_of(words: Sequence[str], lang: str = "") -> str:
    """Return the language of canonical words by their letters, empty if nothing tells.

    What the post says of itself (``lang``) counts for Latin letters, as many networks say English of all;
    without it common words tell Dutch from English. Far quicker and rougher than
    :mod:`monitors.language.detect`.
    """
    text = "".join(words)
    if any(letter in text for letter in "іїєґ"):
        return "uk"
    if any(word[0] >= "\u0400" for word in words):
        return "ru"
    if lang:
        return lang[:2].lower()
    common = set(words)
    dutch, english = len(common & _DUTCH), len(common & _ENGLISH)
    return "" if dutch == english else "nl" if dutch > english else "en"


# --- names ------------------------------------------------------------------------------------

# A capital with a word before it in the same sentence, or at the beginning of what stands in quotation
# marks. The capital comes first, so that the pattern is tried at few places.
_NAME = re.compile(
    "[A-ZА-ЯЁІЇЄҐ](?:(?<=[a-zа-яёіїєґA-ZА-ЯЁІЇЄҐ0-9,;)»”–—-][ \u00a0].)|(?<=[«“„\"].)|(?<=[-–].))[\\w'’]+"
)
_CYRILLIC_LETTERS = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_SPELLINGS = "a b v g g d e e e zh z i i i i k l m n o p r s t u f h ts ch sh sh _ i _ e iu ia"
_LETTERS = dict(zip(_CYRILLIC_LETTERS, _SPELLINGS.split(), strict=True))
_PLAIN = str.maketrans(
    {letter: spelled.strip("_") for letter, spelled in _LETTERS.items()} | {"'": "", "’": ""}
)
_ALIKE = (
    ("kh", "h"),
    ("sjtsj", "sh"),
    ("shch", "sh"),
    ("tsj", "ch"),
    ("sj", "sh"),
    ("zj", "zh"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("ii", "i"),
)


def names_of(text: str) -> frozenset[str]:
    """Return the stems of words with a capital inside a sentence, in Latin letters, spelled roughly.

    ``Белгорода``, ``Бєлгород`` and ``Belgorod`` are equal. The spelling is coarse on purpose (``kh`` is
    ``h``, ``y`` and ``j`` are ``i``), as the many systems of transliteration differ in just that.
    """
    return frozenset(map(_name, _NAME.findall(text))) - _NOTHING


@lru_cache(KEPT)
def _name(word: str) -> str:
    found = stem(word.lower().replace("ё", "е")).translate(_PLAIN)
    for written, meant in _ALIKE:
        found = found.replace(written, meant)
    return found


_NOTHING = frozenset({""})


def stems_of(words: Iterable[str], reduce: Callable[[str], str]) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(map(reduce, words)) - _NOTHING
