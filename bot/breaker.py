"""Whether Telegram can be reached at all: pure, the time is passed in.

Each send that comes back without an answer may have been delivered, and would go again. While the network
is cut, or whatever stands before Telegram answers for it, sending on at the full rate would make thousands
of alerts uncertain. So after a few of them in a row single probes go instead, with growing pauses in
between, until one of them is answered.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

TRIPS_AFTER = 3
"""So many chats in a row without an answer: one or two may have troubles of their own."""

FIRST_PAUSE = timedelta(seconds=1)
"""Between the first two probes; each further pause is twice the last."""

LONGEST_UNSENT, LONGEST_UNANSWERED = timedelta(seconds=5), timedelta(seconds=20)
"""The longest pauses: after a probe that certainly did not arrive, which costs nothing, and after others."""


@dataclass(slots=True)
class Breaker:
    """Lets sends through, or single probes, or none.

    ``stalled_since`` is when the first of those in a row went unanswered, None while all is well.
    """

    stalled_since: datetime | None = None
    _chats: dict[int, datetime] = field(default_factory=dict)
    _pause: timedelta = FIRST_PAUSE
    _next: datetime | None = None
    _probe: int | None = None

    def room(self, now: datetime) -> int | None:
        """Return how many sends may begin now: None for any number, 1 for a probe."""
        if self.stalled_since is None:
            return None
        return int(self._probe is None and self.seconds_to_probe(now) <= 0)

    def seconds_to_probe(self, now: datetime) -> float:
        """Return how long no probe may begin; a clock that was put back makes nobody wait longer."""
        if self._next is None:
            return 0.0
        return max(0.0, min(self._next - now, self._pause).total_seconds())

    def admits(self, alert: int, now: datetime) -> bool:
        """Whether the send of this alert may begin: one that begins while the way is blocked is the probe."""
        if self.room(now):
            self._probe = alert
        return self.stalled_since is None or self._probe == alert

    def over(self, alert: int) -> None:
        """Note that nothing more comes of a send; a probe that told nothing makes way for the next."""
        if self._probe == alert:
            self._probe = None

    def answered(self, now: datetime) -> None:
        """Note that Telegram answered, whatever it said."""
        if self.stalled_since is not None:
            logger.warning("Telegram answers again after %s: all goes on", now - self.stalled_since)
        self.stalled_since = self._next = self._probe = None
        self._pause = FIRST_PAUSE
        self._chats.clear()

    def unanswered(self, alert: int, chat: int | None, now: datetime, *, was_sent: bool) -> None:
        """Note that a send came back without an answer.

        ``chat`` is None where that is no surprise: the same send went unanswered before. ``was_sent`` is
        false where it certainly did not arrive.
        """
        if self.stalled_since is None and chat is not None:
            self._chats.setdefault(chat, now)
            if len(self._chats) >= TRIPS_AFTER:
                self.stalled_since, self._next = min(self._chats.values()), now + self._pause
                logger.error("Telegram does not answer: single alerts try until it does")
        elif self._probe == alert:
            self._pause = min(2 * self._pause, LONGEST_UNANSWERED if was_sent else LONGEST_UNSENT)
            self._next = now + self._pause
