"""When chats want to be told, and what that means for the alerts that are held for them.

A digest's schedule is kept as long as something comes in the digest, and no longer: nothing is ever held
for one that has no time. After every change the moments ahead are worked out anew, and each held alert is
due when it would be if it had been held only now; those that nothing holds any more are due at once. Every
setter returns how many these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage import chats
from storage.model import Mode, Severity, Wishes, from_iso, to_iso
from storage.model.schedules import Digest, Quiet

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

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


def zone_of(wishes: Wishes, region: ZoneInfo) -> ZoneInfo:
    """Return a chat's time zone: its own, or the region's where it has none or its name is known no more."""
    try:
        return ZoneInfo(wishes.zone) if wishes.zone else region
    except (KeyError, ValueError, OSError):  # the database of zones was exchanged for another
        return region


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
    chats.wake(connection, chat)
    connection.conn.execute(statement, [value, chat])


# --- what follows from a change ---------------------------------------------------------------


def _plan(connection: Connection, chat: int, now: datetime, zone: ZoneInfo) -> int:
    """Bring all in step with what a chat wishes now; return how many held alerts are due because of it."""
    before = planned(connection, chat)
    _keep_or_drop_digest(connection, chat)
    _work_out(connection, chat, now, zone)
    return _hold_anew(connection, chat, now, before.digest_due)


def _keep_or_drop_digest(connection: Connection, chat: int) -> None:
    """Give a chat a digest's schedule where something is to come in one, and none where nothing is."""
    connection.conn.execute(
        "UPDATE chats SET digest = iif(mode = :digest OR EXISTS ("
        "   SELECT 1 FROM subscriptions WHERE chat = chats.id AND subscriptions.mode = :digest),"
        " iif(digest = '', :unnamed, digest), '') WHERE id = :chat",
        {"chat": chat, "digest": int(Mode.DIGEST), "unnamed": UNNAMED.text},
    )


def _work_out(connection: Connection, chat: int, now: datetime, region: ZoneInfo) -> None:
    wishes = get(connection, chat)
    zone = zone_of(wishes, region)
    digest_due = Digest.parse(wishes.digest).next(now, zone) if wishes.digest else None
    begin, end = Quiet.parse(wishes.quiet).around(now, zone) if wishes.quiet else (None, None)
    connection.conn.execute(
        "UPDATE chats SET digest_due = ?, quiet_begin = ?, quiet_end = ? WHERE id = ?",
        [*(to_iso(moment) if moment else None for moment in (digest_due, begin, end)), chat],
    )


def _hold_anew(connection: Connection, chat: int, now: datetime, digest_due: datetime | None) -> int:
    """Let what is held be due as the wishes say now; ``digest_due`` is when the digest was due before.

    What came too late goes with the digest, or waits on for what it waited for where there is none. Of
    several subscriptions that asked for an alert the soonest way counts; ended ones ask as the chat does.
    """
    rows = connection.conn.execute(
        "UPDATE alerts SET due = CASE"
        " WHEN late THEN coalesce(chats.digest_due, iif(due = :before, :now, due))"
        " WHEN severity >= :critical AND critical_through THEN :now"
        " WHEN coalesce((SELECT min(coalesce(s.mode, chats.mode)) FROM json_each(targets) AS asked"
        "   JOIN subscriptions AS s ON s.target = asked.value AND s.chat = chats.id), chats.mode) = :digest"
        "   THEN chats.digest_due"
        " WHEN quiet_begin <= :now AND quiet_end > :now THEN quiet_end"
        " ELSE :now END"
        " FROM chats WHERE chats.id = :chat AND alerts.chat = :chat AND alerts.settled IS NULL"
        " AND alerts.state = 'held' AND alerts.due > :now RETURNING due",
        {
            "chat": chat,
            "now": to_iso(now),
            "before": to_iso(digest_due) if digest_due else None,
            "critical": int(Severity.CRITICAL),
            "digest": int(Mode.DIGEST),
        },
    )
    return sum(row["due"] <= to_iso(now) for row in rows.fetchall())
