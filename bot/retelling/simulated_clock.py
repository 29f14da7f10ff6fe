"""A clock that stands still until it is moved: a day is told again in the time that its work takes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class SimulatedClock:
    """Tells a time of its own, which never goes back; whoever sleeps moves it on."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self.move_to(self._now + timedelta(seconds=max(seconds, 0.0)))
        await asyncio.sleep(0)

    def move_to(self, moment: datetime) -> None:
        """Let it be that time, unless it is later already."""
        self._now = max(self._now, moment)
