"""Opening the file, the write door, and what an operator is told when the file cannot be used."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from storage.backup import backup
from storage.database import Connection, Database, connect, open_readonly
from storage.errors import (
    AlreadyRunning,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseLocked,
    NewerSchema,
    StorageError,
)

if TYPE_CHECKING:
    from pathlib import Path


def add(connection: Connection, name: str) -> int:
    """Write something small."""
    return connection.conn.execute("INSERT INTO tallies (name, count) VALUES (?, 1)", [name]).rowcount


def names(connection: Connection) -> list[str]:
    """Read it back."""
    return [row["name"] for row in connection.conn.execute("SELECT name FROM tallies ORDER BY name")]


async def test_a_write_is_seen_by_readers_after_it_returns(database: Database) -> None:
    """What ``write`` has returned from is committed, so another connection sees it."""
    assert await database.write(add, "one") == 1
    assert await database.read(names) == ["one"]


async def test_a_failing_write_takes_nothing_else_with_it(database: Database) -> None:
    """Writes that share a transaction fail one by one."""

    def fail(connection: Connection) -> None:
        add(connection, "half")
        raise KeyError("on purpose")

    results = await asyncio.gather(
        database.write(add, "one"), database.write(fail), database.write(add, "two"), return_exceptions=True
    )
    assert [type(result) for result in results] == [int, KeyError, int]
    assert await database.read(names) == ["one", "two"]


async def test_an_error_of_sqlite_reaches_only_who_asked(database: Database) -> None:
    """A statement that SQLite refuses comes back as a StorageError."""
    await database.write(add, "one")
    with pytest.raises(StorageError, match="UNIQUE"):
        await database.write(add, "one")
    assert await database.write(add, "two") == 1


async def test_writes_survive_that_nobody_waits_for_them(database: Database) -> None:
    """A cancelled task does not stop the write door."""
    task = asyncio.create_task(database.write(add, "one"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await database.write(add, "two") == 1


def test_commits_are_full_and_the_log_is_write_ahead(tmp_path: Path) -> None:
    """The pragmas that the promises rest on are set."""
    connection = connect(tmp_path / "a.db").conn
    pragmas = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    connection.close()
    assert pragmas == ["wal", 2]


def test_a_second_instance_is_refused(database: Database) -> None:
    """Two programs never work on one file."""
    with pytest.raises(AlreadyRunning, match="another regionwatch"):
        Database.open(database.path)


def test_the_file_can_be_opened_again_after_closing(tmp_path: Path) -> None:
    """Closing lets go of the file."""
    for _ in range(2):
        Database.open(tmp_path / "a.db").close()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    """Damage is said plainly and nothing is written over it."""
    path = tmp_path / "a.db"
    path.write_bytes(b"a shopping list, and no database at all" * 50)
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged, match="not a database"):
        Database.open(path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused_untouched(tmp_path: Path) -> None:
    """An older program does not touch what a newer one wrote."""
    path = tmp_path / "a.db"
    Database.open(path).close()
    raw = sqlite3.connect(path)
    raw.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('regionwatch', 'm9999_later', '')"
    )
    raw.commit()
    raw.close()
    with pytest.raises(NewerSchema, match="m9999_later"):
        Database.open(path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """The error names the file that cannot be opened."""
    with pytest.raises(StorageError, match=r"no/such/a\.db"):
        Database.open(tmp_path / "no" / "such" / "a.db")


async def test_a_full_disk_is_said_and_writes_nothing(tmp_path: Path) -> None:
    """A write that does not fit is undone, and the next small one works again."""

    def fill(connection: Connection) -> None:
        pages = connection.conn.execute("PRAGMA page_count").fetchone()[0]
        connection.conn.execute(f"PRAGMA max_page_count = {pages + 4}")
        connection.conn.execute("INSERT INTO tallies VALUES ('big', 1)")
        connection.conn.execute("INSERT INTO posts_words (words) VALUES (?)", ["word " * 100_000])

    with Database.open(tmp_path / "a.db") as database:
        with pytest.raises(DatabaseFull, match="disk is full"):
            await database.write(fill)
        assert await database.read(names) == []
        assert await database.write(add, "small") == 1


async def test_a_lock_of_another_program_is_waited_for(tmp_path: Path) -> None:
    """While another program writes, the door waits and then goes on."""
    with Database.open(tmp_path / "a.db") as database:
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(database.write(add, "one"))
        await asyncio.sleep(0.05)
        assert not writing.done()
        other.execute("COMMIT")
        other.close()
        assert await writing == 1


async def test_a_lock_that_stays_is_said(tmp_path: Path) -> None:
    """After its patience the door says that the file is locked."""
    with Database.open(tmp_path / "a.db", lock_patience=0, busy_timeout=0.05) as database:
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match="locked"):
            await database.write(add, "one")
        other.close()
        assert await database.write(add, "two") == 1


async def test_closing_does_not_wait_for_ever_for_a_lock(tmp_path: Path) -> None:
    """A program that has to stop stops, and whoever asked for the write is told."""
    database = Database.open(tmp_path / "a.db", lock_patience=60, busy_timeout=0.05)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(database.write(add, "one"))
    await asyncio.sleep(0.01)
    begun = time.monotonic()
    await asyncio.to_thread(database.close)
    assert time.monotonic() - begun < 5
    with pytest.raises(DatabaseLocked):
        await writing
    other.close()


async def test_a_backup_of_a_running_database_can_be_opened(database: Database, tmp_path: Path) -> None:
    """A backup made while the program runs holds what was committed."""
    await database.write(add, "one")
    target = tmp_path / "copy.db"
    assert backup(database.path, target) == target.stat().st_size
    copy = open_readonly(target)
    assert names(copy) == ["one"]
    copy.conn.close()


def test_a_backup_onto_the_database_itself_is_refused(database: Database) -> None:
    """The one file that must not be overwritten is not."""
    with pytest.raises(StorageError, match="the database itself"):
        backup(database.path, database.path)


def test_a_failed_backup_leaves_the_earlier_one(tmp_path: Path) -> None:
    """Where there is nothing to copy, an old backup stays."""
    target = tmp_path / "copy.db"
    target.write_text("an older backup")
    with pytest.raises(StorageError, match="no database yet"):
        backup(tmp_path / "missing.db", target)
    assert target.read_text() == "an older backup"


def test_reading_what_was_never_made_is_said(tmp_path: Path) -> None:
    """A search before the first run says what to do, and makes no file."""
    with pytest.raises(StorageError, match="no database yet"):
        open_readonly(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """A database of another program is not taken for ours."""
    sqlite3.connect(tmp_path / "a.db").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(StorageError, match="no database of regionwatch"):
        open_readonly(tmp_path / "a.db")
