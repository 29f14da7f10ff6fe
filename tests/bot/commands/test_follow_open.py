"""What goes on already when somebody begins to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import stories
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of, store

if TYPE_CHECKING:
    from storage.database import Connection, Database

ONE = "1 event is still going on: you get it now."
TWO = "2 events are still going on: you get them in one message."


def owed(connection: Connection) -> int:
    """Return how many alerts the chat is owed."""
    row = connection.conn.execute("SELECT count(*) AS count FROM alerts WHERE chat = ?", [CHAT]).fetchone()
    return int(row["count"])


async def test_a_topic_s_open_stories_come_in_one_message(database: Database) -> None:
    """And the answer says how many; nothing comes twice."""
    desk = await desk_of(database)
    await store(desk, "Прилёт в Козинке, разрушен дом", "Грайворон без света")
    assert ONE in await ask(desk, "follow", "shelling")
    assert ONE in await ask(desk, "follow", "all")
    assert "going on" not in await ask(desk, "follow", "power cut")
    assert await database.read(owed) == 2


async def test_a_rule_that_nobody_had_finds_them_too(database: Database) -> None:
    """As a search finds posts."""
    desk = await desk_of(database)
    await store(desk, "Прилёт в Козинке, разрушен дом", "Грайворон без света", "Погода")
    assert TWO in await ask(desk, "follow", "дом OR Грайворон")
    assert "going on" not in await ask(desk, "follow", "погода")
    assert await database.read(owed) == 2


async def test_where_nothing_goes_on_nothing_is_said(database: Database) -> None:
    """What is over is no news."""
    desk = await desk_of(database)
    await store(desk, "Прилёт в Козинке, разрушен дом")
    await database.write(stories.close, [1], MORNING)
    assert "going on" not in await ask(desk, "follow", "shelling")
    assert "going on" not in await ask(desk, "follow", "дом")
    assert await database.read(owed) == 0
