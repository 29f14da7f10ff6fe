"""What is held until a digest is due or quiet hours are over, and how it is let go.

When that is is worked out ahead, from what a chat wrote and the clock on its wall, so that owing an alert
is a look at two columns. Whoever lets go works it out for the next time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage import summaries, wished
from storage.model import CONSOLE, Mode, Severity, SummaryKind, from_iso, to_iso
from storage.model.schedules import Digest, Quiet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection
    from storage.model import DeliveryPolicy

_CHATS = f"""
SELECT id, digest, quiet, zone, digest_due, critical_through, mode = {int(Mode.DIGEST)} OR EXISTS (
    SELECT 1 FROM subscriptions WHERE subscriptions.chat = chats.id
    AND subscriptions.mode = {int(Mode.DIGEST)}) AS has_digest
FROM chats
"""  # noqa: S608 - a number of ours

NOTICE_HELD = "notice"
"""The ``reason`` of a notice that is held: nothing else is told with it. See storage/notices.py."""

_LONG_AGO = "1970-01-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Plan:
    """When a chat's next digest is due, and which its quiet hours are, now or next; in UTC."""

    digest: datetime | None = None
    quiet: tuple[datetime, datetime] | None = None

    @classmethod
    def of(cls, digest: str | None, quiet: str, zone: ZoneInfo, now: datetime) -> Self:
        """Plan for schedules as they are written; ``digest`` is None where a chat gets none.

        A digest that would come within quiet hours comes at their end.
        """
        hours = Quiet.parse(quiet) if quiet else None
        around = hours.around(now, zone) if hours else None
        if digest is None:
            return cls(None, around)
        due = (Digest.parse(digest) if digest else Digest("daily")).next(now, zone)
        if hours:
            begin, end = hours.around(due, zone)
            due = end if begin <= due else due
        return cls(due, around)

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours end that it is in, None where it is in none."""
        return self.quiet[1] if self.quiet and self.quiet[0] <= now < self.quiet[1] else None


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone of a name; where there is none, or none any more, the other one."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError):
        return otherwise


def plan_chat(connection: Connection, chat: int, now: datetime, zone: ZoneInfo) -> None:
    """Work out when a chat's digests are due and its quiet hours come, after its wishes changed.

    What is held for it is held as it wishes now; what is held no longer is due at once, in one message.
    ``zone`` counts where the chat has none.
    """
    row = connection.conn.execute(f"{_CHATS} WHERE id = ? AND id <> ?", [chat, CONSOLE]).fetchone()
    if row is None:
        return
    _move_on(connection, {chat: _plan(row, now, zone)})
    held = "a.chat = :chat AND a.settled IS NULL AND a.state = 'held' AND a.reason IN ('digest', 'quiet')"
    wished.as_wished(connection, held, {"chat": chat}, now, kept_until=now)
    connection.conn.execute(
        "UPDATE alerts SET due = coalesce((SELECT digest_due FROM chats WHERE id = :chat), :now)"
        " WHERE chat = :chat AND settled IS NULL AND state = 'held' AND reason = 'late'",
        {"chat": chat, "now": to_iso(now)},
    )
    connection.conn.execute(  # letting go puts off again what still cannot go
        "UPDATE alerts SET due = ? WHERE chat = ? AND settled IS NULL AND state = 'held' AND reason = ?",
        [to_iso(now), chat, NOTICE_HELD],
    )


def plan_anew(connection: Connection) -> None:
    """Let the moments of all chats be worked out anew: the clock that they were planned by was put back."""
    for column in ("digest_due", "quiet_end"):
        connection.conn.execute(
            f"UPDATE chats SET {column} = ? WHERE {column} IS NOT NULL",  # noqa: S608 - names of ours
            [_LONG_AGO],
        )


def next_release(connection: Connection) -> datetime | None:
    """Return when :func:`release` has something to do next, None while nothing is held and nobody waits."""
    row = connection.conn.execute(
        "SELECT (SELECT min(due) FROM alerts WHERE state = 'held') AS held,"
        " (SELECT min(digest_due) FROM chats WHERE digest_due IS NOT NULL) AS digest,"
        " (SELECT min(quiet_end) FROM chats WHERE quiet_end IS NOT NULL) AS quiet"
    ).fetchone()
    return min((from_iso(moment) for moment in row if moment), default=None)


def release(connection: Connection, now: datetime, policy: DeliveryPolicy, most: int = 100) -> int:
    """Let go what is held no longer, each chat's in one summary, or alone; of at most so many chats.

    Also works out anew when digests are due and quiet hours come, where that has passed. Return how many
    chats there were; where that is ``most``, there may be more.
    """
    turned = _turned(connection, now, most)
    if not turned:
        return 0
    rows = connection.conn.execute(
        f"{_CHATS} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a statement of ours
        [json.dumps(turned)],
    ).fetchall()
    plans = {row["id"]: _plan(row, now, policy.zone) for row in rows}
    known = {row["id"]: row for row in rows}
    for chat, held in groupby(_held(connection, turned, now), itemgetter("chat")):
        plan, going = plans.get(chat, Plan()), list(held)
        if chat in known:
            going = _put_off(connection, going, known[chat], plan, now)
        _let_go(connection, going, now, has_digest=plan.digest is not None)
    _move_on(connection, plans)
    _bring_forward(connection, turned, now)
    return len(turned)


def _turned(connection: Connection, now: datetime, most: int) -> list[int]:
    """Return chats for which something is due: a held alert, a digest, or the end of quiet hours."""
    found: dict[int, None] = {}
    for statement in (
        "SELECT DISTINCT chat FROM alerts INDEXED BY alerts_held WHERE state = 'held' AND due <= ? LIMIT ?",
        "SELECT id FROM chats WHERE digest_due IS NOT NULL AND digest_due <= ? LIMIT ?",
        "SELECT id FROM chats WHERE quiet_end IS NOT NULL AND quiet_end <= ? LIMIT ?",
    ):
        found |= dict.fromkeys(row[0] for row in connection.conn.execute(statement, [to_iso(now), most]))
    return list(found)[:most]


def _held(connection: Connection, chats: Collection[int], now: datetime) -> list[Row]:
    """Return what is due of what these chats' alerts are held, chat by chat."""
    return connection.conn.execute(
        "SELECT alerts.id, alerts.chat, severity, reason FROM json_each(?) AS turned"
        " CROSS JOIN alerts INDEXED BY alerts_chat ON alerts.chat = turned.value"
        " WHERE settled IS NULL AND state = 'held' AND due <= ? ORDER BY alerts.chat, alerts.id",
        [json.dumps(list(chats)), to_iso(now)],
    ).fetchall()


