"""How many sends may be on the wire at once: enough for the rate, few for a crash."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitors.clock import Clock

ANSWERED_WITHIN = 0.1
"""Seconds. Answers of Telegram's that take no longer leave the rate as it is."""

FEWEST, MOST = 10, 64
"""Sends on the wire, whatever the rate is: with ten, answers may take a third of a second at 30 a second."""

LEAST = 4
"""Sends on the wire at first, while connections are opened, and whenever the program itself is too slow."""

LATE, IN_TIME = 0.01, 0.003
"""Seconds that a step of the program comes late: from the first on it does too much, below the other not.

What was answered then waits to be recorded, and more sends on the wire would only make more of them wait.
"""

SLOW = timedelta(seconds=2)
"""A send that has been under way for so long, while later ones were answered, keeps its place to itself."""


def at_once(per_second: float) -> int:
    """Return how many sends may be on the wire at this rate: after a crash those are uncertain."""
    return min(max(math.ceil(per_second * ANSWERED_WITHIN), FEWEST), MOST)


@dataclass(slots=True)
class Wire:
    """Places for sends: few at first, one more with each answer as long as the program keeps up.

    One slow chat takes none from others, unless nobody at all is answered.
    """

    most: int
    clock: Clock
    places: int = LEAST
    _is_late: bool = False
    _begun: dict[int, datetime] = field(default_factory=dict)
    _answered: datetime | None = None
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def came(self, late: float) -> None:
        """Note by how many seconds a step of the program came late."""
        self._is_late = late > IN_TIME
        if late > LATE:
            self.places = max(LEAST, self.places - 1)

    def is_full(self) -> bool:
        """Whether another send has to wait."""
        if len(self._begun) < self.places:
            return False
        return len(self._begun) - self._slow() >= self.places or len(self._begun) >= 2 * MOST

    def _slow(self) -> int:
        """Return how many began long before the last answer; they stand in the order in which they began."""
        if self._answered is None:
            return 0
        late = self._answered - SLOW
        return sum(1 for _ in takewhile(lambda begun: begun < late, self._begun.values()))

    async def enter(self, alert: int) -> None:
        """Wait for a place and take it; :meth:`leave` has to follow."""
        while self.is_full():
            await self._free()
        self._begun[alert] = self.clock.now()

    def leave(self, alert: int) -> None:
        """Give a place back."""
        del self._begun[alert]
        self._call()

    async def _free(self) -> None:
        free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(free)
        try:
            await free
        except asyncio.CancelledError:
            self._call()  # it may have been called in the same moment: the call must not be lost
            raise

    def answered(self) -> None:
        """Note that somebody was answered."""
        self._answered = self.clock.now()
        if not self._is_late:
            self.places = min(self.most, self.places + 1)
        self._call()

    def _call(self) -> None:
        while self._waiting and not self.is_full():
            free = self._waiting.pop(0)
            if not free.done():
                free.set_result(None)
                return
