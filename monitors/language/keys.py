"""Words as what tables are keyed by: one byte a letter, as far as the letters are common ones.

Looking words up is what every post costs, and bytes are cut apart, hashed and compared several times as
fast as text. ASCII keeps its codes; the other letters of the region's usual languages and a few frequent
separators have those that are left, 256 in all. A word with any other letter is its own key.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from monitors.language.characters import (
    APOSTROPHES,
    FILLERS,
    MARK_CHARACTERS,
    NO_WIDTH,
    is_letter,
)
from monitors.language.scripts import CYRILLIC, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key = bytes | str
"""A canonical word: one byte for each letter where every letter of it has one, else the word."""

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґёäöüéèêëïîàâáíóúçñåøôąćęłńśźżčšžřý"
_OTHERS = "ß\u00a0«»“”„–—…№•’ʼ‘"
# Bytes that split() takes for spaces keep their meaning.
_FREE = [*range(1, 9), *range(14, 32), *range(127, 256)]


def _characters() -> str:
    """Return the character that each byte stands for; charmap_build wants NUL to be the first."""
    characters = list(map(chr, range(256)))
    for byte, character in zip(_FREE, _LETTERS + _LETTERS.upper() + _OTHERS, strict=True):
        characters[byte] = character
    return "".join(characters)


def _plain(character: str) -> str:
    """Return the canonical spelling of a common letter, a space for what separates words."""
    if character in APOSTROPHES:
        return "'"
    return character.lower().replace("ё", "е") if is_letter(character) else " "


KNOWN = _characters()
_TO_BYTES = codecs.charmap_build(KNOWN)
_PLAIN = "".join(map(_plain, KNOWN))
_FOLD, _ = codecs.charmap_encode(_PLAIN, "strict", _TO_BYTES)
# What is unknown becomes "?", which separates words as it does.
UNKNOWN = b"?"

# --- which texts can be written in bytes ------------------------------------------------------

_KNOWN_LETTERS = "".join(c for c in KNOWN if is_letter(c))
_RARE_LETTER = re.compile(f"[^\\W_{FILLERS}{re.escape(_KNOWN_LETTERS)}ʼ]")
_RARE_MARK = re.compile(f"[{MARK_CHARACTERS}{''.join(a for a in APOSTROPHES if a not in KNOWN)}]")
_NO_WIDTH = re.compile(f"[{NO_WIDTH}]")
_NO_WIDTH_AFTER_LETTER = re.compile(f"[{NO_WIDTH}](?<=\\w.)")
_STRESSED = [(vowel + mark, vowel) for mark in "\u0301\u0300" for vowel in "аеоиуыэюяіїєё"]
# In this order, and before them in the other case, as the thorough way has it.
_MARKED = [
    pair
    for marked, plain in (*_STRESSED, ("и\u0306", "й"), ("і\u0308", "ї"), ("е\u0308", "ё"))
    for pair in ((marked, plain), (marked.upper(), plain.upper()))
]
_FEW = 64


def encoded(text: str) -> bytes | None:
    """Return a byte for each character of a text that is written; None if it has letters without one.

    Characters of no width, stress and the marks of ``й``, ``ї`` and ``ё`` are left out or put into
    their letters. All else that is no letter is a separator.
    """
    known, _ = codecs.charmap_encode(text, "replace", _TO_BYTES)
    # Most texts have nothing unknown, and most others nothing but emoji.
    if known.count(UNKNOWN) == text.count("?") or not _is_rare(unknown := _unknown(text, known)):
        return known
    bare = _without_marks(text, unknown)
    if bare is text or _is_rare(bare):
        return None
    return codecs.charmap_encode(bare, "replace", _TO_BYTES)[0]


def _unknown(text: str, known: bytes) -> str:
    """Return the unknown characters of a text; where they are many, all of it."""
    found, at = [], known.find(UNKNOWN)
    while at >= 0:
        found.append(text[at])
        if len(found) > _FEW:
            return text
        at = known.find(UNKNOWN, at + 1)
    return "".join(found)


def _is_rare(text: str) -> bool:
    """Say whether a text has what cannot be written in bytes and is no separator."""
    return bool(_RARE_LETTER.search(text) or _RARE_MARK.search(text) or _NO_WIDTH.search(text))


def _without_marks(text: str, unknown: str) -> str:
    if _RARE_LETTER.search(unknown):
        return text
    bare = text
    for _ in range(_FEW):
        found = _NO_WIDTH.search(bare)
        if not found:
            break
        bare = bare.replace(found[0], "")
    if _RARE_MARK.search(unknown):
        for marked, plain in _MARKED:
            bare = bare.replace(marked, plain)
    return bare


# --- from there to words ----------------------------------------------------------------------


def _classes(latin: bytes, cyrillic: bytes, other: bytes, separator: bytes) -> bytes:
    """Return a table from bytes to such a class of each."""
    is_latin, is_cyrillic = re.compile(f"[{LATIN}]").match, re.compile(f"[{CYRILLIC}]").match
    classes = [
        separator if c == " " else latin if is_latin(c) else cyrillic if is_cyrillic(c) else other
        for c in _PLAIN
    ]
    return b"".join(classes)


_SCRIPTS = _classes(b"L", b"C", b"-", b" ")
_NEITHER = bytes(byte for byte in range(256) if _SCRIPTS[byte] == ord("-"))
_SHAPES = _classes(b"a", b"a", b"a", b" ")
_AN_APOSTROPHE = re.compile(b"[" + re.escape(codecs.charmap_encode("'`’ʼ‘", "strict", _TO_BYTES)[0]) + b"]")


def has_mixed_words(known: bytes) -> bool:
    """Say whether a word of an encoded text has letters of two scripts."""
    scripts = known.translate(_SCRIPTS, _NEITHER)
    return b"C" in scripts and b"L" in scripts and (b"LC" in scripts or b"CL" in scripts)


def folded(known: bytes) -> bytes:
    """Return the words of an encoded text in their canonical spelling, with spaces between."""
    spelled = known.translate(_FOLD)
    if b"'" in spelled:
        # No letter with an apostrophe beside another, or at a word's edge.
        spelled = b" %b " % spelled.replace(b"''", b"  ")
        spelled = spelled.replace(b" '", b"  ").replace(b"' ", b"  ")
    return spelled


def shape(text: str) -> str | None:
    """Return a text with ``a`` for each letter and a space for all else; None if it takes a closer look."""
    known, _ = codecs.charmap_encode(text, "replace", _TO_BYTES)
    if _AN_APOSTROPHE.search(known):
        return None
    if known.count(UNKNOWN) != text.count("?"):
        unknown = _unknown(text, known)
        if _RARE_LETTER.search(unknown) or _RARE_MARK.search(unknown):
            return None
        if _NO_WIDTH.search(unknown) and _NO_WIDTH_AFTER_LETTER.search(text):
            return None
    return known.translate(_SHAPES).decode("ascii")


def decoded(spelled: bytes) -> str:
    """Return an encoded text as text."""
    return codecs.charmap_decode(spelled, "strict", KNOWN)[0]


def keys_of(words: str) -> list[Key]:
    """Return the keys of canonical words with spaces between."""
    known, _ = codecs.charmap_encode(words, "replace", _TO_BYTES)
    found = known.split()
    if UNKNOWN not in known:
        return found  # type: ignore[return-value]
    return [word if UNKNOWN in key else key for word, key in zip(words.split(" "), found, strict=True)]


def words_of(keys: Sequence[Key]) -> list[str]:
    """Return the words that have these keys."""
    try:
        return decoded(b" ".join(keys)).split()  # type: ignore[arg-type]
    except TypeError:
        return [key if isinstance(key, str) else decoded(key) for key in keys]


def slot_of(words: Iterable[str]) -> frozenset[Key]:
    """Return the keys of canonical words, in no order."""
    return frozenset(keys_of(" ".join(words)))
