"""Posts per second of CPU from the wire into the database, ours beside a bot as one writes it first.

Both read the same preview pages in t.me's format from a responder in another process, in turns and
within one run: a channel whose posts are all new, one with one new post a page, and one with nothing
new but the view counters. The other bot takes aiohttp, lxml, ``in`` for keywords and one commit a
post. Only this process's CPU counts (time.process_time), all of its threads; take the ratios, since
the machine differs. After that: what a page with nothing new costs beside reading it whole.

    python -m benchmarks.pipeline [--rounds 5] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import aiohttp
import lxml.html  # type: ignore[import-untyped] # carries no types

from bot.clock import SystemClock
from bot.demo.pages import preview_page
from bot.demo.shown import Channel, Shown
from monitors import rules
from monitors.exchange import Page
from monitors.fetch import Fetcher, FetchLimits
from monitors.language.forms import Forms
from monitors.pipeline import Pipeline
from monitors.places import NOWHERE
from monitors.schedule import Rhythm
from monitors.sources import telegram
from monitors.sources.contract import Listing
from monitors.visit import Policy
from monitors.watchlist import Vocabulary, Watchlist
from storage import chats, sources
from storage.database import Connection, Database
from storage.model import EVERY_TOPIC, Severity, Source, Topic

NAME = "benchmark"
PAGE = 20
PAGES = 40
QUIET = 300
"""Pages of the channel that is all new; polls of the others."""

WORDS = (
    *("обстрел", "Грайворона", "Козинка", "дрон", "свет", "вода", "школа"),
    *("дорога", "ярмарка", "погода", "автобус", "ремонт", "парк"),
)
KEYWORDS = ("обстрел", "дрон", "свет")
START = datetime(2023, 5, 22, 6, tzinfo=UTC)
RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))
Way = Callable[[str, int], Coroutine[None, None, tuple[int, float]]]


def posts(count: int, views: int = 100) -> list[Shown]:
    """Return posts of about 400 characters, seeded; one in three has a keyword."""
    random = Random(22_05_2023)  # noqa: S311 - texts for a measurement, nothing secret
    return [
        Shown(
            id=number,
            published=START + timedelta(minutes=number),
            text="❗️ " + " ".join(random.choices(WORDS[3 * (number % 3 > 0) + 1 :], k=60)),
            views=views + number,
        )
        for number in range(1, count + 1)
    ]


def scenarios() -> dict[str, list[bytes]]:
    """Return the pages that are served in order, by scenario; of *new*, from the newest to the oldest."""
    head, whole = Channel(NAME, "Benchmark"), posts(PAGE * PAGES)
    befores = [None, *range(PAGE * (PAGES - 1) + 1, 1, -PAGE)]
    return {
        "new": [preview_page(head, whole, before=before) for before in befores],
        "one": [preview_page(head, whole[: PAGE + n]) for n in range(PAGES)],
        "nothing": [preview_page(head, posts(PAGE, views)) for views in range(100, 100 + QUIET)],
    }


class Responder(asyncio.Protocol):
    """Answers ``/<run>/<scenario>/…`` with the scenario's next page, for each run from the first."""

    pages: dict[str, list[bytes]]
    asked: Counter[str]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request; all of these clients send one at a time, whole."""
        _, run, scenario, *_ = data.split(b" ", 2)[1].decode().split("/")
        pages, asked = self.pages[scenario], self.asked[f"{run}/{scenario}"]
        body = pages[min(asked, len(pages) - 1)]
        self.asked[f"{run}/{scenario}"] += 1
        if isinstance(self._transport, asyncio.WriteTransport):
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(body) + body)


async def serve() -> None:
    """Print the address and answer until the process ends."""
    Responder.pages, Responder.asked = scenarios(), Counter()
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


async def ours(base: str, polls: int) -> tuple[int, float]:
    """Poll a channel so many times with the real pipeline; return posts stored and CPU seconds."""
    limits = FetchLimits("benchmark", per_host=1e9, allow_private=("127.0.0.1",))
    source = Source("telegram", NAME, urls=telegram.urls(NAME, "", (base,)), host="telegram")
    known = rules.Known(topics={}, sources=frozenset())
    topics = [Topic(word, Severity.CRITICAL, rules.parse(word, known)) for word in KEYWORDS]
    policy, clock = Policy(backlog_pages=PAGES, alert_backlog=timedelta(hours=1)), SystemClock()
    with TemporaryDirectory() as folder, Database.open(Path(folder) / "regionwatch.db") as database:
        await database.write(sources.configure, [source])
        await database.write(chats.set_console, [EVERY_TOPIC], clock.now())
        async with Fetcher(limits, clock, Random(1)) as fetcher:  # noqa: S311 - jitter
            watchlist = Watchlist(topics, Vocabulary(known, Forms(("ru", "uk")), NOWHERE))
            pipeline = Pipeline(database, fetcher, watchlist, policy, {source.key: RHYTHM}, clock)
            begun = time.process_time()
            for _ in range(polls):
                await pipeline.poll(source)
            taken = time.process_time() - begun
        return await database.read(_count), taken


def _count(connection: Connection) -> int:
    return int(connection.conn.execute("SELECT count(*) FROM posts").fetchone()[0])


async def obvious(base: str, polls: int) -> tuple[int, float]:
    """Do what a first bot does: parse every page, look for words, commit every post."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/posts.db")) as database:
        database.execute("CREATE TABLE posts (key INTEGER PRIMARY KEY, text TEXT, alert INTEGER)")
        async with aiohttp.ClientSession() as session:
            begun = time.process_time()
            for _ in range(polls if polls > 1 else PAGES):
                async with session.get(f"{base}/s/{NAME}") as response:
                    _store(database, lxml.html.document_fromstring(await response.text()))
            taken = time.process_time() - begun
        return int(database.execute("SELECT count(*) FROM posts").fetchone()[0]), taken


