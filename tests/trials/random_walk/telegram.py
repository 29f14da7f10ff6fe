"""Telegram as a walk has it: chats that block, move and demand waits, answers that are late or lost.

It keeps what it accepted apart from what it answered, and objects to whatever a promise rules out.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.error import ChatMigrated, Forbidden, RetryAfter

from bot.errors import NotSent, Unanswered
from bot.outcomes import Sent, outcome_of
from bot.pace import TURN_TAKEN, AlertTurn, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from random import Random

    from bot.outcomes import Outcome
    from bot.render import Written
    from storage.model import Alert
    from tests.fakes.simulated_time import SimulatedTime
    from tests.trials.random_walk.clock import WalkClock

PER_SECOND = 30
BURST = (12, 10.0)
"""At most so many messages to one chat in so many seconds: one a second, and a short burst."""

RESEND_AFTER = 59.0
"""Seconds until what may have arrived goes again; a restart counts as an unanswered send too."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that is in a chat: ``at`` in seconds, ``alert`` by id."""

    at: float
    peer: int
    alert: int
    silent: bool
    severity: int


class Telegram:
    """The other side. ``trouble`` is ``cut`` (nothing arrives), ``gateway`` (502) or empty."""

    def __init__(self, time: SimulatedTime, random: Random) -> None:
        self.time = time
        self.trouble = ""
        self.lost_one_in = 40
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.accepted: list[Accepted] = []
        self.times = Counter[int]()
        self.open_ends = Counter[int]()
        self.answered: set[int] = set()
        self.objections: list[str] = []
        self.edits = 0
        self._random = random
        self._waits: dict[int, float] = {}
        self._told: dict[int, tuple[float, float]] = {}
        self._last_open: dict[int, float] = {}
        self._second = deque[float]()
        self._lately: dict[int, deque[float]] = {}
        self._number = 1000

    def demand(self, peer: int, seconds: int) -> None:
        """Let a chat take nothing for so long; the next send is told so."""
        self._waits[peer] = self.time.now + seconds

    async def send(self, alert: Alert) -> int:
        """Take a message and return its number; raises what the library raises."""
        await self._travel(alert.peer)
        self._check(alert)
        self._number += 1
        self.accepted.append(Accepted(self.time.now, alert.peer, alert.id, alert.silent, int(alert.severity)))
        self.times[alert.id] += 1
        self.open_ends[alert.id] += 1
        self._last_open[alert.id] = self.time.now
        number = self._number
        await self.time.sleep(self._random.uniform(0.01, 0.2))
        if not self._random.randrange(self.lost_one_in):
            raise Unanswered("the answer did not arrive")
        self.open_ends[alert.id] -= 1
        self.answered.add(alert.id)
        return number

    async def edit(self, alert: Alert) -> bool:
        """Change a message."""
        await self._travel(alert.peer)
        self.edits += 1
        return True

    def leave_open(self, alerts: Iterable[int]) -> None:
        """Nobody wrote down what was answered to these: their next send is a repeat that is allowed."""
        for alert in alerts:
            if alert in self.answered:
                self.answered.discard(alert)
                self.open_ends[alert] += 1

    def forget_untold(self) -> None:
        """Let what was told a moment ago not count: the program died and may not have written it down."""
        now = self.time.now
        self._told = {peer: told for peer, told in self._told.items() if told[0] < now - 1}

    async def _travel(self, peer: int) -> None:
        """Let a request come as far as Telegram's decision."""
        began = self.time.now
        self._count(peer)
        if self.trouble == "cut":
            await self.time.sleep(0.05)
            raise NotSent("could not reach Telegram")
        await self.time.sleep(self._random.uniform(0.01, 0.1))
        if self.trouble == "gateway":
            raise Unanswered("502")
        self._refuse_early(peer, began)
        if peer in self.moved:
            raise ChatMigrated(self.moved[peer])
        if peer in self.blocked:
            raise Forbidden("Forbidden: bot was blocked by the user")

    def _refuse_early(self, peer: int, began: float) -> None:
        told_at, until = self._told.get(peer, (0.0, 0.0))
        if told_at <= began < until:
            self.objections.append(f"chat {peer} was sent to {until - began:.1f} s too early")
        left = self._waits.get(peer, 0.0) - self.time.now
        if left > 0:
            seconds = math.ceil(left)
            self._told[peer] = (self.time.now, self.time.now + seconds)
            raise RetryAfter(seconds)

    def _count(self, peer: int) -> None:
        now = self.time.now
        self._second.append(now)
        while self._second[0] <= now - 1:
            self._second.popleft()
        if len(self._second) > PER_SECOND:
            self.objections.append(f"{len(self._second)} requests within a second")
        lately = self._lately.setdefault(peer, deque(maxlen=BURST[0] + 1))
        lately.append(now)
        if len(lately) > BURST[0] and lately[0] > now - BURST[1]:
            self.objections.append(f"{len(lately)} requests to chat {peer} within {BURST[1]} s")

    def _check(self, alert: Alert) -> None:
        if alert.id in self.answered:
            self.objections.append(f"alert {alert.id} went again after it was answered")
        last = self._last_open.get(alert.id)
        if last is not None and self.time.now - last < RESEND_AFTER:
            self.objections.append(f"alert {alert.id} went again after {self.time.now - last:.0f} s")


class Sender:
    """What the walk's delivery sends with: the program's own pacing before this Telegram."""

    is_console = False

    def __init__(self, telegram: Telegram, clock: WalkClock) -> None:
        self._telegram = telegram
        self._clock = clock
        time = telegram.time
        self.pace = Pace(time.monotonic, time.sleep, per_second=PER_SECOND)

    def pause(self, peer: int, seconds: float) -> None:
        """Keep a pause that was demanded in an earlier life."""
        self.pace.pause(peer, seconds)

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait for a turn."""
        turn = AlertTurn(alert.severity, alert.enqueued.timestamp(), edit=edit)
        try:
            await self.pace.turn(alert.peer, turn)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return None

    async def send(self, alert: Alert, message: Written) -> Outcome:
        """Send a message."""
        assert message.as_html()
        return await self._request(alert, self._telegram.send, "sendMessage")

    async def edit(self, alert: Alert, message: Written) -> Outcome:
        """Edit a message."""
        assert message.as_html()
        return await self._request(alert, self._telegram.edit, "editMessageText")

    async def _request(
        self, alert: Alert, call: Callable[[Alert], Coroutine[Any, Any, int]], endpoint: str
    ) -> Outcome:
        data = {"chat_id": alert.peer}
        try:
            number = await self.pace.process_request(call, (alert,), {}, endpoint, data, TURN_TAKEN)
        except Exception as error:  # noqa: BLE001 - the same
            return outcome_of(error, self._clock.now())
        return Sent(int(number))
