"""Sending what the outbox owes: who goes when, what stays owed, and what a failure leaves behind."""

from __future__ import annotations

import asyncio
from itertools import accumulate
from typing import TYPE_CHECKING

from bot.delivery import TOKEN_FIRST
from storage import outbox
from storage.database import Database
from tests.fakes import bot_api_troubles as troubles
from tests.posting import bars, delivery

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_long_wait_survives_a_restart(tmp_path: Path) -> None:
    """After a restart nothing is sent to the chat before the time that Telegram named, then all is."""
    path = tmp_path / "a.db"
    with Database.open(path) as database:
        async with delivery(database) as post:
            await post.owe(7)
            await post.owe(7, key="2")
            post.api.trouble(troubles.flood(10_072))
            assert [due for _, due in await post.drain()] == [10_072] * 2
    with Database.open(path) as database:
        async with delivery(database, paced_by_clock=True) as post:
            await post.delivery.recover()
            post.clock.advance(10_071)
            await post.drain()
            assert post.api.accepted == []
            post.clock.advance(1)
            assert {state for state, _ in await post.drain()} == {"sent", "folded"}
            assert len(post.api.accepted) == 1, "two that waited for hours are told in one message"


async def test_a_pause_of_the_whole_bot_holds_everyone(database: Database) -> None:
    """A 429 that names no chat delays the alerts of all chats."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.FLOOD_PAGE)
        await post.drain()
        await post.owe(8, 9, key="2")
        assert await post.drain() == [("waiting", 60)] * 4
        assert len(post.api.requests) == 2


async def test_a_refused_token_stops_sending_and_loses_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator is told once, nothing more is sent for a while, and then everything arrives."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.UNAUTHORIZED, method="sendMessage")
        await post.drain()
        await post.owe(8, key="2")
        assert await post.drain() == [("waiting", 0), ("queued", 0), ("queued", 0)]
        assert len([one for one in caplog.records if "refuses the token" in one.message]) == 1
        post.clock.advance(TOKEN_FIRST.total_seconds())
        assert await post.drain() == [("sent", 0)] * 3


async def test_goes_on_as_soon_as_a_bar_ends(database: Database) -> None:
    """Nobody needs to wake it, and it sleeps no longer than the bar lasts."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.UNAUTHORIZED, method="sendMessage")
        running = asyncio.create_task(post.delivery.run())
        async with asyncio.timeout(5):
            while not post.api.accepted:  # noqa: ASYNC110 - what is waited for is another server's list
                await asyncio.sleep(0.01)
        running.cancel()
        await post.delivery.finish(1.0)
    bar = TOKEN_FIRST.total_seconds()
    so_far = list(accumulate(post.clock.slept))
    assert so_far[-1] >= bar
    before_its_end = [nap for nap, passed in zip(post.clock.slept, so_far, strict=True) if passed - nap < bar]
    assert max(before_its_end) <= bar


async def test_a_page_of_a_server_in_between_stops_nobody(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A 404 that is not the Bot API's says nothing of the token: its alert goes later, the others now."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.Trouble(troubles.PageError(404, "Not Found")), method="sendMessage")
        await post.drain()
        await post.owe(8, key="2")
        assert ("sent", 0) in await post.drain()
    assert bars(caplog) == []


async def test_an_alert_whose_post_is_gone_ends(database: Database) -> None:
    """There is nothing left to tell, and that is what the outbox says."""
    async with delivery(database) as post:
        await post.owe(7)
        await database.write(lambda connection: connection.conn.execute("DELETE FROM posts").rowcount)
        assert await post.drain() == [("gone", 0)]
        assert post.api.accepted == []


async def test_what_was_being_sent_at_a_crash_goes_again_and_counts(database: Database) -> None:
    """It rests a minute, then goes, and the tally says that it may be the second time."""
    async with delivery(database) as post:
        await post.owe(7)
        await database.write(outbox.attempt, 1)
        await post.delivery.recover()
        assert await post.drain() == [("uncertain", 60)]
        post.clock.advance(60)
        assert (await post.drain(), post.delivery.tally.repeated) == ([("sent", 60)], 1)


async def test_a_retry_that_was_certainly_not_sent_is_no_repeat(database: Database) -> None:
    """After a 429 nothing was there, so nothing came twice."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.flood(1))
        await post.drain()
        post.clock.advance(1)
        await asyncio.sleep(1)
        await post.drain()
        assert (post.delivery.tally.sent, post.delivery.tally.repeated) == (1, 0)


async def test_a_slow_chat_delays_nobody_else(database: Database) -> None:
    """While one chat's send hangs, another chat gets one alert after the other."""
    async with delivery(database) as post:
        for key in "123":
            await post.owe(7, 8, key=key)
        post.api.trouble(troubles.slow(1.5), chat=7)
        running = asyncio.create_task(post.delivery.drain())
        await asyncio.sleep(1)
        assert [message.chat_id for message in post.api.accepted] == [8, 8, 8]
        await running
        assert len(post.told) == 6
