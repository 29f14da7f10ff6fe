"""When chats want to be told, and what that means for the alerts that are held for them.

A digest's schedule is kept as long as something comes in the digest, and no longer: nothing is ever held
for one that has no time. After every change the moments ahead are worked out anew, and each held alert is
due when it would be if it had been held only now; those that nothing holds any more are due at once. Every
setter returns how many these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import chats, holding
from storage.model import Mode, Wishes, from_iso, to_iso
from storage.model.schedules import Digest

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from storage.database import Connection
    from storage.model.schedules import Quiet

UNNAMED = Digest("daily")
"""The digest of those who ask for one and say nothing of its time."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The next moments of a chat, in UTC: its digest, and the quiet hours that are on or come next."""

    digest_due: datetime | None = None
    quiet_begin: datetime | None = None
    quiet_end: datetime | None = None


def get(connection: Connection, chat: int) -> Wishes:
    """Return what a chat wishes; one that never spoke wishes what everybody does."""
    known = chats.get(connection, chat)
    return known.wishes if known else Wishes()


def planned(connection: Connection, chat: int) -> Planned:
    """Return the next moments of a chat as they were worked out."""
    row = connection.conn.execute(
        "SELECT digest_due, quiet_begin, quiet_end FROM chats WHERE id = ?", [chat]
    ).fetchone()
    return Planned(*(from_iso(moment) if moment else None for moment in row)) if row else Planned()


def set_mode(connection: Connection, chat: int, mode: Mode, now: datetime, zone: ZoneInfo) -> int:
    """Let a chat be told in this way of what it gave no way of its own. ``zone`` is the region's."""
    _set(connection, chat, "UPDATE chats SET mode = ? WHERE id = ?", int(mode))
    return _plan(connection, chat, now, zone)


def set_digest(
    connection: Connection, chat: int, digest: Digest | None, now: datetime, zone: ZoneInfo
) -> int:
    """Let a chat be told in a digest at these times; None: of nothing in a digest any more.

    ``zone`` is the region's.
    """
    if digest is not None:
        _set(connection, chat, "UPDATE chats SET digest = ? WHERE id = ?", digest.text)
        _set(connection, chat, "UPDATE chats SET mode = ? WHERE id = ?", int(Mode.DIGEST))
    elif get(connection, chat).mode is Mode.DIGEST:
        _set(connection, chat, "UPDATE chats SET mode = ? WHERE id = ?", int(Mode.AT_ONCE))
    if digest is None:
        connection.conn.execute(
            "UPDATE subscriptions SET mode = NULL WHERE chat = ? AND mode = ?", [chat, int(Mode.DIGEST)]
        )
    return _plan(connection, chat, now, zone)


def set_quiet(connection: Connection, chat: int, quiet: Quiet | None, now: datetime, zone: ZoneInfo) -> int:
    """Let a chat be left alone in these hours of every day; None: in none. ``zone`` is the region's."""
    _set(connection, chat, "UPDATE chats SET quiet = ? WHERE id = ?", quiet.text if quiet else "")
    return _plan(connection, chat, now, zone)


def set_zone(connection: Connection, chat: int, name: str, now: datetime, zone: ZoneInfo) -> int:
    """Let a chat's times be those of a zone by its IANA name; empty: of ``zone``, the region's."""
    _set(connection, chat, "UPDATE chats SET zone = ? WHERE id = ?", name)
    return _plan(connection, chat, now, zone)


def set_critical_through(
    connection: Connection,
    chat: int,
    now: datetime,
    zone: ZoneInfo,
    *,
    through: bool,
) -> int:
    """Let what is critical come at once all the same, or wait like all else. ``zone`` is the region's."""
    _set(connection, chat, "UPDATE chats SET critical_through = ? WHERE id = ?", int(through))
    return _plan(connection, chat, now, zone)


def set_subscription_mode(
    connection: Connection, chat: int, target: str, mode: Mode | None, now: datetime, zone: ZoneInfo
) -> int:
    """Let a chat be told in this way of a target that it follows, None: as of all else.

    ``zone`` is the region's.
    """
    connection.conn.execute(
        "UPDATE subscriptions SET mode = ? WHERE chat = ? AND target = ?",
        [None if mode is None else int(mode), chat, target],
    )
    return _plan(connection, chat, now, zone)


def _set(connection: Connection, chat: int, statement: str, value: str | int) -> None:
    chats.note(connection, chat)
    connection.conn.execute(statement, [value, chat])


# --- what follows from a change ---------------------------------------------------------------


def _plan(connection: Connection, chat: int, now: datetime, zone: ZoneInfo) -> int:
    """Bring all in step with what a chat wishes now; return how many held alerts are due because of it."""
    waited = _waiting(connection, chat, now)
    _keep_or_drop_digest(connection, chat)
    holding.plan_chat(connection, chat, now, zone)
    return max(0, waited - _waiting(connection, chat, now))


def _waiting(connection: Connection, chat: int, now: datetime) -> int:
    row = connection.conn.execute(
        "SELECT count(*) AS count FROM alerts"
        " WHERE chat = ? AND settled IS NULL AND state = 'held' AND due > ?",
        [chat, to_iso(now)],
    ).fetchone()
    return int(row["count"])


def _keep_or_drop_digest(connection: Connection, chat: int) -> None:
    """Give a chat a digest's schedule where something is to come in one, and none where nothing is."""
    connection.conn.execute(
        "UPDATE chats SET digest = iif(mode = :digest OR EXISTS ("
        "   SELECT 1 FROM subscriptions WHERE chat = chats.id AND subscriptions.mode = :digest),"
        " iif(digest = '', :unnamed, digest), '') WHERE id = :chat",
        {"chat": chat, "digest": int(Mode.DIGEST), "unnamed": UNNAMED.text},
    )
