"""Who is an operator: a person whom the configuration names, speaking as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model.seals import NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection

    from telegram import Message

__all__ = ["NOBODY", "is_operator"]


def is_operator(message: Message, admins: Collection[int]) -> bool:
    """Whether a message was written by one of these people; behind a chat's name, nobody is a person."""
    user = message.from_user
    if user is None or user.is_bot or user.id in NOBODY or message.sender_chat is not None:
        return False
    return user.id in admins
