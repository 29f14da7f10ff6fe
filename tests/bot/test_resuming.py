"""The whole bot after a restart: what was said before is answered, and nothing twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage import chats, updates
from storage.updates import StoredUpdate
from tests.fakes.bot_api_chats import Chats
from tests.fakes.instant_clock import InstantClock
from tests.talking import answers, listening, until

if TYPE_CHECKING:
    from storage.database import Connection, Database

PERSON = 7


def unhandled(connection: Connection) -> list[int]:
    """Return the numbers of what is not handled."""
    rows = connection.conn.execute("SELECT id FROM updates WHERE handled IS NULL")
    return [row["id"] for row in rows]


async def test_what_was_said_before_a_restart_is_answered(database: Database) -> None:
    """In its order, before what is said after it."""
    said = [Chats().said(PERSON, text, PERSON, "en", {}) for text in ("/follow all", "/following")]
    batch = [StoredUpdate(n, PERSON, one | {"update_id": n}) for n, one in enumerate(said, 1)]
    await database.write(updates.take, batch, InstantClock().now())
    async with listening(database) as api:
        api.say(PERSON, "/privacy")
        await until(lambda: len(answers(api, PERSON)) == 3)
        first, second, _ = answers(api, PERSON)
    assert first.startswith("You will hear of")
    assert second.startswith("You follow:")
    assert await database.read(unhandled) == []


async def test_an_update_that_comes_again_is_left_out(database: Database) -> None:
    """As Telegram sends it where a confirmation was lost."""
    async with listening(database) as api:
        update = api.chats.said(PERSON, "/follow all", PERSON, "en", {})
        api.push(update)
        await until(lambda: answers(api, PERSON))
        api.push(update)
        api.say(PERSON, "/following")
        await until(lambda: len(answers(api, PERSON)) == 2)
        await asyncio.sleep(0.05)
        assert len(answers(api, PERSON)) == 2


async def test_who_deletes_their_data_leaves_no_words(database: Database) -> None:
    """Not even those of the command and the press by which they did."""
    async with listening(database) as api:
        api.say(PERSON, "/follow all")
        api.say(PERSON, "/deletemydata")
        await until(lambda: len(answers(api, PERSON)) == 2)
        asked = api.chats.messages[PERSON, api.accepted[-1].message_id]
        button = asked["reply_markup"]["inline_keyboard"][0][0]
        api.press(PERSON, asked["message_id"], button["callback_data"], user=PERSON)
        await until(lambda: "is deleted" in asked["text"])
    kept = await database.read(lambda c: [row["chat"] for row in c.conn.execute("SELECT * FROM updates")])
    assert set(kept) == {0}
    assert await database.read(chats.get, PERSON) is None
