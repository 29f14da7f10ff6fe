"""A chat becomes another one: whatever belongs to it goes along, also where the other one was known before.

Messages are numbered anew there: those that the old chat has neither grow nor are replied to any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, growing
from storage.model import to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

ALREADY = "the supergroup was told already"
"""Why an alert is given up that both chats were owed."""

_WHEN = "mode, digest, quiet, zone, critical_through, digest_due, quiet_begin, quiet_end"
"""The columns of a chat that say when it is told: they belong together, moments come from wishes."""

_UNCHANGED = {
    _WHEN: "mode = 0 AND digest = '' AND quiet = '' AND zone = '' AND critical_through = 1",
    "heard_from": "heard_from = 0",
    "told_at": "told_at = 2",
    "language": "language = ''",
    "title": "title = ''",
}
"""Columns of a chat, and what holds while nobody has changed them: then the old chat's count."""


def carry_over(connection: Connection, old: int, new: int, now: datetime) -> None:
    """Let one chat become another, by their ids here; what is not known leaves no trace."""
    _end_messages(connection, old)
    if chats.get(connection, old) is not None:  # both ways to hear of it may be taken
        _carry_wishes(connection, old, new)
        chats.delete(connection, old)
    _carry_alerts(connection, old, new)
    connection.conn.execute(
        "UPDATE alerts SET state = 'gone', settled = ?, reason = ? WHERE chat = ? AND settled IS NULL",
        [to_iso(now), ALREADY, old],
    )


def move_topic(connection: Connection, topic: int, peer: int) -> None:
    """Let a topic go over to another forum, where its id here stays what it is."""
    _end_messages(connection, topic)
    connection.conn.execute("UPDATE chats SET peer = ? WHERE id = ?", [peer, topic])


def _end_messages(connection: Connection, chat: int) -> None:
    growing.end(connection, chat)
    connection.conn.execute("UPDATE alerts SET message = NULL WHERE chat = ?", [chat])
    connection.conn.execute(
        "UPDATE summaries SET edits_due = NULL WHERE chat = ? AND edits_due IS NOT NULL", [chat]
    )


def _carry_wishes(connection: Connection, old: int, new: int) -> None:
    """Carry over what stands beside the alerts: wishes, subscriptions, silences, who manages it."""
    ids = {"old": old, "new": new}
    chats.wake(connection, new)
    for columns, unchanged in _UNCHANGED.items():
        connection.conn.execute(
            f"UPDATE chats SET ({columns}) = (SELECT {columns} FROM chats WHERE id = :old)"  # noqa: S608 - columns of ours
            f" WHERE id = :new AND {unchanged}",
            ids,
        )
    connection.conn.execute(
        "INSERT INTO subscriptions (target, chat, created, mode)"
        " SELECT target, :new, created, mode FROM subscriptions WHERE chat = :old"
        " ON CONFLICT (target, chat) DO UPDATE"
        " SET mode = coalesce(mode, excluded.mode), created = min(created, excluded.created)",
        ids,
    )
    connection.conn.execute(
        "INSERT INTO silences (chat, kind, value, created, until)"
        " SELECT :new, kind, value, created, until FROM silences WHERE chat = :old"
        " ON CONFLICT (chat, kind, value) DO UPDATE SET until = max(until, excluded.until)",
        ids,
    )
    connection.conn.execute(
        "INSERT OR IGNORE INTO managers (person, chat) SELECT person, :new FROM managers WHERE chat = :old",
        ids,
    )
    connection.conn.execute("UPDATE chats SET manages = :new WHERE manages = :old", ids)


def _carry_alerts(connection: Connection, old: int, new: int) -> None:
    """Carry over alerts of every state; of two about one step of a story, one stays with the old chat.

    That is the old one, unless it is owed still while the other was given up. Summaries are not about one
    story: all are carried over, behind those that are there.
    """
    ids = {"old": old, "new": new}
    connection.conn.execute(
        "UPDATE alerts SET chat = :old, step = -1 - step"
        " WHERE chat = :new AND story <> 0 AND state = 'gone' AND EXISTS (SELECT 1 FROM alerts AS other"
        "   WHERE other.chat = :old AND other.story = alerts.story AND other.step = alerts.step"
        "   AND other.settled IS NULL)",
        ids,
    )
    connection.conn.execute(
        "UPDATE OR IGNORE alerts SET chat = :new WHERE chat = :old AND story <> 0 AND step >= 0", ids
    )
    connection.conn.execute("UPDATE alerts SET step = -1 - step WHERE chat = :old AND step < 0", ids)
    behind = connection.conn.execute(
        "SELECT coalesce((SELECT max(step) + 1 FROM alerts WHERE chat = :new AND story = 0)"
        "   - (SELECT min(step) FROM alerts WHERE chat = :old AND story = 0), 0) AS behind",
        ids,
    ).fetchone()["behind"]
    connection.conn.execute(
        "UPDATE alerts SET chat = :new, step = step + :behind WHERE chat = :old AND story = 0",
        ids | {"behind": behind},
    )
    connection.conn.execute("UPDATE summaries SET chat = :new WHERE chat = :old", ids)
