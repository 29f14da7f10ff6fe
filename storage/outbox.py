"""The outbox: alerts that are owed, and where each of them stands.

    queued ──> attempting ──> sent
      │ ^          │ ├──────> waiting     until a time the network named, then like queued
      │ │          │ ├──────> uncertain   may have been delivered: sent again last, and counted
      │ └──────────┘ └──────> gone        given up, with the reason
      └──> muted, folded                  held back: see storage/holding_back.py

``attempting`` is committed before a send begins. After a crash such an alert may or may not have
been delivered, so :func:`recover` makes it uncertain. What was sent or is gone is never sent again;
when rows go, the tallies keep their number, so that the states always add up to what was enqueued.

Who is owed an alert is written in storage/announcing.py, how sent messages grow in storage/growing.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage import growing, holding
from storage.alert_rows import ALERTS, ENQUEUED, KEPT_AS_THEY_ARE, alert_of, tally
from storage.model import CONSOLE, AlertState, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime, timedelta
    from sqlite3 import Row

    from storage.database import Connection
    from storage.model import Alert

OWED = (AlertState.HELD, AlertState.QUEUED, AlertState.ATTEMPTING, AlertState.WAITING, AlertState.UNCERTAIN)
"""Where an alert stands that is not settled."""


_BEGIN = (
    "UPDATE alerts SET repeats = repeats + (state = 'uncertain'), attempts = attempts + 1,"
    " state = 'attempting' WHERE settled IS NULL AND state <> 'held' AND"
)
_THESE_IDS = "id IN (SELECT value FROM json_each(?))"
_BEGIN_ALL = f"{_BEGIN} {_THESE_IDS} AND due <= ? RETURNING id"
_THESE = f"{ALERTS} WHERE {_THESE_IDS}"

_IN_LINE = """
SELECT id, chat FROM alerts AS one INDEXED BY alerts_order WHERE settled IS NULL
AND state <> 'held' AND state <> 'attempting' AND due <= :now AND (chat = :console_chat) = :console
AND (state = 'uncertain') = :uncertain AND (step = 0 OR story = 0 OR NOT EXISTS (
    SELECT 1 FROM alerts AS earlier WHERE earlier.chat = one.chat AND earlier.story = one.story
    AND earlier.step < one.step AND earlier.settled IS NULL))
ORDER BY severity DESC, place, id
"""
"""What may be sent now, in order; what is about story 0, a summary or a proof, follows on nothing."""


def due(
    connection: Connection,
    now: datetime,
    limit: int,
    busy: Collection[int],
    *,
    console: bool,
    uncertain: bool = True,
) -> list[Alert]:
    """Return alerts to send now, at most one a chat and none for busy chats.

    The gravest come first, then those that stood first among the posts of their poll, then the
    oldest; uncertain ones come last, and with ``uncertain`` false not at all. Within one story of a chat
    none is due before an earlier one is settled: a reply must not overtake what it replies to.
    ``console`` chooses between the console's alerts and all others. The order is an index, read only as
    far as it is needed.
    """
    taken = set(busy)
    found: list[int] = []
    for is_uncertain in (False, True) if uncertain else (False,):
        values = {"now": to_iso(now), "console": console, "console_chat": CONSOLE, "uncertain": is_uncertain}
        for row in connection.conn.execute(_IN_LINE, values):
            if len(found) == limit:
                break
            if row["chat"] not in taken:
                taken.add(row["chat"])
                found.append(row["id"])
    known = get_all(connection, found)
    return [known[one] for one in found if one in known]


def get(connection: Connection, alert: int) -> Alert | None:
    """Return an alert as it stands, or None where it is kept no longer."""
    return get_all(connection, [alert]).get(alert)


def get_all(connection: Connection, alerts: Iterable[int]) -> dict[int, Alert]:
    """Return alerts as they stand, by id, as far as they are kept."""
    rows = connection.conn.execute(_THESE, [json.dumps(list(alerts))])
    return {row["id"]: alert_of(row) for row in rows}


def story_of(connection: Connection, alert: int) -> int | None:
    """Return which story an alert is about by now, None where it is kept no longer."""
    row = connection.conn.execute("SELECT story FROM alerts WHERE id = ?", [alert]).fetchone()
    return row["story"] if row else None


def next_due(connection: Connection, *, console: bool) -> datetime | None:
    """Return when the next alert is due, or None where none is owed."""
    row = connection.conn.execute(
        "SELECT min(due) AS due FROM alerts"
        " WHERE settled IS NULL AND state <> 'held' AND state <> 'attempting' AND (chat = ?) = ?",
        [CONSOLE, console],
    ).fetchone()
    return from_iso(row["due"]) if row["due"] else None


def attempt(connection: Connection, alert: int) -> bool:
    """Note that a send begins; return whether it may: what was settled or is held meanwhile is not sent.

    A send that follows an uncertain one is counted as a repeat.
    """
    return bool(connection.conn.execute(f"{_BEGIN} id = ?", [alert]).rowcount)


def attempt_all(connection: Connection, alerts: Iterable[int], now: datetime) -> set[int]:
    """Note that several sends begin; return which may: also none that has to wait by now."""
    rows = connection.conn.execute(_BEGIN_ALL, [json.dumps(list(alerts)), to_iso(now)])
    return {row["id"] for row in rows}


def sent(connection: Connection, alert: int, message: int, now: datetime, shown: int = 0) -> None:
    """Settle an alert that was delivered, with its message's id and the version of the story in it."""
    if _settle(connection, alert, AlertState.SENT, now, message=message):
        growing.begin(connection, alert, shown, now)


