"""The forms of common words in Latin letters, by the Snowball stemmer of their language.

A stemmer cannot be run backwards: candidates are made from the word and its stem with the language's
endings, and those kept whose stem is the word's. What has the same stem is what a search engine takes
for the same word: shelling finds shell, shells and shelled.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

from monitors.language import fold
from monitors.language.latin_cases import CZECH, POLISH, SOUTHERN, declined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

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

# The regular endings of nouns, adjectives and (where they are few) verbs, the most frequent first.
_ENDINGS = {
    "ca": "s es a os as ar ant at ada ats ades en an ava ció cions ment",
    "cs": "a u y i e ě o em ovi ou ů ům ech ách ami mi í ím ích ího ímu ého ému ým ém á é ých ými ý",
    "da": "en et er e ene erne s ens ets ers n ede es ende t r te",
    "de": "e en er es s n em et t te ten st end ende enden ung ungen ern est",
    "en": "s 's es ed d ing ings e er ers y ies ied ly ation ations ate ates ated ating or ors",
    "eo": "o oj on ojn a aj an ajn e i as is os us",
    "es": "s es a as o os ar ado ada ados adas ando an en ó aron aba ción ciones mente",
    "et": "d de i id ide t te le l lt s st sse ks ga ta ni na",
    "eu": "a ak ek en an ko ra tik z ren aren etan",
    "fi": (
        "n a ä t en in an än ssa ssä sta stä lla llä lta ltä lle ksi na nä on ien jen ja jä ita itä ista istä"
        " issa issä illa illä ille"
    ),
    "fr": "s e es er é ée és ées ent ant ante ants ez ait aient era ons x ement",
    "ga": "a e í aí anna acha t",
    "hu": (
        "k ok ek ak t ot et at ban ben ba be ból ből n on en ön ra re ról ről nak nek val vel ig hoz hez höz"
        " tól től ért i a e ja je ai ei okat eket akat"
    ),
    "id": "nya kan an i lah kah ku mu",
    "it": "o i a e are ato ata ati ate ano ono ando ò arono zione zioni mente ere uto uta",
    "lt": (
        "as o ui ą u e ai ų ams us ais uose a os oje oms omis ose is ies iai į io iu yje ys ė ės ę ėje"
        " ėms ėmis"
    ),
    "nl": "en s 's e n er ers t te ten d de den end ende ing ingen je jes",
    "no": "en et er e ene s ens ets a r te t ede ende es",
    "pl": (
        "a u y i e ę ą o em ie owi om ów ami ach owie iem iego iemu im ich imi ego emu ym ych ymi ej ia iu ii"
        " ią ię io"
    ),
    "pt": "s es a as o os ar ado ada ados adas ando am em ou aram ção ções mente",
    "ro": "a ul ului i ii ilor e ele elor le lor uri urile urilor u at ată ați ate",
    "sr": "a e i o u om og em ima ama oj",
    "sv": "en et er ar or n s ens ets erna arna orna na ns a ade at as ande t ad ats e es",
    "tr": (
        "lar ler ı i u ü yı yi yu yü a e ya ye da de ta te dan den tan ten ın in un ün nın nin la le ları"
        " leri lara lere larda lerde lardan lerden ların lerin sı si"
    ),
}
_LIKE = {"nb": "no", "nn": "no"}
_DECLENSIONS = {"pl": POLISH, "cs": CZECH, "sr": SOUTHERN}
_VOWELS = "aeiouyäöüáéíóúàèìòùâêîôûëïåæø"
_LATIN = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff']+")


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
    language = _LIKE.get(language, language)
    made = [word, *_made(word, language)]
    same = [
        form
        for form, stem in zip(made, stemmer.stemWords(made), strict=True)
        if stem == stemmer.stemWord(word)
    ]
    return tuple(dict.fromkeys(fold.words(" ".join((*same, *_cases(word, language))))))[:MOST]


def _cases(word: str, language: str) -> Iterator[str]:
    """Yield the cases in which a consonant changes, which the stemmer takes for another word."""
    if language in _DECLENSIONS:
        yield from sorted(declined(word, _DECLENSIONS[language]))
    if language == "pl":
        yield from (word.rstrip("aeo") + ending for ending in ("ów", "om", "ami", "ach"))


@lru_cache(64)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[language])


# --- candidates -------------------------------------------------------------------------------

_SHORTEST_BASE = 3
_BEFORE_MUTE = tuple("aeiouéò")
_MUTE = {"en", "nl", "de", "fr"}


def _made(word: str, language: str) -> Iterator[str]:
    """Yield the word without an ending, and with each ending in place of it, the frequent ones first."""
    endings = _ENDINGS[language].split()
    cut = [word[: -len(ending)] for ending in endings if word.endswith(ending)]
    bases = dict.fromkeys(base for base in (word, *cut) if len(base) >= min(_SHORTEST_BASE, len(word)))
    respelled = _RESPELLED.get(language, _as_it_is)
    for ending in ("", *endings):
        for base in bases:
            if not (base[-1] == "e" and ending[:1] in _BEFORE_MUTE and language in _MUTE):
                yield from (spelling + ending for spelling in respelled(base, ending, word))


def _as_it_is(base: str, _ending: str, _word: str) -> tuple[str, ...]:
    return (base,)


def _english(base: str, ending: str, _word: str) -> tuple[str, ...]:
    """Hit, hitting, and back: one syllable that ends in one consonant after one vowel."""
    if ending[:1] in ("e", "i") and re.fullmatch("[^aeiou]*[aeiou][bdgklmnprt]", base):
        return (base, base + base[-1])
    return (base, _DOUBLE.sub(r"\1", base))


def _dutch(base: str, ending: str, word: str) -> tuple[str, ...]:
    """Straat, straten; aanval, aanvallen; golf, golven; huis, huizen; and from such plurals back."""
    if ending[:1] != "e":
        voiceless = base[:-1] + {"v": "f", "z": "s"}.get(base[-1], base[-1])
        return (base, voiceless, _DOUBLE.sub(r"\1", base), _DUTCH_OPEN.sub(r"\1\1\2", voiceless))
    short = _DUTCH_LONG.sub(r"\1", base)
    voiced = short[:-1] + {"f": "v", "s": "z"}.get(short[-1], short[-1])
    doubled = (base + base[-1],) if base == word else ()
    return (base, short, voiced, *doubled) if base[-1] not in _VOWELS else (base,)


_DUTCH_LONG = re.compile(r"([aeou])\1(?=[^aeiou]$)")
_DOUBLE = re.compile(r"([^aeiou])\1$")
_DUTCH_OPEN = re.compile(r"(?<=[^aeiou])([aeou])([^aeiouw])$")


def _german(base: str, ending: str, word: str) -> tuple[str, ...]:
    """Brand, Brände; Zug, Züge; and from such plurals back. Not schon, schön."""
    found = _LAST_VOWEL.search(base)
    if not found or (base == word) != (found[0] in "aou") or ending[:1] not in _UMLAUTED[base == word]:
        return (base,)
    return (base, base[: found.start()] + found[0].translate(_UMLAUTS) + base[found.end() :])


_LAST_VOWEL = re.compile("(?:[aou](?=u?[^aeiouyäöü]+$)(?<!au)(?<!eu)|[äöü](?=u?[^aeiouyäöü]+$))")
_UMLAUTS = str.maketrans("aouäöü", "äöüaou")
# What follows the vowel of a plural that is made, and of a singular that is sought.
_UMLAUTED = {True: ("e",), False: ("", "e")}
_RESPELLED: dict[str, Callable[[str, str, str], tuple[str, ...]]] = {
    "en": _english,
    "nl": _dutch,
    "de": _german,
}
