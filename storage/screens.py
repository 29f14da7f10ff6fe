"""Screens: messages with buttons that stand for something, kept so that a dialogue outlives the program.

A button hands over which of a screen's choices it is and nothing else: what that does stands here. Each
time when a screen is shown anew, its choices are put down anew, under a next version.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.model import to_iso
from storage.model.screens import StoredScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Row
    from typing import Any

    from storage.database import Connection


def secret(connection: Connection) -> bytes:
    """Return what this store's buttons are signed with; 32 bytes."""
    row = connection.conn.execute("SELECT value FROM secrets WHERE name = 'buttons'").fetchone()
    return bytes.fromhex(row["value"])


def begin(connection: Connection, screen: StoredScreen, now: datetime) -> int:
    """Keep a screen that is new; return its id, which is never given out twice."""
    row = connection.conn.execute(
        "INSERT INTO screens (chat, about, person, name, state, used) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        [screen.chat, screen.about, screen.person, screen.name, json.dumps(dict(screen.state)), to_iso(now)],
    ).fetchone()
    return int(row["id"])


def show(
    connection: Connection,
    number: int,
    state: Mapping[str, Any],
    choices: Sequence[tuple[str, str]],
    now: datetime,
    *,
    asks: bool = False,
) -> int:
    """Keep what a screen shows from now on, and whether it waits for words; return its new version."""
    row = connection.conn.execute(
        "UPDATE screens SET state = ?, choices = ?, asks = ?, version = version + 1, used = ? WHERE id = ?"
        " RETURNING version",
        [json.dumps(dict(state)), json.dumps(list(choices)), int(asks), to_iso(now), number],
    ).fetchone()
    return int(row["version"]) if row else 0


def note_message(connection: Connection, number: int, message: int) -> None:
    """Note as which message a screen is shown."""
    connection.conn.execute("UPDATE screens SET message = ? WHERE id = ?", [message, number])


def get(connection: Connection, number: int) -> StoredScreen | None:
    """Return a screen; None where there is none, or it was dropped."""
    row = connection.conn.execute("SELECT * FROM screens WHERE id = ?", [number]).fetchone()
    return _screen(row) if row else None


def asking(connection: Connection, chat: int, person: int | None, since: datetime) -> StoredScreen | None:
    """Return the screen that a person used last in a chat, if it waits for words; older ones wait in vain."""
    row = connection.conn.execute(
        "SELECT * FROM screens WHERE chat = ? AND person IS ? AND used >= ?"
        " ORDER BY used DESC, id DESC LIMIT 1",
        [chat, person, to_iso(since)],
    ).fetchone()
    return _screen(row) if row and row["asks"] else None


def forget(connection: Connection, chat: int) -> None:
    """Drop the screens that stand in a chat or are about it, and those that its person opened elsewhere."""
    connection.conn.execute(
        "DELETE FROM screens WHERE chat = :chat OR about = :chat OR person = :chat", {"chat": chat}
    )


def drop(connection: Connection, before: datetime) -> None:
    """Drop the screens that were used last before a time."""
    connection.conn.execute("DELETE FROM screens WHERE used < ?", [to_iso(before)])


def _screen(row: Row) -> StoredScreen:
    return StoredScreen(
        id=row["id"],
        chat=row["chat"],
        about=row["about"],
        person=row["person"],
        name=row["name"],
        state=json.loads(row["state"]),
        choices=tuple((act, value) for act, value in json.loads(row["choices"])),
        version=row["version"],
        message=row["message"],
    )
