"""The thorough way: where words stand in any text, and their canonical spelling, letter by letter.

It must stay quick for a text of a million characters of any kind, so it works on the whole text at
once, and never calls back into Python for each match.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from monitors.language.characters import (
    APOSTROPHES,
    BASIC_PLANE,
    FILLERS,
    LETTER,
    MARK_CHARACTERS,
    MARKS,
    NO_WIDTH,
    Lazily,
    is_letter,
    ranges,
)

# --- where words stand ------------------------------------------------------------------------

_NOTHING = "\u200b"
_ANY_NO_WIDTH = Lazily(f"[{NO_WIDTH}]")
_OTHER_NO_WIDTH = Lazily(f"(?!{_NOTHING})[{NO_WIDTH}]")
_SEPARATOR = Lazily(f"[^{MARKS}{NO_WIDTH}{APOSTROPHES} \\w]")
_OTHER_APOSTROPHE = Lazily(f"[{APOSTROPHES[1:]}]")
# Not with a letter on both sides. It begins with what to search for, which is 40 times as fast.
LOOSE_APOSTROPHE = Lazily(f"'(?:(?<=^')|(?<=[ ']')|(?![^ '{MARKS}]))")
_LOOSE_MARK = Lazily(f"[{MARKS}](?:(?<=[ '{_NOTHING}].)|(?<=^.))")
_MARK_AFTER_SPACE = Lazily(f" [{MARKS}]")
_MORE = f"(?:[{MARKS}]++{LETTER}*+|{LETTER}++)"
# Possessive throughout, so that a million zero-width characters are passed over once.
_WORD = Lazily(
    f"{LETTER}++(?:[{MARKS}]++{LETTER}*+|[{NO_WIDTH}]++{_MORE}"
    f"|[{NO_WIDTH}]*+[{APOSTROPHES}][{NO_WIDTH}]*+{LETTER}++)*+"
)
_MANY = 64
_PRIVATE = 0xE000


def _replaced(text: str, wanted: Lazily, by: str) -> str:
    """Replace characters one kind after the other, which for few kinds takes a tenth of the time."""
    start = 0
    for _ in range(_MANY):
        found = wanted.search(text, start)
        if not found:
            return text
        start = found.start()
        text = text.replace(found[0], by)
    return wanted.compiled.sub(by, text)


def shape_of(text: str) -> str | None:
    """Return a text of the same length in which a space stands for whatever lies between words.

    What lies at the edge of a word may be left over: :func:`pieces_of` strips it. None if it takes a
    closer look: an apostrophe beside a character of no width.
    """
    for character in f"_{FILLERS}":
        text = text.replace(character, " ")
    text = _replaced(_replaced(text, _SEPARATOR, " "), _OTHER_NO_WIDTH, _NOTHING)
    text = _replaced(text, _OTHER_APOSTROPHE, "'")
    if "'" not in text:
        return text
    if f"'{_NOTHING}" in text or f"{_NOTHING}'" in text:
        return None
    return LOOSE_APOSTROPHE.compiled.sub(" ", text)


def pieces_of(text: str, shape: str | None) -> list[str]:
    """Return the words of a text as they stand in its shape, with the marks and zero-width inside them."""
    if shape is None:
        return _WORD.compiled.findall(text)
    pieces = _replaced(shape, _MARK_AFTER_SPACE, "  ").split()
    if _LOOSE_MARK.search(shape):
        edge = _NOTHING + "'" + MARK_CHARACTERS
        return [core for piece in pieces if (core := piece.rstrip(_NOTHING).lstrip(edge))]
    if _NOTHING in shape:
        return [core for piece in pieces if (core := piece.strip(_NOTHING))]
    return pieces


def is_bare(shape: str) -> bool:
    """Say whether nothing is left over at the edges of a shape's words."""
    return _NOTHING not in shape and not _LOOSE_MARK.search(shape)


def spaced_words(text: str) -> str:
    """Return the words of a text in their canonical spelling, mixed scripts as they are, spaces between."""
    shape = shape_of(text)
    if shape is None or not is_bare(shape):
        shape = " ".join(pieces_of(text, shape))
    return canonical(shape)


