"""A delivery over a real outbox and a Bot API on loopback, for tests of what becomes of alerts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.telegram_sender import TelegramSender
from bot.texts import Texts
from storage import growing, posts, sources, stories
from storage.model import Source
from tests.conftest import MORNING
from tests.examples import told, verdict
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.stories import stand, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from storage.database import Connection, Database

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing

Row = tuple[str, float]


def owe(connection: Connection, *chat_ids: int, key: str = "1") -> None:
    """Store a post, a story of its own with its key for a number, that these and earlier chats are owed."""
    sources.configure(connection, [Source("telegram", "open_belgorod")])
    [(_, post)] = posts.save(connection, verdict(told(key)), MORNING).new
    stand(connection, int(key), lead=post)
    tell(connection, MORNING, *chat_ids, story=int(key))


def grow(connection: Connection, now: datetime, story: int = 1, /, **more: Any) -> None:  # noqa: ANN401 - any field
    """Let a story that a post began come to its next version, with parts of it replaced."""
    known = stories.get(connection, story)
    stand(connection, story, version=known.version + 1 if known else 1, lead=story, **more)
    growing.note(connection, story, now)


def rows(connection: Connection) -> list[Row]:
    """Return each alert's state and in how many seconds it is due, by chat and story."""
    found = connection.conn.execute("SELECT state, due FROM alerts ORDER BY chat, story")
    return [(state, (datetime.fromisoformat(due) - MORNING).total_seconds()) for state, due in found]


def bars(caplog: pytest.LogCaptureFixture) -> list[object]:
    """Return how long each refusal of the token was said to stop the alerts."""
    return [record.args[0] for record in caplog.records if "refuses" in record.msg and record.args]  # type: ignore[index] # a tuple


@dataclass
class Post:
    """A delivery over a Bot API on loopback, on a clock that stands still; ``told`` are its records."""

    database: Database
    api: BotApi
    delivery: Delivery
    clock: InstantClock
    told: list[dict[str, Any]]

    async def owe(self, *chat_ids: int, key: str = "1") -> None:
        """Owe a post to these chats."""
        await self.database.write(owe, *chat_ids, key=key)

    async def grow(self, story: int = 1, **more: Any) -> None:  # noqa: ANN401 - any field of a story
        """Let a story change, or at first be one."""
        await self.database.write(grow, self.clock.now(), story, **more)

    @property
    def actions(self) -> list[str]:
        """What was done, by its records."""
        return [record["action"] for record in self.told]

    async def drain(self) -> list[Row]:
        """Send what is due now; return where the alerts stand then."""
        await self.delivery.drain()
        return await self.database.read(rows)


@asynccontextmanager
async def delivery(
    database: Database, read: float = 5.0, *, is_there: bool = True, paced_by_clock: bool = False
) -> AsyncIterator[Post]:
    """Wire the real parts; answers are waited for ``read`` seconds.

    Telegram's limits are kept in real time, or ``paced_by_clock`` in that of the clock that stands still.
    """
    clock, records = InstantClock(), list[dict[str, Any]]()
    if paced_by_clock:
        pace = Pace(lambda: clock.now().timestamp(), clock.sleep, per_second=1000)
    else:
        pace = Pace(asyncio.get_running_loop().time, asyncio.sleep, per_second=1000)
    transport, other = AiohttpRequest(read=read, write=0.1, connect=0.1, pool=0.1), AiohttpRequest()
    async with (
        BotApi() as api,
        ExtBot(
            TOKEN, f"{api.url}/bot", request=transport, get_updates_request=other, rate_limiter=pace
        ) as bot,
    ):
        if not is_there:
            await api.stop()
        sender = TelegramSender(bot, pace, clock)
        yield Post(
            database, api, Delivery(database, sender, {}, Texts(), clock, records.append), clock, records
        )
        assert api.violations == []
