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
    Lazily,
    is_letter,
)
from monitors.language.scripts import CYRILLIC, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key = bytes | str
"""A canonical word: one byte for each letter where every letter of it has one, else the word."""

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґёäöüéèêëïîàâáíóúçñåøôąćęłńśźżčšžř"
_OTHERS = "ß\u00a0«»“”„–—…№’ʼ‘"
# Of no width, and in every other emoji or at the ends of lines.
_NOTHINGS = "\ufe0f\u200b\u200d"
# Bytes that split() takes for spaces keep their meaning.
# Small letters come first, so that a Cyrillic word is never all ASCII.
_FREE = [*range(128, 256), *range(1, 9), *range(14, 32), 127]


def _characters() -> str:
    """Return the character that each byte stands for; charmap_build wants NUL to be the first."""
    characters = list(map(chr, range(256)))
    for byte, character in zip(_FREE, _LETTERS + _LETTERS.upper() + _OTHERS + _NOTHINGS, strict=True):
        characters[byte] = character
    return "".join(characters)


def _plain(character: str) -> str:
    """Return the canonical spelling of a common letter, a space for what separates words."""
    if character in APOSTROPHES:
        return "'"
    if character in _NOTHINGS:
        return character
    return character.lower().replace("ё", "е") if is_letter(character) else " "


KNOWN = _characters()
_TO_BYTES = codecs.charmap_build(KNOWN)
_PLAIN = "".join(map(_plain, KNOWN))
_FOLD, _ = codecs.charmap_encode(_PLAIN, "strict", _TO_BYTES)
# What is unknown becomes "?", which separates words as it does.
UNKNOWN = b"?"
(_QUESTION,) = UNKNOWN
_NOTHING, _ = codecs.charmap_encode(_NOTHINGS, "strict", _TO_BYTES)
_ONE, _OTHER, _THIRD = _NOTHING

# --- which texts can be written in bytes ------------------------------------------------------

