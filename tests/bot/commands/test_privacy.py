"""What is kept about people, and its deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import outbox
from storage.model import AlertState
from tests.desks import CHAT, ask, desk_of, store

if TYPE_CHECKING:
    from storage.database import Connection, Database


def rows_about(connection: Connection, chat: int) -> dict[str, int]:
    """Return in which tables a chat's number stands in any column, and in how many rows."""
    found = {}
    for table in connection.table_names():
        rows = connection.conn.execute(f"SELECT * FROM [{table}]").fetchall()  # noqa: S608 - names from the schema
        found[table] = sum(str(chat) in map(str, tuple(row)) for row in rows)
    return {table: count for table, count in found.items() if count}


async def test_privacy_says_what_is_kept_and_how_long(database: Database) -> None:
    """With the times of the configuration."""
    desk = await desk_of(database, storage={"keep_matched": "2w", "keep_other": "36h"})
    told = await ask(desk, "privacy", "please")
    assert "the number of this chat, what you follow and what you muted" in told
    assert "that you may manage it from our private chat" in told
    assert "kept for 14 days" in told
    assert "else for 36 hours" in told
    assert "/deletemydata" in told


async def test_deletion_leaves_nothing_in_any_table(database: Database) -> None:
    """Neither the chat nor its subscriptions, silences and alerts; the sums stay right."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all")
    await ask(desk, "follow", "снег", chat=CHAT + 1)
    await store(desk, "Обстрел")
    await ask(desk, "mute", "shelling 2h")
    held = {"chats": 1, "subscriptions": 1, "silences": 1, "alerts": 1}
    assert await database.read(rows_about, CHAT) == held
    assert "is deleted" in await ask(desk, "deletemydata")
    assert await database.read(rows_about, CHAT) == {}
    assert await database.read(rows_about, CHAT + 1) == {"chats": 1, "screens": 1, "subscriptions": 1}
    totals = await database.read(outbox.totals)
    assert sum(totals.values()) == await database.read(outbox.enqueued) == totals[AlertState.GONE] == 1


async def test_an_own_rule_is_deleted_too(database: Database) -> None:
    """Its words are found nowhere afterwards."""
    desk = await desk_of(database)
    await ask(desk, "follow", "неповторимое")
    await ask(desk, "deletemydata")
    assert "неповторимое" not in "\n".join(await database.read(lambda c: list(c.conn.iterdump())))


async def test_a_chat_of_which_nothing_is_known_can_ask_for_deletion(database: Database) -> None:
    """And gets the same answer."""
    assert "is deleted" in await ask(await desk_of(database), "deletemydata")
