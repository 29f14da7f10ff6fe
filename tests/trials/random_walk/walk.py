"""A walk from its seed to its end: what is due next happens, and after it the promises are looked at."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bot import parts
from bot.setup import check
from monitors import decide, receiving
from monitors.sources.text import digest
from monitors.watchlist import Watchlist
from storage import posts, sources, stories
from storage.model import DeliveryPolicy, Post, Sighting, rule_target
from tests.fakes.simulated_time import SimulatedTime
from tests.hazards import OBLAST, VALUES
from tests.trials.random_walk.clock import WalkClock
from tests.trials.random_walk.deeds import Deeds
from tests.trials.random_walk.program import Program, WalkDatabase
from tests.trials.random_walk.promises import Promises
from tests.trials.random_walk.telegram import Telegram
from tests.trials.random_walk.world import PLACES, Said, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Entry
    from tests.trials.random_walk.world import Deed

POLICY = DeliveryPolicy(flood=12)
AFTERWARDS = timedelta(days=2)
"""Calm after the last day: by then all that is not held for a weekly digest has been told."""

LOOK_EVERY = 3600.0


@dataclass
class Result:
    """What a walk came to; ``broken`` are the promises that did not hold, with the second of the walk."""

    seed: int
    broken: list[str] = field(default_factory=list)
    posts: int = 0
    alerts: int = 0
    messages: int = 0
    copies: int = 0
    edits: int = 0
    lives: int = 0
    looks: int = 0


class Walk:
    """A region of so many sources and chats, for so many days with so many events each, by a seed."""

    def __init__(
        self, folder: Path, seed: int, days: int, source_count: int, chats: int, events: float = 1.0
    ) -> None:
        self.random = Random(seed)  # noqa: S311 - a walk is to be walked again
        self.time = SimulatedTime()
        self.clock = WalkClock(self.time)
        self.telegram = Telegram(self.time, self.random)
        self.promises = Promises(self.telegram, POLICY)
        self.result = Result(seed)
        self.database = WalkDatabase.create(folder / "walk.db")
        self.database.prepare(self.random)
        self._world = World(self.random, days, source_count, chats, events)
        home = {"kind": "telegram", "home": OBLAST}
        watched = [home | {"name": f"source{n}", "voice": "channel"} for n in range(source_count)]
        watched[0]["voice"] = "official"
        self.setup, problems = check(VALUES | {"sources": watched}, Path())
        assert not problems, problems
        targets = [f"topic:{topic.name}" for topic in self.setup.topics]
        rules = [rule_target(f'place:"{place}"') for place, _ in PLACES]
        self.watchlist = Watchlist(self.setup.topics, self.setup.vocabulary, rules)
        self.deeds = Deeds(self, targets, rules)
        self._program: Program | None = None

    @property
    def program(self) -> Program:
        """The program that lives now."""
        assert self._program is not None
        return self._program

    async def run(self) -> Result:
        """Walk to the end; raises what went wrong on the way."""
        [result] = await self.time.run(self._walk())
        if isinstance(result, BaseException):
            raise result
        assert isinstance(result, Result)
        return result

    async def _walk(self) -> Result:
        begun = self.time.now
        await self.database.write(self._begin)
        await self._start()
        for at, _, what in self._happenings():
            await self._until(begun + at)
            await self._happen(what)
            if self.promises.broken:
                break
        else:
            await self._afterwards()
        return await self._taken_stock()

    def _happenings(self) -> list[tuple[float, int, Said | Deed | None]]:
        """Return all that happens by time, and a look at the promises every hour."""
        found: list[tuple[float, int, Said | Deed | None]] = [(s.at, 0, s) for s in self._world.posts()]
        found += [(hour * LOOK_EVERY, 1, None) for hour in range(self._world.days * 24)]
        found += [(deed.at, 2, deed) for deed in self._world.deeds()]
        return sorted(found, key=lambda one: one[:2])

    async def _until(self, moment: float) -> None:
        """Let time pass; a program that dies meanwhile is started again after some time."""
        while self.time.now < moment:
            sleeping = asyncio.ensure_future(self.time.sleep(moment - self.time.now))
            died = asyncio.ensure_future(self.database.died.wait())
            await asyncio.wait({sleeping, died}, return_when=asyncio.FIRST_COMPLETED)
            sleeping.cancel()
            died.cancel()
            if self.database.is_dead:
                await self.restart(killed=True)

    async def restart(self, *, killed: bool) -> None:
        """End the program and start the next after seconds, minutes or now and then hours."""
        await self.program.end(killed=killed)
        self.telegram.leave_open(attempting(self.database.connection))
        self.database.prepare(self.random)
        await self.time.sleep(self.random.choice((1.0, 5.0, 60.0, 900.0, 14_400.0)) if killed else 3.0)
        while self.database.fails:  # the program ends at once then, and is started again
            await self.time.sleep(10.0)
            self.deeds.calm_if_over()
        await self._start()

    async def _start(self) -> None:
        ground = parts.ground(self.setup)
        self._program = Program(self.database, self.telegram, self.clock, ground, POLICY)
        self.result.lives += 1
        await self._program.start()

    async def _happen(self, what: Said | Deed | None) -> None:
        if isinstance(what, Said):
            await self._publish(what)
        elif what is not None:
            await self.deeds.do(what)
        self.deeds.calm_if_over()
        if not self.database.is_dead:
            self.promises.look(self.database.connection)

    async def _publish(self, said: Said) -> None:
        """Let the keeper store a post as a poll does; where that fails the source shows it again."""
        self.result.posts += 1
        while not await self.patiently(self._keep, said):
            pass
        self.program.delivery.wake()

    async def patiently(self, function: Callable[..., object], *args: object) -> bool:
        """Write; return false where the program died over it, when that must be done again."""
        while self.database.fails:
            await self._until(self.time.now + 10)
            self.deeds.calm_if_over()
        writing = asyncio.create_task(self.database.write(function, *args))
        died = asyncio.ensure_future(self.database.died.wait())
        await asyncio.wait({writing, died}, return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if self.database.is_dead:
            writing.cancel()
            await self.restart(killed=True)
            return False
        writing.result()
        return True

    def _begin(self, connection: Connection) -> None:
        sources.configure(connection, self.setup.sources)
        for chat in range(self._world.chats):
            self.deeds.arrive(connection, chat, self.clock.now())

    def _keep(self, connection: Connection, said: Said) -> None:
        source, now = self.setup.sources[said.source], self.clock.now()
        post = Post(source.key, said.key, f"https://t.me/{source.name}/{said.key}", said.text, now)
        reading, words = self.watchlist.match(post, source)
        content = decide.content_of(words)
        sighting = Sighting(post, digest(post.text.encode()), content, words, reading.hits, reading.places)
        known = posts.recall(connection, source.key, [post.key], [content] if content else [])
        verdict = receiving.verdict(sources.state(connection, source.key), sighting, known, is_told=True)
        self.program.keeper.save(connection, verdict, now)
        self._look_owed(connection, verdict.new)

    def _look_owed(self, connection: Connection, new: Iterable[Entry]) -> None:
        """Look at the promise about what is stored together, before the commit."""
        for entry in new:
            linked = posts.linked(connection, entry.sighting.post.link)
            number = stories.of_post(connection, linked.id) if linked else None
            if number is not None and entry.announce:
                targets = [hit.target for hit in entry.sighting.hits]
                if any(target.startswith("topic:") for target in targets):
                    targets.append("all")
                self.promises.owed_to(connection, number, targets)

    async def _afterwards(self) -> None:
        """Let all trouble end and time pass."""
        self.deeds.calm()
        for _ in range(int(AFTERWARDS / timedelta(hours=6))):
            await self._until(self.time.now + 6 * LOOK_EVERY)
            self.promises.look(self.database.connection)
        now: datetime = self.clock.now()
        self.promises.at_the_end(self.database.connection, now)

    async def _taken_stock(self) -> Result:
        await self.program.end(killed=False)
        result, telegram = self.result, self.telegram
        result.broken = [f"{self.time.now - 1_000_000:.0f} s: {text}" for text in self.promises.broken]
        result.alerts = len(telegram.times)
        result.messages, result.edits = len(telegram.accepted), telegram.edits
        result.copies = result.messages - result.alerts
        result.looks = self.promises.looks
        self.database.close()
        return result


def attempting(connection: Connection) -> list[int]:
    """Return the alerts that were on their way when the program died: it cannot know whether they arrived."""
    return [row["id"] for row in connection.conn.execute("SELECT id FROM alerts WHERE state = 'attempting'")]
