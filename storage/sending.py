"""Whether what is owed is sent at all, read off the outbox: also while the program hangs, or is dead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from storage import proofs
from storage.model import CONSOLE, SUMMARY, SummaryKind, from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

PAUSED = "Telegram asks for a pause"
"""The ``reason`` of an alert that waits because Telegram said so."""

CATCH_UP = f"{SUMMARY}{SummaryKind.CATCH_UP.value}"
"""The ``occasion`` of what gathers alerts that could not be sent for long: it is newer than they are."""

SOON = timedelta(seconds=30)
"""How soon an alert goes again, at the latest, that certainly was not sent."""

LATER = timedelta(minutes=10)
"""How soon an alert goes again that may have been delivered."""

_STANDING = """
SELECT count(*) AS number FROM alerts WHERE settled IS NULL AND state <> 'held' AND chat <> :console AND (
  due <= :long_ago
  OR (occasion = :catch_up AND reason <> :paused AND due <= :later)
  OR (enqueued <= :long_ago AND attempts > 1 AND reason NOT IN ('', :paused)
      AND due <= iif(state = 'uncertain', :later, :soon)))
"""
"""Alerts that nobody has taken up for long, those they were gathered in, and those that are tried in vain."""


class Sending(NamedTuple):
    """When Telegram last took a message, as far as is known, and how many alerts have long been waiting."""

    taken: datetime | None = None
    waiting: int = 0


def standing(connection: Connection, now: datetime, patience: timedelta) -> Sending:
    """Return how sending stands; alerts count as waiting that have been due, or tried in vain, so long.

    Where Telegram took a message within ``patience``, none is counted: a long queue that goes forward is in
    order.
    """
    taken = proofs.at(connection, proofs.SENDING)
    if taken and is_lately(taken, now, patience):
        return Sending(taken)
    values = {
        "console": CONSOLE,
        "paused": PAUSED,
        "catch_up": CATCH_UP,
        "long_ago": to_iso(now - patience),
        "soon": to_iso(now + SOON),
        "later": to_iso(now + LATER),
    }
    number = connection.conn.execute(_STANDING, values).fetchone()["number"]
    if number or taken is None:  # or else nothing depends on it, and this reads all that was sent
        taken = max((moment for moment in (taken, _last_sent(connection)) if moment), default=None)
    return Sending(taken, number)


def is_lately(moment: datetime, now: datetime, patience: timedelta) -> bool:
    """Whether a moment lies within this time before now; one that is yet to come is of a clock put back."""
    return timedelta() <= now - moment <= patience


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Return since when the alert is due that has been due longest, None where none is; the console's too."""
    row = connection.conn.execute(
        "SELECT min(due) AS due FROM alerts WHERE settled IS NULL AND state <> 'held' AND due <= ?",
        [to_iso(now)],
    ).fetchone()
    return from_iso(row["due"]) if row["due"] else None


def open_stories(connection: Connection) -> int:
    """Return how many stories are open: posts may still join them; those of the canary have none any more."""
    row = connection.conn.execute(
        "SELECT count(*) AS number FROM stories WHERE closed IS NULL"
        " AND EXISTS (SELECT 1 FROM story_posts WHERE story = stories.id)"
    ).fetchone()
    return int(row["number"])


def _last_sent(connection: Connection) -> datetime | None:
    row = connection.conn.execute(
        "SELECT max(settled) AS settled FROM alerts WHERE state = 'sent' AND chat <> ?", [CONSOLE]
    ).fetchone()
    return from_iso(row["settled"]) if row["settled"] else None