# --- how words are spelt ----------------------------------------------------------------------

_MARK = Lazily(f"[{MARKS}]")
# Unicode's stream-safe text (UAX 15, section 13) has at most 30 marks in a row; putting many more
# in order takes quadratic time.
_TOO_MANY_MARKS = Lazily(f"([{MARKS}]{{30}})[{MARKS}]+")
_STRESS_MARKS = "\u0301\u0300\u02ca\u02cb"
_A_STRESS_MARK = Lazily(f"[{_STRESS_MARKS}ѐѝ]")
_VOWELS = "аеоиуыэюяіїєё"
_STRESS = Lazily(f"(?<=[{_VOWELS}])[{_STRESS_MARKS}]+")
# For these alone there is a quicker way than to put all of a text in normal form.
_COMMONLY_MARKED = [
    *((vowel + mark, vowel) for mark in _STRESS_MARKS[:2] for vowel in _VOWELS),
    ("и\u0306", "й"),
    ("і\u0308", "ї"),
    ("е\u0308", "ё"),
]
_MARKED_YO = Lazily(f"ё[{MARKS}]+")
_MARKS_OF_YO = Lazily("[\u0300\u0301\u0308]")


def _plain_form(letter: str) -> str:
    """Return a letter's compatibility form, or the letter where that form is no word (½, ﷺ)."""
    form = unicodedata.normalize("NFKC", letter)
    plain = is_letter(form[0]) and all(is_letter(c) or c in MARK_CHARACTERS for c in form)
    return form if plain else letter


@cache
def _odd() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a letter whose compatibility form is left alone, and runs without any."""
    all_there_are = (*BASIC_PLANE, *map(chr, range(0x10000, 0x20000)))
    changed = [c for c in all_there_are if unicodedata.decomposition(c).startswith("<")]
    odd = ranges(c for c in changed if is_letter(c) and _plain_form(c) == c)
    return re.compile(f"[{odd}]"), re.compile(f"[^{odd}]+")


def canonical(text: str) -> str:
    """Return words, with spaces between, in their canonical spelling; mixed scripts stay mixed."""
    text = _replaced(_replaced(text, _ANY_NO_WIDTH, ""), _OTHER_APOSTROPHE, "'").lower()
    if _MARK.search(text):
        text = _TOO_MANY_MARKS.compiled.sub(r"\1", text)
        for marked, plain in _COMMONLY_MARKED:
            text = text.replace(marked, plain)
    composed = _compatible(text)
    text = composed.lower().replace("ς", "σ")
    if _A_STRESS_MARK.search(text) and (plain := _unstressed(text)) != text:
        # Twice, because a stress may have kept a letter and its other mark apart.
        text = _unstressed(unicodedata.normalize("NFC", plain))
    if "ё" in text:
        text = _unstressed(_MARKED_YO.compiled.sub(_without_diaeresis, text).replace("ё", "е"))
    return text if text == composed else unicodedata.normalize("NFC", text)


def _compatible(text: str) -> str:
    """Return words in the compatibility form of their letters, odd ones as they are.

    Meanwhile odd letters are characters of private use, which are in no word.
    """
    an_odd_letter, even_run = _odd()
    kinds: list[str] = []
    while found := an_odd_letter.search(text):
        if len(kinds) == _MANY:
            text = even_run.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
            break
        text = text.replace(found[0], chr(_PRIVATE + len(kinds)))
        kinds.append(found[0])
    else:
        text = unicodedata.normalize("NFKC", text)
    for number, kind in enumerate(kinds):
        text = text.replace(chr(_PRIVATE + number), kind)
    return text


def _unstressed(text: str) -> str:
    return _STRESS.compiled.sub("", text).replace("ѐ", "е").replace("ѝ", "и")


def _without_diaeresis(found: re.Match[str]) -> str:
    # Another mark may hide a second diaeresis, which would make the letter ё again.
    return "е" + _MARKS_OF_YO.compiled.sub("", found[0][1:])
