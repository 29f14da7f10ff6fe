"""Telegram's limits and pauses, on a clock that the tests move, with PTB's own calls around them."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.errors import TooManyRequests
from bot.pace import IDLE_CHATS, TURN_TAKEN, AlertTurn, Pace, chat_of
from tests.fakes.simulated_time import SimulatedTime

if TYPE_CHECKING:
    from collections.abc import Coroutine

ALERT = AlertTurn()


class Bench:
    """A pace on simulated time; ``sent`` lists (seconds since the start, chat, note) of each request."""

    def __init__(self, per_second: float = 30.0) -> None:
        self.time = SimulatedTime()
        self.start = self.time.now
        self.pace = Pace(self.time.monotonic, self.time.sleep, per_second=per_second)
        self.sent: list[tuple[float, int | None, str]] = []
        self.errors: list[TelegramError | None] = []

    def send(
        self, chat: int | None, turn: AlertTurn | None = ALERT, note: str = "", endpoint: str = "sendMessage"
    ) -> Coroutine[Any, Any, Any]:
        """Return one request through the pace; it gets the next of ``errors``, if there is any."""

        async def callback() -> bool:
            self.sent.append((round(self.time.now - self.start, 3), chat, note))
            if self.errors and (error := self.errors.pop(0)):
                raise error
            return True

        data = {} if chat is None else {"chat_id": chat}
        return self.pace.process_request(callback, (), {}, endpoint, data, turn)

    def times(self, chat: int | None = None) -> list[float]:
        """Return when requests were let through, of one chat or all."""
        return [at for at, to, _ in self.sent if chat in {None, to}]


def flood(seconds: float, *, whole: bool = False) -> TooManyRequests:
    """Return a 429."""
    return TooManyRequests(timedelta(seconds=seconds), whole=whole)


def most_within(times: list[float], seconds: float) -> int:
    """Return the greatest number of moments, which are in order, that lie within so many seconds."""
    return max(bisect_left(times, first + seconds) - number for number, first in enumerate(times))


@pytest.mark.parametrize("per_second", [10.0, 30.0, 1000.0])
async def test_keeps_the_limit_of_the_whole_bot(per_second: float) -> None:
    """In no second more than the limit goes out, and in the long run at least 95 % of it."""
    bench = Bench(per_second)
    await bench.time.run(*(bench.send(chat) for chat in range(1, int(per_second * 5) + 1)))
    assert most_within(bench.times(), 1.0) <= per_second
    assert len(bench.sent) / bench.times()[-1] >= per_second * 0.95


async def test_lets_a_private_chat_have_a_short_burst() -> None:
    """Three messages go at once, then three in three seconds."""
    bench = Bench()
    await bench.time.run(*(bench.send(7) for _ in range(9)))
    assert [round(at) for at in bench.times()] == [0, 0, 0, 3, 3, 3, 6, 6, 6]


async def test_lets_a_group_have_twenty_a_minute() -> None:
    """Groups and channels, also those named by @name, get at most 20 messages in any minute."""
    bench = Bench()
    await bench.time.run(*(bench.send(-7) for _ in range(60)))
    assert most_within(bench.times(), 60.0) == 20
    assert bench.times()[-1] == pytest.approx(2 * 61.2 + 18.4, abs=0.5)


async def test_one_busy_chat_delays_nobody_else() -> None:
    """While one chat's messages wait for its limit, those of others pass."""
    bench = Bench()
    await bench.time.run(*(bench.send(7) for _ in range(20)), bench.send(8))
    assert bench.times(8)[0] < 1.0


async def test_answers_go_before_alerts_and_critical_before_the_rest() -> None:
    """Of those that wait, people's answers go first, then the more severe and the older alerts."""
    bench = Bench(per_second=1.0)
    turns = {
        "new": AlertTurn(0, 2.0),
        "old": AlertTurn(0, 1.0),
        "critical": AlertTurn(2, 9.0),
        "answer": None,
    }
    first = bench.send(1, note="first"), bench.send(2, note="next")
    rest = [bench.send(chat, turn, note) for chat, (note, turn) in enumerate(turns.items(), start=3)]
    await bench.time.run(*first, *rest)
    # The second alert was already next when the others came; nobody stands behind more than one.
    assert [note for _, _, note in bench.sent] == ["first", "next", "answer", "critical", "old", "new"]


