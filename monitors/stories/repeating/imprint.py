"""What is kept and compared of a telling: its words and facts as small numbers, and the keys it is found by.

A word becomes a code of 16 bits, so that a million posts of 60 words fit in 120 MB. Two words share a code
once in 32,768 pairs: far too seldom to make or break a likeness, which many words decide. Codes and keys are
made of CRC-32, of frequent words from memory, so that they are the same in every process: Python's own hashes
are not, and a replay must come to the same twice.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from monitors.stories.telling import Telling

LONGEST = 2_048
"""Words of a post that are compared; no Telegram post has more, and an article's beginning is enough."""

WINDOW = 3
"""Words in a shingle."""

SHORT = 60
"""In a text of fewer words one word can turn the sense round: there "on" and "off" are held apart."""

TERSE = 20
"""In a text of fewer words one name can be what the post is about: there names are compared."""

PLACE, NUMBER, TIME, NAME, STAND, LINK, OWN, FORWARD = range(8)
"""The kinds of facts, in the lowest three bits of a fact's code."""

_MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35], np.uint32)
_MOST_REMEMBERED = 200_000
_EVEN = np.uint16(0xFFFE)
_NONE = np.empty(0, np.uint32)


class Imprint(NamedTuple):
    """A telling as it is compared.

    ``codes`` are its words in order, ``facts`` the codes of its facts. It can be found by the keys of its
    ``shingles`` and by ``others``: of its facts, of its own address and of those that it names.
    """

    codes: NDArray[np.uint16]
    facts: list[int]
    shingles: NDArray[np.uint32]
    others: list[int]


def imprint(telling: Telling) -> Imprint:
    """Return a telling as it is compared."""
    words = telling.words if len(telling.words) <= LONGEST else telling.words[:LONGEST]
    hashes = _hashes(words)
    facts = facts_of(telling)
    return Imprint(
        _codes(words, hashes),
        facts,
        np.correlate(hashes.astype(np.uint32), _MULTIPLIERS) if len(words) >= WINDOW else _NONE,
        _other_keys(telling, facts) if facts else [],
    )


def codes_of(words: Sequence[str]) -> list[int]:
    """Return the codes of words: even, and odd for a word with a digit in it."""
    codes: list[int] = _codes(words, _hashes(words)).tolist()
    return codes


class _Hashes(dict[str, int]):
    """The CRC-32 of words, remembered; forgotten all at once when they are many."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = crc32(word.encode("utf-8", "surrogatepass"))
        return found


_HASHES = _Hashes()


def _hashes(words: Sequence[str]) -> NDArray[np.int64]:
    return np.fromiter(map(_HASHES.__getitem__, words), np.int64, len(words))


def _codes(words: Sequence[str], hashes: NDArray[np.int64]) -> NDArray[np.uint16]:
    codes = hashes.astype(np.uint16)
    codes &= _EVEN
    if not "".join(words).isalpha():
        for at in [at for at, word in enumerate(words) if not word.isalpha()]:
            codes[at] |= any(map(str.isdigit, words[at]))
    return codes


def facts_of(telling: Telling) -> list[int]:
    """Return the codes of a telling's facts; each has its kind in the lowest three bits."""
    found = [fact(PLACE, place) for place in telling.places] if telling.places else []
    if telling.numbers:
        found += [fact(NUMBER, number.partition(" ")[0].partition("-")[0]) for number in telling.numbers]
    if telling.times:
        found += [fact(TIME, str(time)) for time in telling.times]
    if telling.ends:
        found += [fact(STAND, topic) for topic in telling.ends]
    if telling.links:
        found += [fact(LINK, address) for address in map(plain_address, telling.links)]
    if telling.denies:
        found.append(fact(STAND, ""))
    if len(telling.words) < TERSE:
        found += [fact(NAME, name) for name in telling.names]
    if telling.link:
        found.append(fact(OWN, plain_address(telling.link)))
    if telling.forward:
        found.append(fact(FORWARD, plain_address(telling.forward)))
    return found


def plain_address(address: str) -> str:
    """Return an address without what does not distinguish pages: scheme, ``www.`` and a slash at the end."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def fact(kind: int, text: str) -> int:
    """Return the code of a fact of a kind, 16 bits."""
    return (crc32(text.encode("utf-8", "replace"), kind + 1) & 0x1FFF) << 3 | kind


def address_key(kind: int, address: str) -> int:
    """Return the key under which a post is found that has an address, forwards it or links it."""
    return crc32(plain_address(address).encode("utf-8", "replace"), kind)


def _other_keys(telling: Telling, facts: list[int]) -> list[int]:
    told = sorted({one for one in facts if one & 7 <= TIME})
    keys = [crc32(array("H", told))] if told else []
    if telling.link:
        keys.append(address_key(OWN, telling.link))
    if telling.forward:
        keys.append(address_key(FORWARD, telling.forward))
    return keys + [address_key(LINK, address) for address in telling.links]
