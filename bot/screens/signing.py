"""The data of a screen's buttons: opaque, signed, and good for one chat and one showing of the screen.

It is ``~`` and 22 characters of base64url: eight bytes of the screen's id (5), version (2) and the choice's
number (1), and eight of an HMAC-SHA256 over them and the chat. Who forges one has to guess 64 bits, by
presses that Telegram carries one by one; and what it stands for is looked at again for every press.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

_DATA = re.compile(r"~(?P<code>[A-Za-z0-9_-]{21}[AQgw])", re.ASCII)
"""The last letter stands for two bits of 16 bytes: with others in it, several texts would mean the same."""

_MAC = 8
MOST_CHOICES = 256
"""So many choices can a page have at the most; Telegram shows 100."""


@dataclass(frozen=True, slots=True)
class Token:
    """A choice of a screen: the screen's id, the version in which it stood, its number from 0."""

    screen: int
    version: int
    choice: int


def write(token: Token, chat: int, secret: bytes) -> str:
    """Return a button's data; ``chat`` is where the screen stands."""
    packed = b"".join(
        (
            token.screen.to_bytes(5, "big"),
            (token.version % 2**16).to_bytes(2, "big"),
            token.choice.to_bytes(1, "big"),
        )
    )
    return "~" + urlsafe_b64encode(packed + _mac(packed, chat, secret)).decode().rstrip("=")


def is_ours(data: str) -> bool:
    """Whether data looks like a screen's button's; that says nothing of who made it."""
    return data.startswith("~")


def read(data: str, chat: int, secret: bytes) -> Token | None:
    """Return what a button stands for; None where it was not made here for this chat."""
    found = _DATA.fullmatch(data)
    if found is None:
        return None
    code = urlsafe_b64decode(found["code"] + "==")
    packed, mac = code[:-_MAC], code[-_MAC:]
    if not hmac.compare_digest(mac, _mac(packed, chat, secret)):
        return None
    return Token(int.from_bytes(packed[:5], "big"), int.from_bytes(packed[5:7], "big"), packed[7])


def _mac(packed: bytes, chat: int, secret: bytes) -> bytes:
    return hmac.digest(secret, packed + str(chat).encode(), sha256)[:_MAC]