def _put_off(connection: Connection, held: Sequence[Row], chat: Row, plan: Plan, now: datetime) -> list[Row]:
    """Put off what cannot go yet, and return the rest.

    That is what falls into quiet hours, and what was to wait for a digest that nobody had planned yet.
    """
    quiet = plan.quiet_until(now)
    going, later = [], list[tuple[str, int]]()
    for row in held:
        goes_through = row["severity"] >= Severity.CRITICAL and chat["critical_through"]
        until = None if goes_through else quiet
        if row["reason"] == "digest" and chat["digest_due"] is None:
            until = plan.digest
        if until is None:
            going.append(row)
        else:
            later.append((to_iso(until), row["id"]))
    connection.conn.executemany("UPDATE alerts SET due = ? WHERE id = ?", later)
    return going


def _let_go(connection: Connection, going: Sequence[Row], now: datetime, *, has_digest: bool) -> None:
    """Queue one alert of a chat as it is, or gather several in a summary; notices go by themselves.

    One that goes alone counts as owed from now on: how long it was held says nothing of how late it comes.
    """
    alone = [row for row in going if row["reason"] == NOTICE_HELD]
    others = [row for row in going if row["reason"] != NOTICE_HELD]
    if len(others) > 1:
        kind = _kind({row["reason"] for row in others}, has_digest=has_digest)
        summaries.begin(connection, others[0]["chat"], kind, [row["id"] for row in others], now)
    else:
        alone += others
    connection.conn.executemany(
        "UPDATE alerts SET state = 'queued', reason = '', enqueued = :now, due = :now,"
        " silent = silent OR late WHERE id = :id AND state = 'held'",
        [{"id": row["id"], "now": to_iso(now)} for row in alone],
    )


def _bring_forward(connection: Connection, chats: Collection[int], now: datetime) -> None:
    """Let nothing be held for longer than its chat's next digest, or the quiet hours that it is in.

    They may have been planned by a clock that was ahead.
    """
    connection.conn.execute(
        """
        UPDATE alerts INDEXED BY alerts_chat
        SET due = min(due, coalesce(iif(reason = 'quiet', quiet_until, digest_due), due))
        FROM (SELECT id, digest_due, iif(quiet_begin <= :now, quiet_end, :now) AS quiet_until FROM chats
            WHERE id IN (SELECT value FROM json_each(:chats))) AS planned
        WHERE alerts.chat = planned.id AND settled IS NULL AND state = 'held' AND due > :now
        AND reason IN ('digest', 'late', 'quiet')
        """,
        {"chats": json.dumps(list(chats)), "now": to_iso(now)},
    )


def _kind(reasons: set[str], *, has_digest: bool) -> SummaryKind:
    """Return what kind of summary gathers what was held for these reasons; late alerts came to a digest."""
    if has_digest and "late" in reasons:
        return SummaryKind.DIGEST
    for kind in (SummaryKind.DIGEST, SummaryKind.QUIET, SummaryKind.OPEN):
        if kind.value in reasons:
            return kind
    return SummaryKind.CATCH_UP


def _plan(chat: Row, now: datetime, zone: ZoneInfo) -> Plan:
    digest = chat["digest"] if chat["has_digest"] else None
    if digest is None and not chat["quiet"]:
        return Plan()
    return Plan.of(digest, chat["quiet"], zone_of(chat["zone"], zone), now)


def _move_on(connection: Connection, plans: dict[int, Plan]) -> None:
    connection.conn.executemany(
        "UPDATE chats SET digest_due = ?, quiet_begin = ?, quiet_end = ? WHERE id = ?",
        [
            (
                to_iso(plan.digest) if plan.digest else None,
                *(map(to_iso, plan.quiet) if plan.quiet else (None, None)),
                chat,
            )
            for chat, plan in plans.items()
        ],
    )
