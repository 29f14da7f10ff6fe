"""Sealing a whole store: the numbers of chats and people in it, in one transaction, and back.

Which key a store is sealed with stands in the table ``secrets`` as a mark that gives nothing of the key away.
A store that is sealed is never worked on with another key or with none: that would mix two kinds of numbers.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from storage.errors import StorageError
from storage.model.sealed_json import PUBLIC, converted
from storage.model.seals import SIGNIFICANT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.database import Connection
    from storage.model.seals import Seals

IDS = {
    "chats": ("id", "peer", "manages"),
    "subscriptions": ("chat",),
    "silences": ("chat",),
    "alerts": ("chat",),
    "managers": ("person", "chat"),
    "summaries": ("chat",),
    "waits": ("peer",),
}
"""The columns that hold numbers of chats and people; screens and updates are converted by themselves."""

_MARK = "seals"


class WrongKeyError(StorageError):
    """The store is sealed with another key than the one that was given, or with one and none was given."""


def adopt(connection: Connection, seals: Seals, key_file: Path | None) -> bool:
    """Let a store be worked on with these seals; return whether it was sealed for that just now.

    Raises :exc:`WrongKeyError`, with the name of the key's file; nothing has been written then.
    """
    mark = _mark(connection)
    if mark is None and seals:
        convert(connection, seals.seal)
        connection.conn.execute("INSERT INTO secrets (name, value) VALUES (?, ?)", [_MARK, seals.mark])
        return True
    if mark is not None and not seals:
        raise WrongKeyError(
            "the numbers of chats in the database are encrypted: set storage.key_file to their key, or have"
            " `regionwatch decrypt FILE` write them in the clear again"
        )
    if mark is not None and mark != seals.mark:
        raise WrongKeyError(f"{key_file}: this is not the key with which the database is encrypted")
    return False


def lift(connection: Connection, seals: Seals, key_file: Path) -> bool:
    """Write a store's numbers in the clear again; return False where they were. Raises as :func:`adopt`."""
    if _mark(connection) is None:
        return False
    adopt(connection, seals, key_file)
    convert(connection, seals.open)
    connection.conn.execute("DELETE FROM secrets WHERE name = ?", [_MARK])
    return True


def convert(connection: Connection, change: Callable[[int], int]) -> None:
    """Change every number of a chat or person in a store.

    Screens go: the data of their buttons is signed for the old number.
    """
    raw = connection.conn
    raw.execute("PRAGMA defer_foreign_keys = ON")
    raw.create_function("aside", 1, partial(_aside, change), deterministic=True)
    raw.create_function("back", 1, _back, deterministic=True)
    for step in ("aside", "back"):  # a new number may be another chat's old one
        for table, columns in IDS.items():
            values = ", ".join(f"{column} = {step}({column})" for column in columns)
            raw.execute(f"UPDATE {table} SET {values}")  # noqa: S608 - names of ours
    raw.execute("DELETE FROM screens")
    _convert_updates(connection, change)


def _convert_updates(connection: Connection, change: Callable[[int], int]) -> None:
    for row in connection.conn.execute("SELECT id, chat, body FROM updates").fetchall():
        body = json.loads(row["body"])
        chat = row["chat"] if PUBLIC & body.keys() else change(row["chat"])
        connection.conn.execute(
            "UPDATE updates SET chat = ?, body = ? WHERE id = ?",
            [chat, json.dumps(converted(body, change)), row["id"]],
        )


def _mark(connection: Connection) -> str | None:
    row = connection.conn.execute("SELECT value FROM secrets WHERE name = ?", [_MARK]).fetchone()
    return row["value"] if row else None


def _aside(change: Callable[[int], int], number: int | None) -> int | None:
    """Return a new number where no other number lies, what is none of Telegram's as it is."""
    if number is None or number == 0 or abs(number) >= SIGNIFICANT:
        return number
    new = change(number)
    return new + SIGNIFICANT if new > 0 else new - SIGNIFICANT


def _back(number: int | None) -> int | None:
    if number is None or not SIGNIFICANT <= abs(number) < 2 * SIGNIFICANT:
        return number
    return number - SIGNIFICANT if number > 0 else number + SIGNIFICANT
