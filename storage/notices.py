"""What operators tell everybody: alerts about story 0 that go behind all others, without a sound.

A notice is drafted first; owing it is done once, however often it is asked for, and puts an alert into the
outbox for every chat that can be reached, in one step. From there on it is like any other: it survives a
crash, is sent once, and ends in a named state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.alert_rows import ENQUEUED, tally
from storage.holding import NOTICE_HELD
from storage.model import CONSOLE, NOTICE, AlertState, Severity, from_iso, to_iso
from storage.outbox import OWED

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

QUIET_SOON = timedelta(hours=1)
"""A chat whose quiet hours begin within this time is quiet already: 100,000 messages take that long."""

STOPPED = "stopped by an operator"
"""The ``reason`` of what was not sent because an operator stopped it."""

_LAST = 1_000_000
"""The place in line: behind every post of every poll, among what matters least."""

_ADDRESSEES = f"""
(SELECT id, quiet_end, coalesce(quiet_begin <= :soon AND :now < quiet_end, FALSE) AS is_quiet FROM (
    SELECT *, row_number() OVER (PARTITION BY coalesce(peer, id) ORDER BY EXISTS (
        SELECT 1 FROM subscriptions WHERE chat = chats.id) DESC, thread IS NOT NULL, id) AS choice
    FROM chats WHERE id <> {CONSOLE} AND paused = '' AND NOT EXISTS (SELECT 1 FROM silences
        WHERE silences.chat = chats.id AND kind = 'everything' AND until > :now))
WHERE choice = 1)
"""  # noqa: S608 - a number of ours
"""Every chat that can be reached and wants to hear anything; of a forum with its topics one.

That is one where something is followed, if there is any.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told, and when it was written."""

    id: int
    text: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """In how many chats a notice was sent, where it waits (quiet hours included), failed, and was stopped.

    ``is_begun`` says whether it was ever owed; what is kept no longer of an old one is not counted.
    """

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    stopped: int = 0
    is_begun: bool = False


def draft(connection: Connection, text: str, now: datetime) -> int:
    """Keep what is to be told, and return its id; nobody is told yet."""
    made = connection.conn.execute(
        "INSERT INTO notices (text, made) VALUES (?, ?) RETURNING id", [text, to_iso(now)]
    )
    return int(made.fetchone()["id"])


def drop(connection: Connection, notice: int) -> None:
    """Forget a draft; what was ever owed stays."""
    if not _is_begun(connection, notice):
        connection.conn.execute("DELETE FROM notices WHERE id = ?", [notice])


def get(connection: Connection, notice: int) -> Notice | None:
    """Return a notice, or None where there is none."""
    row = connection.conn.execute("SELECT id, text, made FROM notices WHERE id = ?", [notice]).fetchone()
    return Notice(row["id"], row["text"], from_iso(row["made"])) if row else None


def told_by(connection: Connection, occasion: str) -> Notice | None:
    """Return the notice that an alert with this ``occasion`` tells."""
    return get(connection, int(occasion.removeprefix(NOTICE)))


def latest(connection: Connection, limit: int) -> list[Notice]:
    """Return the notices that were ever owed, the newest first; no drafts."""
    rows = connection.conn.execute(
        "SELECT id, text, made FROM notices JOIN tallies ON tallies.name = ? || notices.id"
        " ORDER BY id DESC LIMIT ?",
        [NOTICE, limit],
    )
    return [Notice(row["id"], row["text"], from_iso(row["made"])) for row in rows]


def addressees(connection: Connection, now: datetime) -> int:
    """Return how many chats a notice would be owed to now."""
    values = {"soon": to_iso(now), "now": to_iso(now)}
    row = connection.conn.execute(f"SELECT count(*) AS number FROM {_ADDRESSEES}", values).fetchone()  # noqa: S608
    return int(row["number"])


def owe(connection: Connection, notice: int, now: datetime) -> int:
    """Owe a notice to every chat that can be reached; return to how many. Done once: then it is 0.

    Where it is quiet, or will be soon, it is held until that is over.
    """
    if _is_begun(connection, notice) or get(connection, notice) is None:
        return 0
    added = connection.conn.execute(
        f"""
        INSERT INTO alerts (chat, story, step, severity, place, targets, occasion, enqueued, due, state,
            silent, reason)
        SELECT found.id, 0, coalesce((SELECT max(step) FROM alerts AS own
            WHERE own.chat = found.id AND own.story = 0), 0) + 1,
            :severity, :place, '[]', :occasion, :now, iif(is_quiet, quiet_end, :now),
            iif(is_quiet, 'held', 'queued'), 1, iif(is_quiet, :held, '')
        FROM {_ADDRESSEES} AS found
        """,  # noqa: S608 - parts of ours
        {
            "severity": int(Severity.INFO),
            "place": _LAST,
            "occasion": f"{NOTICE}{notice}",
            "now": to_iso(now),
            "soon": to_iso(now + QUIET_SOON),
            "held": NOTICE_HELD,
        },
    ).rowcount
    tally(connection, ENQUEUED, added)
    tally(connection, f"{NOTICE}{notice}", added)
    return added


def stop(connection: Connection, notice: int, now: datetime, most: int = 5_000) -> int:
    """Give up what of a notice is not sent yet, at most so much; return how much. 0: there is no more.

    What is on its way arrives. Done in portions, so that nothing else waits long for the store.
    """
    return connection.conn.execute(
        "UPDATE alerts SET state = 'gone', settled = ?, reason = ? WHERE id IN ("
        " SELECT id FROM alerts INDEXED BY alerts_notices"
        " WHERE occasion = ? AND occasion >= 'notice:' AND occasion < 'notice;'"
        " AND state IN ('held', 'queued', 'waiting', 'uncertain') LIMIT ?)",
        [to_iso(now), STOPPED, f"{NOTICE}{notice}", most],
    ).rowcount


def progress(connection: Connection, notice: int) -> Progress:
    """Return how far a notice has come."""
    rows = connection.conn.execute(
        "SELECT state, state = 'gone' AND reason = ? AS is_stopped, count(*) AS number"
        " FROM alerts INDEXED BY alerts_notices"
        " WHERE occasion = ? AND occasion >= 'notice:' AND occasion < 'notice;' GROUP BY 1, 2",
        [STOPPED, f"{NOTICE}{notice}"],
    ).fetchall()
    found = {(row["state"], bool(row["is_stopped"])): row["number"] for row in rows}
    sent, failed = (found.get((state.value, False), 0) for state in (AlertState.SENT, AlertState.GONE))
    stopped = found.get((AlertState.GONE.value, True), 0)
    waiting = sum(found.get((state.value, False), 0) for state in OWED)
    return Progress(sent, waiting, failed, stopped, is_begun=_is_begun(connection, notice))


def _is_begun(connection: Connection, notice: int) -> bool:
    found = connection.conn.execute("SELECT 1 FROM tallies WHERE name = ?", [f"{NOTICE}{notice}"]).fetchone()
    return found is not None
