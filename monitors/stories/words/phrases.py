"""Finding set phrases among canonical words, quickly: a table of the words that give one away.

A phrase is written as its words with a space between them. A word can be several (``взрыв|обстрел``), have
endings (``опроверг{,ла,ли}``: опроверг, опровергла, опровергли) or be open to the right (``пострадав*``; a
star alone is any word). ``..4`` stands for up to four words of any kind, but no stop word of its set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SET_IN = re.compile(r"\n\s+(?=(\S))")
_ENDINGS = re.compile(r"([^{}]*)\{([^{}]*)\}")


class Words(NamedTuple):
    """What one word of a phrase may be: one of some words, or anything that begins in one of some ways."""

    whole: frozenset[str]
    begun: tuple[str, ...] = ()

    def fits(self, word: str) -> bool:
        """Tell whether a canonical word is one of them."""
        return word in self.whole or (bool(self.begun) and word.startswith(self.begun))


class _Gap(NamedTuple):
    most: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: the words right ``before`` the one that gives it away, and what comes ``after`` that."""

    kind: str
    before: tuple[Words, ...]
    telltale: Words
    after: tuple[Words | _Gap, ...]
    stops: Words


class Found(NamedTuple):
    """A phrase of a kind in a text: the indices of its first word and of the word behind it."""

    kind: str
    start: int
    end: int


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a table, as they are written in it."""
    return tuple(text.split())


def phrases_in(text: str) -> tuple[str, ...]:
    """Return the phrases of a table, one a line; what is set in goes on, ``#`` begins a remark."""
    joined = _SET_IN.sub(lambda found: "" if found[1] == "|" else " ", text)
    return tuple(line for line in joined.splitlines() if line and not line.startswith("#"))


def words_of(written: Iterable[str]) -> Words:
    """Return what words are written, each with its endings or its star."""
    whole: set[str] = set()
    begun: set[str] = set()
    for one in written:
        for spelled in _with_endings(one):
            (begun if spelled.endswith("*") else whole).add(spelled.removesuffix("*"))
    return Words(frozenset(whole), tuple(sorted(begun)))


def _with_endings(written: str) -> list[str]:
    found = _ENDINGS.fullmatch(written)
    return [found[1] + ending for ending in found[2].split(",")] if found else [written]


class PhraseSet(NamedTuple):
    """Phrases of one kind, and the words that end their gaps."""

    written: Iterable[str]
    stops: Words


class Phrases:
    """Many phrases to look for at once, by their kinds.

    ``common`` are words that never give a phrase away, for they are everywhere: a phrase is looked for where
    its first other word stands, which has to be a whole word. Raises :exc:`ValueError` for a phrase that
    nothing gives away.
    """

    def __init__(self, kinds: Mapping[str, PhraseSet], common: Iterable[str]) -> None:
        everywhere = frozenset(common)
        self._told: dict[str, list[Phrase]] = {}
        for kind, phrases in kinds.items():
            for text in phrases.written:
                phrase = _phrase(kind, text, phrases.stops, everywhere)
                for word in phrase.telltale.whole:
                    self._told.setdefault(word, []).append(phrase)
        self._telltales = frozenset(self._told)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Return where phrases stand, in the order of the words that give them away."""
        # Four posts in five hold no such word, which is told without a step in Python.
        if self._telltales.isdisjoint(words):
            return []
        telltales = self._telltales
        return [
            found
            for at in [at for at, word in enumerate(words) if word in telltales]
            for phrase in self._told[words[at]]
            if (found := _found(words, at, phrase)) is not None
        ]


def _found(words: Sequence[str], at: int, phrase: Phrase) -> Found | None:
    start = at - len(phrase.before)
    if start < 0 or not all(map(Words.fits, phrase.before, words[start:at])):
        return None
    end = _end(words, at + 1, phrase.after, phrase.stops)
    return Found(phrase.kind, start, end) if end else None


def _end(words: Sequence[str], at: int, rest: Sequence[Words | _Gap], stops: Words) -> int:
    """Return where the rest of a phrase ends that goes on at a place, 0 where it does not."""
    for index, one in enumerate(rest):
        if isinstance(one, _Gap):
            return _beyond(words, at, one.most, rest[index + 1 :], stops)
        if at >= len(words) or not one.fits(words[at]):
            return 0
        at += 1
    return at


def _beyond(words: Sequence[str], at: int, most: int, rest: Sequence[Words | _Gap], stops: Words) -> int:
    for start in range(at, min(at + most, len(words) - 1) + 1):
        end = _end(words, start, rest, stops)
        if end or stops.fits(words[start]):
            return end
    return 0


def _phrase(kind: str, text: str, stops: Words, common: frozenset[str]) -> Phrase:
    parts = [_part(one) for one in text.split()]
    before: list[Words] = []
    for at, part in enumerate(parts):
        if isinstance(part, _Gap):
            break
        if not part.begun and part.whole.isdisjoint(common):
            return Phrase(kind, tuple(before), part, tuple(parts[at + 1 :]), stops)
        before.append(part)
    raise ValueError(f"expected a whole word that gives it away, got {text!r}")


def _part(text: str) -> Words | _Gap:
    return _Gap(int(text[2:])) if text.startswith("..") else words_of(text.split("|"))
