"""What pages of choices have in common: the present one is marked, and texts follow what was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.languages import spoken
from bot.passage import shortened
from bot.screens.screen import Choice
from bot.zones import texts_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choices

_DIGITS = 18
MARK = "✓ "
_LABEL = 40
"""Characters of a name on a button: what a phone shows of it."""


def one_of(act: str, value: str, text: str, now: str | None) -> Choice:
    """Return one of several choices, marked where it is the present one."""
    return named(act, value, f"{MARK}{text}" if value == now else text)


def named(act: str, value: str, text: str) -> Choice:
    """Return a choice with a name that may be too long for a button."""
    return Choice(shortened(text, _LABEL), act, value)


def offered(usual: tuple[str, ...], now: str, none: str) -> tuple[str, ...]:
    """Return the usual values, and the present one where it is none of them, nor ``none``."""
    return usual if now in {none, *usual} else (*usual, now)


def in_rows(choices: Iterable[Choice], across: int = 2) -> Choices:
    """Return choices in rows of so many."""
    all_of_them = tuple(choices)
    return tuple(all_of_them[at : at + across] for at in range(0, len(all_of_them), across))


def number(text: object) -> int:
    """Return the number that a text is, 0 where it is none that fits into the store."""
    written = str(text)
    is_number = written.isdecimal() and written.isascii() and len(written) <= _DIGITS
    return int(written) if is_number else 0


async def anew(desk: Desk, asked: Asked) -> Asked:
    """Return what was asked with texts as the chat wishes them now: what changes them may just have been."""
    texts = spoken(asked.texts, asked.language) if asked.is_private else asked.texts
    return replace(asked, texts=await texts_here(texts, desk, asked.chat, asked.here))
