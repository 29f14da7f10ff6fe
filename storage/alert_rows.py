"""How alerts lie in the store: from a row to an alert, and the numbers that outlive the rows."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.model import Alert, AlertState, Severity, from_iso

if TYPE_CHECKING:
    from sqlite3 import Row

    from storage.database import Connection

ENQUEUED = "enqueued"
"""The tally of all alerts that were ever owed."""

KEPT_AS_THEY_ARE = (AlertState.SENT, AlertState.MUTED, AlertState.FOLDED)
"""What an alert is still counted as when its row goes; any other then counts as gone."""

ALERTS = """
SELECT alerts.*, (
    SELECT told.message FROM alerts AS first
    JOIN alerts AS told ON told.id = coalesce(first.summary, first.id)
    WHERE alerts.step > 0 AND first.chat = alerts.chat AND first.story = alerts.story
    AND alerts.story <> 0 AND first.step = 0 AND told.message > 0
) AS reply_to,
(SELECT coalesce(peer, id) FROM chats WHERE chats.id = alerts.chat) AS peer,
(SELECT thread FROM chats WHERE chats.id = alerts.chat) AS thread
FROM alerts
"""
"""The beginning of a statement whose rows :func:`alert_of` reads."""


def alert_of(row: Row) -> Alert:
    """Return the alert of a row that :data:`ALERTS` found."""
    return Alert(
        id=row["id"],
        chat=row["chat"],
        story=row["story"],
        step=row["step"],
        severity=Severity(row["severity"]),
        targets=_targets(row["targets"]),
        state=AlertState(row["state"]),
        enqueued=_moment(row["enqueued"]),
        attempts=row["attempts"],
        repeats=row["repeats"],
        occasion=row["occasion"],
        message=row["message"] or None,
        shown=row["shown"],
        reply_to=row["reply_to"],
        peer=row["chat"] if row["peer"] is None else row["peer"],
        thread=row["thread"],
        silent=bool(row["silent"]),
        late=bool(row["late"]),
        summary=row["summary"],
    )


@lru_cache(maxsize=256)
def _targets(stored: str) -> tuple[str, ...]:
    """Return targets as they are stored; a fan-out reads the same ones a hundred thousand times."""
    return tuple(json.loads(stored))


_moment = lru_cache(maxsize=256)(from_iso)


def tally(connection: Connection, name: str, count: int) -> None:
    """Add to a number that outlives the rows that it counts."""
    connection.conn.execute(
        "INSERT INTO tallies (name, count) VALUES (:name, :count)"
        " ON CONFLICT (name) DO UPDATE SET count = count + excluded.count",
        {"name": name, "count": count},
    )
