"""How fast the bot goes as a whole: evenly, as fast as the limit lets it, and never faster in any second."""

from __future__ import annotations

import random
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import pytest

from bot.pace import TURN_TAKEN, AlertTurn, Pace
from tests.fakes.simulated_time import SimulatedTime

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ALERT = AlertTurn()


def most_in_a_second(times: list[float]) -> int:
    """Return the greatest number of moments, which are in order, that lie within one second."""
    return max(bisect_left(times, first + 1.0) - number for number, first in enumerate(times))


class Late:
    """Simulated time whose timers wake late by up to so many seconds."""

    def __init__(self, late: float) -> None:
        self.time = SimulatedTime(0.0)
        self._late = late
        self._chance = random.Random(5)  # noqa: S311 - no secret depends on it

    async def sleep(self, seconds: float) -> None:
        """Wait so long, and a little longer."""
        await self.time.sleep(seconds + self._chance.uniform(0.0, self._late))


class Wire:
    """What was sent through a pace, and when."""

    def __init__(
        self, time: SimulatedTime, per_second: float, sleep: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        self.time = time
        self.pace = Pace(time.monotonic, sleep or time.sleep, per_second=per_second)
        self.times: list[float] = []

    async def _go(self) -> None:
        self.times.append(self.time.now)

    async def send(self, chat: int, turn: AlertTurn | None = ALERT) -> Any:  # noqa: ANN401 - the answer
        """Make one request."""
        return await self.pace.process_request(self._go, (), {}, "sendMessage", {"chat_id": chat}, turn)

    @property
    def rate(self) -> float:
        """How many a second went out after the first of all."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


@pytest.mark.parametrize(
    ("per_second", "late", "seconds"),
    [(10, 0.0, 20), (30, 0.0, 10), (30, 0.02, 10), (30, 0.05, 20), (1000, 0.0, 2), (1000, 0.02, 2)],
)
async def test_late_timers_cost_nothing(per_second: int, late: float, seconds: int) -> None:
    """Though each wakes late, the rate stays within 5 % of the limit, and never above it in any second."""
    timers = Late(late)
    wire = Wire(timers.time, per_second, timers.sleep)
    await timers.time.run(*(wire.send(chat) for chat in range(1, seconds * per_second + 1)))
    assert most_in_a_second(wire.times) <= per_second
    assert 0.95 * per_second <= wire.rate <= per_second


async def test_spreads_requests_evenly() -> None:
    """After a tenth of a second's requests at once, each goes by itself."""
    wire = Wire(SimulatedTime(0.0), 30)
    await wire.time.run(*(wire.send(chat) for chat in range(1, 91)))
    gaps = [round(later - one, 3) for one, later in zip(wire.times, wire.times[1:], strict=False)]
    assert gaps[:2] == [0.0, 0.0]
    assert set(gaps[3:]) == {0.034}


async def test_a_pause_is_not_caught_up() -> None:
    """After a 429 of everything those that waited go one by one, not all at once."""
    wire = Wire(SimulatedTime(0.0), 30)
    await wire.time.run(*(wire.send(chat) for chat in range(1, 4)))
    wire.pace._all.pause(4.0)
    await wire.time.run(*(wire.send(chat) for chat in range(4, 40)))
    after = [at for at in wire.times if at >= 4.0]
    assert len(after) == 36
    assert sum(at < 4.5 for at in after) <= 0.1 * 30 + 0.5 * 30


async def stalled(wire: Wire, chats: range, stall: float) -> None:
    """Take the turns of alerts, let the disk stall, and send them all."""

    async def one(chat: int) -> None:
        await wire.pace.turn(chat, ALERT)
        await wire.time.sleep(max(0.0, stall - wire.time.now))
        await wire.send(chat, TURN_TAKEN)

    await wire.time.run(*(one(chat) for chat in chats))


@pytest.mark.parametrize("per_second", [10, 30, 1000])
async def test_a_stall_between_turn_and_wire_makes_no_burst(per_second: int) -> None:
    """Twice a second's alerts whose turns were taken before go as fast as the limit, and none is refused."""
    wire = Wire(SimulatedTime(0.0), per_second)
    await stalled(wire, range(1, 2 * per_second + 1), stall=10.0)
    assert len(wire.times) == 2 * per_second
    assert most_in_a_second(wire.times) == per_second
    assert wire.times[-1] < 10.0 + 1.1


async def test_an_answer_passes_a_stall() -> None:
    """What is held back at the wire lets an answer go before it."""
    wire = Wire(SimulatedTime(0.0), 10)
    order: list[str] = []

    async def note(name: str, chat: int, turn: AlertTurn | None) -> None:
        await wire.send(chat, turn)
        order.append(name)

    alerts = [note("alert", chat, TURN_TAKEN) for chat in range(1, 15)]
    await wire.time.run(*alerts, note("answer", 99, None))
    assert order.index("answer") == 11  # ten fill the second, one is next