async def test_a_429_pauses_its_chat_alone_and_is_never_cut_short() -> None:
    """The alert gets the error; others go on; the chat is free when the wait is over and not before."""
    bench = Bench()
    bench.errors = [flood(4)]
    (error,) = await bench.time.run(bench.send(7))
    assert isinstance(error, RetryAfter)
    assert (bench.pace.seconds_until(7), bench.pace.seconds_until(8)) == (4.0, 0.0)
    await bench.time.run(bench.send(7), bench.send(8))
    assert (bench.times(7), bench.times(8)) == ([0.0, 4.0], [0.0])


async def test_nobody_sleeps_through_a_long_pause() -> None:
    """While a chat must wait for hours, its requests are refused at once with what is left of the wait."""
    bench = Bench()
    bench.errors = [flood(10_072)]
    await bench.time.run(bench.send(7))
    bench.time.now += 72
    for turn in (ALERT, None):
        (error,) = await bench.time.run(bench.send(7, turn))
        assert isinstance(error, TooManyRequests)
        assert (error.retry_after, error.whole) == (timedelta(seconds=10_000), False)
    assert bench.times() == [0.0]


async def test_a_429_stops_those_that_wait_behind_it() -> None:
    """Requests that were let through to the last lane when their chat was paused are held back too."""
    bench = Bench(per_second=1.0)
    bench.errors = [None, flood(60)]
    results = await bench.time.run(bench.send(8), bench.send(7), bench.send(7), bench.send(9))
    assert [type(result) for result in results] == [bool, TooManyRequests, TooManyRequests, bool]
    assert len(bench.times(7)) == 1


async def test_three_chats_in_a_row_pause_everything() -> None:
    """Then the bot waits as long as the shortest of the three, and says that it concerns everything."""
    bench = Bench()
    bench.errors = [flood(40), flood(30), flood(50)]
    await bench.time.run(bench.send(1), bench.send(2), bench.send(3))
    (error,) = await bench.time.run(bench.send(4))
    assert isinstance(error, TooManyRequests)
    assert (error.retry_after, error.whole) == (timedelta(seconds=30), True)
    bench.time.now += 30
    assert [bench.pace.seconds_until(chat) for chat in (1, 2, 3, 4)] == [10.0, 0.0, 20.0, 0.0]


async def test_everything_stays_paused_while_further_chats_are_refused() -> None:
    """After the pause one more refusal is enough; an accepted message ends the row."""
    bench = Bench()
    bench.errors = [flood(10)] * 4
    await bench.time.run(bench.send(1), bench.send(2), bench.send(3))
    bench.time.now += 10
    await bench.time.run(bench.send(4))
    assert bench.pace.seconds_until(5) == 10.0
    bench.time.now += 10
    await bench.time.run(bench.send(5))
    bench.errors = [flood(10)]
    await bench.time.run(bench.send(6))
    assert bench.pace.seconds_until(7) == 0.0


async def test_one_chat_refused_three_times_pauses_only_itself() -> None:
    """A row is made of different chats."""
    bench = Bench()
    for _ in range(3):
        bench.errors = [flood(1)]
        await bench.time.run(bench.send(1))
        bench.time.now += 1
    assert bench.pace.seconds_until(2) == 0.0


async def test_a_429_of_no_chat_pauses_everything() -> None:
    """A refusal by the server in front concerns all chats at once."""
    bench = Bench()
    bench.errors = [flood(60, whole=True)]
    await bench.time.run(bench.send(1))
    assert bench.pace.seconds_until(2) == 60.0


async def test_an_answer_waits_for_a_short_pause_and_tries_once_more() -> None:
    """People get their answer after a short wait; a second refusal is passed on, and a long wait at once."""
    bench = Bench()
    bench.errors = [flood(5)]
    assert await bench.time.run(bench.send(7, None)) == [True]
    assert bench.times() == [0.0, 5.0]
    bench.errors = [flood(2), flood(2)]
    assert [type(result) for result in await bench.time.run(bench.send(8, None))] == [TooManyRequests]
    bench.errors = [flood(6)]
    assert [type(result) for result in await bench.time.run(bench.send(9, None))] == [TooManyRequests]
    assert (len(bench.times(8)), len(bench.times(9))) == (2, 1)


