"""A source that is read well, then gets a bad answer, then is well again: one trial for every bad answer."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.demo.pages import preview_page, rss
from bot.demo.shown import Attachment, Channel, Shown
from bot.polling import Polling, PollTally
from monitors.fetch import Fetcher, FetchLimits
from monitors.pipeline import Pipeline
from monitors.watchlist import Watchlist
from storage import chats, outbox, posts, sources
from storage.model import EVERY_TOPIC, AlertState, Source
from tests.apart import each_apart
from tests.fakes.hostile_server import HostileServer, reply
from tests.fakes.instant_clock import InstantClock
from tests.monitors.watching import NAME, POLICY, READER, RHYTHM, TOPICS, VOCABULARY

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable, Sequence

    import pytest
    from aiohttp.abc import AbstractResolver

    from storage.database import Connection, Database
    from storage.model import SourceState, Trouble
    from tests.fakes.hostile_server import Behaviour

CHANNEL = Channel(NAME, "Open Demo", home="https://open.example/")
DEADLINE = 20.0
"""Seconds that a fetch may take unless a test says less."""

MATCHED, TOLD = 2, 1
"""Of the posts that are shown at first so many match, and so many are young enough to be told of."""

_START = InstantClock().now()
_AGES = (300, 50, 40, 30, 20, 15, 10, 5)
"""Minutes for which the posts are out when the first poll comes; the first two match."""


def shown(number: int, text: str = "", *, minutes: int = 0) -> Shown:
    """Return a post that came out so long before the first poll."""
    photo = (Attachment("photo"),) if number == 3 else ()
    published = _START - timedelta(minutes=minutes)
    return Shown(
        number, published, text or f"Тихо {number}", media=photo, link=f"https://open.example/{number}"
    )


GOOD = tuple(
    shown(number, f"Обстрел {number}" if number <= MATCHED else "", minutes=minutes)
    for number, minutes in enumerate(_AGES, 1)
)
"""What the source shows at first: old news, young news and posts about something else, one a picture."""


def preview(posts_: Sequence[Shown] = GOOD) -> bytes:
    """Return the channel's page over these posts."""
    return preview_page(CHANNEL, posts_)


def feed(posts_: Sequence[Shown] = GOOD) -> bytes:
    """Return the feed of these posts."""
    return rss(CHANNEL, posts_, changed=_START)


@dataclass(frozen=True)
class Network:
    """How one network's source is asked for and shown; ``others`` are answered at paths of their own."""

    kind: str
    path: str
    page: Callable[[Sequence[Shown]], bytes]
    others: dict[str, Behaviour] = field(default_factory=dict)


PREVIEW = Network("telegram", f"/s/{NAME}", preview)
FEED = Network("feed", "/rss", feed)


@dataclass(frozen=True)
class Row:
    """One bad answer, and what must come of it.

    ``trouble`` is what the source's state says then; without one, the answer was read and brought ``new``
    posts and ``alerts``. ``trace`` are words that the log must hold. ``more`` is shown besides when all is
    well again, and brings ``late`` new posts and as many alerts.
    """

    bad: Behaviour
    trouble: Trouble | None = None
    new: int = 0
    revised: int = 0
    duplicates: int = 0
    alerts: int = 0
    trace: str = ""
    more: tuple[Shown, ...] = ()
    late: int = 0
    others: dict[str, Behaviour] = field(default_factory=dict)


@dataclass
class Bench:
    """The source, its server, and the polls: what they came to is in ``polling.tally``."""

    database: Database
    server: HostileServer
    source: Source
    clock: InstantClock
    polling: Polling

    async def poll(self, answer: Behaviour, seconds: float = 10) -> PollTally:
        """Poll once while every page is answered so; return the tally of all polls."""
        self.server.otherwise = answer
        self.clock.advance(seconds)
        await self.polling.once()
        return self.polling.tally

    async def state(self) -> SourceState:
        """Return what is remembered of the source."""
        return await self.database.read(sources.state, self.source.key)

    async def owed(self) -> int:
        """Return how many alerts were ever owed."""
        return (await self.database.read(outbox.totals))[AlertState.QUEUED]

    async def stored(self) -> int:
        """Return how many posts are stored."""
        return (await self.database.read(posts.counts)).get(self.source.key, 0)


