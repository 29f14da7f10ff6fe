"""A program that is watched over: its sources, its clock, and what its operators were told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.health.watching_over import WatchingOver
from storage import sources
from storage.model import SourceState, Trouble
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.setup import Setup
    from monitors.rhythm.usual import Usual
    from storage.database import Database

MINUTE = timedelta(minutes=1)
READ = SourceState("", first_success=MORNING - timedelta(days=30))


def key(number: int) -> str:
    """Return the name of a source."""
    return f"telegram:channel_{number}"


def wait(failures: int) -> timedelta:
    """Return how long a source is left alone after so many failures."""
    return timedelta(minutes=min(2.0 ** max(failures - 1, 0), 10.0))


@dataclass
class Watched:
    """A program with so many sources, its clock, and what its operators were told."""

    database: Database
    setup: Setup
    clock: InstantClock = field(default_factory=InstantClock)
    told: list[list[str]] = field(default_factory=list)
    is_reachable: bool = True
    polls: int = 0
    usual: Usual | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start watching over, as after a restart."""
        self.over = WatchingOver(self, self.database, self.clock, lambda: self.polls, lambda _: self.usual)

    async def reach_operators(self, lines: Sequence[str]) -> bool:
        """Note what is told."""
        if self.is_reachable:
            self.told.append(list(lines))
        return self.is_reachable

    async def poll(self, *numbers: int, trouble: Trouble | None = None, failures: int = 3) -> None:
        """Poll these sources: they are read, or have this trouble so many times in a row by now."""
        now = self.clock.now()
        for number in numbers:
            before = await self.database.read(sources.state, key(number))
            planned = now + wait(failures if trouble else 0)
            tried = replace(before, last_attempt=now, next_poll=planned, trouble=trouble)
            if trouble:
                since = before.trouble_since or now
                state = replace(tried, failures=failures, trouble_since=since)
            else:
                state = replace(tried, failures=0, trouble_since=None, last_success=now)
            state = replace(state, first_success=READ.first_success)
            await self.database.write(sources.save, state)
        self.polls += 1

    async def look(self, *, after: timedelta = timedelta(seconds=15)) -> list[str]:
        """Look once, some time later; return what was told by it."""
        self.clock.advance(after.total_seconds())
        before = len(self.told)
        await self.over.look()
        return [line for lines in self.told[before:] for line in lines]


async def watched(database: Database, count: int = 14, **more: Any) -> Watched:  # noqa: ANN401 - configuration
    """Return a program all of whose sources were read just now."""
    more = {"canary": {"every": "0s"}} | more
    many = [{"kind": "telegram", "name": f"channel_{number}"} for number in range(count)]
    setup = setup_of(sources=many, polling={"min_interval": "1m"}, **more)
    await database.write(sources.configure, setup.sources)
    made = Watched(database, setup)
    await made.poll(*range(count))
    return made
