"""A fan-out to many chats on a simulated clock: the rate, who is told when, and what is held in memory."""

from __future__ import annotations

import tempfile
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.fan_out_store import BEGUN, OTHER, SOURCE, TOPIC, announce, follow, tell
from bot.delivery import Delivery
from bot.outcomes import Sent, outcome_of
from bot.pace import TURN_TAKEN, AlertTurn, Pace
from bot.texts import Texts
from storage.model import Severity
from storage.scratch import ScratchDatabase
from tests.fakes.simulated_time import SimulatedTime

if TYPE_CHECKING:
    from datetime import datetime

    from bot.outcomes import Outcome
    from bot.render import Message
    from storage.database import Connection
    from storage.model import Alert

ANSWER = 0.1
"""Simulated seconds until a message is answered."""

GRAVE, GRAVE_AFTER = 1_000, 60.0
"""Chats that are owed a graver event, so many seconds after the first began."""


class SimulatedClock:
    """Tells the simulated time as a date."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time
        self._zero = time.now

    def now(self) -> datetime:
        """Return the time."""
        return BEGUN + timedelta(seconds=self._time.now - self._zero)

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has moved on."""
        await self._time.sleep(seconds)


class Paced:
    """A sender that waits its turn at the real pacer, and whose messages take a moment."""

    is_console = False

    def __init__(self, pace: Pace, time: SimulatedTime, clock: SimulatedClock) -> None:
        self._pace = pace
        self._time = time
        self._clock = clock
        self.sent: list[float] = []
        self.grave: list[float] = []
        self.peaks: list[int] = []

    def pause(self, peer: int, seconds: float) -> None:
        """Keep a pause from before."""
        self._pace.pause(peer, seconds)

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait for the turn."""
        turn = AlertTurn(alert.severity, alert.enqueued.timestamp(), edit=edit)
        try:
            await self._pace.turn(alert.chat, turn)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return None

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Send through the pacer, as PTB does, and note when that was."""
        del message
        await self._pace.process_request(
            self._take, (), {}, "sendMessage", {"chat_id": alert.chat}, TURN_TAKEN
        )
        if alert.severity is Severity.CRITICAL:
            self.grave.append((self._clock.now() - alert.enqueued).total_seconds())
        return Sent(alert.id)

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Take it."""
        del message
        return Sent(alert.id)

    async def _take(self) -> None:
        self.sent.append(self._time.now)
        if len(self.sent) % 5_000 == 0:
            self.peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
        await self._time.sleep(ANSWER)


def _begin(connection: Connection, chats: int) -> None:
    follow(connection, 1, chats, OTHER)
    follow(connection, chats + 1, chats + GRAVE, TOPIC)
    tell(connection, 1, BEGUN)
    tell(connection, 2, BEGUN)
    announce(connection, 1, OTHER, Severity.WARNING, BEGUN)


async def run(chats: int, per_second: float) -> dict[str, Any]:
    """Tell so many chats one event, and soon after some others a graver one; return the figures."""
    time = SimulatedTime()
    clock = SimulatedClock(time)
    pace = Pace(time.monotonic, time.sleep, per_second=per_second)
    sender = Paced(pace, time, clock)
    with tempfile.TemporaryDirectory() as folder, ScratchDatabase.create(Path(folder) / "a.db") as database:
        await database.write(_begin, chats)
        delivery = Delivery(database, sender, {SOURCE.key: SOURCE}, Texts(), clock, per_second=per_second)

        async def grave() -> None:
            await clock.sleep(GRAVE_AFTER)
            await database.write(announce, 2, TOPIC, Severity.CRITICAL, clock.now())
            delivery.wake()

        tracemalloc.start()
        for error in await time.run(delivery.drain(), grave()):
            if isinstance(error, BaseException):
                raise error
        tracemalloc.stop()
    return _figures(sender, per_second)


def _figures(sender: Paced, per_second: float) -> dict[str, Any]:
    sent, grave, peaks = sender.sent, sorted(sender.grave), sender.peaks
    rate = (len(sent) - 1) / (sent[-1] - sent[0])
    return {
        "sent": len(sent),
        "rate": rate,
        "of_limit": rate / per_second,
        "most_in_a_second": _most_in_a_second(sent),
        "grave_p99_seconds": grave[int(len(grave) * 0.99) - 1] if grave else 0.0,
        "memory_mb": [round(peak / 2**20, 2) for peak in peaks],
    }


def _most_in_a_second(sent: list[float]) -> int:
    first = most = 0
    for last, moment in enumerate(sent):
        while sent[first] <= moment - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
