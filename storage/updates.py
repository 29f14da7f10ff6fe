"""Updates: what Telegram handed over, kept from before it is confirmed until it is handled.

Telegram sends an update again until it is confirmed, and forgets it then. So one is confirmed when it stands
here, and whatever ends the program, it is handled after the next start. One that was half handled then is
handled again: what it changes is the same afterwards, and an answer may come twice. One that was begun in
:data:`MOST_LIVES` lives of the program, and outlived them all, is taken for what ended them and given up.

What is handled is emptied at once, since it holds what people wrote and who they are. Its number stays for as
long as Telegram could send it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from storage.database import Connection

KEPT = timedelta(hours=25)
"""How long a number is known. Telegram keeps an update for 24 hours at the most, and begins to count anew, at
random, after a week without one (https://core.telegram.org/bots/api#getting-updates): by then no number is
left that a new update could be mistaken for."""

MOST_LIVES = 5
"""In so many lives of the program an update is begun at the most. With 3, a trial that kills the program at
random in its first half second, 30 times (tests/trials/spoken.py), gave up 3 innocent updates of 300."""


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update: Telegram's number of it, the chat (its id there) and the JSON object as it came.

    ``begun`` is in how many lives of the program its handling may have begun.
    """

    id: int
    chat: int
    body: Mapping[str, Any]
    begun: int = 1


def take(connection: Connection, batch: Sequence[StoredUpdate], now: datetime) -> list[int]:
    """Store the updates that are new; return their numbers, in order."""
    new = []
    for one in batch:
        row = connection.conn.execute(
            "INSERT INTO updates (id, chat, body, taken) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING RETURNING id",
            [one.id, one.chat, json.dumps(dict(one.body)), to_iso(now)],
        ).fetchone()
        if row is not None:
            new.append(one.id)
    return new


def unfinished(connection: Connection, since: datetime) -> list[StoredUpdate]:
    """Return what was taken since a time and is not handled, in the order in which it came."""
    rows = connection.conn.execute(
        "SELECT id, chat, body, begun FROM updates WHERE handled IS NULL AND taken >= ? ORDER BY taken, id",
        [to_iso(since)],
    )
    return [StoredUpdate(row["id"], row["chat"], json.loads(row["body"]), row["begun"]) for row in rows]


def begin(connection: Connection, number: int) -> None:
    """Note that an update of an earlier life of the program is about to be handled."""
    connection.conn.execute("UPDATE updates SET begun = begun + 1 WHERE id = ?", [number])


def finish(connection: Connection, number: int, now: datetime) -> None:
    """Note that an update is handled, or given up; of what it said nothing stays."""
    connection.conn.execute(
        "UPDATE updates SET handled = ?, body = '', chat = 0 WHERE id = ?", [to_iso(now), number]
    )


def forget(connection: Connection, chat: int) -> None:
    """Drop what a chat (its id at Telegram) has said and is not handled; only the numbers stay."""
    connection.conn.execute(
        "UPDATE updates SET handled = taken, body = '', chat = 0 WHERE chat = ? AND handled IS NULL", [chat]
    )


def drop(connection: Connection, before: datetime) -> None:
    """Drop what was taken before a time, handled or not: Telegram would have forgotten it too."""
    connection.conn.execute("DELETE FROM updates WHERE taken < ?", [to_iso(before)])
