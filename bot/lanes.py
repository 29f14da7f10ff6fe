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
from typing import TYPE_CHECKING

from bot.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE = 5.0
"""Seconds of a pause that a request waits out by itself; after a longer one people have gone."""

SHORTEST_SLEEP = 0.001
"""Seconds. A clock that counts whole microseconds would never reach a time that lies between two."""

Rank = tuple[float, ...]
"""The smaller, the more urgent; the last number counts requests, so that no two are alike."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` requests in any ``seconds``."""

    most: int
    seconds: float


class Lane:
    """One set of limits, and those who wait for it.

    ``monotonic`` and ``sleep`` are in seconds. ``whole`` says whether a pause of this lane concerns
    the bot as a whole.
    """

    def __init__(
        self,
        limits: tuple[Limit, ...],
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        *,
        whole: bool = False,
    ) -> None:
        self._limits = tuple((limit.seconds, deque[float](maxlen=limit.most)) for limit in limits)
        self._monotonic = monotonic
        self._sleep = sleep
        self._whole = whole
        self._paused_until = -math.inf
        self._busy = False
        self._waiting: list[tuple[Rank, asyncio.Future[None]]] = []

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; a pause that lasts longer stays as it is."""
        self._paused_until = max(self._paused_until, self._monotonic() + seconds)

    def seconds_paused(self) -> float:
        """Return how much longer the pause lasts; 0 when there is none."""
        return max(0.0, self._paused_until - self._monotonic())

    def seconds_until_free(self, spared: float = 0.0) -> float:
        """Return when the next request may go, pauses included; 0 for at once.

        ``spared`` is the part of each limit, from 0 to 1, that it is to leave to others.
        """
        shares = [
            (seconds, log, max(1, math.ceil((log.maxlen or 1) * (1 - spared))))
            for seconds, log in self._limits
        ]
        free = [log[-share] + seconds for seconds, log, share in shares if len(log) >= share]
        return max(0.0, max(free, default=-math.inf) - self._monotonic(), self.seconds_paused())

    def is_idle(self) -> bool:
        """Whether this lane is like a new one, so that it can be forgotten."""
        now = self._monotonic()
        spent = all(not log or log[-1] + seconds <= now for seconds, log in self._limits)
        return spent and not self._busy and self._paused_until <= now

    async def turn(self, rank: Rank) -> None:
        """Wait until it is this request's turn, and take it.

        Raises :exc:`TooManyRequests` when that would mean to sleep through a long pause.
        """
        if self._busy:
            await self._line_up(rank)
        self._busy = True
        try:
            while (seconds := self.seconds_until_free()) > 0:
                self.refuse_if_paused()
                await self._sleep(max(seconds, SHORTEST_SLEEP))
            self._take()
        finally:
            self._call_next()

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

    def _take(self) -> None:
        now = self._monotonic()
        for _, log in self._limits:
            log.append(now)
