"""What a source that posts 10,000 posts a minute costs the others: their delay with and without the flood.

Ten quiet feeds, each on a host of its own, and nine quiet channels of one network are watched beside a feed
and a channel of that network that pour out posts, one in fifty of which matches. The servers are a process of
their own. A delay is the time in seconds from a post's publication to its arrival at the terminal, so all
that can be held up in between is in it. Runs with and without the flood take turns; what the machine does
besides hits both.

    python -m tests.trials.flood [--seconds 30] [--rounds 3] [--json]

It ends with 1 where either kind of quiet source waits more than a tenth longer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from bot.app import App
from bot.clock import SystemClock
from bot.demo.pages import preview_page
from bot.demo.shown import Channel, Shown
from bot.running import Output
from bot.setup import check
from tests.fakes.hostile_server import HostileServer, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.setup import Setup

FEEDS = tuple(f"feed_{number}" for number in range(10))
CHANNELS = tuple(f"quiet_{number}" for number in range(9))
FLOOD, FLOODED_CHANNEL = "flood", "flood_demo"

MOST = 1.10
"""The ratio of mean delays with and without the flood up to which the trial has succeeded."""

PER_SECOND = 10_000 / 60
QUIET_EVERY = 1.0
"""Seconds between two posts of a quiet source, on average."""

SHOWN_FOR = 3.0
"""Seconds for which the flooding feed shows a post: more than it takes until it is polled again."""

WORDS = ("дорога", "ярмарка", "погода", "автобус", "ремонт", "парк", "школа", "вода", "праздник")
START_UP, RUN_OUT = 8.0, 0.5
"""Seconds at the beginning and the end of a run whose posts do not count.

In the beginning the flooding channel may still ask for the older pages that each has a right to once an hour.
"""


def schedule(name: str, began: float, until: float) -> list[float]:
    """Return when a quiet source posts, in seconds since 1970; by chance, but the same for the same name."""
    random, moments = Random(name), [began]  # noqa: S311 - for a measurement, nothing secret
    while moments[-1] < until:
        moments.append(moments[-1] + random.expovariate(1 / QUIET_EVERY))
    return moments[:-1]


def quiet(name: str, began: float, now: float) -> list[Shown]:
    """Return what a quiet source has posted so far; each text says when, in milliseconds."""
    return [
        Shown(number, datetime.fromtimestamp(moment, UTC), f"{event(name, number)} {moment * 1000:.0f}")
        for number, moment in enumerate(schedule(name, began, now), 1)
    ]


def event(name: str, number: int) -> str:
    """Return the word of what a quiet source tells of in a post: each time of something else."""
    return f"{name.replace('_', '')}event{number}"


def flood(began: float, now: float) -> list[Shown]:
    """Return what a flooding source has posted within the last seconds; one in fifty matches."""
    first, last = (int(max(0.0, moment - began) * PER_SECOND) + 1 for moment in (now - SHOWN_FOR, now))
    return [
        Shown(number, datetime.fromtimestamp(began + number / PER_SECOND, UTC), _words(number))
        for number in range(first, last + 1)
    ]


def _words(number: int) -> str:
    words = (WORDS[number * step % len(WORDS)] for step in range(1, 31))
    return f"{'обстрел' if number % 50 == 0 else 'новость'} {number} {' '.join(words)}"


def rss(posts: list[Shown]) -> bytes:
    """Return the newest of these posts as a feed."""
    items = "".join(
        f"<item><guid>{one.id}</guid><title>{one.text}</title><pubDate>{one.published:%Y-%m-%dT%H:%M:%SZ}</pubDate>"
        "</item>"
        for one in reversed(posts)
    )
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


# --- the servers' process ---------------------------------------------------------------------


@dataclass
class Servers:
    """Serves all sources from ``began`` on, in seconds since 1970; a dry ``flood`` has one post."""

    began: float
    is_flooding: bool

    def poured(self) -> list[Shown]:
        """Return what the flooding sources show."""
        return flood(self.began, time.time() if self.is_flooding else self.began)

    def feed(self, path: str) -> bytes:
        """Return a feed as it is now."""
        name = path.strip("/")
        return rss(self.poured() if name == FLOOD else quiet(name, self.began, time.time())[-20:])

    def channel(self, path: str) -> bytes:
        """Return a page of a channel as it is now."""
        parts = urlsplit(path)
        name = parts.path.rpartition("/")[2]
        asked = {name: int(value) for name, value in parse_qsl(parts.query)}
        posts = self.poured() if name == FLOODED_CHANNEL else quiet(name, self.began, time.time())
        return preview_page(Channel(name, name), posts, before=asked.get("before"), after=asked.get("after"))

    async def serve(self) -> None:
        """Print where each source is and serve until the process ends."""
        async with AsyncExitStack() as stack:
            where = {}
            for name in (*FEEDS, FLOOD):
                server = await stack.enter_async_context(_server(self.feed))
                where[name] = server.url(f"/{name}")
            where["telegram"] = (await stack.enter_async_context(_server(self.channel))).url("").rstrip("/")
            print(json.dumps(where), flush=True)  # noqa: T201 - the trial reads it
            await asyncio.Event().wait()


def _server(body: Callable[[str], bytes]) -> HostileServer:
    """Return a server that answers each path with what stands there at that moment."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        await reply(200, body=body(server.asked[-1].path))(writer)

    server = HostileServer(otherwise=behave)
    return server


