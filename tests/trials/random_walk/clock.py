"""The clock of a walk: simulated time as a date, which can be put back or forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.simulated_time import SimulatedTime

BEGIN = datetime(2023, 3, 11, 6, tzinfo=UTC)
"""Two weeks before the clocks in Europe change."""


class WalkClock:
    """Tells the time of a machine; ``skew`` is by how much that is wrong."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time
        self._zero = time.now
        self.skew = timedelta()

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return BEGIN + timedelta(seconds=self._time.now - self._zero) + self.skew

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        await self._time.sleep(max(seconds, 0.001))
