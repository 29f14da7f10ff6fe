"""What people say is handled once, whatever ends the program between the wire and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram import Bot, Update

from bot.inbox import Inbox, chat_of
from storage import updates
from storage.updates import KEPT, MOST_LIVES
from tests.conftest import MORNING
from tests.fakes.bot_api_chats import Chats

if TYPE_CHECKING:
    from storage.database import Connection, Database

BOT = Bot("100001:a-token-for-tests")
CHATS = Chats()


class Life:
    """One life of the program: what is handed on to be handled beside others, and alone."""

    def __init__(self, database: Database) -> None:
        self.beside: list[Update] = []
        self.alone: list[int] = []
        self.inbox = Inbox(BOT, database, lambda: MORNING, self._put, self._handle)

    async def _put(self, update: Update) -> None:
        self.beside.append(update)

    async def _handle(self, update: Update) -> None:
        self.alone.append(update.update_id)

    async def begin(self) -> None:
        """Begin all that was handed on."""
        for update in self.beside:
            await self.inbox.beginning(update)

    async def finish(self) -> None:
        """Handle all that was handed on."""
        for update in self.beside:
            await self.inbox.finished(update)

    @property
    def numbers(self) -> list[int]:
        """What was handed on to be handled beside others."""
        return [update.update_id for update in self.beside]


def said(*numbers: int) -> list[tuple[int, dict[str, Any]]]:
    """Return messages as they come."""
    return [(n, CHATS.said(7, f"words {n}", 7, "en", {}) | {"update_id": n}) for n in numbers]


def stored(connection: Connection) -> list[str]:
    """Return what is kept of what was said."""
    return [row["body"] for row in connection.conn.execute("SELECT body FROM updates ORDER BY id")]


async def test_what_comes_twice_is_handled_once(database: Database) -> None:
    """In one life or in two; and after it is handled, nothing is kept of it."""
    one, other = Life(database), Life(database)
    await one.inbox.take(said(1, 2))
    await one.inbox.take(said(2, 3))
    await one.finish()
    await other.inbox.resume()
    await other.inbox.take(said(2, 3))
    assert (one.numbers, other.numbers) == ([1, 2, 3], [])
    assert await database.read(stored) == ["", "", ""]


async def test_what_was_stored_is_handled_after_a_restart(database: Database) -> None:
    """Before anything new, in its order."""
    await Life(database).inbox.take(said(1, 2))
    life = Life(database)
    await life.inbox.resume()
    await life.inbox.take(said(2, 3))
    assert life.numbers == [1, 2, 3]


async def test_what_ends_the_program_is_given_up(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """In the end it is handled no more; the log names its number and nothing of what it says."""
    await Life(database).inbox.take(said(1))
    second, last = Life(database), Life(database)
    await second.inbox.resume()
    await second.begin()  # and here the program ends
    for _ in range(MOST_LIVES - 2):
        await database.write(updates.begin, 1)  # as in further lives, which ended too
    await last.inbox.resume()
    assert (second.numbers, last.numbers, last.alone) == ([1], [], [])
    assert "update 1 is given up" in caplog.text
    assert "words" not in caplog.text
    assert await database.read(updates.unfinished, MORNING - KEPT) == []


async def test_a_suspect_is_handled_alone(database: Database) -> None:
    """What was begun in two lives may be the culprit: it takes nothing else along."""
    await Life(database).inbox.take(said(1, 2))
    await database.write(updates.begin, 1)
    life = Life(database)
    await life.inbox.resume()
    await life.finish()
    assert (life.alone, life.numbers) == ([1], [2])
    assert await database.read(updates.unfinished, MORNING - KEPT) == []


async def test_what_cannot_be_read_is_left_out(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """It would not be better after a restart; the log names its number and nothing of what it says."""
    life = Life(database)
    await life.inbox.take([(1, {"update_id": 1, "message": "my address is"}), *said(2)])
    assert life.numbers == [2]
    assert "update 1 cannot be read" in caplog.text
    assert "address" not in caplog.text
    assert [one.id for one in await database.read(updates.unfinished, MORNING - KEPT)] == [2]


async def test_what_somebody_is_typing_is_not_kept(database: Database) -> None:
    """An inline query is answered now or never."""
    life, who = Life(database), {"id": 7, "is_bot": False, "first_name": "Person"}
    query = {"id": "1", "from": who, "query": "козинка", "offset": ""}
    await life.inbox.take([(1, {"update_id": 1, "inline_query": query})])
    await life.finish()
    assert life.numbers == [1]
    assert await database.read(stored) == []


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1, "message": "nonsense"}, 0),
        ({"update_id": 1, "poll": {"chat": {"id": "5"}}}, 0),
    ],
)
def test_the_chat_of_an_update_is_known_before_it_is_parsed(update: dict[str, Any], chat: int) -> None:
    """So that forgetting a chat reaches what it has said."""
    assert chat_of(update) == chat
