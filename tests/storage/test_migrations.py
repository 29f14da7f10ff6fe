"""Carrying old files forward. tests/data/databases/ has one database for each step that has landed."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from storage import chats, outbox, posts, search, sources
from storage.database import Connection, Database, connect, migrate
from storage.migrations import MIGRATIONS
from storage.model import AlertState, Term

OLD_FILES = sorted((Path(__file__).parents[1] / "data" / "databases").glob("*.db"))


@pytest.mark.parametrize("old", OLD_FILES, ids=lambda path: path.stem)
async def test_a_file_of_every_step_is_carried_forward_with_its_data(old: Path, tmp_path: Path) -> None:
    """What an earlier version stored is there: the post, its words, its alert, the chat, the source."""
    path = tmp_path / "old.db"
    shutil.copy(old, path)
    with Database.open(path) as database:
        stored = await database.read(posts.get, 1)
        totals = await database.read(outbox.totals)
        held = await database.read(chats.following, 7)
        states = await database.read(sources.states)
        found = await database.read(search.find, Term("обстрел", ("обстрел",)), lambda _: True, 9)
    assert stored is not None
    assert (stored.post.text, stored.topics) == ("Обстрел Грайворона", ("shelling",))
    assert (totals[AlertState.QUEUED], [one.target for one in held]) == (1, ["all"])
    assert ([one.source for one in states], [one.id for one in found]) == (["telegram:open_belgorod"], [1])


def test_every_step_has_its_file() -> None:
    """A new step comes with a database made by it, so that the next one can be tried on it."""
    steps = [migration.name for migration in MIGRATIONS.pending(_empty())]
    assert [path.stem for path in OLD_FILES] == [step.partition("_")[0] for step in steps]


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Nothing is half migrated: here a table of the first step is in the way."""
    path = tmp_path / "a.db"
    connection = connect(path)
    connection.conn.execute("CREATE TABLE fingerprints (a)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection, path)
    tables = connection.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.conn.close()
    assert [row["name"] for row in tables] == ["fingerprints"]


def _empty() -> Connection:
    return Connection(memory=True)
