"""What a 429 does at the pacer: it is never cut short, whatever its form, the clock, or who waits where."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.errors import TooManyRequests
from bot.pace import TURN_TAKEN, AlertTurn, Pace
from tests.fakes.simulated_time import SimulatedTime

ALERT = AlertTurn()


class Asked:
    """A pace on simulated time; ``went`` lists (seconds, chat) of what got through."""

    def __init__(self, per_second: float = 30.0, tick: float = 0.0) -> None:
        self.time, self.tick = SimulatedTime(100.0), tick
        self.pace = Pace(self.clock, self.time.sleep, per_second=per_second, tick=tick)
        self.went: list[tuple[float, int]] = []

    def clock(self) -> float:
        """Return the time, in steps where the clock has some."""
        return math.floor(self.time.now / self.tick) * self.tick if self.tick else self.time.now

    async def send(
        self, chat: int, turn: AlertTurn | None = ALERT, error: TelegramError | None = None, after: float = 0
    ) -> Any:  # noqa: ANN401 - the answer
        """Make a request that gets an answer or an error after so long."""

        async def callback() -> bool:
            self.went.append((round(self.time.now - 100.0, 9), chat))
            if after:
                await self.time.sleep(after)
            if error:
                raise error
            return True

        return await self.pace.process_request(callback, (), {}, "sendMessage", {"chat_id": chat}, turn)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("wait", [4, 4.0, timedelta(seconds=4), timedelta(seconds=3, milliseconds=999.5)])
async def test_whatever_form_the_wait_has(wait: float | timedelta) -> None:
    """Whole seconds, broken ones and a timedelta all hold until they are over."""
    asked = Asked()
    await asked.time.run(asked.send(7, error=RetryAfter(wait)))  # type: ignore[arg-type] # a float is no TimePeriod
    await asked.time.run(asked.send(7))
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
    assert asked.went[1][0] == pytest.approx(seconds, abs=0.01)
    assert asked.went[1][0] >= seconds


@pytest.mark.parametrize("begun", [0.0, 0.2, 0.49])
async def test_a_coarse_clock_cuts_nothing_off(begun: float) -> None:
    """A clock that counts half seconds may stand anywhere between two when the pause begins."""
    asked = Asked(tick=0.5)
    asked.time.now += begun
    await asked.time.run(asked.send(7, error=TooManyRequests(timedelta(seconds=3))))
    await asked.time.run(asked.send(7))
    first, second = (at for at, _ in asked.went)
    assert 3.0 <= second - first <= 4.1


async def test_a_turn_that_was_taken_waits_for_a_pause_that_began_meanwhile() -> None:
    """A short one is waited out at the wire; while a long one lasts the request is refused there."""
    asked = Asked()
    await asked.pace.turn(7, ALERT)
    await asked.pace.turn(8, ALERT)
    asked.pace.pause(7, 3.0)
    asked.pace.pause(8, 60.0)
    first, second = await asked.time.run(asked.send(7, TURN_TAKEN), asked.send(8, TURN_TAKEN))
    assert first is True
    assert isinstance(second, TooManyRequests)
    assert second.retry_after == timedelta(seconds=60)
    assert asked.went == [(3.0, 7)]


async def test_a_pause_of_everything_holds_back_turns_that_were_taken() -> None:
    """Three chats in a row were refused while an alert was on its way to the wire: it says so."""
    asked = Asked()
    await asked.pace.turn(9, ALERT)
    flood = TooManyRequests(timedelta(seconds=30))
    await asked.time.run(*(asked.send(chat, error=flood) for chat in (1, 2, 3)))
    (error,) = await asked.time.run(asked.send(9, TURN_TAKEN))
    assert isinstance(error, TooManyRequests)
    assert error.whole


async def test_a_success_elsewhere_lifts_no_pause() -> None:
    """While one chat waits, others' messages that arrive leave it waiting."""
    asked = Asked()
    await asked.time.run(asked.send(7, error=TooManyRequests(timedelta(seconds=5))))
    await asked.time.run(*(asked.send(chat) for chat in range(10, 40)), asked.send(7))
    assert [at for at, chat in asked.went if chat == 7] == [0.0, 5.0]


async def test_a_dead_chat_delays_nobody() -> None:
    """While one chat's request hangs for a minute, and another's is paused, others go at the full rate."""
    asked = Asked()
    asked.pace.pause(8, 5.0)
    hanging = asked.send(7, after=60.0)
    await asked.time.run(hanging, asked.send(8), *(asked.send(chat) for chat in range(10, 70)))
    others = [at for at, chat in asked.went if chat >= 10]
    assert (len(others), others[-1] < 60 / 30 * 1.05) == (60, True)


async def test_a_forums_topics_share_their_groups_limit() -> None:
    """What is sent to one peer counts together, whatever thread it is for."""
    asked = Asked()
    for number in range(20):
        await asked.time.run(asked.pace.turn(-1005, AlertTurn(since=float(number))))
    (error,) = await asked.time.run(asked.pace.turn(-1005, ALERT))
    assert isinstance(error, TooManyRequests)
