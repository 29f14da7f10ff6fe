"""Latin letters inside Cyrillic words and the reverse, which look the same and are not.

Posts have them by a slip of the keyboard (Бiлгород), to pass filters, and for stress (Кóзинка).
"""

from __future__ import annotations

import re

from monitors.language.characters import ALPHABETS, Lazily, ranges

LATIN = r"a-zªºß-öø-\u024f\u1e00-\u1eff"
CYRILLIC = r"а-\u0481\u048a-\u052f\u1c80-\u1c8a\ua640-\ua66d\ua680-\ua69d"
"""Small letters, for use inside ``[...]``: words come here folded."""

# By the shape of the small letter or of the capital (B is В). Letters with a stress mark are only
# ever meant for the Cyrillic vowel below it, and ё is folded to е before.
_LATIN_TWINS, _CYRILLIC_TWINS = "aeopcyxijskmtbhïæhqwdl", "аеорсухіјѕкмтвнїӕһԛԝԁӏ"
_STRESSED, _UNSTRESSED = "áàéèëóòýíì", "ааеееооуіі"
_TO_CYRILLIC = str.maketrans(
    "aeopcyxijskmtbhïæ" + _STRESSED,
    "аеорсухіјѕкмтвнїӕ" + _UNSTRESSED,
)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)


def _without(letters: str, twins: dict[int, int]) -> str:
    """Return the letters of a set that have no twin in the other script."""
    every = re.findall(f"[{letters}]", ALPHABETS)
    return ranges(letter for letter in every if ord(letter) not in twins)


_LN, _CN = f"[^ {CYRILLIC}]*+", f"[^ {LATIN}]*+"
# It begins with a space, because that is found fast.
_MIXED_WORD = Lazily(
    f" [^ {LATIN}{CYRILLIC}]*+(?:[{LATIN}]{_LN}[{CYRILLIC}]|[{CYRILLIC}]{_CN}[{LATIN}])[^ ]*+"
)
_LATIN_LETTER, _CYRILLIC_LETTER = Lazily(f"[{LATIN}]"), Lazily(f"[{CYRILLIC}]")
_SURELY_LATIN = Lazily(f"[{_without(LATIN, _TO_CYRILLIC)}]")
_SURELY_CYRILLIC = Lazily(f"[{_without(CYRILLIC, _TO_LATIN)}]")


def mended(text: str) -> dict[str, str]:
    """Return what is meant by each word of folded words, spaces between, that has letters of both scripts."""
    if not (_LATIN_LETTER.search(text) and _CYRILLIC_LETTER.search(text)):
        return {}
    return {found[1:]: _mended(found[1:]) for found in set(_MIXED_WORD.compiled.findall(" " + text))}


def _mended(word: str) -> str:
    latin, cyrillic = _SURELY_LATIN.search(word), _SURELY_CYRILLIC.search(word)
    if latin and cyrillic:
        return word
    balance = len(_CYRILLIC_LETTER.compiled.findall(word)) - len(_LATIN_LETTER.compiled.findall(word))
    if cyrillic or (balance > 0 and not latin):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if latin or balance < 0 else word
