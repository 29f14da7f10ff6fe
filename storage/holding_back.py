"""Alerts that are held back: muted by a chat's silence, or folded into a wider story's alert.

Both are ends, written down with the reason and shown to whoever asks; only what was not sent and is not
being sent can be held back. What a summary gathers is ``folded`` too, but told: see storage/summaries.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import wished
from storage.alert_rows import ALERTS, alert_of
from storage.model import from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An alert that was not sent, why, and since when; the reason of a folded one is ``story N``."""

    alert: Alert
    reason: str
    at: datetime


def mute(connection: Connection, alert: int, reason: str, now: datetime) -> None:
    """Hold an alert back because its chat does not want to hear of it now."""
    connection.conn.execute(
        "UPDATE alerts SET state = 'muted', settled = ?, reason = ?"
        " WHERE id = ? AND state IN ('held', 'queued', 'waiting')",
        [to_iso(now), reason, alert],
    )


def unmute(connection: Connection, alert: int, due: datetime) -> None:
    """Owe an alert again that was muted, as its chat wishes."""
    owed = connection.conn.execute(
        "UPDATE alerts SET state = 'queued', settled = NULL, reason = '', due = ?"
        " WHERE id = ? AND state = 'muted'",
        [to_iso(due), alert],
    ).rowcount
    if owed:
        wished.as_wished(connection, "a.id = :alert", {"alert": alert}, due)


def fold(connection: Connection, story: int, wider: Collection[int], now: datetime) -> int:
    """Hold a story's alerts back where a wider story tells the chat as much; return how many.

    That is where the chat was told of a wider one, or is owed an alert about it, at least as grave and
    for all the targets that asked for this one: a chat that follows the village itself hears of it. A
    reply that would sound is held back only where the story's first message was. What a summary told, or
    is to tell, was told.
    """
    return connection.conn.execute(
        "UPDATE alerts SET state = 'folded', settled = :now, reason = 'story ' || wide.story"
        " FROM alerts AS wide WHERE alerts.id IN ("
        "   SELECT id FROM alerts WHERE story = :story AND step = 0"
        "   AND state IN ('held', 'queued', 'waiting')"
        "   UNION ALL SELECT reply.id FROM alerts AS first CROSS JOIN alerts AS reply"
        "   ON reply.chat = first.chat AND reply.story = :story AND reply.step > 0"
        "   AND reply.state IN ('held', 'queued', 'waiting')"
        "   WHERE first.story = :story AND first.step = 0 AND first.state = 'folded'"
        "   AND first.summary IS NULL)"
        " AND wide.chat = alerts.chat AND wide.story IN (SELECT value FROM json_each(:wider))"
        " AND wide.step = 0 AND (wide.state NOT IN ('gone', 'muted', 'folded') OR wide.summary IS NOT NULL)"
        " AND wide.severity >= alerts.severity"
        " AND NOT EXISTS (SELECT 1 FROM json_each(alerts.targets) AS asked"
        "   WHERE asked.value NOT IN (SELECT value FROM json_each(wide.targets)))",
        {
            "story": story,
            "wider": json.dumps([one for one in wider if one != story]),
            "now": to_iso(now),
        },
    ).rowcount


def unfold(connection: Connection, story: int, wider: Collection[int], now: datetime) -> int:
    """Owe a story's first messages again that were folded into none of these wider ones; return how many.

    For when a story tells of something that it did not tell of when it was held back.
    """
    owed = connection.conn.execute(
        "UPDATE alerts SET state = 'queued', settled = NULL, reason = '', due = :now"
        " WHERE story = :story AND step = 0 AND state = 'folded' AND summary IS NULL AND reason NOT IN"
        " (SELECT 'story ' || value FROM json_each(:wider)) RETURNING id",
        {"story": story, "wider": json.dumps(list(wider)), "now": to_iso(now)},
    ).fetchall()
    which = "a.id IN (SELECT value FROM json_each(:ids))"
    if owed:
        wished.as_wished(connection, which, {"ids": json.dumps([row["id"] for row in owed])}, now)
    return len(owed)


def held_back(connection: Connection, chat: int, since: datetime, limit: int = 50) -> list[HeldBack]:
    """Return what a chat was not told since a time, at most so much, the newest first."""
    rows = connection.conn.execute(
        f"{ALERTS} WHERE chat = ? AND state IN ('muted', 'folded') AND summary IS NULL AND settled >= ?"
        " ORDER BY settled DESC, id DESC LIMIT ?",
        [chat, to_iso(since), limit],
    )
    return [HeldBack(alert_of(row), row["reason"], from_iso(row["settled"])) for row in rows]
