"""Which polls are started, and what becomes of those that go wrong; the polls themselves are scripted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.polling import AT_ONCE_PER_HOST, REST, Polling
from monitors.exchange import Refused
from monitors.pipeline import Outcome
from storage import sources
from storage.errors import DatabaseFull
from storage.model import Source, SourceState, Trouble
from storage.posts import Saved
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from storage.database import Database

HOUR = timedelta(hours=1)


class Script:
    """Stands where the pipeline does: counts the polls, and lets each end as its source's name says."""

    def __init__(self, clock: InstantClock) -> None:
        self.clock = clock
        self.polled: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def store_notes(self) -> None:
        """Have nothing to store."""

    async def poll(self, source: Source) -> Outcome:
        """Poll one source by the script."""
        self.polled.append(source.name)
        await self.gate.wait()
        match source.name:
            case "full":
                raise DatabaseFull("the disk is full")
            case "wrong":
                raise RuntimeError("a mistake")
            case "refused":
                return Outcome(source, Saved(), refusal=Refused(Trouble.TIMEOUT, "no answer"))
        return Outcome(source, Saved(new=2, matched=1, alerts=1, joined=1), again=3)


class Bench:
    """Sources of these names, all due, a script, and polling over them; ``wakes`` counts alerts' calls."""

    def __init__(self, database: Database, *names: str, deadline: float = 5.0) -> None:
        self.database = database
        self.clock = InstantClock()
        self.script = Script(self.clock)
        self.wakes = 0
        self.sources = {f"feed:{name}": Source("feed", name, host="one.example") for name in names}
        self.polling = Polling(
            database,
            self.script,  # type: ignore[arg-type] # it has the one method that is called
            self.sources,
            HOUR,
            self.clock,
            self._wake,
            deadline=deadline,
        )

    def _wake(self) -> None:
        self.wakes += 1

    async def tick(self) -> list[str]:
        """Let one tick pass and its polls end; return which were polled."""
        await self.database.write(sources.configure, self.sources.values())
        self.script.polled.clear()
        await self.polling.tick()
        await asyncio.sleep(0.02)
        return sorted(self.script.polled)


async def test_starts_what_is_due_and_tells_of_alerts(database: Database) -> None:
    """Every source that is due is polled; whoever sends is woken; the tally adds up."""
    bench = Bench(database, "a", "b", "refused")
    assert await bench.tick() == ["a", "b", "refused"]
    tally = bench.polling.tally
    assert (tally.polls, tally.refused, tally.again, tally.new, tally.alerts) == (3, 1, 6, 4, 2)
    assert bench.wakes == 2


async def test_what_is_not_due_is_left_alone(database: Database) -> None:
    """A source whose next poll lies ahead waits for it."""
    bench = Bench(database, "a", "b")
    await bench.tick()
    later = SourceState("feed:a", next_poll=bench.clock.now() + HOUR / 2)
    await database.write(sources.save, later)
    assert await bench.tick() == ["b"]


async def test_a_poll_under_way_is_not_started_again(database: Database) -> None:
    """A slow source holds up neither itself nor others, and a host has only so many polls at a time."""
    bench = Bench(database, *"abcdef")
    bench.script.gate.clear()
    first = await bench.tick()
    assert len(first) == AT_ONCE_PER_HOST
    assert await bench.tick() == []
    bench.script.gate.set()


async def test_what_is_watched_can_be_replaced(database: Database) -> None:
    """What is not watched any more is not polled, not even by a task that was made before."""
    bench = Bench(database, "a", "b")
    await database.write(sources.configure, bench.sources.values())
    await bench.polling.tick()
    bench.polling.take_over({"feed:b": bench.sources["feed:b"]}, HOUR)
    await asyncio.sleep(0.02)
    assert bench.script.polled == ["b"]
    assert await bench.tick() == ["b"]


