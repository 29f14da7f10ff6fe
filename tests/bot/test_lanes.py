"""One lane by itself: who goes next, who is refused, and that nobody is forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.errors import TooManyRequests
from bot.lanes import PATIENCE, Lane, Limit
from tests.fakes.simulated_time import SimulatedTime


def lane_of(time: SimulatedTime, *, whole: bool = False) -> Lane:
    """Return a lane for one request in ten seconds."""
    return Lane((Limit(1, 10.0),), time.monotonic, time.sleep, whole=whole)


async def test_the_most_urgent_goes_next() -> None:
    """Whoever came first is next; of the others the smallest rank is."""
    time = SimulatedTime()
    lane, order = lane_of(time), list[float]()

    async def go(rank: float) -> None:
        await lane.turn((rank,))
        order.append(rank)

    await time.run(*(go(rank) for rank in (5.0, 4.0, 2.0, 3.0, 1.0)))
    assert order == [5.0, 4.0, 1.0, 2.0, 3.0]


async def test_who_is_called_and_cancelled_at_once_calls_the_next() -> None:
    """A request that is cancelled in the moment in which its turn comes does not block the lane."""
    time = SimulatedTime()
    lane = lane_of(time)
    await lane.turn((0.0,))

    async def pass_and_cancel_the_next() -> None:
        await lane.turn((1.0,))
        called.cancel()

    passing = asyncio.create_task(pass_and_cancel_the_next())
    called, last = (asyncio.create_task(lane.turn((rank,))) for rank in (2.0, 3.0))
    await time.run(passing, last)
    assert (called.cancelled(), last.cancelled()) == (True, False)


async def test_a_pause_that_can_be_slept_through_is() -> None:
    """A short pause is waited out to its end, even when it grows in the meantime."""
    time = SimulatedTime()
    lane = lane_of(time)
    start = time.now
    lane.pause(2.0)
    waiting = asyncio.create_task(lane.turn((0.0,)))
    await asyncio.sleep(0)
    lane.pause(PATIENCE)
    await time.run(waiting)
    assert time.now == start + PATIENCE


async def test_a_long_pause_refuses_all_who_wait() -> None:
    """Each is told what is left of the pause, in whole seconds that are never too few."""
    time = SimulatedTime()
    lane = lane_of(time, whole=True)
    lane.pause(99.5)
    errors = await time.run(*(lane.turn((float(rank),)) for rank in range(3)))
    assert [type(error) for error in errors] == [TooManyRequests] * 3
    assert isinstance(errors[0], TooManyRequests)
    assert (errors[0].retry_after, errors[0].whole) == (timedelta(seconds=100), True)


async def test_is_idle_when_it_is_like_a_new_one() -> None:
    """A lane may be forgotten once its limit and its pause are over."""
    time = SimulatedTime()
    lane = lane_of(time)
    await lane.turn((0.0,))
    lane.pause(20.0)
    idle = []
    for _ in range(3):
        idle.append(lane.is_idle())
        time.now += 10.0
    assert idle == [False, False, True]
