"""The few fixed ticks of the program, and what keeps them going when the machine's clock jumps.

APScheduler plans by the wall clock. An interval job would make up one by one for every run that a
jump forward skipped, and wait for as long as a jump backward was; :class:`Every` and
:func:`wake_stalled` see to that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

_WATCH_EVERY = 1.0
"""Seconds: a look costs a few microseconds, and until it comes nothing is polled."""


class Every(BaseTrigger):  # type: ignore[misc] # APScheduler carries no types
    """Fires so many seconds after the run before began, never for times gone by."""

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return when to run next; APScheduler calls this."""
        return now if previous is None else now + self.interval


def make_scheduler(jobs: dict[Callable[[], Awaitable[object]], float]) -> AsyncIOScheduler:
    """Return a scheduler that runs each job every so many seconds; late runs are never dropped."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for job, seconds in jobs.items():
        scheduler.add_job(_run, Every(seconds), args=[job], name=getattr(job, "__qualname__", "job"))
    return scheduler


async def _run(job: Callable[[], Awaitable[object]]) -> None:
    """Run a job; one that is cut off by the end of the program is no failure to report."""
    with contextlib.suppress(asyncio.CancelledError):
        await job()


async def keep_going(scheduler: AsyncIOScheduler, every: float = _WATCH_EVERY) -> None:
    """Look every so many seconds, for ever, whether the machine's clock was put back."""
    while True:
        await asyncio.sleep(every)
        wake_stalled(scheduler, datetime.now(UTC))


def wake_stalled(scheduler: AsyncIOScheduler, now: datetime) -> None:
    """Let every job run now whose next run lies further ahead than its interval."""
    for job in scheduler.get_jobs():
        if job.next_run_time and job.next_run_time - now > job.trigger.interval + timedelta(seconds=1):
            logger.warning("the clock was put back: %s goes on at once", job.name)
            job.modify(next_run_time=now)
