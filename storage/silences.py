"""What chats do not want to hear of for a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import chats
from storage.alert_rows import ALERTS, alert_of
from storage.model import Silence, SilenceKind, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection
    from storage.model import Alert


@dataclass(frozen=True, slots=True)
class Concerned:
    """An alert that can be held back or is muted, and the silences of its chat that are in force."""

    alert: Alert
    silences: tuple[Silence, ...]


def add(
    connection: Connection, chat: int, kind: SilenceKind, value: str, now: datetime, until: datetime
) -> Silence:
    """Let a chat be silent about something until a time; one about the same is replaced."""
    chats.note(connection, chat)
    connection.conn.execute("DELETE FROM silences WHERE chat = ? AND until <= ?", [chat, to_iso(now)])
    row = connection.conn.execute(
        "INSERT INTO silences (chat, kind, value, created, until) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (chat, kind, value) DO UPDATE SET created = excluded.created, until = excluded.until"
        " RETURNING *",
        [chat, kind.value, value, to_iso(now), to_iso(until)],
    ).fetchone()
    return _silence(row)


def end(connection: Connection, chat: int, silence: int) -> bool:
    """End a silence of a chat; return whether there was one."""
    ended = connection.conn.execute(
        "DELETE FROM silences WHERE id = ? AND chat = ?", [silence, chat]
    ).rowcount
    return bool(ended)


def held(connection: Connection, chat: int, now: datetime) -> list[Silence]:
    """Return a chat's silences that are in force, the oldest first."""
    rows = connection.conn.execute(
        "SELECT * FROM silences WHERE chat = ? AND until > ? ORDER BY created, id", [chat, to_iso(now)]
    )
    return list(map(_silence, rows))


def concerned(connection: Connection, story: int, now: datetime) -> list[Concerned]:
    """Return a story's alerts of which a silence may hold one back, or hold one back no longer.

    They are those that were not sent, or are muted, of chats with a silence in force, whatever it is
    about, and first messages that are muted although their chat has none any more. The cost grows with
    the silences in force and the muted messages, not with the chats that follow.
    """
    silences: dict[int, list[Silence]] = {}
    rows = connection.conn.execute(
        "SELECT alerts.id AS alert, silences.* FROM silences CROSS JOIN alerts"
        " ON alerts.chat = silences.chat AND alerts.story = ?"
        " AND alerts.state IN ('held', 'queued', 'waiting', 'muted')"
        " WHERE silences.until > ? ORDER BY alerts.id, silences.id",
        [story, to_iso(now)],
    )
    for row in rows:
        silences.setdefault(row["alert"], []).append(_silence(row))
    over = connection.conn.execute(
        "SELECT id FROM alerts WHERE story = ? AND step = 0 AND state = 'muted' AND NOT EXISTS"
        " (SELECT 1 FROM silences WHERE silences.chat = alerts.chat AND until > ?)",
        [story, to_iso(now)],
    )
    silences |= {row["id"]: [] for row in over.fetchall()}
    return [
        Concerned(
            alert_of(connection.conn.execute(f"{ALERTS} WHERE id = ?", [alert]).fetchone()), tuple(held_)
        )
        for alert, held_ in silences.items()
    ]


def _silence(row: Row) -> Silence:
    return Silence(
        id=row["id"],
        chat=row["chat"],
        kind=SilenceKind(row["kind"]),
        value=row["value"],
        created=from_iso(row["created"]),
        until=from_iso(row["until"]),
    )
