"""When something was last seen to work, by name: so that silence can be told from having nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model import from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def note(connection: Connection, name: str, at: datetime) -> None:
    """Note that something of this name was seen to work at a time; an earlier note is forgotten."""
    connection.conn.execute(
        "INSERT INTO proofs (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        [name, to_iso(at)],
    )


def at(connection: Connection, name: str) -> datetime | None:
    """Return when something of this name was last seen to work, None where it never was."""
    row = connection.conn.execute("SELECT at FROM proofs WHERE name = ?", [name]).fetchone()
    return from_iso(row["at"]) if row else None
