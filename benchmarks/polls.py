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
``?after=``, where a page as a whole is asked for once a minute; where the host does not honour that (edits
of any text are seen at every poll then); and with a whole look at every poll.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import gzip
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from string import ascii_letters
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import httpx
import lxml.html  # type: ignore[import-untyped] # carries no types
from bs4 import BeautifulSoup

from bot.clock import SystemClock
from bot.demo.pages import preview_page
from bot.demo.shown import Attachment, Channel, Reply, Shown
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
from storage.model import EVERY_TOPIC, Forward, LinkPreview, Severity, Source, Topic

CHANNELS = 20
PAGE, VARIANTS = 20, 201
"""Messages a page, and different pages a channel: every fifth shows another message."""

NEWS_EVERY = 5
AT_ONCE = 16
TERMS = 1_000
START = datetime(2023, 5, 22, 6, tzinfo=UTC)
RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))
SYLLABLES = ("ка", "ло", "ми", "не", "ро", "ту", "ши", "бе", "го", "да", "же", "за")
OTHER_SYLLABLES = ("вы", "гу", "ди", "жо", "зе", "ку", "ля", "мо", "ню", "пы", "ся", "фи")
FILE = 450
"""Characters of a picture's name in its address, as the network's are."""

PHOTO = Attachment("photo", url=f"https://cdn4.telesco.pe/file/{'a' * FILE}.jpg")
CARD = LinkPreview(
    "https://example.org/news/2023/05/22/1234567", "Example", "A title of a page", "A text. " * 20
)
VIDEO = Attachment("video", duration="0:42", url=PHOTO.url, thumbnail=PHOTO.url)
ORIGIN = Forward("Another channel", "https://t.me/another_channel/1234")
LOOKS: tuple[dict[str, Any], ...] = (
    {"reply": Reply(1, "Channel", "What was said before")},
    {"media": (PHOTO,), "author": "An editor"},
    {"preview": CARD, "forward": ORIGIN},
    {"media": (VIDEO,), "forward": ORIGIN},
)
"""What messages hold besides their text, in turns: a reply, a photo, a link with its card, a video."""

Way = Callable[[str, int], Coroutine[None, None, tuple[int, float]]]


def words(count: int, seed: int, syllables: tuple[str, ...]) -> list[str]:
    """Return so many different words of three to five syllables."""
    random = Random(seed)  # noqa: S311 - texts for a measurement, nothing secret
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(random.choices(syllables, k=random.randint(3, 5)))] = None
    return list(found)


TEXT_WORDS, TERM_WORDS = words(3_000, 1, SYLLABLES), words(TERMS, 2, OTHER_SYLLABLES)


