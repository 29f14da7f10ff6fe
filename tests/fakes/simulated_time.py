"""Time that stands still while anything can run, and then leaps to the next moment that is waited for."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable


class SimulatedTime:
    """A monotonic clock for many concurrent tasks; ``now`` is in seconds."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def monotonic(self) -> float:
        """Return the time in seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until :meth:`run` has moved the time on."""
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + max(0.0, seconds), next(self._numbers), wake))
        await wake

    async def run(self, *works: Awaitable[object]) -> list[object]:
        """Run work to its end, moving the time on as often as needed; errors stand among the results."""
        everything = asyncio.gather(*works, return_exceptions=True)
        while not await _settled(everything):
            self._wake_next()
        return await everything

    def _wake_next(self) -> None:
        if not self._sleepers:
            raise RuntimeError("stuck: nobody waits for the time, and nobody can go on without it")
        moment, _, wake = heapq.heappop(self._sleepers)
        if not wake.done():
            self.now = max(self.now, moment)
            wake.set_result(None)


async def _settled(work: asyncio.Future[list[object]]) -> bool:
    """Let everything run that can without time passing; return whether the work is done."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined] # no public name tells it
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110 - the loop sets no event when it has nothing left to do
        await asyncio.sleep(0)
    return work.done()
