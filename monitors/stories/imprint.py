"""What is kept and compared of a telling: its words and facts as small numbers, and the keys it is found by.

A word becomes a code of 16 bits, so that a million posts of 60 words fit in 120 MB. Two words share a code
once in 32,768 pairs: far too seldom to make or break a likeness, which many words decide. A code depends on
nothing but the word (a CRC), so that a restart finds what was found before.
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

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93], np.uint64)
_TEXT, _FACTS, _ADDRESS = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3
_ALL = (1 << 64) - 1
_EVEN = np.uint64(0xFFFE)


class Imprint(NamedTuple):
    """A telling as it is compared.

    ``codes`` are its words in order, ``facts`` the codes of its facts. ``keys`` are what it can be found by:
    first one for each shingle, then ``others`` more (its text, its facts, addresses).
    """

    codes: NDArray[np.uint16]
    facts: list[int]
    keys: NDArray[np.uint64]
    others: int


def imprint(telling: Telling) -> Imprint:
    """Return a telling as it is compared."""
    wide = _wide_codes(telling.words[:LONGEST])
    codes = wide.astype(np.uint16)
    facts = facts_of(telling)
    others = _other_keys(telling, codes, facts)
    count = max(0, codes.size - WINDOW + 1)
    keys = np.empty(count + len(others), np.uint64)
    if count:
        shingles: NDArray[np.uint64] = np.ndarray((count, WINDOW), np.uint64, wide, strides=(8, 8))
        np.matmul(shingles, _MULTIPLIERS, out=keys[:count])
    for at, key in enumerate(others, count):
        keys[at] = key
    return Imprint(codes, facts, keys, len(others))


def codes_of(words: Sequence[str]) -> list[int]:
    """Return the codes of words: even, and odd for a word with a digit in it."""
    codes: list[int] = _wide_codes(words).tolist()
    return codes


def _wide_codes(words: Sequence[str]) -> NDArray[np.uint64]:
    if not words:
        return np.empty(0, np.uint64)
    spelled = " ".join(words).encode("utf-8", "replace").split(b" ")
    codes = np.fromiter(map(crc32, spelled), np.uint64, len(words))
    codes &= _EVEN
    # Most words are of letters only, and asked so they are told apart several times as fast.
    for at in [at for at, word in enumerate(words) if not word.isalpha()]:
        codes[at] |= np.uint64(any(map(str.isdigit, words[at])))
    return codes


def facts_of(telling: Telling) -> list[int]:
    """Return the codes of a telling's facts; each has its kind in the lowest three bits."""
    found = [fact(PLACE, place) for place in telling.places]
    found += [fact(NUMBER, number.partition(" ")[0]) for number in telling.numbers]
    found += [fact(TIME, str(time)) for time in telling.times]
    found += [fact(STAND, topic) for topic in telling.ends]
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


def address_key(address: str) -> int:
    """Return the key under which a post with this address, or a link to it, is found."""
    return crc32(plain_address(address).encode("utf-8", "replace")) * _ADDRESS & _ALL


def _other_keys(telling: Telling, codes: NDArray[np.uint16], facts: list[int]) -> list[int]:
    keys = [crc32(codes.data) * _TEXT & _ALL] if codes.size else []
    told = list(filter((1).__and__, codes.tolist()))
    told += [one for one in facts if one & 7 <= TIME]
    if told:
        keys.append(crc32(array("H", sorted(set(told)))) * _FACTS & _ALL)
    if telling.link or telling.forward or telling.links:
        addresses = filter(None, (telling.link, telling.forward, *telling.links))
        keys += map(address_key, addresses)
    return keys
