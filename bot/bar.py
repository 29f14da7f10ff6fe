"""That nothing is sent for a while after Telegram refused the token: pure, the time is passed in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

TOKEN_FIRST, TOKEN_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
"""How long nothing is sent after the token was refused, and what doubling that in a row may lead to.

A single refusal may be a passing fault of Telegram's. A restart tries at once.
"""


@dataclass(slots=True)
class Bar:
    """Nothing is sent for a while after the token was refused, longer each time in a row."""

    until: datetime | None = None
    following: timedelta = TOKEN_FIRST

    def is_up(self, now: datetime) -> bool:
        """Whether nothing may be sent now."""
        return self.until is not None and now < self.until

    def raise_(self, now: datetime) -> None:
        """Send nothing for a while; a send that began before the bar tells nothing new."""
        if not self.is_up(now):
            logger.error("Telegram refuses the token: nothing is sent for %s", self.following)
            self.until = now + self.following
            self.following = min(2 * self.following, TOKEN_PAUSE)
