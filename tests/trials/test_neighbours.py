"""Several sources on one host, one of which wants to be left alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from bot.app import App
from bot.clock import ScaledClock
from bot.running import Output
from bot.setup import check
from storage import sources
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, reply

if TYPE_CHECKING:
    from pathlib import Path

    from bot.setup import Setup
    from storage.model import SourceState

GOOD = ("a", "b", "c", "d")
FEED = b'<rss version="2.0"><channel><item><guid>1</guid><title>news</title></item></channel></rss>'
SPEED = 100.0


def feeds(url: str, folder: Path) -> Setup:
    """Return a set-up with four good feeds and one that always answers 429."""
    setup, problems = check(
        {
            "fetch": {"allow_private": ["127.0.0.1"], "per_host": "0.5/s"},
            "sources": [{"kind": "feed", "name": n, "url": f"{url}/{n}"} for n in ("busy", *GOOD)],
        },
        folder,
    )
    assert problems == []
    return setup


async def watched(setup: Setup, seconds: float) -> dict[str, SourceState]:
    """Run the program for so many seconds of its clock, and return how its sources stand."""
    clock = ScaledClock(datetime(2023, 5, 22, 6, tzinfo=UTC), SPEED)
    async with App(setup, None, clock, Output(), random=Random(1), tick=0.02) as app:  # noqa: S311 - jitter
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds / SPEED, stop.set)
        await app.run(stop)
        states = await app.database.read(sources.states)
    return {state.source.removeprefix("feed:"): state for state in states}


async def test_a_feed_that_answers_429_does_not_starve_its_neighbours(tmp_path: Path) -> None:
    """In ten minutes each of them is read several times, and none is called what it is not."""
    pages = {f"/{name}": reply(200, body=FEED) for name in GOOD}
    async with HostileServer(pages | {"/busy": reply(429, ["Retry-After: 60"])}) as server:
        states = await watched(feeds(server.url("").rstrip("/"), tmp_path), 600)
        asked = Counter(one.path for one in server.asked)
    assert min(asked[f"/{name}"] for name in GOOD) >= 3
    assert {states[name].trouble for name in GOOD} == {None}
    assert {states[name].failures for name in GOOD} == {0}
    assert (states["busy"].trouble, asked["/busy"] <= 10) == (Trouble.RATE_LIMITED, True)
