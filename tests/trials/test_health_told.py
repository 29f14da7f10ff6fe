"""The whole program beside a channel that loses its preview and a feed that says 304 for ever."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.demo.shown import Shown
from bot.health import canary
from bot.running import Output
from bot.setup import check
from monitors.rhythm.usual import Usual
from storage import sources
from tests.fakes.bot_api import BotApi
from tests.fakes.hostile_server import HostileServer, reply
from tests.fakes.preview_server import FakePreviews, FakeTrouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from storage.database import Connection
    from storage.model import SourceState

OPERATOR = 78
CHANNEL = "open_belgorod"
RSS = (
    b"<rss version='2.0'><channel><title>F</title><item><guid>1</guid><title>a</title></item></channel></rss>"
)
STEP = timedelta(seconds=30)


class FastClock(SystemClock):
    """The machine's time, moved on by whoever lives faster."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        """Return the time as it was moved."""
        return datetime.now(UTC) + self._shift

    async def advance(self, app: App) -> None:
        """Move the time on by half a minute, and let the program live through it."""
        self._shift += STEP
        await asyncio.sleep(0.08)
        assert app.polling.tally.polls > 0 or self._shift < 2 * STEP

    async def until(self, app: App, holds: Callable[[], bool], within: timedelta) -> timedelta:
        """Move the time on until something holds; return how long that took, fail where it is too long."""
        begun = self.now()
        while not holds():
            await self.advance(app)
            assert self.now() - begun <= within
        return self.now() - begun


@asynccontextmanager
async def running(folder: Path, api: BotApi, source: dict[str, Any], **fetch: Any) -> AsyncIterator[App]:  # noqa: ANN401 - any option
    """Run the program with one source and one operator."""
    values: dict[str, Any] = {
        "telegram": {"api_url": api.url, "admins": [OPERATOR]},
        "fetch": {"allow_private": ["127.0.0.1"], "per_host": "100/s", **fetch},
        "sources": [source],
    }
    setup, problems = check(values, folder)
    assert problems == []
    app = App(setup, SecretStr("100001:a-token-for-tests"), FastClock(), Output(), tick=0.01)
    app.watch_every = 0.02
    stop = asyncio.Event()
    async with app:
        app.usually = _too_quiet
        work = asyncio.create_task(app.run(stop))
        await asyncio.sleep(0.3)
        yield app
        stop.set()
        await work


def _too_quiet(state: SourceState) -> Usual | None:
    """Expect a post an hour of the feed, whose newest one the tests date; know nothing of others."""
    if not state.source.startswith("feed:") or state.last_success is None or state.last_post is None:
        return None
    return Usual(24.0, (state.last_success - state.last_post) / timedelta(hours=1))


def told(api: BotApi, words: str) -> list[str]:
    """Return what the operator was sent with these words in it."""
    return [sent.text for sent in api.accepted if sent.chat_id == OPERATOR and words in sent.text]


async def test_a_preview_that_is_switched_off_and_on_is_told_once_each(tmp_path: Path) -> None:
    """Within a quarter of an hour, and never again while it stays so."""
    async with BotApi() as api, FakePreviews() as previews:
        previews.shelf.put(CHANNEL, [Shown(1, datetime.now(UTC), "Доброе утро")])
        source = {"kind": "telegram", "name": CHANNEL}
        async with running(tmp_path, api, source, telegram_hosts=[previews.url]) as app:
            clock = app.clock
            assert isinstance(clock, FastClock)
            previews.trouble[CHANNEL] = FakeTrouble("no_preview")
            await clock.until(app, lambda: bool(told(api, "preview was switched off")), timedelta(minutes=15))
            for _ in range(10):
                await clock.advance(app)
            del previews.trouble[CHANNEL]
            await clock.until(app, lambda: bool(told(api, "can be read again")), timedelta(minutes=15))
            for _ in range(5):
                await clock.advance(app)
            proof = (await app.database.read(sources.state, canary.KEY)).last_post
    assert [len(told(api, "")), len(told(api, "switched off"))] == [2, 1]
    assert proof is not None


async def test_a_feed_that_says_304_for_ever_is_told_as_silent(tmp_path: Path) -> None:
    """It is read without trouble; its rhythm says that it cannot be so quiet."""
    answers = {"/rss": reply(200, ['ETag: "1"'], RSS)}
    async with BotApi() as api, HostileServer(answers) as server:
        source = {"kind": "feed", "name": "wire", "url": server.url("/rss")}
        async with running(tmp_path, api, source) as app:
            server.behaviours["/rss"] = reply(304)
            clock = app.clock
            assert isinstance(clock, FastClock)
            assert told(api, "") == []
            await app.database.write(_date, clock.now() - timedelta(hours=25))
            app._pipeline.forget("feed:wire")
            await clock.until(app, lambda: bool(told(api, "nothing new")), timedelta(minutes=15))
            for _ in range(5):
                await clock.advance(app)
    (only,) = told(api, "")
    assert "🟡 feed:wire is read without trouble, but shows nothing new since" in only
    assert "usual is about 24 posts a day" in only
    assert all(asked.headers["if-none-match"] == '"1"' for asked in server.asked[1:])


def _date(connection: Connection, newest: datetime) -> None:
    """Let the feed be known for long, its newest post of this time."""
    connection.conn.execute(
        "UPDATE sources SET first_success = '2020-01-01T00:00:00.000Z', last_post = ?",
        [newest.isoformat()],
    )
