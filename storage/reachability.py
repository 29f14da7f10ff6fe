"""What becomes of what is owed to a chat that must wait, cannot be reached, moved, or is to be forgotten.

Telegram says these things of a whole chat: what it says of a forum concerns all its topics, whichever of them
a message was for. Only that a topic is gone concerns it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import carrying_over, chats, growing, outbox, screens, updates
from storage.model import CONSOLE, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

_HOLD = """
UPDATE alerts SET due = max(due, :until),
    state = iif(state = 'queued' AND due < :until, 'waiting', state)
WHERE settled IS NULL
"""


EVERYTHING = 0
"""Stands in :func:`waits` for all chats."""


def hold(connection: Connection, chat: int | None, until: datetime) -> None:
    """Let all that is owed to a chat (None: to anyone) wait until a time, as the network demands.

    Also what it comes to be owed meanwhile: :func:`waits` tells it after a restart.
    """
    connection.conn.execute(
        "INSERT INTO waits (peer, until) VALUES (?, ?)"
        " ON CONFLICT (peer) DO UPDATE SET until = max(until, excluded.until)",
        [EVERYTHING if chat is None else chats.peer_of(connection, chat), to_iso(until)],
    )
    if chat is None:
        growing.hold(connection, None, until)
        connection.conn.execute(f"{_HOLD} AND chat <> :console", {"until": to_iso(until), "console": CONSOLE})
        return
    for one in chats.together(connection, chat):
        growing.hold(connection, one, until)
        connection.conn.execute(f"{_HOLD} AND chat = :chat", {"until": to_iso(until), "chat": one})


def waits(connection: Connection, now: datetime) -> dict[int, datetime]:
    """Return until when the network demands a pause, by the chat's id there; those that are over go."""
    connection.conn.execute("DELETE FROM waits WHERE until <= ?", [to_iso(now)])
    rows = connection.conn.execute("SELECT peer, until FROM waits")
    return {row["peer"]: from_iso(row["until"]) for row in rows}


def give_up_chat(
    connection: Connection, chat: int, reason: str, now: datetime, *, topic: bool = False
) -> None:
    """Pause a chat that cannot be reached any more and settle all that is owed to it; no message grows on.

    With ``topic`` only this topic is gone; else the same goes for all chats at the same place.
    """
    if topic:
        chats.pause_topic(connection, chat, reason)
    else:
        chats.pause(connection, chat, reason)
    for one in [chat] if topic else chats.together(connection, chat):
        growing.end(connection, one)
        connection.conn.execute(
            "UPDATE alerts SET state = 'gone', settled = ?, reason = ? WHERE chat = ? AND settled IS NULL",
            [to_iso(now), reason, one],
        )


def migrate_chat(connection: Connection, old: int, new: int, now: datetime) -> None:
    """Carry all that belongs to a group over to the supergroup that it became; twice is once.

    Where both are known, they are merged: what the supergroup wished itself counts, and what it was told
    already is not told again.
    """
    old = chats.peer_of(connection, old)
    if old == new:
        return
    for topic in chats.topics(connection, old):
        twin = chats.at(connection, new, topic.thread)
        if twin is None:
            carrying_over.move_topic(connection, topic.id, new)
        else:
            carrying_over.carry_over(connection, topic.id, twin, now)
    carrying_over.carry_over(connection, old, new, now)


def forget_chat(connection: Connection, chat: int) -> None:
    """Delete all that is known of a chat, of a forum with its topics; its alerts stay counted."""
    is_topic = chats.peer_of(connection, chat) != chat
    if not is_topic:
        updates.forget(connection, chat)
    for one in [chat] if is_topic else chats.together(connection, chat):
        outbox.drop(connection, connection.conn.execute("SELECT id FROM alerts WHERE chat = ?", [one]))
        screens.forget(connection, one)
        chats.delete(connection, one)
    connection.conn.execute("DELETE FROM waits WHERE peer = ? AND peer <> ?", [chat, EVERYTHING])
    _forget_updates(connection, chat)


def _forget_updates(connection: Connection, chat: int) -> None:
    """Drop what was said in a chat, and of what was answered elsewhere all that its person said.

    That an update was handled stays known by Telegram's number for it.
    """
    ids = {"chat": chat, "number": str(chat)}
    connection.conn.execute("DELETE FROM updates WHERE chat = :chat AND handled IS NULL", ids)
    connection.conn.execute(
        "UPDATE updates SET chat = 0, body = '{}'"
        " WHERE handled IS NOT NULL AND (chat = :chat OR instr(body, :number))",
        ids,
    )
