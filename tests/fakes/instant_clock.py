"""A clock that does not wait: sleeping moves its time on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class InstantClock:
    """Begins at 2023-05-22 06:00 UTC; ``slept`` lists the seconds of every sleep."""

    def __init__(self) -> None:
        self.time = datetime(2023, 5, 22, 6, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Return the time that the sleeps have led to."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Move the time on and let others run."""
        self.slept.append(seconds)
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        """Move the time, back for negative seconds."""
        self.time += timedelta(seconds=seconds)
