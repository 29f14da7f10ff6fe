"""A chat that wants to hear nothing at all for a time: a silence about everything.

Nothing is lost by it: what is owed meanwhile is muted, as with any silence, and so is what was owed already
and not sent. It is written down with the reason, counted and shown, and comes when its story goes on after
the pause.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage import silences
from storage.model import SilenceKind, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Silence

_REASON = f"{SilenceKind.EVERYTHING}:"


def begin(connection: Connection, chat: int, now: datetime, until: datetime) -> Silence:
    """Let a chat hear nothing until a time; what is on its way at this moment may still arrive.

    One that is in a pause already goes on with it, until the new time.
    """
    before = now_on(connection, chat, now)
    silence = silences.add(connection, chat, SilenceKind.EVERYTHING, "", now, until)
    hush(connection, chat, now)
    if before is None:
        return silence
    connection.conn.execute(
        "UPDATE silences SET created = ? WHERE id = ?", [to_iso(before.created), silence.id]
    )
    return replace(silence, created=before.created)


def now_on(connection: Connection, chat: int, now: datetime) -> Silence | None:
    """Return the pause that a chat is in, None where it is in none."""
    found = (one for one in silences.held(connection, chat, now) if one.kind is SilenceKind.EVERYTHING)
    return next(found, None)


def end(connection: Connection, chat: int, now: datetime) -> bool:
    """End the pause that a chat is in; return whether it was in one."""
    pause = now_on(connection, chat, now)
    return pause is not None and silences.end(connection, chat, pause.id)


def hush(connection: Connection, chat: int, now: datetime) -> bool:
    """Mute what a chat is owed of stories, if it is in a pause; return whether it is."""
    if now_on(connection, chat, now) is None:
        return False
    connection.conn.execute(
        "UPDATE alerts SET state = 'muted', settled = :now, reason = :reason"
        " WHERE chat = :chat AND story <> 0 AND state IN ('held', 'queued', 'waiting') AND settled IS NULL",
        {"chat": chat, "now": to_iso(now), "reason": _REASON},
    )
    return True


def held_back(connection: Connection, chat: int, since: datetime) -> int:
    """Return how much a chat was not told since a time because it was in a pause."""
    row = connection.conn.execute(
        "SELECT count(*) AS count FROM alerts WHERE chat = ? AND state = 'muted' AND reason = ?"
        " AND settled >= ?",
        [chat, _REASON, to_iso(since)],
    ).fetchone()
    return int(row["count"])
