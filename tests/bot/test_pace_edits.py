"""Edits at the pacer: the least urgent of all, and never in the way of what is new."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.errors import TooManyRequests
from bot.lanes import Lane, Limit
from bot.pace import AlertTurn, Pace
from tests.fakes.simulated_time import SimulatedTime

if TYPE_CHECKING:
    from collections.abc import Coroutine

ALERT, EDIT = AlertTurn(), AlertTurn(severity=2, edit=True)


class Line:
    """A pace on simulated time; ``through`` names those whose turn came, in order."""

    def __init__(self, per_second: float) -> None:
        self.time = SimulatedTime()
        self.pace = Pace(self.time.monotonic, self.time.sleep, per_second=per_second)
        self.through: list[str] = []

    async def take(self, chat: int, turn: AlertTurn, name: str = "") -> None:
        """Take a turn."""
        await self.pace.turn(chat, turn)
        self.through.append(name)

    async def run(self, *turns: Coroutine[object, object, None]) -> list[bool]:
        """Let them take their turns, and return which were not refused."""
        return [not isinstance(found, TooManyRequests) for found in await self.time.run(*turns)]


async def test_edits_go_after_all_alerts() -> None:
    """Also after those that came later and matter least."""
    line = Line(per_second=1.0)
    names = {
        "first": ALERT,
        "next": ALERT,
        "edit": EDIT,
        "late": AlertTurn(0, 9.0),
        "early": AlertTurn(0, 1.0),
    }
    await line.run(*(line.take(chat, turn, name) for chat, (name, turn) in enumerate(names.items(), 1)))
    assert line.through == ["first", "next", "early", "late", "edit"]


async def test_edits_leave_a_chat_room_for_what_is_new() -> None:
    """Of a private chat's burst of three the last is an alert's."""
    line = Line(per_second=1000)
    turns = [EDIT, EDIT, EDIT, ALERT]
    assert await line.run(*(line.take(7, turn) for turn in turns)) == [True, True, False, True]


async def test_edits_take_half_of_a_groups_share() -> None:
    """In a minute ten at most, so that ten new messages can go at any time."""
    time = SimulatedTime(0.0)
    lane = Lane((Limit(20, 60.0),), time.monotonic, asyncio.sleep)
    for number in range(10):
        assert lane.seconds_until_free(0.5) == 0.0
        time.now = float(number)
        await lane.turn((0.0,))
    assert (lane.seconds_until_free(0.5), lane.seconds_until_free()) == (51.0, 0.0)


async def test_an_edit_does_not_wait_for_its_chat() -> None:
    """However short its pause is, others can be edited meanwhile; an alert waits a short one out."""
    line = Line(per_second=1000)
    line.pace.pause(7, 2.0)
    begun = line.time.now
    assert await line.run(line.take(7, EDIT), line.take(8, EDIT)) == [False, True]
    assert line.time.now == begun
    assert await line.run(line.take(7, ALERT)) == [True]
    assert line.time.now >= begun + 2
