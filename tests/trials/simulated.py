"""Delivery on simulated time: the real parts over a real file, and a Bot API that needs no network."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import mean, quantiles
from typing import TYPE_CHECKING

from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.pace import Pace
from bot.telegram_sender import TelegramSender
from bot.texts import Texts
from storage import outbox
from tests.conftest import MORNING
from tests.fakes.inline_database import InlineDatabase
from tests.fakes.simulated_telegram import SimulatedTelegram
from tests.fakes.simulated_time import SimulatedTime
from tests.trials.owing import follow, numbers_in, owe
from tests.trials.program import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from storage.model import AlertState

Key = tuple[int, int]
"""A chat and a story."""


class SimulatedClock:
    """The program's clock over simulated time; it begins at :data:`MORNING`."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time
        self._begun = time.now

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return MORNING + timedelta(seconds=self._time.now - self._begun)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many simulated seconds."""
        await self._time.sleep(seconds)


@dataclass
class World:
    """One file and one Bot API, over which delivery is begun as often as a trial wants.

    ``owed`` is when each chat was owed which story, in seconds of ``time``; ``per_second`` is the pace.
    After a run ``enqueued`` is how many alerts there ever were, and ``gathered`` what summaries told.
    """

    path: Path
    per_second: float = 30.0
    time: SimulatedTime = field(default_factory=lambda: SimulatedTime(0.0))
    owed: dict[Key, float] = field(default_factory=dict)
    enqueued: int = 0
    gathered: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin the clock, and Telegram."""
        self.clock = SimulatedClock(self.time)
        self.telegram = SimulatedTelegram(self.time)
        self._plans: list[tuple[float, Callable[[InlineDatabase], object]]] = []

    def follow(self, chat_ids: Iterable[int], topic: str = "shelling") -> None:
        """Let chats follow a topic, before the beginning."""
        with InlineDatabase(self.path) as database:
            database.do(follow, self.clock.now(), chat_ids, topic)

    def at(self, seconds: float, do: Callable[[InlineDatabase], object]) -> None:
        """Do something at a time."""
        self._plans.append((seconds, do))
        self._plans.sort(key=lambda plan: plan[0])

    def publish(self, seconds: float, story: int, topic: str = "shelling") -> None:
        """Let a story be owed at a time."""
        self.at(seconds, lambda database: self._owe(database, story, topic))

    def _owe(self, database: InlineDatabase, story: int, topic: str) -> None:
        database.do(owe, self.clock.now(), story, topic)
        rows = database.all("SELECT chat FROM alerts WHERE story = ?", story)
        self.owed |= {(row["chat"], story): self.time.now for row in rows}

    async def run(self, until: float) -> dict[AlertState, int]:
        """Deliver until a time, or until all that was planned is done and nothing is owed; return the states.

        What is under way then is cut off, as a crash would.
        """
        async with self._delivery() as (database, delivery):
            await delivery.recover()
            running = asyncio.create_task(delivery.run())
            [error] = await self.time.run(self._watch(database, delivery, until))
            if isinstance(error, BaseException):
                raise error
            running.cancel()
            await delivery.finish(0.0)
            await asyncio.gather(running, return_exceptions=True)
            return self._look(database)

    def _look(self, database: InlineDatabase) -> dict[AlertState, int]:
        self.enqueued = outbox.enqueued(database.connection)
        gathered = database.all(
            "SELECT alerts.chat, alerts.story FROM alerts"
            " JOIN alerts AS summary ON summary.id = alerts.summary"
            " WHERE alerts.state = 'folded' AND summary.state = 'sent'"
        )
        self.gathered = {(row["chat"], row["story"]) for row in gathered}
        return outbox.totals(database.connection)

    @asynccontextmanager
    async def _delivery(self) -> AsyncIterator[tuple[InlineDatabase, Delivery]]:
        pace = Pace(self.time.monotonic, self.time.sleep, per_second=self.per_second)
        other = SimulatedTelegram(self.time)
        with InlineDatabase(self.path) as database:
            async with ExtBot(
                TOKEN, request=self.telegram, get_updates_request=other, rate_limiter=pace
            ) as bot:
                sender = TelegramSender(bot, pace, self.clock)
                yield database, Delivery(database.as_database, sender, {}, Texts(), self.clock)

    async def _watch(self, database: InlineDatabase, delivery: Delivery, until: float) -> None:
        while self.time.now < until:
            while self._plans and self._plans[0][0] <= self.time.now:
                self._plans.pop(0)[1](database)
                delivery.wake()
            is_owed = database.all("SELECT 1 FROM alerts WHERE settled IS NULL LIMIT 1")
            if not is_owed and not self._plans:
                return
            await self.time.sleep(min(1.0, until - self.time.now))

    @property
    def copies(self) -> Counter[Key]:
        """How often each chat was sent each story."""
        return Counter((one.chat, story) for one in self.telegram.accepted for story in numbers_in(one.text))

    def delays(self, chat_ids: Iterable[int]) -> list[float]:
        """Return the seconds from being owed to the chat, of all that these chats were sent."""
        wanted = set(chat_ids)
        return [
            one.answered - self.owed[one.chat, story]
            for one in self.telegram.accepted
            if one.chat in wanted
            for story in numbers_in(one.text)
        ]


def spread(delays: list[float]) -> tuple[float, float]:
    """Return the mean and the 99th percentile."""
    return mean(delays), quantiles(delays, n=100, method="inclusive")[-1]