@pytest.mark.parametrize("name", ["wrong", "full"])
async def test_what_fails_rests_and_comes_again(
    database: Database, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A poll of which nothing is saved is reported, holds up no other, and is not repeated every second."""
    bench = Bench(database, name, "a")
    assert await bench.tick() == sorted(["a", name])
    assert f"feed:{name}" in caplog.text
    assert await bench.tick() == ["a"]
    bench.clock.advance(REST.total_seconds())
    assert await bench.tick() == sorted(["a", name])


async def test_a_poll_has_a_deadline(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """One that never ends is given up, and tried again later."""
    bench = Bench(database, "a", deadline=0.01)
    bench.script.gate.clear()
    await bench.tick()
    assert "longer than 0.01 s" in caplog.text
    bench.clock.advance(REST.total_seconds())
    assert await bench.tick() == ["a"]


async def test_one_round_says_what_could_not_be_saved(database: Database) -> None:
    """All sources are polled, and then the failure is raised."""
    bench = Bench(database, "full", "a", "wrong")
    await database.write(sources.configure, bench.sources.values())
    with pytest.raises(DatabaseFull):
        await bench.polling.once()
    assert sorted(bench.script.polled) == ["a", "full", "wrong"]


async def test_one_round_leaves_out_what_is_paused(database: Database) -> None:
    """Until the pause is over."""
    bench = Bench(database, "a", "b", "c")
    await database.write(sources.configure, bench.sources.values())
    await database.write(sources.pause, "feed:a", bench.clock.now() + HOUR)
    await database.write(sources.pause, "feed:b", bench.clock.now())
    await bench.polling.once()
    assert sorted(bench.script.polled) == ["b", "c"]


async def test_one_round_leaves_alone_whoever_asked_for_it(database: Database) -> None:
    """A source whose server demanded a wait is left alone; other trouble is no reason to wait."""
    bench = Bench(database, "a", "b", "c")
    await database.write(sources.configure, bench.sources.values())
    state = SourceState("feed:a", trouble=Trouble.RATE_LIMITED, next_poll=bench.clock.now() + HOUR)
    await database.write(sources.save, state)
    await database.write(sources.save, replace(state, source="feed:b", trouble=Trouble.TIMEOUT))
    await bench.polling.once()
    assert sorted(bench.script.polled) == ["b", "c"]
    assert bench.polling.tally.held == 1


async def test_stopping_ends_the_polls_under_way(database: Database) -> None:
    """Nothing of them runs on when the program closes what they use."""
    bench = Bench(database, "a", "b")
    bench.script.gate.clear()
    await bench.tick()
    under_way = {task for task in asyncio.all_tasks() if "Polling._poll" in str(task.get_coro())}
    await bench.polling.stop()
    assert (len(under_way), under_way & asyncio.all_tasks()) == (2, set())


async def test_a_clock_put_back_lets_nothing_wait(database: Database) -> None:
    """What was planned for a moment ahead comes in as long as before, and whoever sends looks again."""
    bench = Bench(database, "a", "full")
    assert await bench.tick() == ["a", "full"]
    next_poll = bench.clock.now() + timedelta(minutes=5)
    await database.write(sources.save, SourceState("feed:a", next_poll=next_poll, trouble=Trouble.TIMEOUT))
    wakes = bench.wakes
    bench.clock.advance(-3600)
    assert (await bench.tick(), bench.wakes) == ([], wakes + 1)
    bench.clock.advance(300)
    assert await bench.tick() == ["a", "full"]


async def test_slow_polls_of_a_host_hold_up_only_as_many_others(database: Database) -> None:
    """What is under way counts towards a host's share; the share can be larger for a fast host."""
    bench = Bench(database, *"abcdef")
    bench.polling.at_once = 5
    bench.script.gate.clear()
    assert len(await bench.tick()) == 5
    assert await bench.tick() == []
    bench.script.gate.set()


async def test_a_lasting_trouble_is_said_once(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Not at every poll, or it would fill the log; `sources` tells how long it lasts."""
    bench = Bench(database, "refused")
    await bench.tick()
    await bench.tick()
    assert caplog.text.count("no answer") == 1
