"""What a chat was told of a story, wherever that went since, and until when it muted it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.alert_rows import ALERTS, alert_of
from storage.model import from_iso

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

_MOST_MERGES = 20
"""Stories that one after another became part of the next; more are not looked through."""


def of_story(connection: Connection, chat: int, story: int) -> Alert | None:
    """Return the alert by which a chat was told of a story, None where it never was.

    Of a story that became part of another, or of one that did in turn, an alert about that is meant as well:
    alerts move along. Where a summary told it, the alert is the one that this gathers, with its message.
    """
    for number in became(connection, story):
        row = connection.conn.execute(
            f"{ALERTS} WHERE chat = ? AND story = ? AND (state = 'sent' OR EXISTS"  # noqa: S608 - ours
            " (SELECT 1 FROM alerts AS whole WHERE whole.id = alerts.summary AND whole.state = 'sent'))"
            " ORDER BY step LIMIT 1",
            [chat, number],
        ).fetchone()
        if row:
            return _with_message(connection, alert_of(row))
    return None


def _with_message(connection: Connection, alert: Alert) -> Alert:
    """Return an alert with the message of the summary that gathers it."""
    if alert.summary is None:
        return alert
    row = connection.conn.execute("SELECT message FROM alerts WHERE id = ?", [alert.summary]).fetchone()
    return replace(alert, message=row["message"] or None)


def lately(connection: Connection, chat: int, most: int) -> list[Alert]:
    """Return the alerts by which a chat was told of stories, one of each, at most so many, the newest first.

    They are sought in the last few messages that it got, summaries among them.
    """
    rows = connection.conn.execute(
        "WITH messages AS MATERIALIZED (SELECT id FROM alerts WHERE chat = :chat AND state = 'sent'"  # noqa: S608
        "   ORDER BY settled DESC LIMIT :among)"
        f" {ALERTS} WHERE id IN (SELECT max(id) FROM"
        "   (SELECT id, story FROM alerts WHERE id IN messages AND story <> 0"
        "   UNION ALL SELECT id, story FROM alerts WHERE summary IN messages)"
        "   GROUP BY story) ORDER BY id DESC LIMIT :most",
        {"chat": chat, "among": 10 * most, "most": most},
    )
    return list(map(alert_of, rows))


def became(connection: Connection, story: int) -> list[int]:
    """Return a story and those that it became part of, the last one being what there is of it now."""
    rows = connection.conn.execute(
        "WITH RECURSIVE chain (id, depth) AS (VALUES (:story, 0) UNION ALL"
        " SELECT stories.into_story, depth + 1 FROM chain JOIN stories ON stories.id = chain.id"
        " WHERE stories.into_story IS NOT NULL AND depth < :most)"
        " SELECT id FROM chain ORDER BY depth",
        {"story": story, "most": _MOST_MERGES},
    )
    return list(dict.fromkeys(row["id"] for row in rows))


def muted_until(connection: Connection, chat: int, story: int) -> datetime | None:
    """Return until when a chat muted a story, or what that became part of; this may be over. None: never."""
    return muted_among(connection, [chat], story).get(chat)


def muted_among(connection: Connection, chats: Iterable[int], story: int) -> dict[int, datetime]:
    """Return until when these chats muted a story, as :func:`muted_until` does; no chat that never did."""
    rows = connection.conn.execute(
        "SELECT chat, max(until) AS until FROM silences WHERE kind = 'story'"
        " AND chat IN (SELECT value FROM json_each(?))"
        " AND value IN (SELECT CAST(value AS TEXT) FROM json_each(?)) GROUP BY chat",
        [json.dumps(list(chats)), json.dumps(became(connection, story))],
    )
    return {row["chat"]: from_iso(row["until"]) for row in rows}
