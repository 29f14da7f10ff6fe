"""In which language a text is written, for posts that do not say so themselves.

The letters that only some languages have decide first: they tell Ukrainian from Russian in a handful
of words, where statistics of letters need sentences. What they leave open is decided by py3langid (a
naive Bayes classifier over byte n-grams) among :data:`LANGUAGES`.
"""

from __future__ import annotations

import importlib
import re
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

_CODES = (
    "ar az be bg bs ca cs da de el en es et fa fi fr he hr hu hy it ja ka kk ko lt lv mk nl no pl pt ro ru"
    " sk sl sq sr sv tr uk zh"
)
LANGUAGES = frozenset(_CODES.split())
"""ISO 639-1 codes of the languages that can be told: of Europe, its neighbours and the great ones of Asia.

More would cost certainty: of 140 languages a short Russian text is often taken for Tajik.
"""
LONGEST = 2000
"""How many characters of a text are looked at."""
FEWEST_LETTERS = 12
"""How many letters a text must have to be judged by more than its rare letters."""

_NO_LANGUAGE = re.compile(r"\w+://\S+|[@#]\w+|t\.me/\S+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_LOADING = threading.Lock()


def language_of(text: str) -> str:
    """Return the language of a text (ISO 639-1), empty where there is too little to tell.

    The first call reads the model, which takes most of a second; all further ones some 0.5 ms.
    """
    plain = _NO_LANGUAGE.sub(" ", text[:LONGEST]).lower()
    letters = len(_LETTER.findall(plain))
    if 2 * len(_CYRILLIC.findall(plain)) <= letters:
        others = _CYRILLIC.sub("", plain)
        return _by_statistics(others, _NOT_CYRILLIC) if letters >= FEWEST_LETTERS else ""
    return _by_letters(plain) or (
        _by_statistics(plain, _possible(plain)) if letters >= FEWEST_LETTERS else ""
    )


# --- by letters -------------------------------------------------------------------------------

_UKRAINIAN = re.compile("[іїєґ]")
_RUSSIAN = re.compile("[ыэё]")
_SOUTH_SLAVIC_OR_KAZAKH = re.compile("[ђјљњћџѓќѕѝәғқңөұүһ]")
# In running text the four Ukrainian letters are about three times as frequent as the Russian ones.
_UKRAINIAN_OF_BOTH = 3


def _by_letters(text: str) -> str:
    """Return the language of a Cyrillic text that its letters give away."""
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if max(ukrainian, russian) <= len(_SOUTH_SLAVIC_OR_KAZAKH.findall(text)):
        return ""
    if "ў" in text:
        return "be"
    return "uk" if ukrainian > _UKRAINIAN_OF_BOTH * russian else "ru"


def _possible(text: str) -> Collection[str]:
    """Return the languages of a Cyrillic text that lacks none of the letters they can hardly do without."""
    if _SOUTH_SLAVIC_OR_KAZAKH.search(text):
        return {"kk", "mk", "sr"}
    return {"bg", "ru"} if "ъ" in text else {"ru", "uk"}


# --- by statistics ----------------------------------------------------------------------------

_NOT_CYRILLIC = LANGUAGES - {"be", "bg", "kk", "mk", "ru", "uk"}


@cache
def _identifier() -> Any:  # noqa: ANN401 - the package has no types
    # Not imported at the top: it brings numpy, which a program that never asks for a language does without.
    langid = importlib.import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier


def _by_statistics(text: str, among: Collection[str]) -> str:
    with _LOADING:
        identifier = _identifier()
    return str(next(language for language, _ in identifier.rank(text) if language in among))
