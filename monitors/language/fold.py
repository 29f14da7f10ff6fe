"""One canonical spelling, so that a word of a rule and the same word in a post are equal.

A word is a run of letters and digits. Within it an apostrophe (in any of its variants) is a letter,
combining marks belong to the letter before them, and characters of no width are as if they were not
there. All else separates words: spaces, punctuation, every hyphen and dash, the underscore, ``#``
and ``@``, emoji; and inside a hashtag the seam of a small letter and a capital (``#ГораПодол``).

A word's canonical spelling is in the compatibility form of its letters (NFKC: ``ﬁ`` is ``fi``, ``²``
is ``2``), in lower case, with ``е`` for ``ё``, ``σ`` for ``ς``, ``'`` for every apostrophe, without
stress on Cyrillic vowels, and in one script where another only strayed in (:mod:`.scripts`).

There are two ways to the same result. The quick one, for texts of common letters, is two table
look-ups in C and a split (:mod:`.keys`); the thorough one (:mod:`.canonical`) is for all others. No
text makes any of these functions raise an error.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from monitors.language import keys as one_byte
from monitors.language.canonical import canonical, pieces_of, shape_of, spaced_words
from monitors.language.hashtags import CUT, cut_hashtags
from monitors.language.keys import Key, encoded, folded, has_mixed_words, keys_of, words_of
from monitors.language.scripts import mended

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = re.compile(b"a+")


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
    if len(text) <= _LONG:
        return _spans(text)
    return [(at + start, at + end) for at, chunk in _chunks(text) for start, end in _spans(chunk)]


class Spans:
    """The places of a text's words, worked out as far as somebody asks."""

    def __init__(self, text: str) -> None:
        self._chunks = _chunks(text)
        self._found: list[tuple[int, int]] = []

    def __getitem__(self, index: int) -> tuple[int, int]:
        """Return where the word of an index (from 0) stands; raise IndexError where there is none."""
        while index >= len(self._found):
            at, chunk = next(self._chunks, (-1, ""))
            if at < 0:
                raise IndexError(index)
            self._found += [(at + start, at + end) for start, end in _spans(chunk)]
        return self._found[index]


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a long text and where they begin; no word goes over from one to the next.

    So what is rare in one place of a text makes none of the others slow.
    """
    at = 0
    while at < len(text):
        ends = [end for space in " \n" if (end := text.find(space, at + _CHUNK)) >= 0]
        end = min(ends, default=len(text) - 1) + 1
        yield at, text[at:end]
        at = end


_LONG, _CHUNK = 20_000, 4_000
"""Characters from which a text is taken in pieces, and how many a piece has at least."""


def _spans(text: str) -> list[tuple[int, int]]:
    cut = cut_hashtags(text)
    places = _quick_places(cut) or _places(cut)
    return places if cut is text else _in_the_original(places, cut)


def words(text: str) -> list[str]:
    """Return the words of a text in their canonical spelling, in order."""
    return words_of(keys(text))


def keys(text: str) -> list[Key]:
    """Return the keys of the words of a text: what tables of words are asked for, in order."""
    if len(text) > _LONG:
        return [key for _, chunk in _chunks(text) for key in _keys(chunk)]
    return _keys(text)


def _keys(text: str) -> list[Key]:
    if "#" in text:
        text = cut_hashtags(text)
    known = encoded(text)
    if known is None:
        return keys_of(in_one_script(spaced_words(text)))
    spelled = folded(known)
    found = spelled.split()
    return _in_one_script(found) if has_mixed_words(spelled) else found  # type: ignore[return-value]


def search_text(text: str) -> str:
    """Return what a full-text index gets of a text: its words, canonical, with a space between them."""
    return " ".join(words(text))


def _quick_places(text: str) -> list[tuple[int, int]] | None:
    shape = one_byte.shape(text)
    if shape is None:
        return None
    return [found.span() for found in _LETTERS.finditer(shape)]


def _places(text: str) -> list[tuple[int, int]]:
    """Return where the pieces of a text stand; they come in order, with no beginning of one between."""
    shape = shape_of(text)
    pieces = pieces_of(text, shape)
    starts, end, find = [], 0, (shape or text).find
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


def _in_one_script(found: list[bytes]) -> list[Key]:
    """Mend those of folded words that are of mixed scripts."""
    mixed = one_byte.mixed_words(found)
    better = dict(zip(mixed, keys_of(in_one_script(" ".join(mixed.values()))), strict=True))
    return [better.get(word, word) for word in found]


def in_one_script(spelled: str) -> str:
    """Mend folded words of mixed scripts; what has come together then is canonical again."""
    meant = mended(spelled)
    if not meant:
        return spelled
    better = dict(zip(meant, canonical(" ".join(meant.values())).split(), strict=True))
    return " ".join([better.get(word, word) for word in spelled.split()])
