"""The source of the program's own: a proof when it arrives, nothing to anybody else."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.health import canary
from bot.health.canary import Canary
from storage import chats, outbox, posts, sources
from storage.errors import StorageError
from tests.conftest import MORNING
from tests.desks import ask, desk_of
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    import pytest

    from storage.database import Connection, Database

EVERY = timedelta(minutes=10)


@asynccontextmanager
async def aviary(database: Database) -> AsyncIterator[tuple[Canary, InstantClock]]:
    """Keep a canary over a database."""
    clock = InstantClock()
    async with Canary(database, clock, Random(1), EVERY) as bird:  # noqa: S311 - a fixed seed, not a secret
        yield bird, clock


async def proof(database: Database) -> datetime | None:
    """Return when the way was proved last."""
    return (await database.read(sources.state, canary.KEY)).last_post


def _left(connection: Connection) -> list[int]:
    tables = ("posts", "posts_words", "fingerprints", "alerts")
    return [connection.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608 - these


def _act(connection: Connection, trigger: str) -> None:
    connection.conn.execute(f"CREATE TRIGGER trouble {trigger}")


async def test_every_flight_is_a_proof(database: Database) -> None:
    """The time of the last one is remembered, also for a program that starts anew."""
    async with aviary(database) as (bird, clock):
        for _ in range(3):
            clock.advance(600)
            assert await bird.fly()
            assert await proof(database) == clock.now()
    async with aviary(database) as (bird, _):
        assert await proof(database) == clock.now()


async def test_nobody_meets_it(database: Database) -> None:
    """No alert to those who follow everything, nothing in the store, in no list, never due."""
    await database.write(chats.follow, 7, "all", MORNING)
    await database.write(chats.follow, 7, "rule:NOT учения", MORNING)
    async with aviary(database) as (bird, clock):
        for _ in range(3):
            clock.advance(600)
            assert await bird.fly()
    assert await database.read(_left) == [0, 0, 1, 0]
    assert await database.read(sources.states) == []
    assert await database.read(sources.due, MORNING + EVERY * 99, EVERY, 9) == []
    assert await database.read(posts.counts) == {}
    assert await database.read(outbox.enqueued) == 0


async def test_commands_do_not_count_it(database: Database) -> None:
    """``/status`` tells operators how old the proof is, and of the canary nothing else."""
    desk = await desk_of(database)
    line = "The way from wire to store"
    assert f"{line} has not been proved yet." in await ask(desk, "status", operator=True)
    async with aviary(database) as (bird, _):
        assert await bird.fly()
    desk.clock.advance(120)  # type: ignore[attr-defined] # a test's clock
    told = await ask(desk, "status", operator=True)
    assert f"{line} was proved 2 min ago." in told
    assert "none of 2 sources" in told
    assert "canary" not in told
    assert line not in await ask(desk, "status")


async def test_a_post_without_its_hit_is_no_proof(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Stored is not enough: the matcher must have found its word."""
    async with aviary(database) as (bird, clock):
        assert await bird.fly()
        before = await proof(database)
        await database.write(_act, "AFTER INSERT ON posts BEGIN UPDATE posts SET hits = '[]'; END")
        clock.advance(600)
        assert not await bird.fly()
    assert await proof(database) == before
    assert "did not arrive: its post has no hit" in caplog.text


async def test_a_store_that_cannot_be_written_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The flight has failed, and the log says why."""
    await database.write(_act, "BEFORE INSERT ON posts BEGIN SELECT raise(ABORT, 'no room'); END")
    async with aviary(database) as (bird, _):
        assert not await bird.fly()
    assert "the canary did not arrive" in caplog.text
    assert StorageError.__name__ not in caplog.text


def test_three_flights_may_fail() -> None:
    """Counted from the last proof, or from the start where that is later."""
    now = MORNING
    assert not canary.is_overdue(now - 3 * EVERY, now - 9 * EVERY, EVERY, now)
    assert canary.is_overdue(now - 4 * EVERY, now - 9 * EVERY, EVERY, now)
    assert not canary.is_overdue(now - 4 * EVERY, now - EVERY, EVERY, now)
    assert canary.is_overdue(None, now - 4 * EVERY, EVERY, now)


async def test_a_machine_without_loopback_has_no_canary(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The program goes on without its proof, and says so."""

    class Grounded(canary.Canary):
        async def _serve(self, stack: AsyncExitStack) -> str:
            del stack
            raise OSError(99, "Cannot assign requested address")

    async with AsyncExitStack() as stack:
        bird = Grounded(database, InstantClock(), Random(1), timedelta(minutes=10))  # noqa: S311 - a fixed seed
        assert not await canary.keep(bird, stack)
    assert "no canary: there is no loopback" in caplog.text
