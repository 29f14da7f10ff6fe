"""Stories still open that a rule finds which nobody had until now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.within_reach import WITHIN, within_reach
from monitors import rules
from storage import stories
from tests.desks import desk_of, store

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection, Database

SHELLING, DARK = "Прилёт в Козинке, разрушен дом", "Грайворон без света"
PLACES = [{"name": "Козинка", "at": [50.4, 35.6]}]


async def found(desk: Desk, text: str, after: timedelta = timedelta(0)) -> list[str]:
    """Return the first posts of the stories that a rule reaches so much later."""
    now = desk.clock.now() + after

    def look(connection: Connection) -> list[str]:
        rule = rules.parse(text, desk.setup.known)
        reached = within_reach(connection, rule, desk.setup.vocabulary, desk.setup.watched, now)
        firsts = (stories.posts_of(connection, story, 1) for story in sorted(reached))
        return [first.stored.post.text for (first,) in firsts]

    return await desk.database.read(look)


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("разрушенный дом", [SHELLING]),
        ("place:Козинка", [SHELLING]),
        ("voice:channel NOT дом", [DARK]),
        ("voice:channel", [SHELLING, DARK]),
        ("погода", []),
    ],
)
async def test_it_is_found_as_a_search_finds(database: Database, rule: str, texts: list[str]) -> None:
    """In every form of a word, by place and by field; what belongs to no story is not reached."""
    desk = await desk_of(database, places=PLACES)
    await store(desk, SHELLING, DARK, "Погода")
    assert await found(desk, rule) == texts


async def test_what_is_over_or_long_ago_is_out_of_reach(database: Database) -> None:
    """Only what goes on concerns who comes now."""
    desk = await desk_of(database)
    await store(desk, SHELLING, DARK)
    assert await found(desk, "дом", WITHIN) == [SHELLING]
    assert await found(desk, "дом", WITHIN + timedelta(seconds=1)) == []
    await database.write(stories.close, [1], desk.clock.now())
    assert await found(desk, "дом OR свет") == [DARK]
