"""What is kept and compared of a telling: its words and facts as small numbers, and the keys it is found by.

A word becomes a code of 16 bits, so that a million posts of 60 words fit in 120 MB. Two words share a code
once in 32,768 pairs: far too seldom to make or break a likeness, which many words decide. A code depends on
nothing but the word (a CRC), so that a restart finds what was found before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

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

# Letters of other scripts that look like these: a word written with them has the same code.
_LOOKS = str.maketrans("aceiopxyhkmtbjsё", "асеіорхункмтвјѕе")

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93], np.uint64)
_TEXT, _FACTS, _ADDRESS = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3
_ALL = (1 << 64) - 1


class Codes(dict[str, int]):
    """The codes of words: even, and odd for a word with a digit in it. Remembers the words met last."""

    MOST = 65_536

    def __missing__(self, word: str) -> int:
        """Work out a word's code."""
        if len(self) >= self.MOST:
            self.clear()
        code = crc32(word.translate(_LOOKS).encode("utf-8", "replace")) & 0xFFFE
        code |= any(map(str.isdigit, word))
        self[word] = code
        return code


class Imprint(NamedTuple):
    """A telling as it is compared.

    ``codes`` are its words in order, ``facts`` the codes of its facts. ``keys`` are what it can be found by:
    first one for each shingle, then ``others`` more (its text, its facts, addresses).
    """

    codes: list[int]
    facts: list[int]
    keys: NDArray[np.uint64]
    others: int


def imprint(telling: Telling, codes: Codes) -> Imprint:
    """Return a telling as it is compared."""
    words = list(map(codes.__getitem__, telling.words[:LONGEST]))
    facts = facts_of(telling)
    others = _other_keys(telling, words, facts)
    count = max(0, len(words) - WINDOW + 1)
    keys = np.empty(count + len(others), np.uint64)
    if count:
        letters = np.array(words, np.uint64)
        shingles: NDArray[np.uint64] = np.ndarray((count, WINDOW), np.uint64, letters, strides=(8, 8))
        np.matmul(shingles, _MULTIPLIERS, out=keys[:count])
    keys[count:] = others
    return Imprint(words, facts, keys, len(others))


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


def _other_keys(telling: Telling, words: list[int], facts: list[int]) -> list[int]:
    keys = [crc32(np.array(words, np.uint16).tobytes()) * _TEXT & _ALL] if words else []
    told = sorted({code for code in words if code & 1} | {one for one in facts if one & 7 <= TIME})
    if told:
        keys.append(crc32(np.array(told, np.uint16).tobytes()) * _FACTS & _ALL)
    addresses: Iterable[str] = filter(None, (telling.link, telling.forward, *telling.links))
    return keys + [address_key(address) for address in addresses]
