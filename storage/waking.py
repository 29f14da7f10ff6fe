"""Chats that can be reached again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import catching_up, chats

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def resting(connection: Connection, peer: int, thread: int | None = None) -> int | None:
    """Return the chat by which :func:`wake_again` would wake any, seen from where somebody spoke; or None."""
    here = chats.at(connection, peer, thread)
    chat = peer if here is None else here
    return chat if chats.asleep(connection, chat) else None


def wake_again(connection: Connection, chat: int, now: datetime) -> None:
    """Let a chat that was paused hear of things again, and with it all at the same place of Telegram's.

    What is going on still, and they were not told of, they get in one message.
    """
    for one in chats.asleep(connection, chat):
        chats.wake(connection, one)
        catching_up.welcome_back(connection, one, now)
