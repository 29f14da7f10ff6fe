"""The real clock: the only place where the program asks what time it is."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds; at once when not positive."""
        await asyncio.sleep(max(seconds, 0.0))


class ScaledClock:
    """A clock that begins at some moment and runs faster than life, for the demo.

    ``speed`` is how many of its seconds pass in one of ours. One that is ``waiting`` stands at its start
    until :meth:`begin`.
    """

    def __init__(self, start: datetime, speed: float, *, waiting: bool = False) -> None:
        self._start = start
        self._speed = speed
        self._zero = None if waiting else datetime.now(UTC)

    def begin(self) -> None:
        """Run from the start on."""
        self._zero = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the clock's own time, aware, in UTC."""
        if self._zero is None:
            return self._start
        return self._start + (datetime.now(UTC) - self._zero) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait for so many of the clock's seconds."""
        await asyncio.sleep(max(seconds, 0.0) / self._speed)