@asynccontextmanager
async def served(began: float, *, is_flooding: bool) -> AsyncIterator[dict[str, str]]:
    """Run the servers' process; yield where each source is."""
    words = ["-m", "tests.trials.flood", "--serve", str(began), *(["--flooding"] if is_flooding else [])]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield json.loads(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


# --- the trial --------------------------------------------------------------------------------


@dataclass
class Delays:
    """Seconds from publication to the terminal, of quiet feeds and channels.

    ``arrived`` counts their posts that came out while they were watched and did arrive.
    """

    feeds: list[float] = field(default_factory=list)
    channels: list[float] = field(default_factory=list)
    arrived: int = 0
    polls: int = 0
    new: int = 0

    def add(self, other: Delays) -> None:
        """Take in another run's."""
        self.feeds += other.feeds
        self.channels += other.channels
        self.arrived += other.arrived
        self.polls += other.polls
        self.new += other.new


def setup_of(where: dict[str, str], folder: Path, most: int) -> Setup:
    """Return the set-up of the program that watches all of them, up to so many posts of each."""
    events = [event(name, number) for name in (*FEEDS, *CHANNELS) for number in range(1, most)]
    feeds = [{"kind": "feed", "name": name, "url": where[name]} for name in (*FEEDS, FLOOD)]
    channels = [{"kind": "telegram", "name": name} for name in (*CHANNELS, FLOODED_CHANNEL)]
    setup, problems = check(
        {
            "fetch": {
                "allow_private": ["127.0.0.1"],
                "per_host": "10/s",
                "telegram_hosts": [where["telegram"]],
            },
            "polling": {"min_interval": "1s", "max_interval": "2s"},
            "sources": [*feeds, *channels],
            "topics": [
                {"name": word, "severity": "critical", "rule": f"={word}"} for word in ("обстрел", *events)
            ],
        },
        folder,
    )
    assert problems == []
    return setup


async def run(seconds: float, *, is_flooding: bool) -> Delays:
    """Watch for so many seconds and return the delays.

    A post that did not arrive counts as long as it could have arrived.
    """
    arrived: dict[tuple[str, int], float] = {}

    def note(record: dict[str, Any]) -> None:
        name = record["source"].partition(":")[2]
        if name not in {FLOOD, FLOODED_CHANNEL}:
            arrived.setdefault((name, int(record["text"].split()[1])), time.time())

    began = time.time()
    with TemporaryDirectory() as folder:
        async with served(began, is_flooding=is_flooding) as where:
            app = App(
                setup_of(where, Path(folder), int(3 * seconds / QUIET_EVERY)),
                None,
                SystemClock(),
                Output(None, note),
                tick=0.1,
            )
            async with app:
                stop, watching = asyncio.Event(), time.time()
                asyncio.get_running_loop().call_later(seconds, stop.set)
                tally = (await app.run(stop)).polls
    counted = (watching + START_UP, watching + seconds - RUN_OUT)
    feeds, channels = (_delays(names, began, counted, arrived) for names in (FEEDS, CHANNELS))
    young = sum(moment > 1000 * watching for _, moment in arrived)
    return Delays(feeds, channels, young, tally.polls, tally.new)


def _delays(
    names: tuple[str, ...], began: float, counted: tuple[float, float], arrived: dict[tuple[str, int], float]
) -> list[float]:
    first, last = counted
    return [
        arrived.get((name, round(moment * 1000)), last + RUN_OUT) - moment
        for name in names
        for moment in schedule(name, began, last)
        if moment >= first
    ]


async def compare(seconds: float, rounds: int) -> tuple[Delays, Delays]:
    """Return the delays without and with the flood, from runs that take turns."""
    without, with_flood = Delays(), Delays()
    for _ in range(rounds):
        without.add(await run(seconds, is_flooding=False))
        with_flood.add(await run(seconds, is_flooding=True))
    return without, with_flood


def figures(without: Delays, with_flood: Delays) -> dict[str, Any]:
    """Return what the trial prints: seconds, and the ratios with the flood to without."""
    found: dict[str, Any] = {"polls": [without.polls, with_flood.polls], "new": [without.new, with_flood.new]}
    for kind, before, after in (
        ("feeds", without.feeds, with_flood.feeds),
        ("channels", without.channels, with_flood.channels),
    ):
        found[kind] = {
            "posts": [len(before), len(after)],
            "mean_s": [round(mean(before), 3), round(mean(after), 3)],
            "p95_s": [round(quantiles(before, n=20)[-1], 3), round(quantiles(after, n=20)[-1], 3)],
            "ratio": round(mean(after) / mean(before), 3),
        }
    return found


def main() -> None:
    """Run the trial, or its servers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", type=float)
    parser.add_argument("--flooding", action="store_true")
    words = parser.parse_args()
    if words.serve is not None:
        asyncio.run(Servers(words.serve, words.flooding).serve())
        return
    found = figures(*asyncio.run(compare(words.seconds, words.rounds)))
    print(json.dumps(found, indent=None if words.json else 2))  # noqa: T201 - what a trial is for
    sys.exit(max(found[kind]["ratio"] for kind in ("feeds", "channels")) > MOST)


if __name__ == "__main__":
    main()
