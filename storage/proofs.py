"""When something was last seen to work, and the program's own alerts, which prove that delivery does.

The table ``proofs`` has a row a name: ``sending`` when Telegram last took a message, ``ping`` when the
address of a dead man's switch last answered. When an alert of the program's own was sent, the outbox tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.alert_rows import ENQUEUED, tally
from storage.model import PROOF, AlertState, Severity, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

SENDING, PING = "sending", "ping"
"""What is noted: Telegram took a message, the address of the dead man's switch answered."""


_OF_CHAT = """
SELECT state, enqueued, settled, reason FROM alerts WHERE chat = :chat AND story = 0 AND occasion = :occasion
ORDER BY step DESC
"""
"""A chat's proofs, the newest first, by the index of its own alerts."""


class AlertProofs(NamedTuple):
    """What has become of a chat's proofs: when one was owed last, and when one was last sent.

    ``failure`` is why the newest settled one was given up; empty where it was sent.
    """

    owed: datetime | None = None
    sent: datetime | None = None
    failure: str = ""


def note(connection: Connection, name: str, at: datetime) -> None:
    """Note when something was seen to work."""
    connection.conn.execute(
        "INSERT INTO proofs (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        [name, to_iso(at)],
    )


def at(connection: Connection, name: str) -> datetime | None:
    """Return when something was last seen to work, None where it never was."""
    row = connection.conn.execute("SELECT at FROM proofs WHERE name = ?", [name]).fetchone()
    return from_iso(row["at"]) if row else None


def owe_proof(connection: Connection, chat: int, now: datetime) -> int | None:
    """Owe a chat a silent alert of the program's own; return its id, None while one is not settled yet."""
    values = {"chat": chat, "severity": int(Severity.INFO), "occasion": PROOF, "now": to_iso(now)}
    newest = connection.conn.execute(f"{_OF_CHAT} LIMIT 1", values).fetchone()
    if newest and newest["settled"] is None:
        return None
    added = connection.conn.execute(
        "INSERT INTO alerts (chat, story, step, severity, targets, occasion, silent, enqueued, due)"
        " SELECT :chat, 0, coalesce(max(step), 0) + 1, :severity, '[]', :occasion, 1, :now, :now"
        " FROM alerts WHERE chat = :chat AND story = 0 RETURNING id",
        values,
    ).fetchone()
    tally(connection, ENQUEUED, 1)
    return int(added["id"])


def of_chat(connection: Connection, chat: int) -> AlertProofs:
    """Return what has become of a chat's proofs."""
    values = {"chat": chat, "occasion": PROOF}
    rows = connection.conn.execute(f"{_OF_CHAT} LIMIT 2", values).fetchall()  # one at most is not settled
    if not rows:
        return AlertProofs()
    settled = next((row for row in rows if row["settled"]), None)
    is_failed = settled is not None and settled["state"] != AlertState.SENT
    failure = settled["reason"] or settled["state"] if settled and is_failed else ""
    return AlertProofs(from_iso(rows[0]["enqueued"]), last_alert(connection, chat), failure)


def last_alert(connection: Connection, chat: int) -> datetime | None:
    """Return when a chat was last sent a proof, None where it never was; by the index of its own alerts."""
    row = connection.conn.execute(
        "SELECT settled FROM alerts WHERE chat = ? AND story = 0 AND occasion = ? AND state = ?"
        " ORDER BY step DESC LIMIT 1",
        [chat, PROOF, AlertState.SENT.value],
    ).fetchone()
    return from_iso(row["settled"]) if row else None
