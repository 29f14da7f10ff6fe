"""A pipeline over a real database and real sockets, with topics to match; shared by its tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.demo.shown import Shown
from monitors import rules
from monitors.fetch import Fetcher, FetchLimits
from monitors.pipeline import Outcome, Pipeline
from monitors.schedule import Rhythm
from monitors.visit import Policy
from monitors.watchlist import Watchlist
from storage import chats, outbox, posts, sources
from storage.model import EVERY_TOPIC, AlertState, Severity, Source, SourceState, StoredPost, Topic
from tests.apart import each_apart
from tests.exactly import vocabulary
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from monitors.matching import Reading
    from storage.database import Connection, Database
    from storage.model import Post

NAME = "open_demo"
LIMITS = FetchLimits("regionwatch/test", per_host=1e9, allow_private=("127.0.0.1",))
POLICY = Policy(backlog_pages=5, alert_backlog=timedelta(hours=1))
RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))
READER = 7
"""The chat that follows every topic."""

_RULE = rules.parse("обстрел", rules.Known(topics={}, sources=frozenset()))
TOPICS = (Topic("shelling", Severity.CRITICAL, _RULE),)
VOCABULARY = vocabulary(rules.Known(topics={"shelling": _RULE}, sources=frozenset({f"telegram:{NAME}"})))


def preview_source(url: str) -> Source:
    """Return the channel that tests watch, served at this address."""
    return Source("telegram", NAME, urls=(f"{url}/s/{NAME}",), host="telegram")


def feed_source(url: str) -> Source:
    """Return the feed that tests watch."""
    return Source("feed", NAME, urls=(url,), host="feeds")


class Observed(Watchlist):
    """Keeps what was read, and fails at a word, as a mistake in a module would."""

    def __init__(self) -> None:
        super().__init__(TOPICS, VOCABULARY)
        self.read: list[str] = []

    def with_own_rules(self, targets: Iterable[str]) -> Watchlist:  # noqa: ARG002 - the base's name
        """Go on observing; no test that does so has own rules."""
        return self

    def match(self, post: Post, source: Source) -> tuple[Reading, str]:
        """Note what is read; fail where the word stands."""
        self.read.append(post.key)
        if "споткнись" in post.text:
            raise RuntimeError("stumbled")
        return super().match(post, source)


@dataclass
class Watch:
    """One source under watch: ``poll()`` once, and ask what is stored."""

    database: Database
    source: Source
    pipeline: Pipeline
    clock: InstantClock

    async def poll(self) -> Outcome:
        """Poll the source, ten seconds after the last time."""
        self.clock.advance(10)
        outcome = await self.pipeline.poll(self.source)
        await self.pipeline.store_notes()
        return outcome

    async def state(self) -> SourceState:
        """Return what is remembered of the source."""
        return await self.database.read(sources.state, self.source.key)

    async def stored(self) -> dict[str, StoredPost]:
        """Return the stored posts by key."""
        return await self.database.read(_stored)

    async def owed(self) -> int:
        """Return how many alerts wait to be sent."""
        return (await self.database.read(outbox.totals))[AlertState.QUEUED]


@dataclass
class Messages:
    """Writes messages, a minute apart, the newest of so many just now."""

    clock: InstantClock
    text: str = "Тихо"
    texts: dict[int, str] = field(default_factory=dict)

    def __call__(self, first: int, last: int, **fields: object) -> list[Shown]:
        """Return the messages from first to last."""
        return [
            Shown(
                id=number,
                published=self.clock.now() - timedelta(minutes=last - number),
                text=self.texts.get(number, f"{self.text} {number}"),
                **fields,  # type: ignore[arg-type] # any field of a message
            )
            for number in range(first, last + 1)
        ]


@asynccontextmanager
async def watching(
    database: Database, source: Source, words: Watchlist | None = None, policy: Policy = POLICY
) -> AsyncIterator[Watch]:
    """Watch a source for one reader, who follows every topic."""
    clock = InstantClock()

    def begin(connection: Connection) -> None:
        sources.configure(connection, [source])
        chats.follow(connection, READER, EVERY_TOPIC, clock.now())

    await database.write(begin)
    async with Fetcher(LIMITS, clock, Random(1)) as fetcher:  # noqa: S311 - a fixed seed, not a secret
        pipeline = Pipeline(
            database,
            fetcher,
            words or Watchlist(TOPICS, VOCABULARY),
            policy,
            {source.key: RHYTHM},
            clock,
            keeper=each_apart(),
        )
        yield Watch(database, source, pipeline, clock)


def _stored(connection: Connection) -> dict[str, StoredPost]:
    ids = [row["id"] for row in connection.conn.execute("SELECT id FROM posts ORDER BY id").fetchall()]
    found = [post for post_id in ids if (post := posts.get(connection, post_id))]
    return {one.post.key: one for one in found}
