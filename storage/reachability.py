"""What becomes of what is owed to a chat that must wait, cannot be reached, moved, or is to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, growing, outbox, summaries
from storage.model import CONSOLE, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def hold(connection: Connection, chat: int | None, until: datetime) -> None:
    """Let all that is owed to a chat (None: to anyone) wait until a time, as the network demands."""
    growing.hold(connection, chat, until)
    connection.conn.execute(
        "UPDATE alerts SET due = max(due, :until),"
        " state = iif(state = 'queued' AND due < :until, 'waiting', state)"
        " WHERE settled IS NULL AND chat <> :console AND (chat = :chat OR :chat IS NULL)",
        {"chat": chat, "until": to_iso(until), "console": CONSOLE},
    )


def give_up_chat(connection: Connection, chat: int, reason: str, now: datetime) -> None:
    """Pause a chat that cannot be reached any more and settle all that is owed to it; no message grows on."""
    chats.pause(connection, chat, reason)
    growing.end(connection, chat)
    connection.conn.execute(
        "UPDATE alerts SET state = 'gone', settled = ?, reason = ? WHERE chat = ? AND settled IS NULL",
        [to_iso(now), reason, chat],
    )


def migrate_chat(connection: Connection, old: int, new: int, now: datetime) -> None:
    """Carry a group's subscriptions and alerts over to the supergroup that it became.

    Messages are numbered anew there, so those that the group has neither grow nor are replied to any more.
    """
    growing.end(connection, old)
    connection.conn.execute("UPDATE alerts SET message = NULL WHERE chat = ?", [old])
    if chats.get(connection, old) is not None:  # both ways to hear of it may be taken
        chats.migrate(connection, old, new)
    summaries.carry_over(connection, old, new)
    connection.conn.execute("UPDATE OR IGNORE alerts SET chat = ? WHERE chat = ?", [new, old])
    give_up_chat(connection, old, "the supergroup was told already", now)


def forget_chat(connection: Connection, chat: int) -> None:
    """Delete all that is known of a chat; its alerts stay counted."""
    outbox.drop(connection, connection.conn.execute("SELECT id FROM alerts WHERE chat = ?", [chat]))
    chats.delete(connection, chat)