_KNOWN_LETTERS = "".join(c for c in KNOWN if is_letter(c))
_RARE_LETTER = re.compile(f"[^\\W_{FILLERS}{re.escape(_KNOWN_LETTERS)}ʼ]")
_MARKS = f"[{MARK_CHARACTERS}{''.join(a for a in APOSTROPHES if a not in KNOWN)}]"
_RARE_MARK = Lazily(_MARKS)
_NOTHING_ELSE = f"(?![{_NOTHINGS}])[{NO_WIDTH}]"
_RARE_NOTHING = re.compile(_NOTHING_ELSE)
_RARE = re.compile(f"{_RARE_LETTER.pattern}|{_MARKS}|{_NOTHING_ELSE}")
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

    Stress and the marks of ``й``, ``ї`` and ``ё`` are left out or put into their letters, as are other
    characters of no width. All else that is no letter is a separator.
    """
    known, _ = codecs.charmap_encode(text, "replace", _TO_BYTES)
    # Most texts have nothing unknown, and most others nothing but emoji.
    if _QUESTION not in known or known.count(UNKNOWN) == text.count("?"):
        return known
    unknown = _unknown(text, known)
    if not _RARE.search(unknown):
        return known
    if _RARE_LETTER.search(unknown):
        return None
    bare = _without_marks(text, unknown)
    return None if bare is None else codecs.charmap_encode(bare, "replace", _TO_BYTES)[0]


def _unknown(text: str, known: bytes) -> str:
    """Return the unknown characters of a text; where they are many, all of it."""
    found, at = [], known.find(UNKNOWN)
    while at >= 0:
        found.append(text[at])
        if len(found) > _FEW:
            return text
        at = known.find(UNKNOWN, at + 1)
    return "".join(found)


def _without_marks(text: str, unknown: str) -> str | None:
    """Return a text without its marks and what is of no width; None if other marks are in it."""
    while found := _RARE_NOTHING.search(unknown):
        unknown, text = unknown.replace(found[0], ""), text.replace(found[0], "")
    if _RARE_MARK.search(unknown):
        for marked, plain in _MARKED:
            text = text.replace(marked, plain)
        return None if _RARE_MARK.search(text) else text
    return text


# --- from there to words ----------------------------------------------------------------------


def _class_of(character: str) -> str:
    """Return ``L`` or ``C`` for a letter of that script, ``-`` for another; else the character."""
    if re.match(f"[{LATIN}]", character):
        return "L"
    if re.match(f"[{CYRILLIC}]", character):
        return "C"
    return "-" if is_letter(character) else character


_CLASSES = [_class_of(character) for character in _PLAIN]
_SCRIPTS = "".join(c if c in "LC " else "-" for c in _CLASSES).encode()
_L, _C, _APOSTROPHE = b"LC'"
_SHAPES = "".join("a" if c in "LC-" else "0" if c in _NOTHINGS else c for c in _CLASSES).encode()


def has_mixed_words(spelled: bytes) -> bool:
    """Say whether one of folded words may have letters of two scripts."""
    if spelled.isascii():
        return False
    scripts = spelled.translate(_SCRIPTS)
    if _L not in scripts:
        return False
    scripts = scripts.translate(None, b"-")
    return scripts.find(b"LC") >= 0 or scripts.find(b"CL") >= 0


def mixed_words(found: Sequence[bytes]) -> dict[bytes, str]:
    """Return those of folded words that have letters of two scripts, decoded."""
    scripts = b" ".join(found).translate(_SCRIPTS).split()
    mixed = {word for word, script in zip(found, scripts, strict=True) if _L in script and _C in script}
    return {word: decoded(word) for word in mixed}


def folded(known: bytes) -> bytes:
    """Return the words of an encoded text in their canonical spelling, with spaces between."""
    if _ONE in known or _OTHER in known or _THIRD in known:
        known = known.translate(None, _NOTHING)
    spelled = known.translate(_FOLD)
    return _without_loose_apostrophes(spelled) if _APOSTROPHE in spelled else spelled


def shape(text: str) -> bytes | None:
    """Return a text with ``a`` for each letter and a space for all else; None if it takes a closer look."""
    known, _ = codecs.charmap_encode(text, "replace", _TO_BYTES)
    if known.count(UNKNOWN) != text.count("?"):
        unknown = _unknown(text, known)
        if _RARE.search(unknown):
            return None
    shapes = known.translate(_SHAPES)
    if shapes.find(b"a0") >= 0 or shapes.find(b"'0") >= 0:
        return None
    shapes = shapes.replace(b"0", b" ")
    if _APOSTROPHE in shapes:
        return _without_loose_apostrophes(shapes).replace(b"'", b"a")
    return shapes


def _without_loose_apostrophes(spelled: bytes) -> bytes:
    """Return folded words, as long as they were, without apostrophes that have no letter on either side."""
    spelled = b" %b " % spelled.replace(b"''", b"  ")
    return spelled.replace(b" '", b"  ").replace(b"' ", b"  ")[1:-1]


def decoded(spelled: bytes) -> str:
    """Return an encoded text as text."""
    return codecs.charmap_decode(spelled, "strict", KNOWN)[0]


def keys_of(words: str) -> list[Key]:
    """Return the keys of canonical words with spaces between."""
    known, _ = codecs.charmap_encode(words, "replace", _TO_BYTES)
    found = known.split()
    if _QUESTION not in known:
        return found  # type: ignore[return-value]
    return [word if _QUESTION in key else key for word, key in zip(words.split(), found, strict=True)]


def words_of(keys: Sequence[Key]) -> list[str]:
    """Return the words that have these keys."""
    try:
        return decoded(b" ".join(keys)).split()  # type: ignore[arg-type]
    except TypeError:
        return [key if isinstance(key, str) else decoded(key) for key in keys]


def slot_of(words: Iterable[str]) -> frozenset[Key]:
    """Return the keys of canonical words, in no order."""
    return frozenset(keys_of(" ".join(words)))


def begin(key: Key, length: int) -> Key:
    """Return the key of a word's first letters; a word that is its own key may begin with common ones."""
    if isinstance(key, bytes) or key[0] not in _COMMON:
        return key[:length]
    return keys_of(key[:length])[0]


_COMMON = frozenset(_KNOWN_LETTERS)


def begin_all(keys: Sequence[Key], length: int) -> list[Key]:
    """Return the keys of these words' first letters."""
    if str in map(type, keys):
        return [begin(key, length) for key in keys]
    return [key[:length] for key in keys]
