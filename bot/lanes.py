"""One lane of requests: a set of limits, pauses, and those who wait, the most urgent first.

Only the request that is next holds a place while it waits, so an urgent one never stands behind
more than one that is not.

Nobody sleeps through a long pause: where a request would have to wait for more than
:data:`PATIENCE`, it is refused with :exc:`TooManyRequests` and the rest of the wait, and whoever
asked can write that down. So a chat that must wait for hours occupies nothing.
"""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE = 5.0
"""Seconds of a pause that a request waits out by itself; after a longer one people have gone."""

SHORTEST_SLEEP = 0.005
"""Seconds. A clock that counts whole microseconds would never reach a time that lies between two; and at a
thousand requests a second a timer for each would cost as much as all else of its turn."""

CATCH_UP = 0.5
"""Seconds. What a late timer or a busy machine cost those in line is made up for, up to so much."""

Rank = tuple[float, ...]
"""The smaller, the more urgent; the last number counts requests, so that no two are alike."""


class Rule(Protocol):
    """What a lane keeps to."""

    def begin(self) -> Count:
        """Return this rule with nothing counted yet."""


class Count(Protocol):
    """A rule, and what was let through so far; all moments are those of the lane's clock."""

    def free_at(self, spared: float, *, in_line: bool) -> float:
        """Return when the next request may go; ``spared`` is the part, 0 to 1, that it leaves to others.

        ``in_line`` says whether it had to wait, so that those behind it wait too.
        """

    def take(self, now: float, since: float) -> None:
        """Count a request that goes now; ``since`` is from when on it could have gone, at the earliest."""

    def spent_at(self) -> float:
        """Return from when on nothing is left of what was counted."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` requests in any ``seconds``."""

    most: int
    seconds: float

    def begin(self) -> Count:
        """Return this limit with nothing counted yet."""
        return _Window(self)


@dataclass(frozen=True, slots=True)
class Even:
    """A request every ``interval`` seconds: virtual scheduling, as in ATM's generic cell rate algorithm.

    One that comes when nobody waits may go ``tolerance`` seconds before its time (ITU-T I.371, annex A.1), so
    coming a little late costs nothing. One in line keeps its time, however late the timer wakes it.
    """

    interval: float
    tolerance: float

    def begin(self) -> Count:
        """Return a schedule that begins with the first request."""
        return _Schedule(self)


class _Window:
    """When the last requests went, as many as a limit allows."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._log = deque[float](maxlen=limit.most)

    def free_at(self, spared: float, *, in_line: bool) -> float:
        del in_line
        share = max(1, math.ceil(self._limit.most * (1 - spared)))
        return self._log[-share] + self._limit.seconds if len(self._log) >= share else -math.inf

    def take(self, now: float, since: float) -> None:
        del since
        self._log.append(now)

    def spent_at(self) -> float:
        return self._log[-1] + self._limit.seconds if self._log else -math.inf


class _Schedule:
    """The time of the next request."""

    def __init__(self, even: Even) -> None:
        self._even = even
        self._next = -math.inf

    def free_at(self, spared: float, *, in_line: bool) -> float:
        del spared
        return self._next if in_line else self._next - self._even.tolerance

    def take(self, now: float, since: float) -> None:
        self._next = max(self._next, min(now, since)) + self._even.interval

    def spent_at(self) -> float:
        return self._next


class Lane:
    """One set of limits, and those who wait for it.

    ``monotonic`` and ``sleep`` are in seconds, and so is ``tick``, the step of a clock that counts in
    steps: pauses are longer by it, since they may begin at the end of one. ``whole`` says whether a pause
    of this lane concerns the bot as a whole.
    """

    def __init__(
        self,
        rules: tuple[Rule, ...],
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        *,
        whole: bool = False,
        tick: float = 0.0,
    ) -> None:
        self._counts = tuple(rule.begin() for rule in rules)
        self._monotonic = monotonic
        self._sleep = sleep
        self._whole = whole
        self._tick = tick
        self._paused_until = -math.inf
        self._busy = False
        self._waiting: list[tuple[Rank, asyncio.Future[None]]] = []

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; a pause that lasts longer stays as it is."""
        self._paused_until = max(self._paused_until, self._monotonic() + seconds + self._tick)

    def seconds_paused(self) -> float:
        """Return how much longer the pause lasts; 0 when there is none."""
        return max(0.0, self._paused_until - self._monotonic())

    def seconds_until_free(self, spared: float = 0.0, *, in_line: bool = False) -> float:
        """Return when the next request may go, pauses included; 0 for at once.

        ``spared`` is the part of each limit, from 0 to 1, that it is to leave to others.
        """
        free = max((count.free_at(spared, in_line=in_line) for count in self._counts), default=-math.inf)
        return max(0.0, max(free, self._paused_until) - self._monotonic())

    def is_idle(self) -> bool:
        """Whether this lane is like a new one, so that it can be forgotten."""
        now = self._monotonic()
        spent = all(count.spent_at() <= now for count in self._counts)
        return spent and not self._busy and self._paused_until <= now

    async def turn(self, rank: Rank) -> None:
        """Wait until it is this request's turn, and take it.

        Raises :exc:`TooManyRequests` when that would mean to sleep through a long pause.
        """
        waited = self._busy
        if waited:
            await self._line_up(rank)
        self._busy = True
        try:
            waited = waited or self.seconds_until_free() > 0
            while (seconds := self.seconds_until_free(in_line=waited)) > 0:
                self.refuse_if_paused()
                await self._sleep(max(seconds, SHORTEST_SLEEP))
            self._take(waited=waited)
        finally:
            self._call_next()

    async def wait_out_pause(self) -> bool:
        """Wait until there is no pause, without taking a turn; return whether there was one.

        Raises :exc:`TooManyRequests` as :meth:`turn` does.
        """
        there_was = False
        while (seconds := self.seconds_paused()) > 0:
            self.refuse_if_paused()
            there_was = True
            await self._sleep(max(seconds, SHORTEST_SLEEP))
        return there_was

    def refuse_if_paused(self) -> None:
        """Raise :exc:`TooManyRequests` when the pause lasts longer than anyone should sleep."""
        if (seconds := self.seconds_paused()) > PATIENCE:
            raise TooManyRequests(timedelta(seconds=math.ceil(seconds)), whole=self._whole)

    async def _line_up(self, rank: Rank) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, place))
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self._call_next()  # it was called in the same moment: the call must not be lost
            raise

    def _call_next(self) -> None:
        while self._waiting:
            _, place = heapq.heappop(self._waiting)
            if not place.done():
                place.set_result(None)
                return
        self._busy = False

    def _take(self, *, waited: bool) -> None:
        now = self._monotonic()
        # A pause is no time that was lost: nothing of it is caught up.
        since = max(now - CATCH_UP, self._paused_until) if waited else now
        for count in self._counts:
            count.take(now, since)