def posts(channel: int) -> list[Shown]:
    """Return a channel's messages, seeded; one in ten holds a term."""
    random = Random(channel)  # noqa: S311 - the same
    return [
        Shown(
            id=number,
            published=START + timedelta(minutes=number),
            text=" ".join(random.choices(TEXT_WORDS, k=55) + random.choices(TERM_WORDS, k=number % 10 == 0)),
            views=number,
            **LOOKS[number % len(LOOKS)],
        )
        for number in range(1, PAGE + VARIANTS // NEWS_EVERY + 2)
    ]


def pages(channel: int) -> list[bytes]:
    """Return the gzipped pages that a channel shows, one after the other."""
    head, told = Channel(f"channel{channel}", f"Channel {channel}"), posts(channel)
    shown = (
        [replace(post, views=post.id + turn) for post in told[:last]]
        for turn in range(VARIANTS)
        for last in [PAGE + turn // NEWS_EVERY]
    )
    return [gzip.compress(page_of(head, each), 6) for each in shown]


def page_of(head: Channel, shown: list[Shown], after: int | None = None) -> bytes:
    """Return a preview page with names of pictures that are as long as the network's."""
    name = random_letters(head.name)
    return preview_page(head, shown, after=after).replace(
        f"/{head.name}.jpg".encode(), f"/{name}.jpg".encode()
    )


def random_letters(seed: str) -> str:
    """Return a picture's name, which does not compress."""
    return "".join(Random(seed).choices(ascii_letters, k=FILE))  # noqa: S311 - nothing secret


class Responder(asyncio.Protocol):
    """Answers ``/<run>/s/channel<N>`` with the channel's next page, for each run from the first."""

    pages: list[list[bytes]]
    asked: Counter[bytes]
    short: dict[tuple[int, int, int], bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request; all of these clients send one at a time, whole."""
        path, _, query = data.split(b" ", 2)[1].partition(b"?")
        channel, turn = int(path.rpartition(b"channel")[2]), self.asked[path]
        self.asked[path] += 1
        turn = min(turn, VARIANTS - 1)
        body = self.pages[channel][turn]
        if b"/after/" in path and query.startswith(b"after="):
            body = self._short(channel, PAGE + turn // NEWS_EVERY, int(query[6:]))
        if isinstance(self._transport, asyncio.WriteTransport):
            head = (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                b"Content-Length: %d\r\n\r\n"
            )
            self._transport.write(head % len(body) + body)

    def _short(self, channel: int, last: int, after: int) -> bytes:
        if (channel, last, after) not in self.short:
            head = Channel(f"channel{channel}", f"Channel {channel}")
            page = page_of(head, posts(channel)[:last], after)
            self.short[channel, last, after] = gzip.compress(page, 6)
        return self.short[channel, last, after]


async def serve() -> None:
    """Print the address and answer until the process ends."""
    Responder.pages, Responder.asked = [pages(channel) for channel in range(CHANNELS)], Counter()
    Responder.short = {}
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def turns(polls: int) -> list[int]:
    """Return which channels are polled, in order."""
    return list(islice(cycle(range(CHANNELS)), polls))


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


# --- the others -------------------------------------------------------------------------------

ANY_TERM = re.compile("|".join(map(re.escape, TERM_WORDS)))


def _store(database: sqlite3.Connection, key: str, text: str, *, alert: bool) -> None:
    with database:
        database.execute("INSERT OR IGNORE INTO posts VALUES (?, ?, ?)", [key, text, alert])


def _is_known(database: sqlite3.Connection, key: str) -> bool:
    return database.execute("SELECT 1 FROM posts WHERE key = ?", [key]).fetchone() is not None


async def with_soup(base: str, polls: int) -> tuple[int, float]:
    """Take httpx, BeautifulSoup and ``in``."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/posts.db")) as database:
        database.execute("CREATE TABLE posts (key TEXT PRIMARY KEY, text TEXT, alert INTEGER)")
        async with httpx.AsyncClient() as client:
            begun = 0.0
            for number, channel in enumerate(turns(polls + CHANNELS)):
                begun = begun if number != CHANNELS else time.process_time()
                page = BeautifulSoup((await client.get(f"{base}/s/channel{channel}")).text, "html.parser")
                for message in page.select(".tgme_widget_message[data-post]"):
                    key, body = str(message["data-post"]), message.select_one(".js-message_text")
                    text = body.get_text("\n") if body else ""
                    if not _is_known(database, key):
                        _store(database, key, text, alert=any(term in text.lower() for term in TERM_WORDS))
            taken = time.process_time() - begun
        return int(database.execute("SELECT count(*) FROM posts").fetchone()[0]), taken


async def with_lxml(base: str, polls: int) -> tuple[int, float]:
    """Take aiohttp, lxml and a regular expression."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/posts.db")) as database:
        database.execute("CREATE TABLE posts (key TEXT PRIMARY KEY, text TEXT, alert INTEGER)")
        async with aiohttp.ClientSession() as session:
            begun = 0.0
            for number, channel in enumerate(turns(polls + CHANNELS)):
                begun = begun if number != CHANNELS else time.process_time()
                async with session.get(f"{base}/s/channel{channel}") as response:
                    page = lxml.html.document_fromstring(await response.text())
                for message in page.find_class("tgme_widget_message"):
                    key = message.get("data-post") or ""
                    text = "".join(node.text_content() for node in message.find_class("js-message_text"))
                    if not _is_known(database, key):
                        _store(database, key, text, alert=ANY_TERM.search(text.lower()) is not None)
            taken = time.process_time() - begun
        return int(database.execute("SELECT count(*) FROM posts").fetchone()[0]), taken


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
    program = [sys.executable, "-m", "benchmarks.polls", "--serve"]
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
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        return print(polls_per_second(WAYS[arguments.only][0], arguments.url, arguments.polls))
    if arguments.serve:
        return asyncio.run(serve())
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