async def test_other_errors_pass_untouched() -> None:
    """What is no 429 pauses nothing."""
    bench = Bench()
    bench.errors = [Forbidden("Forbidden: bot was blocked by the user")]
    (error,) = await bench.time.run(bench.send(7))
    assert isinstance(error, Forbidden)
    assert bench.pace.seconds_until(7) == 0.0


async def test_a_pause_from_before_a_restart_can_be_restored() -> None:
    """A wait that was written down holds again, and a shorter one does not shorten it."""
    bench = Bench()
    bench.pace.pause(7, 100)
    bench.pace.pause(7, 10)
    assert bench.pace.seconds_until(7) == 100.0


async def test_who_gives_up_waiting_leaves_no_gap() -> None:
    """A cancelled request, whether next or in line, does not hold up those behind it."""
    bench = Bench(per_second=1.0)
    waiting = [asyncio.create_task(bench.send(chat)) for chat in range(1, 6)]
    await asyncio.sleep(0)
    for task in waiting[1:3]:
        task.cancel()
    await bench.time.run(*waiting[3:])
    assert [chat for _, chat, _ in bench.sent] == [1, 4, 5]


async def test_forgets_idle_chats() -> None:
    """Chats that were sent to long ago take no memory; a paused one is remembered."""
    bench = Bench(per_second=1_000_000.0)
    bench.pace.pause(-1, 10_072)
    for chat in range(1, 3 * IDLE_CHATS):
        await bench.send(chat)
        bench.time.now += 1
    assert len(bench.pace._chats) <= IDLE_CHATS
    assert bench.pace.seconds_until(-1) > 0


@pytest.mark.parametrize(
    ("endpoint", "data", "chat"),
    [
        ("sendMessage", {"chat_id": "-1005"}, -1005),
        ("editMessageText", {"chat_id": 5}, 5),
        ("sendMessage", {"chat_id": "@channel"}, "@channel"),
        ("getChatMember", {"chat_id": 5}, None),
        ("answerCallbackQuery", {"callback_query_id": "1"}, None),
    ],
)
def test_only_what_people_see_counts_for_their_chat(
    endpoint: str, data: dict[str, Any], chat: object
) -> None:
    """Sending and editing count for the chat; questions and answers to buttons do not."""
    assert chat_of(endpoint, data) == chat


async def test_an_alert_can_wait_for_its_turn_beforehand() -> None:
    """A turn that was taken is not waited for again by its request, and counts for the chat and the bot."""
    bench = Bench(per_second=1.0)

    async def alert(chat: int) -> None:
        await bench.pace.turn(chat, ALERT)
        await bench.send(chat, TURN_TAKEN, "alert")

    await bench.time.run(alert(1), alert(2), bench.send(3, note="other"))
    assert [(round(at), chat) for at, chat, _ in bench.sent] == [(0, 1), (1, 2), (2, 3)]


async def test_a_turn_is_refused_where_it_would_take_long() -> None:
    """Neither a paused chat nor a group that has had its twenty a minute keeps a sender waiting."""
    bench = Bench()
    bench.pace.pause(7, 60)
    await bench.time.run(*(bench.send(-7) for _ in range(20)))
    for chat, whole in ((7, False), (-7, False)):
        (error,) = await bench.time.run(bench.pace.turn(chat, ALERT))
        assert isinstance(error, TooManyRequests)
        assert (error.whole, error.retry_after > timedelta(seconds=5)) == (whole, True)
    bench.errors = [flood(60, whole=True)]
    await bench.time.run(bench.send(1))
    (error,) = await bench.time.run(bench.pace.turn(2, ALERT))
    assert isinstance(error, TooManyRequests)
    assert error.whole


async def test_a_429_to_a_request_whose_turn_was_taken_pauses_its_chat() -> None:
    """The sender gets the error, and the next turn of that chat is refused."""
    bench = Bench()
    bench.errors = [flood(30)]
    (error,) = await bench.time.run(bench.send(7, TURN_TAKEN))
    assert isinstance(error, TooManyRequests)
    assert bench.pace.seconds_until(7) == 30.0
