"""Time as the room is given it: the program passes the real clock, tests and the demo their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of this clock; at once when not positive."""
