"""When a chat's wishes let an alert go, as parts of statements: at once, silently, or held and until when.

What asked for an alert says how it is told: of several subscriptions the most urgent one counts, and one
without a wish of its own is told as its chat wishes. What is critical comes at once, unless the chat says
otherwise. The console has no wishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.model import CONSOLE, Mode, Severity, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

CHAT = "c.critical_through, c.digest_due, c.quiet_begin, c.quiet_end"
"""What a row must have of its chat ``c`` for :data:`WISHED` to be put around it."""

_THROUGH = f"(chat = {CONSOLE} OR severity >= {int(Severity.CRITICAL)} AND critical_through)"

WISHED = f"""
SELECT *, CASE WHEN {_THROUGH} THEN '' WHEN mode = {int(Mode.DIGEST)} THEN 'digest'
    WHEN quiet_begin <= :now AND :now < quiet_end THEN 'quiet' ELSE '' END AS why,
mode = {int(Mode.SILENT)} AND NOT {_THROUGH} AS is_silent
FROM
"""  # noqa: S608 - numbers of ours
"""Put before rows that have ``chat``, ``severity``, ``mode`` and :data:`CHAT`, it adds two columns.

``why`` is why the alert is held, empty where it is not; ``is_silent`` says that it makes no sound.
"""

HELD_UNTIL = "CASE why WHEN 'digest' THEN coalesce(digest_due, :now) WHEN 'quiet' THEN quiet_end END"
"""When what :data:`WISHED` found is held no longer, NULL where it is not held.

A chat whose digests were not planned yet is planned when its alert is due: see storage/holding.py.
"""


def mode_of(alert: str) -> str:
    """Return an expression: how the subscriptions of chat ``c`` that asked for an alert want it told."""
    return (
        "coalesce((SELECT min(coalesce(asking.mode, c.mode))"  # noqa: S608 - names of ours
        f" FROM json_each({alert}.targets) AS asked"
        " JOIN subscriptions AS asking ON asking.target = asked.value AND asking.chat = c.id), c.mode)"
    )


def as_wished(
    connection: Connection,
    which: str,
    values: dict[str, Any],
    now: datetime,
    *,
    only: str = "TRUE",
    kept_until: datetime | None = None,
) -> int:
    """Let alerts ``a`` be held, queued or silent as their chats wish now; return how many there were.

    ``which`` chooses them, ``only`` narrows that by what is found (columns of :data:`WISHED`). What need
    not be held is queued; or with ``kept_until`` it stays held until then, to be told with others.
    """
    return connection.conn.execute(
        f"""
        UPDATE alerts SET late = 0, silent = found.is_silent,
        state = iif(found.why = '' AND :kept_until IS NULL, 'queued', 'held'),
        reason = CASE WHEN found.why <> '' THEN found.why WHEN :kept_until IS NULL THEN ''
            ELSE alerts.reason END,
        due = coalesce(found.until, :kept_until, iif(alerts.state = 'held', :now, alerts.due))
        FROM (SELECT *, {HELD_UNTIL} AS until FROM ({WISHED} (
            SELECT a.id, a.chat, a.severity, {CHAT}, {mode_of("a")} AS mode
            FROM alerts AS a JOIN chats AS c ON c.id = a.chat WHERE {which}))) AS found
        WHERE alerts.id = found.id AND ({only})
        """,  # noqa: S608 - parts of ours
        {
            "now": to_iso(now),
            "kept_until": to_iso(kept_until) if kept_until else None,
            **values,
        },
    ).rowcount
