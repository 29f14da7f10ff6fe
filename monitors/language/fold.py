"""One canonical spelling, so that a word of a rule and the same word in a post are equal.

A word is a run of letters and digits. Within it an apostrophe (in any of its variants) is a letter,
combining marks belong to the letter before them, and characters of no width are as if they were not
there. All else separates words: spaces, punctuation, every hyphen and dash, the underscore, ``#``
and ``@``, emoji; and inside a hashtag the seam of a small letter and a capital (``#ГораПодол``).

A word's canonical spelling is in the compatibility form of its letters (NFKC: ``ﬁ`` is ``fi``, ``²``
is ``2``), in lower case, with ``е`` for ``ё``, ``σ`` for ``ς``, ``'`` for every apostrophe, without
stress on Cyrillic vowels, and in one script where another only strayed in (:mod:`.scripts`).

There are two ways to the same result. The quick one, for texts of common letters, is two table
look-ups in C and a split; the thorough one (:mod:`.canonical`) is for all others. No text makes any
of these functions raise an error.
"""

from __future__ import annotations

import codecs
import re
from itertools import accumulate
from operator import add
from typing import NamedTuple

from monitors.language.canonical import (
    LOOSE_APOSTROPHE,
    canonical,
    is_bare,
    pieces_of,
    shape_of,
    spaced_words,
)
from monitors.language.characters import APOSTROPHES, BASIC_PLANE, NO_WIDTH, is_separator, ranges
from monitors.language.hashtags import CUT, cut_hashtags
from monitors.language.scripts import CYRILLIC, LATIN, mended


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
    cut = cut_hashtags(text)
    shape = _quick_shape(cut)
    bare = shape is not None
    if shape is None:
        shape = shape_of(cut)
        bare = shape is not None and is_bare(shape)
    if shape is not None and bare and shape.count("  ") * 4 < len(shape):
        places = _places_between_spaces(shape)
    else:
        places = _places(cut if shape is None else shape, pieces_of(cut, shape))
    return places if cut is text else _in_the_original(places, cut)


def words(text: str) -> list[str]:
    """Return the words of a text in their canonical spelling, in order."""
    text = cut_hashtags(text)
    known = _known(text)
    return _in_one_script(spaced_words(text)) if known is None else _quick_words(known)


def search_text(text: str) -> str:
    """Return what a full-text index gets of a text: its words, canonical, with a space between them."""
    return " ".join(words(text))


def _places_between_spaces(shape: str) -> list[tuple[int, int]]:
    places, end = [], -1
    for length in map(len, shape.split(" ")):
        end += length + 1
        if length:
            places.append((end - length, end))
    return places


