"""How many sends are on the wire at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.wire import FEWEST, LEAST, MOST, SLOW, Wire, at_once
from tests.fakes.instant_clock import InstantClock


@pytest.mark.parametrize(("rate", "places"), [(1, FEWEST), (30, FEWEST), (300, 30), (100_000, MOST)])
def test_a_higher_rate_has_more_places(rate: float, places: int) -> None:
    """Enough for the rate, and never so many that a crash leaves a hundred in doubt."""
    assert at_once(rate) == places


async def test_it_begins_with_few_and_grows_with_answers() -> None:
    """The fifth send waits until somebody was answered."""
    wire = Wire(10, InstantClock())
    for alert in range(LEAST):
        await wire.enter(alert)
    waiting = asyncio.create_task(wire.enter(99))
    await asyncio.sleep(0)
    assert not waiting.done()
    wire.answered()
    await waiting
    assert wire.places == LEAST + 1


async def test_a_slow_chat_takes_no_place_from_others() -> None:
    """What has been under way for long, while others were answered, keeps a place of its own."""
    clock = InstantClock()
    wire = Wire(10, clock)
    for alert in range(LEAST):
        await wire.enter(alert)
    clock.advance(2 * SLOW.total_seconds())
    wire.came(late=1.0)  # a program that is too slow gets no more places
    assert wire.is_full()
    wire.answered()
    assert (wire.places, wire.is_full()) == (LEAST, False)


async def test_a_cancelled_wait_loses_no_place() -> None:
    """Who waits behind somebody who gave up is called all the same."""
    wire = Wire(LEAST, InstantClock())
    for alert in range(LEAST):
        await wire.enter(alert)
    first, second = (asyncio.create_task(wire.enter(alert)) for alert in (50, 51))
    await asyncio.sleep(0)
    first.cancel()
    wire.leave(0)
    await asyncio.wait_for(second, 1.0)