def gone(connection: Connection, alert: int, reason: str, now: datetime) -> None:
    """Settle an alert that is given up, with the reason."""
    _settle(connection, alert, AlertState.GONE, now, reason=reason)


def _settle(
    connection: Connection,
    alert: int,
    state: AlertState,
    now: datetime,
    *,
    message: int | None = None,
    reason: str = "",
) -> bool:
    settled = connection.conn.execute(
        "UPDATE alerts SET state = ?, settled = ?, message = ?, reason = ? WHERE id = ? AND settled IS NULL",
        [state.value, to_iso(now), message, reason, alert],
    ).rowcount
    return bool(settled)


def wait(connection: Connection, alert: int, until: datetime, reason: str) -> None:
    """Put an alert off that was certainly not sent; one that is uncertain stays so until it is."""
    _put_off(connection, alert, AlertState.WAITING, until, reason)


def uncertain(connection: Connection, alert: int, until: datetime, reason: str) -> None:
    """Put an alert off that may have been delivered."""
    _put_off(connection, alert, AlertState.UNCERTAIN, until, reason)


def _put_off(connection: Connection, alert: int, state: AlertState, until: datetime, reason: str) -> None:
    connection.conn.execute(
        "UPDATE alerts SET state = iif(state = 'uncertain' OR repeats > 0, 'uncertain', ?),"
        " due = ?, reason = ? WHERE id = ? AND settled IS NULL",
        [state.value, to_iso(until), reason, alert],
    )


def drop_settled(connection: Connection, stories: Collection[int]) -> None:
    """Delete the settled alerts about these stories; they stay counted."""
    settled = connection.conn.execute(
        "SELECT id FROM alerts WHERE settled IS NOT NULL AND story IN (SELECT value FROM json_each(?))",
        [json.dumps(list(stories))],
    )
    drop(connection, settled)


def drop(connection: Connection, rows: Iterable[Row]) -> None:
    """Delete alerts by id; what was not sent and not held back counts as gone."""
    ids = json.dumps([row["id"] for row in rows])
    sums = connection.conn.execute(
        "SELECT iif(state IN (SELECT value FROM json_each(?)), state, 'gone') AS state, count(*) AS count"
        " FROM alerts WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1",
        [json.dumps(KEPT_AS_THEY_ARE), ids],
    ).fetchall()
    for row in sums:
        tally(connection, row["state"], row["count"])
    connection.conn.execute("DELETE FROM alerts WHERE id IN (SELECT value FROM json_each(?))", [ids])


def told_in(connection: Connection, chat: int, message: int) -> Alert | None:
    """Return the alert that a chat was sent in the message of this id, None where none is known."""
    row = connection.conn.execute(f"{ALERTS} WHERE chat = ? AND message = ?", [chat, message]).fetchone()
    return alert_of(row) if row else None


def recover(connection: Connection, until: datetime) -> int:
    """After a start: what was being sent may have been delivered. Return how many."""
    return connection.conn.execute(
        "UPDATE alerts SET state = 'uncertain', due = ?, reason = 'the program stopped while sending'"
        " WHERE state = 'attempting'",
        [to_iso(until)],
    ).rowcount


def totals(connection: Connection) -> dict[AlertState, int]:
    """Return how many alerts stand where, those included whose rows are gone."""
    rows = connection.conn.execute(
        "SELECT state, sum(count) AS count FROM ("
        "  SELECT state, count(*) AS count FROM alerts GROUP BY state"
        "  UNION ALL SELECT name, count FROM tallies WHERE name IN (SELECT value FROM json_each(?)))"
        " GROUP BY state",
        [json.dumps(list(AlertState))],
    )
    found = {AlertState(row["state"]): row["count"] for row in rows}
    return {state: found.get(state, 0) for state in AlertState}


def put_back(connection: Connection, by: timedelta) -> None:
    """Let all that is owed be due so much earlier: the clock that it was planned by was put back."""
    growing.put_back(connection, by)
    holding.plan_anew(connection)
    owed = connection.conn.execute(
        "SELECT id, due FROM alerts WHERE settled IS NULL"
        " AND NOT (state = 'held' AND reason IN ('digest', 'quiet', 'late'))"
    ).fetchall()
    connection.conn.executemany(
        "UPDATE alerts SET due = ? WHERE id = ?",
        [(to_iso(from_iso(row["due"]) - by), row["id"]) for row in owed],
    )


def enqueued(connection: Connection) -> int:
    """Return how many alerts were ever owed."""
    row = connection.conn.execute("SELECT count FROM tallies WHERE name = ?", [ENQUEUED]).fetchone()
    return row["count"] if row else 0