def _places(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Return where pieces of a text stand that come in order, with no beginning of a piece between."""
    starts, end, find = [], 0, text.find
    for piece in pieces:
        starts.append(start := find(piece, end))
        end = start + len(piece)
    return list(zip(starts, map(add, starts, map(len, pieces)), strict=True))


def _in_the_original(places: list[tuple[int, int]], cut: str) -> list[tuple[int, int]]:
    """Return places of a text with cuts as places of the text without them."""
    ends = list(accumulate(map(len, cut.split(CUT))))
    moved, cuts = [], 0
    for start, end in places:
        # The n-th cut comes after so many characters and n cuts.
        while cuts < len(ends) - 1 and ends[cuts] + cuts < start:
            cuts += 1
        moved.append((start - cuts, end - cuts))
    return moved


def _in_one_script(folded: str) -> list[str]:
    """Split folded words and mend those of mixed scripts; what has come together then is canonical again."""
    found = folded.split()
    meant = mended(folded)
    if not meant:
        return found
    better = dict(zip(meant, canonical(" ".join(meant.values())).split(), strict=True))
    return [better.get(word, word) for word in found]


# --- the quick way ----------------------------------------------------------------------------

_COMMON_LETTERS = (
    "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўäöüéèêëïîàâáíóúçñåøôąćęłńśźżčšžř"
)
_COMMON_SEPARATORS = '\0\t\n\r !"#$%&()*+,-./:;<=>?@[\\]^_{|}~\u00a0«»“”„–—…№•'
_UNUSED = "\ufffe"


def _common_characters() -> str:
    """Return the 256 characters that the quick way knows; NUL must be the first of them."""
    letters = "".join(dict.fromkeys(_COMMON_LETTERS + _COMMON_LETTERS.upper()))
    known = _COMMON_SEPARATORS + APOSTROPHES[:7] + "0123456789ß" + letters
    return known + _UNUSED * (256 - len(known))


def _canonical_character(character: str) -> str:
    if character in APOSTROPHES:
        return "'"
    return canonical(character) if character.isalnum() else " "


_KNOWN = _common_characters()
_TO_BYTES = codecs.charmap_build(_KNOWN)
_TO_CANONICAL = "".join(map(_canonical_character, _KNOWN))
_PLAIN = ranges(c for c in BASIC_PLANE if c in _KNOWN or is_separator(c))
_KNOWN_LETTERS = ranges(c for c in _KNOWN if not is_separator(c))
_UNKNOWN, _ = codecs.charmap_encode("?", "strict", _TO_BYTES)
# What needs the thorough way: neither common nor a separator nor an emoji of the higher planes, and
# if it is of no width then after a letter. It is a set of what is plain, excluded, so that plain
# characters cost one look-up each; what is in every other emoji is searched for by itself.
_IN_EMOJI = "\ufe0f\u200d"
_RARE = re.compile(
    f"[^{_PLAIN}{_IN_EMOJI}\U0001f1e6-\U0001fbef](?:(?<![{NO_WIDTH}])|(?<=[{_KNOWN_LETTERS}][{NO_WIDTH}]))"
)
_IN_A_WORD = [re.compile(f"{c}(?<=[{_KNOWN_LETTERS}]{c})").search for c in _IN_EMOJI]


def _classes(latin: bytes, cyrillic: bytes, other: bytes, separator: bytes) -> bytes:
    """Return a table from the quick way's bytes to such a class of each."""
    is_latin, is_cyrillic = re.compile(f"[{LATIN}]").match, re.compile(f"[{CYRILLIC}]").match
    classes = [
        separator if c == " " else latin if is_latin(c) else cyrillic if is_cyrillic(c) else other
        for c in _TO_CANONICAL
    ]
    return b"".join(classes)


_SCRIPTS = _classes(b"L", b"C", b"-", b" ")
_NEITHER = bytes(byte for byte in range(256) if _SCRIPTS[byte] == ord("-"))
_SHAPES = _classes(b"a", b"a", b"a", b" ")
_APOSTROPHES, _ = codecs.charmap_encode(APOSTROPHES[:7], "strict", _TO_BYTES)
_AN_APOSTROPHE = re.compile(b"[" + re.escape(_APOSTROPHES) + b"]")


def _known(text: str) -> bytes | None:
    """Return a byte for each character of a text; None if something in it needs the thorough way."""
    # What is unknown becomes "?", which separates words as it does.
    known, _ = codecs.charmap_encode(text, "replace", _TO_BYTES)
    if _UNKNOWN in known and (_RARE.search(text) or _IN_A_WORD[0](text) or _IN_A_WORD[1](text)):
        return None
    return known


def _quick_words(known: bytes) -> list[str]:
    folded, _ = codecs.charmap_decode(known, "strict", _TO_CANONICAL)
    if "'" in folded:
        folded = LOOSE_APOSTROPHE.sub(" ", folded)
    scripts = known.translate(_SCRIPTS, _NEITHER)
    if b"C" in scripts and b"L" in scripts and (b"LC" in scripts or b"CL" in scripts):
        return _in_one_script(folded)
    return folded.split()


def _quick_shape(text: str) -> str | None:
    """Return the shape (:func:`shape_of`) of a text of common letters without apostrophes; else None."""
    known = _known(text)
    if known is None or _AN_APOSTROPHE.search(known):
        return None
    return known.translate(_SHAPES).decode("ascii")
