"""Alerts that are held for a chat, for tests of what its wishes do to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage import chats
from storage.model import Severity, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

TOPIC = "topic:shelling"


def hold(
    connection: Connection,
    chat: int,
    due: datetime,
    severity: Severity = Severity.WARNING,
    targets: tuple[str, ...] = (TOPIC,),
    reason: str = "digest",
) -> int:
    """Hold an alert about a story of its own for a chat until a time and for a reason; return its id."""
    chats.wake(connection, chat)
    row = connection.conn.execute(
        "INSERT INTO alerts (chat, story, severity, targets, state, reason, late, enqueued, due)"
        " SELECT ?, 1 + coalesce(max(story), 0), ?, ?, 'held', ?, ?, ?, ? FROM alerts RETURNING id",
        [chat, int(severity), json.dumps(targets), reason, reason == "late", to_iso(due), to_iso(due)],
    ).fetchone()
    return int(row["id"])


def due_of(connection: Connection, alert: int) -> datetime:
    """Return when an alert is due."""
    row = connection.conn.execute("SELECT due FROM alerts WHERE id = ?", [alert]).fetchone()
    return from_iso(row["due"])
