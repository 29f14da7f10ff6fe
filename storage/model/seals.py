"""Numbers of chats and people, sealed: a permutation that only the holder of a key can undo.

Inside the program and in the store there are sealed numbers alone; only what goes to Telegram and comes from
there knows the real ones. A sealed number looks like a real one: it has the same sign, so that groups stay
negative, and at most 52 significant bits (https://core.telegram.org/bots/api#chat).

It is a Feistel network as in NIST SP 800-38G (FF1: ten rounds over two halves, here of 26 bits), with keyed
BLAKE2b (RFC 7693) as its round function in the place of AES, which is not in Python's standard library.
Numbers that stand for nobody are left as they are; who would be sealed as one of them is sealed once more
(cycle walking), so that nothing ever collides.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY_BYTES = 32

HALF_BITS, ROUNDS = 26, 10
SIGNIFICANT = 1 << 2 * HALF_BITS
"""Numbers from here on are none of Telegram's: they are left as they are."""

NOBODY = frozenset({777000, 1087968824, 136817688})
"""Telegram's own accounts, behind which somebody else speaks: a linked channel, an anonymous admin, a
channel that comments."""

_LEFT = NOBODY | {0}
_MASK = (1 << HALF_BITS) - 1
_REMEMBERED = 65_536
_PERSON = b"regionwatch"


def _round(key: bytes, number: int) -> blake2b:
    """Return the function of one round, which is copied for each half."""
    return blake2b(key=key, digest_size=4, salt=bytes([number]), person=_PERSON)


class BadKeyError(ValueError):
    """What a key's file holds is no key; the text says what is expected, and repeats nothing of it."""


class Seals:
    """Seals and opens numbers with a key of 32 bytes; without one, numbers stay as they are."""

    def __init__(self, key: bytes = b"") -> None:
        if key and len(key) != KEY_BYTES:
            raise BadKeyError(f"expected a key of {KEY_BYTES} bytes")
        self._key = key
        self._rounds = tuple(_round(key, number) for number in range(ROUNDS))
        self._sealed = lru_cache(_REMEMBERED)(self._seal)
        self._opened = lru_cache(_REMEMBERED)(self._open)

    def __bool__(self) -> bool:
        return bool(self._key)

    @property
    def mark(self) -> str:
        """What tells this key from others and gives nothing of it away; hexadecimal."""
        return blake2b(key=self._key, digest_size=16, person=b"regionwatch mark").hexdigest()

    def seal(self, number: int) -> int:
        """Return the number under which a chat or person of Telegram's is known here."""
        return self._sealed(number) if self._key else number

    def open(self, number: int) -> int:
        """Return the number at Telegram; the way back from :meth:`seal`."""
        return self._opened(number) if self._key else number

    def _seal(self, number: int) -> int:
        return self._walk(number, range(ROUNDS))

    def _open(self, number: int) -> int:
        return self._walk(number, range(ROUNDS - 1, -1, -1))

    def _walk(self, number: int, rounds: range) -> int:
        value = abs(number)
        if value in _LEFT or value >= SIGNIFICANT:
            return number
        turn = self._turned if rounds.step > 0 else self._turned_back
        value = turn(value, rounds)
        while value in _LEFT:
            value = turn(value, rounds)
        return value if number > 0 else -value

    def _turned(self, value: int, rounds: Iterable[int]) -> int:
        left, right = value >> HALF_BITS, value & _MASK
        for number in rounds:
            left, right = right, left ^ self._round(number, right)
        return left << HALF_BITS | right

    def _turned_back(self, value: int, rounds: Iterable[int]) -> int:
        left, right = value >> HALF_BITS, value & _MASK
        for number in rounds:
            left, right = right ^ self._round(number, left), left
        return left << HALF_BITS | right

    def _round(self, number: int, half: int) -> int:
        state = self._rounds[number].copy()
        state.update(half.to_bytes(4, "big"))
        return int.from_bytes(state.digest(), "big") & _MASK


UNSEALED = Seals()
"""Where no key is set."""


def seals_of(text: str) -> Seals:
    """Return the seals of a key's file: 32 bytes in base64, on one line; raises :exc:`BadKeyError`."""
    try:
        key = b64decode(text.strip(), validate=True)
    except (Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKeyError("expected 32 random bytes in base64, as `regionwatch make-key` writes them")
    return Seals(key)
