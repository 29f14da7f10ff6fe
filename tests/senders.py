"""A sender for tests of delivery that need no network."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.console import ConsoleSender
from bot.outcomes import Sent

if TYPE_CHECKING:
    from bot.outcomes import Outcome
    from bot.render import Written
    from storage.model import Alert


class Measured(ConsoleSender):
    """A sender that takes a moment, counts how many do so at once, and fails where it is told to."""

    is_console = False

    def __init__(self, fails: str = "") -> None:
        super().__init__(None)
        self.now = self.most = 0
        self.begun, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()
        self.fails = fails

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Take the turn at once."""

    async def send(self, alert: Alert, message: Written) -> Outcome:
        """Count, wait, and say that it was sent."""
        del message
        self.begun.set()
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        await self.gate.wait()
        self.now -= 1
        if self.fails:
            raise OSError(self.fails)
        return Sent(alert.id)
