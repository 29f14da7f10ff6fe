"""Who is an operator: a person whom the configuration names, speaking as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from telegram import Message

NOBODY = frozenset({777000, 1087968824, 136817688})
"""Telegram's own accounts, behind which somebody else speaks: a linked channel, an anonymous admin, a
channel that comments."""


def is_operator(message: Message, admins: Collection[int]) -> bool:
    """Whether a message was written by one of these people; behind a chat's name, nobody is a person."""
    user = message.from_user
    if user is None or user.is_bot or user.id in NOBODY or message.sender_chat is not None:
        return False
    return user.id in admins
