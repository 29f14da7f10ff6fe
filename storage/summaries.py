"""Messages that gather several alerts of one chat: begun, added to, and found out of date.

A summary is an alert about story 0 whose ``occasion`` names its kind. What it gathers is ``folded``, an end,
and names it: nothing is dropped, and the states go on adding up.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.alert_rows import ALERTS, ENQUEUED, alert_of, tally
from storage.growing import NEVER
from storage.model import SUMMARY, SummaryKind, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta

    from storage.database import Connection
    from storage.model import Alert

REASON = "summary"
"""The ``reason`` of an alert that was folded into a summary."""


def begin(
    connection: Connection, chat: int, kind: SummaryKind, alerts: Collection[int], now: datetime
) -> int:
    """Owe a chat a message that gathers these of its alerts, by id; return the id of the new one.

    It is as grave as the gravest of them, and makes no sound where all of them are silent or late. It tells
    of the time since the digest before, where it is one, or since the first of them was owed.
    """
    values = {"chat": chat, "ids": json.dumps(list(alerts)), "kind": kind.value, "now": to_iso(now)}
    summary = connection.conn.execute(
        "INSERT INTO alerts (chat, story, step, severity, targets, occasion, enqueued, due, silent)"
        " SELECT :chat, 0, (SELECT coalesce(max(step), 0) + 1 FROM alerts WHERE chat = :chat AND story = 0),"
        " max(severity), '[]', :summary || :kind, :now, :now, min(silent OR late)"
        " FROM alerts WHERE id IN (SELECT value FROM json_each(:ids)) RETURNING id",
        values | {"summary": SUMMARY},
    ).fetchone()["id"]
    tally(connection, ENQUEUED, 1)
    connection.conn.execute(
        "INSERT INTO summaries (alert, chat, kind, since, last) SELECT :alert, :chat, :kind,"
        " min(min(enqueued), coalesce((SELECT max(last) FROM summaries WHERE chat = :chat"
        "   AND kind = :kind AND kind = 'digest'), min(enqueued))), :now"
        " FROM alerts WHERE id IN (SELECT value FROM json_each(:ids))",
        values | {"alert": summary},
    )
    _gather(connection, summary, values)
    return int(summary)


def add(connection: Connection, summary: int, alerts: Collection[int], now: datetime) -> None:
    """Let a summary gather more alerts, by id; where it was sent already, its message is out of date."""
    values = {"summary": summary, "ids": json.dumps(list(alerts)), "now": to_iso(now), "never": NEVER}
    connection.conn.execute(
        "UPDATE summaries SET version = version + 1, last = max(last, :now),"
        " edits_due = (SELECT coalesce(summaries.edits_due, max(:now, coalesce(edit_due, ''))) FROM alerts"
        "   WHERE id = :summary AND state = 'sent' AND shown < :never) WHERE alert = :summary",
        values,
    )
    connection.conn.execute(
        "UPDATE alerts SET severity = max(alerts.severity, more.severity),"
        " silent = min(alerts.silent, more.silent)"
        " FROM (SELECT max(severity) AS severity, min(silent OR late) AS silent FROM alerts"
        "   WHERE id IN (SELECT value FROM json_each(:ids))) AS more"
        " WHERE alerts.id = :summary AND alerts.settled IS NULL",
        values,
    )
    _gather(connection, summary, values)


def _gather(connection: Connection, summary: int, values: Mapping[str, object]) -> None:
    """Fold alerts into a summary; ``shown`` is the first version of it that tells of them."""
    connection.conn.execute(
        "UPDATE alerts SET state = 'folded', settled = :now, reason = :reason, summary = :summary,"
        " shown = (SELECT version FROM summaries WHERE alert = :summary)"
        " WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('held', 'queued', 'waiting')",
        {**values, "summary": summary, "reason": REASON},
    )


def gathered(connection: Connection, summary: int) -> list[Alert]:
    """Return the alerts that a summary gathers, the gravest first, then the oldest."""
    rows = connection.conn.execute(
        f"{ALERTS} WHERE summary = ? ORDER BY severity DESC, enqueued, id", [summary]
    )
    return list(map(alert_of, rows))


def open_flood(connection: Connection, chat: int, now: datetime, within: timedelta) -> int | None:
    """Return the summary that a chat's flood goes on in, None where a new one is to begin.

    That is one that was added to within so long, and whose message can be edited, or is still to be sent.
    """
    row = connection.conn.execute(
        "SELECT alert FROM summaries JOIN alerts ON alerts.id = summaries.alert"
        " WHERE summaries.chat = :chat AND last > :since AND kind = :kind"
        " AND (alerts.settled IS NULL OR alerts.state = 'sent' AND alerts.shown < :never)"
        " ORDER BY last DESC LIMIT 1",
        {"chat": chat, "since": to_iso(now - within), "kind": SummaryKind.FLOOD.value, "never": NEVER},
    ).fetchone()
    return row["alert"] if row else None
