"""The message that grows in place: edited when its story changes, after all that is new."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.delivery import Delivery
from bot.texts import Texts
from bot.wire import at_once
from storage import growing, holding_back, outbox
from storage.database import Database
from storage.model import AlertState, Trust
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.posting import Post, delivery, grow, owe, rows
from tests.senders import Measured
from tests.stories import stand, tell

if TYPE_CHECKING:
    from pathlib import Path

    from bot.outcomes import Outcome
    from storage.database import Connection
    from storage.model import Alert

AT_ONCE = at_once(30.0)


REST = growing.REST.total_seconds()
SURE = {"trust": Trust.CORROBORATED, "posts": 4, "origins": 3}


async def sent(post: Post, *chats: int) -> None:
    """Send a story to chats, let it grow, and let their messages rest."""
    await post.owe(*chats)
    await post.grow()
    await post.drain()
    await post.grow(**SURE)
    post.clock.advance(REST)


def owe_other(connection: Connection, *chats: int) -> None:
    """Owe chats another story."""
    stand(connection, 2, lead=1)
    tell(connection, MORNING, *chats, story=2)


async def edits(post: Post) -> list[int]:
    """Return the chats of the edits that were asked for."""
    await post.drain()
    return [int(str(call.chat)) for call in post.api.requests if call.method == "editMessageText"]


async def test_a_message_grows_in_place(database: Database) -> None:
    """The story changes, and the one message of it with it, half a minute after it was sent."""
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        await post.drain()
        await post.grow(**SURE)
        assert await edits(post) == []
        post.clock.advance(REST)
        assert await edits(post) == [7]
        first, grown = post.api.accepted
        assert (first.message_id, first.method) == (grown.message_id, "sendMessage")
        assert first.text != grown.text
        assert post.actions == ["new", "edit"]
        assert [(told["trust"], told["posts"]) for told in post.told] == [
            ("unconfirmed", 1),
            ("corroborated", 4),
        ]
        assert (post.delivery.tally.sent, post.delivery.tally.edited) == (1, 1)


async def test_a_message_grows_on_after_a_restart(tmp_path: Path) -> None:
    """Nothing of it is held in memory."""
    path = tmp_path / "a.db"
    with Database.open(path) as database:
        async with delivery(database, paced_by_clock=True) as post:
            await sent(post, 7)
            message = post.api.accepted[0].message_id
    with Database.open(path) as database:
        async with delivery(database, paced_by_clock=True) as post:
            post.api.chats.send(7, {"text": "as it was"})
            post.clock.advance(REST)
            assert await edits(post) == [7]
            assert post.api.accepted[0].message_id == message


async def test_what_changes_before_it_is_sent_needs_no_edit(database: Database) -> None:
    """A message tells its story as it stands when it goes."""
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        await post.grow(**SURE)
        await post.drain()
        post.clock.advance(REST)
        assert await edits(post) == []
        assert post.told[0]["posts"] == 4


async def test_what_changes_while_it_is_sent_is_edited(database: Database) -> None:
    """No change falls between the writing of a message and its id."""
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        post.api.trouble(troubles.slow(0.3), method="sendMessage")
        running = asyncio.create_task(post.delivery.drain())
        await asyncio.sleep(0.15)
        await post.grow(**SURE)
        await running
        post.clock.advance(REST)
        assert await edits(post) == [7]


async def test_a_message_is_edited_at_most_twice_a_minute(database: Database) -> None:
    """However often its story changes, and the last edit shows how it ended."""
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        await post.drain()
        for number in range(60):
            await post.grow(posts=number, trust=Trust(number % 2))
            post.clock.advance(2)
            await post.drain()
        assert 3 <= post.delivery.tally.edited <= 4
        post.clock.advance(REST)
        await post.drain()
        assert post.told[-1]["posts"] == 59


async def test_new_messages_go_first(database: Database) -> None:
    """Nothing is edited before all that is new has begun to be sent."""
    async with delivery(database, paced_by_clock=True) as post:
        await sent(post, *range(1, 9))
        await database.write(owe_other, *range(20, 60))
        post.api.requests.clear()
        await post.drain()
        methods = [call.method for call in post.api.requests]
        assert methods[: 48 - AT_ONCE] == ["sendMessage"] * (48 - AT_ONCE)
        assert sorted(methods) == ["editMessageText"] * 8 + ["sendMessage"] * 48


@pytest.mark.parametrize(
    ("trouble", "shown", "rest"),
    [
        (troubles.LOST, 2, 60),
        (troubles.BAD_GATEWAY, 2, 60),
        (troubles.flood(100), 2, 100),
        (troubles.FIXED, growing.NEVER, 0),
        (troubles.BLOCKED, growing.NEVER, 0),
        (troubles.Trouble(troubles.ApiError(400, "Bad Request: PEER_FLOOD")), 2, 600),
    ],
    ids=lambda value: str(getattr(value, "refusal", "") or getattr(value, "ending", "")),
)
async def test_an_edit_that_fails_is_made_later_or_never(
    database: Database, trouble: troubles.Trouble, shown: int, rest: float
) -> None:
    """The alert stays sent, and its message is edited again when that may help."""
    async with delivery(database, paced_by_clock=True) as post:
        await sent(post, 7)
        post.api.trouble(trouble, method="editMessageText")
        assert await edits(post) == [7]
        assert (await database.read(rows))[0][0] == "sent"
        alert = await database.read(outbox.get, 1)
        assert alert
        assert alert.shown == shown
        post.clock.advance(rest + 0.1)
        assert len(await edits(post)) == (1 if shown == growing.NEVER else 2)


async def test_a_message_that_was_deleted_is_left_alone(database: Database) -> None:
    """There is nothing to edit, and nothing is sent in its place."""
    async with delivery(database, paced_by_clock=True) as post:
        await sent(post, 7)
        post.api.chats.delete(7, post.api.accepted[0].message_id)
        assert await edits(post) == [7]
        await post.grow(posts=9)
        post.clock.advance(REST)
        assert await edits(post) == [7]
        assert post.actions == ["new"]


async def test_what_looks_the_same_is_no_news(database: Database) -> None:
    """Telegram says that nothing was modified, and so nothing is told of it."""
    async with delivery(database, paced_by_clock=True) as post:
        await post.owe(7)
        await post.grow()
        await post.drain()
        await post.grow()
        post.clock.advance(REST)
        assert await edits(post) == [7]
        assert (post.actions, post.delivery.tally.edited) == (["new"], 0)
        assert await database.read(growing.next_due) is None


async def test_a_refused_token_stops_edits_too(database: Database) -> None:
    """And the message is edited when the bar is gone."""
    async with delivery(database, paced_by_clock=True) as post:
        await sent(post, 7)
        post.api.trouble(troubles.UNAUTHORIZED, method="editMessageText")
        assert await edits(post) == [7]
        assert await edits(post) == [7]
        post.clock.advance(5)
        assert await edits(post) == [7, 7]


async def test_an_edit_in_line_makes_way_for_what_is_new(database: Database) -> None:
    """Also in its own chat: it is called off, and made after."""

    class Waiting(Measured):
        in_line = asyncio.Event()

        async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
            if edit:
                self.in_line.set()
                await asyncio.Event().wait()
            return await super().ready(alert, edit=edit)

    await database.write(owe, 7)
    await database.write(grow, MORNING)
    await database.write(outbox.sent, 1, 100, MORNING - growing.REST, 1)
    await database.write(grow, MORNING, **SURE)
    sender = Waiting()
    deliver = Delivery(database, sender, {}, Texts(), InstantClock())
    running = asyncio.create_task(deliver.run())
    await sender.in_line.wait()
    await database.write(owe_other, 7)
    deliver.wake()
    await sender.begun.wait()
    running.cancel()
    await deliver.finish(1.0)
    states = [state for state, _ in await database.read(rows)]
    assert (states, deliver.tally.edited) == (["sent", "sent"], 0)


async def test_what_is_held_back_in_line_is_not_sent(database: Database) -> None:
    """A silence that comes while an alert waits for its turn still holds."""

    class Muting(Measured):
        async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
            await database.write(holding_back.mute, alert.id, "silence 1", MORNING)
            return await super().ready(alert, edit=edit)

    await database.write(owe, 7)
    sender = Muting()
    await Delivery(database, sender, {}, Texts(), InstantClock()).drain()
    assert not sender.begun.is_set()
    assert (await database.read(outbox.totals))[AlertState.MUTED] == 1