def _store(database: sqlite3.Connection, page: lxml.html.HtmlElement) -> None:
    for message in page.find_class("tgme_widget_message"):
        key = int((message.get("data-post") or "/0").rpartition("/")[2])
        text = "".join(node.text_content() for node in message.find_class("js-message_text"))
        if database.execute("SELECT 1 FROM posts WHERE key = ?", [key]).fetchone() is None:
            alert = any(word in text.lower() for word in KEYWORDS)
            with database:
                database.execute("INSERT INTO posts VALUES (?, ?, ?)", [key, text, alert])


SCENARIOS = {
    # name: (polls, posts that are new in all of them, pages read)
    "new": (1, PAGE * PAGES, PAGES),
    "one": (PAGES, PAGE + PAGES - 1, PAGES),
    "nothing": (QUIET, PAGE, QUIET),
}


def seconds(way: Way, base: str, scenario: str) -> float:
    """Return the CPU seconds that a scenario takes; fail where not all posts were stored."""
    polls, expected, _ = SCENARIOS[scenario]
    stored, taken = asyncio.run(way(f"{base}/{scenario}", polls))
    if stored != expected:
        raise RuntimeError(f"{way.__name__}, {scenario}: {stored} posts stored, expected {expected}")
    return taken


def figures(values: list[float]) -> dict[str, float]:
    """Return the least, the median and the greatest value."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def compared(url: str, scenario: str, rounds: int) -> dict[str, dict[str, float]]:
    """Return posts (or pages, where nothing is new) per CPU second of both, and their ratio."""
    _, new, pages = SCENARIOS[scenario]
    amount = new if scenario == "new" else pages
    pairs = [
        (seconds(obvious, f"{url}/b{number}", scenario), seconds(ours, f"{url}/o{number}", scenario))
        for number in range(rounds)
    ]
    return {
        "obvious": figures([amount / theirs for theirs, _ in pairs]),
        "ours": figures([amount / own for _, own in pairs]),
        "ratio": figures([theirs / own for theirs, own in pairs]),
    }


def milliseconds(work: Callable[[], object], times: int = 100) -> float:
    """Return the CPU time of one call, the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        for _ in range(times):
            work()
        best = min(best, time.process_time() - begun)
    return best / times * 1e3


def page_costs() -> dict[str, float]:
    """Return what one page costs in ms: to see that nothing is new, to read it whole, and by lxml."""
    source = Source("telegram", NAME, urls=(f"https://t.me/s/{NAME}",), host="telegram")
    body = scenarios()["nothing"][0]
    page = Page(source.urls[0], body)
    found = telegram.listing(source, page)
    if not isinstance(found, Listing):
        raise TypeError("the page could not be read")
    return {
        "kilobytes": len(body) / 1000,
        "nothing_new_ms": milliseconds(lambda: telegram.listing(source, page)),
        "read_whole_ms": milliseconds(lambda: [telegram.parse(source, item) for item in found.items]),
        "lxml_ms": milliseconds(lambda: lxml.html.document_fromstring(body)),
    }


def measured(rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Run the responder and the rounds; return the figures by scenario and bot."""
    program = [sys.executable, "-m", "benchmarks.pipeline", "--serve"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - this very file
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            return {scenario: compared(url, scenario, rounds) for scenario in SCENARIOS}
        finally:
            server.kill()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="From the wire into the database, beside a first bot.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        return asyncio.run(serve())
    results, costs = measured(arguments.rounds), page_costs()
    if arguments.json:
        return print(json.dumps({"pipeline": results, "page": costs}))
    print(f"per second of CPU, {arguments.rounds} rounds              min  median     max")
    units = {"new": "posts, all new", "one": "pages, one new post", "nothing": "pages, nothing new"}
    for scenario, bots in results.items():
        for name, values in bots.items():
            shown = "".join(f"{value:8.1f}" for value in values.values())
            print(f"{units[scenario] + ', ' + name:<38}{shown}")
    print(
        f"a page of {costs['kilobytes']:.0f} kB: {costs['nothing_new_ms']:.2f} ms to see that nothing is new,"
        f" {costs['read_whole_ms']:.2f} ms to read it whole ({costs['lxml_ms']:.2f} ms for lxml to parse it)"
    )
    return None


if __name__ == "__main__":
    main()
