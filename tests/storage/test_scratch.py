"""A database for one task alone: it works as any other, in the thread of whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import chats
from storage.errors import StorageError
from storage.scratch import ScratchDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Connection


async def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The schema is that of every database."""
    with ScratchDatabase.create(tmp_path / "scratch.db") as database:
        await database.write(chats.wake, 7)
        found = await database.read(chats.get, 7)
    assert found is not None
    assert found.id == 7


async def test_what_fails_is_undone(tmp_path: Path) -> None:
    """The error reaches whoever asked, and the next one begins anew."""

    def fail(connection: Connection) -> None:
        chats.wake(connection, 7)
        raise ValueError("undone")

    with ScratchDatabase.create(tmp_path / "scratch.db") as database:
        with pytest.raises(ValueError, match="undone"):
            await database.write(fail)
        assert await database.read(chats.get, 7) is None
        await database.write(chats.wake, 8)


async def test_errors_of_the_store_are_said_plainly(tmp_path: Path) -> None:
    """As those of any database."""
    with (
        ScratchDatabase.create(tmp_path / "scratch.db") as database,
        pytest.raises(StorageError, match="no such table"),
    ):
        await database.read(lambda connection: connection.conn.execute("SELECT 1 FROM no_table").fetchall())
    with pytest.raises(StorageError, match="cannot be opened"):
        ScratchDatabase.create(tmp_path / "missing" / "scratch.db")
