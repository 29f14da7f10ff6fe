"""When a chat's digests are due and its quiet hours come, and until when what is held for it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage import chats
from storage.model import Mode, Severity, Wishes, to_iso
from storage.model.schedules import Digest, Quiet

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone of a name; where there is none, or none any more, the other one."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (KeyError, ValueError, OSError):  # the database of zones was exchanged for another
        return otherwise


def plan_chat(connection: Connection, chat: int, now: datetime, zone: ZoneInfo) -> None:
    """Work out a chat's moments after its wishes changed, and hold anew what is held for it.

    ``zone`` counts where the chat has none.
    """
    known = chats.get(connection, chat)
    wishes = known.wishes if known else Wishes()
    local = zone_of(wishes.zone, zone)
    quiet = Quiet.parse(wishes.quiet) if wishes.quiet else None
    due = _digest_due(Digest.parse(wishes.digest), quiet, now, local) if wishes.digest else None
    begin, end = quiet.around(now, local) if quiet else (None, None)
    connection.conn.execute(
        "UPDATE chats SET digest_due = ?, quiet_begin = ?, quiet_end = ? WHERE id = ?",
        [*(to_iso(moment) if moment else None for moment in (due, begin, end)), chat],
    )
    _hold_anew(connection, chat, now)


def _digest_due(digest: Digest, quiet: Quiet | None, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when a digest is due next; one that would come in quiet hours comes at their end."""
    due = digest.next(now, zone)
    begin, end = quiet.around(due, zone) if quiet else (due, due)
    return end if begin <= due else due


def _hold_anew(connection: Connection, chat: int, now: datetime) -> None:
    """Let what is held be due as the chat wishes now; what nothing holds any more is due at once.

    What came too late goes with the digest. Of several subscriptions that asked for an alert the soonest way
    counts; ended ones ask as the chat does.
    """
    connection.conn.execute(
        "UPDATE alerts SET due = CASE"
        " WHEN late THEN coalesce(chats.digest_due, :now)"
        " WHEN severity >= :critical AND critical_through THEN :now"
        " WHEN coalesce((SELECT min(coalesce(s.mode, chats.mode)) FROM json_each(targets) AS asked"
        "   JOIN subscriptions AS s ON s.target = asked.value AND s.chat = chats.id), chats.mode) = :digest"
        "   THEN chats.digest_due"
        " WHEN quiet_begin <= :now AND quiet_end > :now THEN quiet_end"
        " ELSE :now END"
        " FROM chats WHERE chats.id = :chat AND alerts.chat = :chat AND alerts.settled IS NULL"
        " AND alerts.state = 'held' AND alerts.due > :now",
        {
            "chat": chat,
            "now": to_iso(now),
            "critical": int(Severity.CRITICAL),
            "digest": int(Mode.DIGEST),
        },
    )
