"""What operators are told of the program itself: that polls go on, that the way to the store is whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.health import canary
from storage import sources
from storage.model import Source, SourceState
from tests.overseen import MINUTE, key, watched

if TYPE_CHECKING:
    from storage.database import Database


async def test_polling_that_stands_still_is_told(database: Database) -> None:
    """No poll has ended although all are overdue; and when they go on."""
    program = await watched(database)
    assert await program.look() == []
    assert await program.look(after=5 * MINUTE) == []
    assert await program.look(after=2 * MINUTE) == []
    assert await program.look(after=MINUTE) == ["🔴 Polling stands still: no poll has ended since 06:00."]
    assert await program.look() == []
    program.start()
    assert await program.look() == []
    await program.poll(*range(14))
    assert await program.look() == ["🟢 Polling goes on again."]


async def test_a_machine_that_slept_is_no_standstill(database: Database) -> None:
    """Everything is overdue when it wakes, and in order a moment later."""
    program = await watched(database, canary={"every": "1m"})
    assert await program.look() == []
    assert await program.look(after=60 * MINUTE) == []
    await program.poll(*range(14))
    await database.write(sources.rest, Source("feed", canary.NAME))
    await database.write(sources.save, SourceState(canary.KEY, last_post=program.clock.now()))
    assert await program.look(after=MINUTE) == []


async def test_a_host_that_wants_silence_is_no_standstill(database: Database) -> None:
    """Where every next poll lies ahead, nothing is overdue."""
    program = await watched(database, count=1)
    state = await database.read(sources.state, key(0))
    await database.write(sources.save, replace(state, next_poll=program.clock.now() + 60 * MINUTE))
    assert await program.look(after=14 * MINUTE) == []


async def test_a_canary_that_does_not_arrive_is_told(database: Database) -> None:
    """Three flights long; and when it arrives again."""
    program = await watched(database, canary={"every": "1m"})
    assert await program.look(after=2 * MINUTE) == []
    await program.poll(*range(14))
    assert await program.look(after=2 * MINUTE) == []
    assert await program.look(after=MINUTE) == [
        "🔴 The way from wire to store does not work since 06:00: silence means nothing."
    ]
    proved = SourceState(canary.KEY, last_post=program.clock.now())
    await database.write(sources.save, proved)
    assert await program.look() == ["🟢 The way from wire to store works again."]
