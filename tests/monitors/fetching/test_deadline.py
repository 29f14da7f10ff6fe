"""A deadline ends what takes too long, and nothing else."""

from __future__ import annotations

import asyncio

import pytest

from monitors.fetching.deadline import Deadline


async def test_what_is_done_in_time_is_left_alone() -> None:
    """Neither then nor later is anything cut short."""
    with Deadline(0.01):
        await asyncio.sleep(0)
    await asyncio.sleep(0.02)


async def _too_long(seconds: float, inner: float = 5, error: Exception | None = None) -> None:
    with Deadline(seconds), Deadline(inner):
        try:
            await asyncio.sleep(5)
        finally:
            if error is not None:
                raise error


@pytest.mark.parametrize("seconds", [(0.01, 5), (5, 0.01), (0.0, 5), (-1.0, 5), (0.01, 0.01)])
async def test_what_takes_too_long_is_a_timeout(seconds: tuple[float, float]) -> None:
    """The block ends at the earlier of two deadlines; the task goes on and is not taken for cancelled."""
    with pytest.raises(TimeoutError):
        await _too_long(*seconds)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0)


async def test_another_error_stays_itself() -> None:
    """What fails while it is cut short is not hidden."""
    with pytest.raises(ValueError, match="own"):
        await _too_long(0.01, error=ValueError("own"))


@pytest.mark.parametrize("both", [False, True])
async def test_a_cancellation_passes_through(*, both: bool) -> None:
    """Whoever cancels the task cancels it, even in the moment in which the deadline passes."""

    async def wait() -> None:
        deadline = Deadline(5)
        with deadline:
            if both:
                deadline._cut()
            await asyncio.sleep(5)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
