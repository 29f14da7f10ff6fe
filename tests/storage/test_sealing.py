"""A whole store sealed, and opened again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from storage import chats, managers, reachability, screens, sealing, silences
from storage.model import CONSOLE, SilenceKind
from storage.model.screens import StoredScreen
from storage.model.seals import UNSEALED, Seals
from tests.conftest import MORNING
from tests.wishing import hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.database import Connection

PERSON, GROUP = 5_123_456_789, -1_001_987_654_321
SEALS, OTHER = Seals(bytes(range(32))), Seals(bytes(32))


def fill(connection: Connection) -> None:
    """Let a person and a group with a topic stand in every table that can hold them."""
    chats.set_console(connection, ["all"], MORNING)
    managers.add(connection, PERSON, GROUP, "Neighbours")
    managers.choose(connection, PERSON, GROUP)
    topic = chats.topic(connection, GROUP, 4, "Power")
    for chat in (PERSON, GROUP, topic):
        chats.follow(connection, chat, "all", MORNING)
        silences.add(connection, chat, SilenceKind.TOPIC, "shelling", MORNING, MORNING)
        summary = hold(connection, chat, MORNING)
        connection.conn.execute(
            "INSERT INTO summaries (alert, chat, kind, since, last) VALUES (?, ?, 'digest', 'x', 'x')",
            [summary, chat],
        )
    reachability.hold(connection, GROUP, MORNING)
    reachability.hold(connection, PERSON, MORNING)
    screens.begin(connection, StoredScreen(GROUP, GROUP, PERSON, "privacy", {}), MORNING)
    said = {"chat": {"id": GROUP, "type": "supergroup"}, "from": {"id": PERSON, "is_bot": False}}
    connection.conn.execute(
        "INSERT INTO updates (id, chat, body, taken, handled) VALUES (1, ?, ?, 'x', 'x')",
        [GROUP, json.dumps({"message": said})],
    )


def where(connection: Connection, *numbers: int) -> set[str]:
    """Return the tables in which one of these numbers stands, in any column, also within a text."""
    found = set()
    for table in connection.table_names():
        for row in connection.conn.execute(f"SELECT * FROM [{table}]"):  # noqa: S608 - names from the schema
            cells = list(map(str, tuple(row)))
            if any(str(abs(number)) in cell for number in numbers for cell in cells):
                found.add(table)
    return found


def dump(connection: Connection) -> list[str]:
    """Return all that stands in a store."""
    return sorted(connection.conn.iterdump())


def in_one(connection: Connection, work: Callable[[Connection], object]) -> None:
    """Do something in one transaction."""
    connection.conn.execute("BEGIN")
    work(connection)
    connection.conn.execute("COMMIT")


def test_no_number_is_left_in_a_sealed_store(connection: Connection) -> None:
    """In no table; whoever is known by the key finds all of it."""
    fill(connection)
    expected = {*sealing.IDS, "screens", "updates"}
    assert where(connection, PERSON, GROUP) == expected
    in_one(connection, lambda one: sealing.adopt(one, SEALS, None))
    assert where(connection, PERSON, GROUP) == set()
    assert where(connection, SEALS.seal(PERSON), SEALS.seal(GROUP)) == expected - {"screens"}
    assert [one.target for one in chats.following(connection, CONSOLE)] == ["all"]
    assert chats.at(connection, SEALS.seal(GROUP), 4) is not None
    assert connection.conn.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_store_comes_back_as_it_was(connection: Connection, tmp_path: Path) -> None:
    """All but its screens, whose buttons are signed for other numbers."""
    fill(connection)
    connection.conn.execute("DELETE FROM screens")
    before = dump(connection)
    in_one(connection, lambda one: sealing.adopt(one, SEALS, None))
    assert dump(connection) != before
    in_one(connection, lambda one: sealing.lift(one, SEALS, tmp_path))
    assert dump(connection) == before
    assert not sealing.lift(connection, SEALS, tmp_path)


def test_sealing_twice_is_sealing_once(connection: Connection) -> None:
    """A start with the same key changes nothing."""
    fill(connection)
    in_one(connection, lambda one: sealing.adopt(one, SEALS, None))
    before = dump(connection)
    assert not sealing.adopt(connection, SEALS, None)
    assert dump(connection) == before


@pytest.mark.parametrize(
    ("seals", "said"), [(OTHER, "home.key: this is not"), (UNSEALED, "storage.key_file")]
)
def test_a_wrong_key_changes_nothing(connection: Connection, tmp_path: Path, seals: Seals, said: str) -> None:
    """Nor does a missing one; what is wrong is said with the file's name."""
    fill(connection)
    in_one(connection, lambda one: sealing.adopt(one, SEALS, None))
    before = dump(connection)
    with pytest.raises(sealing.WrongKeyError, match=said):
        sealing.adopt(connection, seals, tmp_path / "home.key")
    assert dump(connection) == before


@pytest.mark.parametrize("number", [PERSON, GROUP])
def test_deletion_leaves_a_number_nowhere(connection: Connection, number: int) -> None:
    """Whichever table it stood in, also within the text of what was said."""
    fill(connection)
    reachability.forget_chat(connection, number)
    assert where(connection, number) == set()


def test_a_number_may_be_sealed_as_one_that_is_there(connection: Connection) -> None:
    """Both are carried over: nobody takes another's place on the way."""
    chain = [PERSON, SEALS.seal(PERSON), SEALS.seal(SEALS.seal(PERSON))]
    for chat in chain:
        chats.follow(connection, chat, f"topic:{chat % 97}", MORNING)
    in_one(connection, lambda one: sealing.adopt(one, SEALS, None))
    for chat in chain:
        (held,) = chats.following(connection, SEALS.seal(chat))
        assert held.target == f"topic:{chat % 97}"
