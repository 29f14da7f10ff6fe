"""One canonical spelling, so that a word of a rule and the same word in a post are equal.

A word is a run of letters and digits. Within it an apostrophe (in any of its variants) is a letter,
combining marks belong to the letter before them, and characters of no width are as if they were not
there. All else separates words: spaces, punctuation, every hyphen and dash, the underscore, ``#``
and ``@``, emoji. A word's canonical spelling is composed (NFC), in lower case, with ``е`` for ``ё``,
``σ`` for ``ς`` and ``'`` for every apostrophe.

There are two ways to the same result. The thorough one looks for each kind of character; the quick
one, for texts of common characters, is two table look-ups in C, about twice as fast as a regular
expression for words alone. No text makes any of these functions raise an error.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import accumulate
from typing import NamedTuple

# --- what a word is ---------------------------------------------------------------------------

_APOSTROPHES = "'’‘ʼ´′`"
# Soft hyphen, zero-width characters, marks of direction, variation selectors, enclosing marks (keycaps).
_NO_WIDTH = (
    r"\u00ad\u034f\u0488\u0489\u061c\u180e\u1abe\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u20dd-\u20e0\u20e2-\u20e4\ua670-\ua672\ufe00-\ufe0f\ufeff"
)
# Unicode calls the Hangul fillers letters, but they are drawn as nothing: real posts use them as space.
_FILLERS = r"\u115f\u1160\u3164\uffa0"
# The basic plane, where every living script of the news is; a wider class would be searched one by one.
_SCRIPTS = range(0x300, 0x10000)


def _marks() -> str:
    """Return the combining marks of the scripts in use, without those that are treated as of no width."""
    no_width = re.compile(f"[{_NO_WIDTH}]")
    marks = (c for c in map(chr, _SCRIPTS) if unicodedata.category(c) in {"Mn", "Mc"})
    return "".join(c for c in marks if not no_width.match(c))


_MARKS = _marks()
_LETTER = rf"[^\W_ʼ{_FILLERS}]"
_MORE = f"(?:[{_MARKS}]++{_LETTER}*+|{_LETTER}++)"
# Possessive throughout, so that a million zero-width characters are passed over once.
_WORD = (
    f"{_LETTER}++(?:[{_MARKS}]++{_LETTER}*+|[{_NO_WIDTH}]++{_MORE}"
    f"|[{_NO_WIDTH}]*+[{_APOSTROPHES}][{_NO_WIDTH}]*+{_LETTER}++)*+"
)
_EVERY_WORD = re.compile(_WORD)
_WORDS_AND_BETWEEN = re.compile(f"({_WORD})")


class Token(NamedTuple):
    """A word in its canonical spelling, and where it stands (code points of the original text)."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words of a text with their places, in order.

    A place takes in the combining marks and zero-width characters inside its word.
    """
    return [Token(word, start, end) for word, (start, end) in zip(words(text), spans(text), strict=True)]


def spans(text: str) -> list[tuple[int, int]]:
    """Return the places of the words of a text: as many as :func:`words` returns, in that order."""
    # Adding up the lengths of the pieces takes half the time of asking each match for its place.
    pieces = _WORDS_AND_BETWEEN.split(text)
    ends = list(accumulate(map(len, pieces)))
    return list(zip(ends[0:-1:2], ends[1::2], strict=True))


def words(text: str) -> list[str]:
    """Return the words of a text in their canonical spelling, in order."""
    try:
        return _quick_words(text)
    except UnicodeEncodeError:
        return _thorough_words(text)


def search_text(text: str) -> str:
    """Return what a full-text index gets of a text: its words, canonical, with a space between them."""
    return " ".join(words(text))


# --- the thorough way -------------------------------------------------------------------------

_ANY_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_ANY_NO_WIDTH = re.compile(f"[{_NO_WIDTH}]+")
_MARK_OR_NO_WIDTH = re.compile(f"[{_MARKS}{_NO_WIDTH}]")
_MARKED_YO = re.compile(f"ё[{_MARKS}]+")
# Unicode's stream-safe text (UAX 15, section 13) has at most 30 marks in a row; putting many more
# in order takes quadratic time.
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")


def _thorough_words(text: str) -> list[str]:
    # All words are folded at once, because that is faster; none can grow over the line break between.
    found = _EVERY_WORD.findall(text)
    return _fold("\n".join(found)).split("\n") if found else []


def _fold(text: str) -> str:
    """Return words in their canonical spelling."""
    if _MARK_OR_NO_WIDTH.search(text):
        text = _TOO_MANY_MARKS.sub(r"\1", _ANY_NO_WIDTH.sub("", text))
    text = unicodedata.normalize("NFC", text).lower().replace("ς", "σ")
    text = _MARKED_YO.sub(_without_diaeresis, text).replace("ё", "е")
    return unicodedata.normalize("NFC", _ANY_APOSTROPHE.sub("'", text))


def _without_diaeresis(found: re.Match[str]) -> str:
    # Another mark may hide a second diaeresis, which would make the letter ё again.
    return "е" + found[0][1:].replace("\u0308", "")


# --- the quick way ----------------------------------------------------------------------------

_COMMON_LETTERS = (
    "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўäöüéèêëïîàâáíóúçñåøôąćęłńśźżčšžř"
)
_COMMON_SEPARATORS = '\0\t\n\r !"#$%&()*+,-./:;<=>?@[\\]^_{|}~\u00a0«»“”„–—…№•'
_UNUSED = "\ufffe"


def _common_characters() -> str:
    """Return the 256 characters that the quick way knows; NUL must be the first of them."""
    letters = "".join(dict.fromkeys(_COMMON_LETTERS + _COMMON_LETTERS.upper()))
    known = _COMMON_SEPARATORS + _APOSTROPHES + "0123456789ß" + letters
    return known + _UNUSED * (256 - len(known))


def _canonical(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    return _fold(character) if character.isalnum() else " "


_KNOWN = _common_characters()
_TO_BYTES = codecs.charmap_build(_KNOWN)
_TO_CANONICAL = "".join(map(_canonical, _KNOWN))
# Not with a letter on both sides. It begins with what to search for, which is 40 times as fast.
_LOOSE_APOSTROPHE = re.compile("'(?:(?<=^')|(?<=[ ']')|(?![^ ']))")
# An emoji, say, and all that follows it: a mark or a zero-width character there is none of a word's.
_SEPARATORS = re.compile(f"[^\\w{_MARKS}{_NO_WIDTH}]\\W*+")
_HANDLER = "regionwatch.fold"
# Each run of uncommon characters costs a call: in a longer text than this they could be too many.
_LONG = 20_000


def _quick_words(text: str) -> list[str]:
    """Return the words of a text of common letters; raise UnicodeEncodeError for others."""
    errors = _HANDLER if len(text) < _LONG else "strict"
    known, _ = codecs.charmap_encode(text, errors, _TO_BYTES)
    folded, _ = codecs.charmap_decode(known, "strict", _TO_CANONICAL)
    if "'" in folded:
        folded = _LOOSE_APOSTROPHE.sub(" ", folded)
    return folded.split()


def _pass_over(error: UnicodeError) -> tuple[bytes, int]:
    """Put a space, or nothing, for a run of uncommon characters that cannot be part of a word."""
    if isinstance(error, UnicodeEncodeError):
        if _SEPARATORS.fullmatch(error.object, error.start, error.end):
            return b" ", error.end
        if _ANY_NO_WIDTH.fullmatch(error.object, error.start, error.end):
            return b"", error.end
    raise error


# The encoder takes such a function by its registered name only.
codecs.register_error(_HANDLER, _pass_over)
