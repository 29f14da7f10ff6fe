"""Whole polls per second of CPU, beside two bots as one writes them first.

A poll is the way from the wire into the database: fetch a channel's preview page, read it, match it with
1,000 terms, store what is new. The channels are served by a responder in another process, in t.me's
format, 20 messages of some 400 characters a page, gzipped as t.me does; every fifth poll of a channel
brings a post, in between only the view counters change. The first poll of each channel is not counted. All
of them keep their connections alive; only this process's CPU counts (time.process_time), all of its
threads. Take the ratios.

    python -m benchmarks.polls [--rounds 3] [--polls 1000] [--json]

The first bot takes httpx, BeautifulSoup and ``in``, the second aiohttp, lxml and one regular expression
over all terms; both commit what is new. Ours is measured as it runs: with
``?after=``, where a page as a whole is asked for every 20 seconds; where the host does not honour that (edits
of any text are seen at every poll then); and with a whole look at every poll.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.polls_first import with_lxml, with_soup
from benchmarks.polls_served import CHANNELS, NEWS_EVERY, PAGE, TERM_WORDS, VARIANTS, turns
from bot.clock import SystemClock
from monitors import rules
from monitors.fetch import Fetcher, FetchLimits
from monitors.language.forms import Forms
from monitors.pipeline import Pipeline
from monitors.places import NOWHERE
from monitors.schedule import Rhythm
from monitors.sources import telegram
from monitors.visit import Policy
from monitors.watchlist import Vocabulary, Watchlist
from storage import chats, sources
from storage.database import Connection, Database
from storage.model import EVERY_TOPIC, Severity, Source, Topic

AT_ONCE = 16
RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))
Way = Callable[[str, int], Coroutine[None, None, tuple[int, float]]]


# --- ours -------------------------------------------------------------------------------------


class Elapsing(SystemClock):
    """The machine's time, in which each look at it costs so many seconds more."""

    def __init__(self, seconds: float) -> None:
        self._step, self._ahead = timedelta(seconds=seconds), timedelta()

    def now(self) -> datetime:
        """Return the time."""
        self._ahead += self._step
        return super().now() + self._ahead


async def ours(base: str, polls: int, step: float = 0.0) -> tuple[int, float]:
    """Poll with the real pipeline; return the posts stored and the CPU seconds."""
    limits = FetchLimits("benchmark", per_host=1e9, allow_private=("127.0.0.1",))
    watched = [
        Source("telegram", f"channel{n}", urls=telegram.urls(f"channel{n}", "", (base,)), host="telegram")
        for n in range(CHANNELS)
    ]
    known = rules.Known(topics={}, sources=frozenset())
    topics = [Topic(word, Severity.CRITICAL, rules.parse(word, known)) for word in TERM_WORDS]
    policy, clock = Policy(backlog_pages=1, alert_backlog=timedelta(hours=1)), Elapsing(step)
    with TemporaryDirectory() as folder, Database.open(Path(folder) / "regionwatch.db") as database:
        await database.write(sources.configure, watched)
        await database.write(chats.set_console, [EVERY_TOPIC], clock.now())
        async with Fetcher(limits, clock, Random(1)) as fetcher:  # noqa: S311 - jitter
            watchlist = Watchlist(topics, Vocabulary(known, Forms(("ru", "uk")), NOWHERE))
            gc.freeze()  # as the program does
            rhythms = {source.key: RHYTHM for source in watched}
            pipeline = Pipeline(database, fetcher, watchlist, policy, rhythms, clock)
            for source in watched:
                await pipeline.poll(source)
            queue = iter(turns(polls))

            async def worker() -> None:
                for channel in queue:
                    await pipeline.poll(watched[channel])

            async def notes() -> None:
                while True:
                    await asyncio.sleep(1)
                    await pipeline.store_notes()

            begun = time.process_time()
            noting = asyncio.create_task(notes())
            await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
            await pipeline.store_notes()
            taken = time.process_time() - begun
            noting.cancel()
        return await database.read(_count), taken


async def short_answers(base: str, polls: int) -> tuple[int, float]:
    """Do the same where the host honours ``?after=``."""
    return await ours(f"{base}/after", polls)


async def whole_looks(base: str, polls: int) -> tuple[int, float]:
    """Do the same with a clock that runs so fast that each look at a page is a whole one."""
    return await ours(base, polls, 61.0)


def _count(connection: Connection) -> int:
    return int(connection.conn.execute("SELECT count(*) FROM posts").fetchone()[0])


# --- side by side -----------------------------------------------------------------------------

WAYS: dict[str, tuple[Way, int]] = {
    # name: (how, one in so many of the polls, for the slow ones)
    "httpx + BeautifulSoup + in": (with_soup, 10),
    "aiohttp + lxml + re": (with_lxml, 2),
    "ours": (short_answers, 1),
    "ours, ?after= not honoured": (ours, 1),
    "ours, a whole look each time": (whole_looks, 1),
}


def polls_per_second(way: Way, base: str, polls: int) -> float:
    """Return polls per CPU second; fail where posts are missing."""
    stored, taken = asyncio.run(way(base, polls))
    last = polls // CHANNELS // NEWS_EVERY
    if stored != CHANNELS * (PAGE + last):
        raise RuntimeError(f"{way.__name__}: {stored} posts stored, expected {CHANNELS * (PAGE + last)}")
    return polls / taken


def by_itself(name: str, base: str, polls: int) -> float:
    """Measure one way in a process of its own, so that none inherits another's memory."""
    words = ["-m", "benchmarks.polls", "--only", name, "--url", base, "--polls", str(polls)]
    ended = subprocess.run([sys.executable, *words], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - this very file
    return float(ended.stdout)


def measured(rounds: int, polls: int) -> dict[str, list[float]]:
    """Run the responder and the rounds; return polls per CPU second by way."""
    program = [sys.executable, "-m", "benchmarks.polls_served"]
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - this very file
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            for number in range(rounds):
                for name, (way, share) in WAYS.items():
                    amount = polls // share // CHANNELS * CHANNELS
                    found[name].append(by_itself(name, f"{url}/{number}-{way.__name__}", amount))
        finally:
            server.kill()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Whole polls per second of CPU.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--polls", type=int, default=4_000, help="per round; at most 4,000")
    parser.add_argument("--json", action="store_true", help="print one JSON object a way")
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        return print(polls_per_second(WAYS[arguments.only][0], arguments.url, arguments.polls))
    results = measured(arguments.rounds, min(arguments.polls, CHANNELS * (VARIANTS - 1)))
    soup, plain = (statistics.median(results[name]) for name in list(WAYS)[:2])
    if not arguments.json:
        print(f"{'whole polls per second of CPU':<34}{'median':>8}{'/ soup':>8}{'/ lxml':>8}")
    for name, values in results.items():
        middle = statistics.median(values)
        ratios = {"soup": round(middle / soup, 1), "lxml": round(middle / plain, 1)}
        if arguments.json:
            print(json.dumps({"way": name, "polls_per_cpu_second": round(middle, 1), "ratio": ratios}))
        else:
            print(f"{name:<34}{middle:>8.0f}{ratios['soup']:>8.1f}{ratios['lxml']:>8.1f}")
    return None


if __name__ == "__main__":
    main()
