"""The wired program while the machine's clock goes one hour back and forth."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

from bot.app import App
from bot.clock import ScaledClock
from bot.demo.shown import Shown
from bot.running import Output
from bot.setup import check
from tests.fakes.preview_server import FakePreviews, FakeTrouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SPEED = 200.0
NAMES = ("good_demo", "other_demo", "failing_demo")
EVENTS = dict(
    zip(
        product(NAMES, (1, 2, 3)),
        ("обстрел", "потоп", "пожар", "метель", "авария", "взрыв", "град", "гроза", "оползень"),
        strict=True,
    )
)
"""What happens, by channel and number: each a story of its own."""
INTERVAL = timedelta(seconds=10)
HOUR = timedelta(hours=1)


class JumpingClock(ScaledClock):
    """A fast clock that can be put; ``passed`` goes on steadily."""

    def __init__(self) -> None:
        super().__init__(datetime(2023, 5, 22, 6, tzinfo=UTC), SPEED)
        self.shift = timedelta()

    def now(self) -> datetime:
        """Return the time as it was put."""
        return super().now() + self.shift

    def passed(self) -> datetime:
        """Return the time as it would be had nobody touched the clock."""
        return super().now()


@dataclass
class Run:
    """A program under way: its clock, its channels, and what the terminal was told."""

    clock: JumpingClock
    previews: FakePreviews
    records: list[dict[str, Any]] = field(default_factory=list)

    def publish(self, number: int) -> None:
        """Publish a post that matters."""
        for name in NAMES:
            self.previews.shelf.put(name, [Shown(number, self.clock.now(), EVENTS[name, number])])

    async def watched(self) -> None:
        """Wait until each channel was asked for three times; nobody is asked more often than planned."""
        before, began = self.previews.requests.copy(), self.clock.passed()
        async with asyncio.timeout(10):
            while min(self._asked(name, before) for name in NAMES) < 3:  # noqa: ASYNC110 - a counter
                await asyncio.sleep(0.01)
        most = (self.clock.passed() - began) / INTERVAL + 2
        assert max(self._asked(name, before) for name in NAMES) <= most

    def _asked(self, name: str, before: dict[str, int]) -> int:
        path = f"/s/{name}"
        return self.previews.requests[path] - before.get(path, 0)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Run]:
    """Run the program over three channels, one of which always fails."""
    clock = JumpingClock()
    async with FakePreviews(clock.now) as previews:
        run = Run(clock, previews)
        previews.trouble["failing_demo"] = FakeTrouble("server_error")
        values = {
            "fetch": {"telegram_hosts": [previews.url], "allow_private": ["127.0.0.1"], "per_host": "50/s"},
            "polling": {"min_interval": "10s", "max_interval": "15s"},
            "sources": [{"kind": "telegram", "name": name} for name in NAMES],
            "topics": [{"name": e, "severity": "critical", "rule": e} for e in EVENTS.values()],
        }
        setup, problems = check(values, folder)
        assert problems == []
        output, random = Output(None, run.records.append), Random(1)  # noqa: S311 - jitter
        async with App(setup, None, clock, output, random=random, tick=0.02) as app:
            stop = asyncio.Event()
            working = asyncio.create_task(app.run(stop))
            yield run
            stop.set()
            await working


async def test_a_clock_one_hour_back_and_forth_stops_and_repeats_nothing(tmp_path: Path) -> None:
    """Channels are polled on, also those in trouble, none of them too often, and each post is told once."""
    async with running(tmp_path) as run:
        for number, jump in enumerate((timedelta(), -HOUR, HOUR), 1):
            run.clock.shift += jump
            run.publish(number)
            await run.watched()
    told = sorted((record["source"], record["text"]) for record in run.records)
    assert told == sorted((f"telegram:{name}", EVENTS[name, n]) for name in NAMES[:2] for n in (1, 2, 3))
