"""The fixed ticks: they run, they outlive failures and a clock that jumps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.ticks import Every, keep_going, make_scheduler, wake_stalled
from tests.conftest import MORNING

if TYPE_CHECKING:
    import pytest


class Counted:
    """A job that counts its runs; ``fails`` makes each of them raise, ``lasts`` is in seconds."""

    def __init__(self, *, fails: bool = False, lasts: float = 0.0) -> None:
        self.runs = 0
        self._fails = fails
        self._lasts = lasts

    async def run(self) -> None:
        """Count one run."""
        self.runs += 1
        await asyncio.sleep(self._lasts)
        if self._fails:
            raise ValueError


def test_runs_at_once_and_then_every_so_often() -> None:
    """The first run is now; the next is an interval after the run before, however late that was."""
    every = Every(10)
    assert every.get_next_fire_time(None, MORNING) == MORNING
    late = MORNING + timedelta(days=3)
    assert every.get_next_fire_time(MORNING, late) == late + timedelta(seconds=10)


async def test_every_job_runs_again_and_again() -> None:
    """Jobs run at their intervals, each for itself; one that lasts longer is not started twice at once."""
    quick, slow = Counted(), Counted(lasts=60)
    scheduler = make_scheduler({quick.run: 0.02, slow.run: 0.02})
    scheduler.start()
    await asyncio.sleep(0.3)
    scheduler.shutdown(wait=False)
    assert quick.runs > 3
    assert slow.runs == 1


async def test_a_job_that_is_cut_off_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    """When the program ends in the middle of a run, nobody reads of an error."""
    job = Counted(lasts=60)
    scheduler = make_scheduler({job.run: 60})
    scheduler.start()
    await asyncio.sleep(0.05)
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0.05)
    assert (job.runs, [record.message for record in caplog.records if record.levelname == "ERROR"]) == (1, [])


async def test_a_job_that_fails_runs_again() -> None:
    """One failure ends nothing."""
    job = Counted(fails=True)
    scheduler = make_scheduler({job.run: 0.02})
    scheduler.start()
    await asyncio.sleep(0.3)
    scheduler.shutdown(wait=False)
    assert job.runs > 1


async def test_a_clock_that_was_put_back_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A job whose next run lies further ahead than its interval is run now; others are left alone."""
    stalled, sound = Counted(), Counted()
    scheduler = make_scheduler({stalled.run: 3600, sound.run: 3600})
    scheduler.start()
    await asyncio.sleep(0.1)
    now = datetime.now(UTC)
    scheduler.get_jobs()[0].modify(next_run_time=now + timedelta(days=1))
    first = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    wake_stalled(scheduler, now)
    await asyncio.sleep(0.1)
    scheduler.shutdown(wait=False)
    assert len(first) == 2
    assert sorted((stalled.runs, sound.runs)) == [1, 2]
    assert "the clock was put back" in caplog.text


async def test_it_is_noticed_by_itself_that_the_clock_was_put_back() -> None:
    """Somebody looks all the time; a job of every second goes on although its time lies an hour ahead."""
    job = Counted()
    scheduler = make_scheduler({job.run: 1})
    scheduler.start()
    looking = asyncio.create_task(keep_going(scheduler, 0.02))
    await asyncio.sleep(0.05)
    scheduler.get_jobs()[0].modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    await asyncio.sleep(0.2)
    looking.cancel()
    scheduler.shutdown(wait=False)
    assert job.runs == 2
