"""The wired program in one process: what it does at its start, over one round, and at its end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.demo.shown import Shown
from bot.running import Output
from bot.setup import check
from bot.telegram_bot import TokenRefused
from storage import chats, outbox
from storage.database import Database
from storage.errors import AlreadyRunning
from storage.model import CONSOLE, AlertState
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.preview_server import FakePreviews, FakeTrouble

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

TOKEN = SecretStr("100001:a-token-for-tests")
CHANNEL = "open_belgorod"


class ShiftedClock(SystemClock):
    """The machine's time, which a test can move on."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        """Return the time as it was moved."""
        return super().now() + self._shift

    def advance(self, by: timedelta) -> None:
        """Move the time."""
        self._shift += by


@dataclass
class Case:
    """A folder with a program's database, and the servers that it speaks to."""

    folder: Path
    clock: ShiftedClock = field(default_factory=ShiftedClock)
    records: list[dict[str, Any]] = field(default_factory=list)

    def app(self, previews: FakePreviews, api: BotApi | None = None) -> App:
        """Return a program over these servers; without a Bot API it has no token."""
        values: dict[str, Any] = {
            "telegram": {"api_url": api.url if api else "http://127.0.0.1:9"},
            "fetch": {"telegram_hosts": [previews.url], "allow_private": ["127.0.0.1"], "per_host": "50/s"},
            "sources": [{"kind": "telegram", "name": CHANNEL}],
            "topics": [
                {"name": "shelling", "severity": "critical", "rule": "обстрел"},
                {"name": "flood", "severity": "critical", "rule": "потоп"},
            ],
        }
        setup, problems = check(values, self.folder)
        assert problems == []
        output = Output(None, self.records.append)
        return App(setup, TOKEN if api else None, self.clock, output, random=Random(1), tick=0.01)  # noqa: S311 - jitter


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return a case in a new folder."""
    return Case(tmp_path)


@pytest.fixture
def previews(case: Case) -> FakePreviews:
    """Return a channel with one post that matters, published now."""
    server = FakePreviews(case.clock.now)
    server.shelf.put(CHANNEL, [Shown(1, case.clock.now(), "обстрел")])
    return server


async def totals(app: App) -> dict[AlertState, int]:
    """Return the outbox's totals that are not zero."""
    found = await app.database.read(outbox.totals)
    return {state: number for state, number in found.items() if number}


async def test_one_round_polls_and_tells_the_terminal(case: Case, previews: FakePreviews) -> None:
    """Without a token, the terminal is told once of what is new."""
    async with previews, case.app(previews) as app:
        summary = await app.once()
        assert (summary.polls.new, summary.sent, summary.waiting) == (1, 1, 0)
        assert (await app.once()).sent == 1
    assert [record["chat"] for record in case.records] == ["console"]


async def test_a_token_ends_what_the_terminal_is_owed(case: Case, previews: FakePreviews) -> None:
    """Its alerts are settled with the reason; when the token goes, the terminal hears of new posts again."""
    async with previews, BotApi() as api:
        async with case.app(previews) as app:
            await app.polling.once()
            assert await totals(app) == {AlertState.QUEUED: 1}
        async with case.app(previews, api) as app:
            assert await totals(app) == {AlertState.GONE: 1}
        previews.shelf.put(CHANNEL, [Shown(2, case.clock.now(), "потоп")])
        async with case.app(previews) as app:
            await app.once()
            assert await totals(app) == {AlertState.GONE: 1, AlertState.SENT: 1}


async def test_what_telegram_chats_are_owed_waits_for_a_token(case: Case, previews: FakePreviews) -> None:
    """Without a token, chats' alerts stay owed; with one, they are sent."""
    async with previews, BotApi() as api:
        async with case.app(previews) as app:
            await app.database.write(chats.follow, 7, "all", case.clock.now())
            assert (await app.once()).waiting == 1
        async with case.app(previews, api) as app:
            assert (await app.once()).waiting == 0
    assert [message.chat_id for message in api.accepted] == [7]


