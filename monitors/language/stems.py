"""The forms of common words in Latin letters, by the Snowball stemmer of their language.

A stemmer cannot be run backwards: candidates are made from the word and its stem with the language's
endings, and those kept whose stem is the word's. What has the same stem is what a search engine takes
for the same word: shelling finds shell, shells and shelled.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import Stemmer  # type: ignore[import-not-found]

from monitors.language import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SNOWBALL = {
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Languages (ISO 639-1) written in Latin letters, and what Snowball calls them."""

MOST = 60
"""At most so many forms are returned for a word in one language."""

# The regular endings of nouns, verbs and adjectives, the most frequent first.
_ENDINGS = {
    "en": "s 's es ed d ing ings e er ers y ies ied ly ation ations ate ates ated ating or ors",
    "nl": "en s 's e n er ers t te ten d de den end ende ing ingen je jes heid",
    "de": "e en er es s n em et t te ten st end ende enden ung ungen ern est",
    "fr": "s e es er é ée és ées ent ant ante ants ez ait aient era ons x ement",
    "es": "s es a as o os ar ado ada ados adas ando an en ó aron aba ción ciones mente",
    "it": "o i a e are ato ata ati ate ano ono ando ò arono zione zioni mente ere uto uta",
    "pt": "s es a as o os ar ado ada ados adas ando am em ou aram ção ções mente",
    "pl": (
        "a u y i e ę ą o em ie owi om ów ami ach ów owie iem iego iemu im ich imi ego emu ym ych ymi ej ia iu"
        " ii ią ię io ować uje owany owana owane ał ała ało ali ały any ana ane ani ać ają anie ania aniu"
    ),
    "cs": (
        "a u y i e ě o em ě ovi ou ů ům ům ech ách ami mi í ím ích ích ého ému ým ém á é ých ými ý at al ala"
        " ali aly ání án ána áno"
    ),
    "sv": "en et er ar or n s ens ets erna arna orna na ns a ade at ar as ande t ad ats e es",
    "da": "en et er e ene erne s ens ets ers n ede et es ende t r te",
    "no": "en et er e ene ene s ens ets a ene r te t ede ende es et",
}
_VOWELS = "aeiouyäöüáéíóúàèìòùâêîôûëïåæø"
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff']+")
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü", "ä": "a", "ö": "o", "ü": "u"}


def common_forms(word: str, languages: Collection[str]) -> frozenset[str]:
    """Return the forms of a common word in those of the languages that Snowball knows, the word included.

    ``word`` is canonical; one that is not in Latin letters has itself only.
    """
    if not _LATIN.fullmatch(word):
        return frozenset({word})
    return frozenset({word}).union(*(_forms(word, code) for code in languages if code in SNOWBALL))


@lru_cache(4096)
def _forms(word: str, language: str) -> tuple[str, ...]:
    stemmer = _stemmer(language)
    stem = stemmer.stemWord(word)
    bases = _bases(word, stem, language)
    made = dict.fromkeys(
        base + ending for ending, base in product(("", *_endings(language)), bases) if base + ending
    )
    # An ending more than one long is rarely a word's.
    kept = [form for form in made if stemmer.stemWord(form) == stem]
    return tuple(fold.words(" ".join(kept[:MOST])))


@lru_cache(64)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[language])


# --- bases ------------------------------------------------------------------------------------


def _bases(word: str, stem: str, language: str) -> tuple[str, ...]:
    """Return what endings are put on: the word, its stem, and both as their last letters may change."""
    found = [word, *_shortened(word, stem)]
    for base in tuple(found):
        found.extend(_respelled(base, language))
    return tuple(dict.fromkeys(base for base in found if base))


def _shortened(word: str, stem: str) -> Iterator[str]:
    """Yield the stem, and the word cut down to it letter by letter, where it is the word's beginning."""
    yield stem
    shared = next((i for i, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    yield from (word[:length] for length in range(max(shared, len(word) - 3), len(word)))


def _respelled(base: str, language: str) -> Iterator[str]:
    if language in {"en", "nl"} and base[-1:] not in _VOWELS:
        yield base + base[-1:]
    if language == "nl":
        yield from _dutch(base)
    if language == "de":
        yield from _umlauted(base)


def _dutch(base: str) -> Iterator[str]:
    """Yield straat as strat-, golf as golv-, huis as huiz-, and back."""
    for respelled in (base, re.sub(r"([aeou])\1(?=[^aeiou]$)", r"\1", base)):
        yield respelled
        if respelled[-1:] in {"f", "s"}:
            yield respelled[:-1] + {"f": "v", "s": "z"}[respelled[-1]]
    yield re.sub(r"(?<=[^aeiou])([aeou])([^aeiouw])$", r"\1\1\2", base)
    yield re.sub(r"([^aeiou])\1$", r"\1", base)


def _umlauted(base: str) -> Iterator[str]:
    """Yield Brand as Bränd-, and back."""
    last = max((base.rfind(vowel) for vowel in _UMLAUTS), default=-1)
    if last > 0 and base[last - 1 : last] in {"a", "e"} and base[last] == "u":
        last -= 1
    if last >= 0 and base[last] in _UMLAUTS:
        yield base[:last] + _UMLAUTS[base[last]] + base[last + 1 :]


# --- endings ----------------------------------------------------------------------------------


@lru_cache(64)
def _endings(language: str) -> tuple[str, ...]:
    return tuple(_ENDINGS[language].split()) if language in _ENDINGS else _found_endings(language)


_LETTERS = "abcdefghijklmnopqrstuvwxyz'áäéëíîóöúüýčėěğıįőşšţțųűūžăâçñ"
# Made up, of sounds that no language takes for an ending.
_SAMPLES = ("kormb", "plagd", "trudg")
_MOST_FOUND = 150


def _found_endings(language: str) -> tuple[str, ...]:
    """Return the endings of up to three letters that the stemmer takes off whatever is before them."""
    stemmer = _stemmer(language)
    bare = tuple(stemmer.stemWords(_SAMPLES))
    found: list[str] = []
    tried = [""]
    for _ in range(3):
        tried = [first + letter for first in tried for letter in _LETTERS]
        taken = [e for e in tried if tuple(stemmer.stemWords([s + e for s in _SAMPLES])) == bare]
        found.extend(taken)
    return tuple(found[:_MOST_FOUND])