@asynccontextmanager
async def bench(
    database: Database,
    network: Network,
    *,
    host: str = "127.0.0.1",
    names: AbstractResolver | None = None,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None = None,
    allow: tuple[str, ...] = ("127.0.0.1",),
    deadline: float = DEADLINE,
) -> AsyncIterator[Bench]:
    """Watch one source on a server of its own; ``tls`` are the server's side and the client's."""
    clock = InstantClock()
    async with HostileServer(dict(network.others), tls=tls and tls[0]) as server:
        url = server.url(network.path, host)
        source = Source(network.kind, NAME, urls=(url,), host=network.kind)
        await database.write(_begin, source, clock)
        async with polls(database, source, clock, names, tls and tls[1], allow, deadline) as polling:
            yield Bench(database, server, source, clock, polling)


@asynccontextmanager
async def polls(
    database: Database,
    source: Source,
    clock: InstantClock,
    names: AbstractResolver | None = None,
    tls: ssl.SSLContext | None = None,
    allow: tuple[str, ...] = ("127.0.0.1",),
    deadline: float = DEADLINE,
) -> AsyncIterator[Polling]:
    """Poll a source as the program does, from its start on."""
    limits = FetchLimits("regionwatch/test", per_host=1e9, deadline=deadline, allow_private=allow)
    random = Random(1)  # noqa: S311 - a fixed seed, not a secret
    async with Fetcher(limits, clock, random, resolver=names, tls=tls) as fetcher:
        words = Watchlist(TOPICS, VOCABULARY)
        rhythms = {source.key: RHYTHM}
        pipeline = Pipeline(database, fetcher, words, POLICY, rhythms, clock, keeper=each_apart())
        yield Polling(database, pipeline, {source.key: source}, RHYTHM.longest, clock, _nobody)


async def endure(
    database: Database,
    network: Network,
    row: Row,
    caplog: pytest.LogCaptureFixture,
    deadline: float = DEADLINE,
) -> None:
    """Show the source, the bad answer, and the source again with one new post; check each step."""
    async with bench(database, network, deadline=deadline) as it:
        await it.poll(reply(200, body=network.page(GOOD)))
        assert (await it.stored(), await it.owed()) == (len(GOOD), TOLD)
        it.server.behaviours.update(row.others)
        caplog.clear()
        await it.poll(row.bad)
        await check(it, row, caplog.text)
        news = (*GOOD, *row.more, shown(900, "Обстрел снова"))
        await it.poll(reply(200, body=network.page(news)))
        state, alerts = await it.state(), row.alerts + row.late
        assert (it.polling.tally.alerts, await it.owed()) == (TOLD + alerts + 1, TOLD + alerts + 1)
        assert (state.trouble, state.failures) == (None, 0)


async def check(it: Bench, row: Row, log: str) -> None:
    """Check what a bad answer came to: state, posts, alerts, the tally, the log, and the next poll."""
    state, tally = await it.state(), it.polling.tally
    assert (state.trouble, tally.refused) == (row.trouble, int(row.trouble is not None))
    assert (await it.stored(), await it.owed()) == (len(GOOD) + row.new, TOLD + row.alerts)
    assert (tally.new, tally.revised, tally.duplicates) == (len(GOOD) + row.new, row.revised, row.duplicates)
    assert row.trace in log
    assert row.trouble is None or f"{it.source.key}: {row.trouble.value}" in log
    assert state.next_poll is not None
    assert timedelta() < state.next_poll - it.clock.now() <= RHYTHM.longest
    assert state.last_post is None or state.last_post <= it.clock.now()


def _begin(connection: Connection, source: Source, clock: InstantClock) -> None:
    sources.configure(connection, [source])
    chats.follow(connection, READER, EVERY_TOPIC, clock.now())


def _nobody() -> None:
    """Wake nobody: no alert is sent here."""