async def test_one_round_without_telegram_leaves_alerts_owed(case: Case, previews: FakePreviews) -> None:
    """Where Telegram does not answer, the sources are polled all the same."""
    async with previews, BotApi() as api:
        api.trouble(troubles.LOST, method="getMe", times=9)
        async with case.app(previews, api) as app:
            await app.database.write(chats.follow, 7, "all", case.clock.now())
            summary = await app.once()
    assert (summary.polls.new, summary.sent, summary.waiting) == (1, 0, 1)


async def test_a_refused_token_ends_the_run(case: Case, previews: FakePreviews) -> None:
    """At the start, a token that Telegram does not know is the operator's to mend."""
    async with previews, BotApi() as api:
        api.trouble(troubles.UNAUTHORIZED, method="getMe", times=9)
        for work in (App.once, lambda app: app.run(asyncio.Event())):
            async with case.app(previews, api) as app:
                with pytest.raises(TokenRefused):
                    await work(app)


async def test_a_token_refused_later_ends_nothing(case: Case, previews: FakePreviews) -> None:
    """Sources are watched on, and what cannot be sent stays owed."""
    stop = asyncio.Event()
    async with previews, BotApi() as api:
        api.trouble(troubles.UNAUTHORIZED, method="sendMessage", times=9)
        api.trouble(troubles.UNAUTHORIZED, method="getUpdates", times=9)
        async with case.app(previews, api) as app:
            await app.database.write(chats.follow, 7, "all", case.clock.now())
            running = asyncio.create_task(app.run(stop))
            await asyncio.sleep(0.5)
            polls = app.polling.tally.polls
            case.clock.advance(timedelta(hours=1))
            await asyncio.sleep(0.5)
            assert not running.done()
            stop.set()
            summary = await running
    assert summary.polls.polls > polls
    assert (summary.sent, summary.waiting) == (0, 1)


async def test_runs_until_told_to_stop(case: Case, previews: FakePreviews) -> None:
    """It polls and tells while it runs, and ends when told to."""
    stop = asyncio.Event()
    async with previews, case.app(previews) as app:
        running = asyncio.create_task(app.run(stop))
        async with asyncio.timeout(5):
            while not case.records:  # noqa: ASYNC110 - what is waited for is a list
                await asyncio.sleep(0.01)
        stop.set()
        assert (await running).sent == 1


async def test_stopping_leaves_nothing_running(case: Case, previews: FakePreviews) -> None:
    """Polls that hang are given up before what they use is closed."""
    stop = asyncio.Event()
    previews.trouble[CHANNEL] = FakeTrouble("slow", delay=60)
    async with previews, case.app(previews) as app:
        running = asyncio.create_task(app.run(stop))
        await asyncio.sleep(0.3)
        polls = [task for task in asyncio.all_tasks() if "Polling._poll" in str(task.get_coro())]
        stop.set()
        await running
        assert (len(polls), [task for task in polls if not task.done()]) == (1, [])


async def test_old_texts_are_dropped_while_it_runs(case: Case, previews: FakePreviews) -> None:
    """Retention is kept from the start on."""
    stop = asyncio.Event()
    async with previews, case.app(previews) as app:
        await app.once()
        case.clock.advance(timedelta(days=31))
        previews.shelf.remove(CHANNEL, 1)
        running = asyncio.create_task(app.run(stop))
        await asyncio.sleep(0.3)
        stop.set()
        await running
        left = await app.database.read(lambda c: c.conn.execute("SELECT count(*) FROM posts").fetchone()[0])
    assert left == 0


async def test_refuses_a_database_in_use(case: Case, previews: FakePreviews) -> None:
    """A second program does not start, and says why."""
    async with previews:
        with Database.open(case.folder / "regionwatch.db"), pytest.raises(AlreadyRunning):
            async with case.app(previews):
                pass


async def test_the_terminal_is_no_chat_of_telegrams(case: Case, previews: FakePreviews) -> None:
    """Nothing is ever sent to chat 0."""
    async with previews, BotApi() as api:
        async with case.app(previews) as app:
            await app.polling.once()
        async with case.app(previews, api) as app:
            await app.once()
            assert await app.database.read(chats.following, CONSOLE) == []
    assert api.accepted == []
