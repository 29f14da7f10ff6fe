"""Who is an operator."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, User

from bot.operators import NOBODY, is_operator

ADMINS = (7, *NOBODY)


def message(user: int | None, *, is_bot: bool = False, behind: int | None = None) -> Message:
    """Return a message by this person, perhaps behind a chat's name."""
    group = Chat(-100, Chat.SUPERGROUP)
    sender = None if user is None else User(user, "Somebody", is_bot=is_bot)
    chat = None if behind is None else Chat(behind, Chat.CHANNEL)
    return Message(1, datetime.now(UTC), group, from_user=sender, sender_chat=chat)


def test_a_person_who_is_named_is_one() -> None:
    """In a group as anywhere; others are none."""
    assert is_operator(message(7), ADMINS)
    assert not is_operator(message(8), ADMINS)


@pytest.mark.parametrize("user", sorted(NOBODY))
def test_telegrams_own_accounts_are_nobody(user: int) -> None:
    """Not even where somebody has put their number among the admins."""
    assert not is_operator(message(user), ADMINS)


def test_whoever_speaks_behind_a_chat_is_nobody() -> None:
    """Nor is a bot, nor a message without a person."""
    assert not is_operator(message(7, behind=-100), ADMINS)
    assert not is_operator(message(7, is_bot=True), ADMINS)
    assert not is_operator(message(None), ADMINS)
