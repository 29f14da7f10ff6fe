"""What happens to chats, to Telegram and to the program of a walk, one function a kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage import catching_up, chats, outbox, reachability, silences, waking, wishes
from storage.model import Mode, SilenceKind
from storage.model.schedules import Digest, Quiet
from tests.trials.random_walk.world import ZONES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from storage.database import Connection
    from tests.trials.random_walk.walk import Walk
    from tests.trials.random_walk.world import Deed

GROUPS = 10
"""One chat in so many is a group."""

LONGEST_DEMAND = 10_072
"""Seconds that Telegram was seen to demand (issue threads on 429)."""


class Deeds:
    """Does what a :class:`Deed` says; ``targets`` and ``rules`` are what can be followed."""

    def __init__(self, walk: Walk, targets: Sequence[str], rules: Sequence[str]) -> None:
        self._walk = walk
        self._targets = [*targets, *rules, *rules]
        self._ids: dict[int, int] = {}
        self._trouble_ends = 0.0

    def chat(self, number: int) -> int:
        """Return the id that a chat has now."""
        return self._ids.setdefault(number, -(1_000 + number) if number % GROUPS == 0 else 10_000 + number)

    def arrive(self, connection: Connection, number: int, now: datetime) -> None:
        """Let a chat follow one or two things."""
        for _ in range(self._walk.random.choice((1, 1, 2))):
            chats.follow(connection, self.chat(number), self._walk.random.choice(self._targets), now)

    async def do(self, deed: Deed) -> None:
        """Do it; what a chat does waits until the program lives and can write."""
        self.calm_if_over()
        await getattr(self, "_" + deed.kind.replace(" ", "_"))(deed)

    def calm_if_over(self) -> None:
        """End trouble whose time is over."""
        if self._trouble_ends and self._walk.time.now > self._trouble_ends:
            self.calm()

    def calm(self) -> None:
        """End all trouble that lasts."""
        self._trouble_ends = 0.0
        self._walk.telegram.trouble = ""
        self._walk.database.fails = False

    # --- chats --------------------------------------------------------------------------------

    async def _follow(self, deed: Deed) -> None:
        target, now = self._walk.random.choice(self._targets), self._walk.clock.now()
        await self._heard(_follow, self.chat(deed.chat), target, now)

    async def _unfollow(self, deed: Deed) -> None:
        await self._heard(chats.unfollow, self.chat(deed.chat), self._walk.random.choice(self._targets))

    async def _mute(self, deed: Deed) -> None:
        now, span = self._walk.clock.now(), timedelta(hours=24 * deed.number)
        await self._heard(silences.add, self.chat(deed.chat), SilenceKind.TOPIC, "shelling", now, now + span)

    async def _forget(self, deed: Deed) -> None:
        await self._heard(reachability.forget_chat, self.chat(deed.chat))

    async def _block(self, deed: Deed) -> None:
        self._walk.telegram.blocked.add(self.chat(deed.chat))

    async def _unblock(self, deed: Deed) -> None:
        del deed
        blocked = self._walk.telegram.blocked
        if blocked:
            chat = min(blocked)
            blocked.discard(chat)
            await self._heard(waking.wake_again, chat, self._walk.clock.now())

    async def _migrate(self, deed: Deed) -> None:
        old = self.chat(deed.chat)
        if old < 0 and old not in self._walk.telegram.moved and deed.chat % GROUPS == 0 and old > -10_000:
            self._ids[deed.chat] = self._walk.telegram.moved[old] = old - 1_000_000
            if deed.number < 0.5:  # else the program hears of it when it sends
                await self._heard(
                    reachability.migrate_chat, old, self._ids[deed.chat], self._walk.clock.now()
                )

    # --- Telegram -----------------------------------------------------------------------------

    async def _demand(self, deed: Deed) -> None:
        self._walk.telegram.demand(self.chat(deed.chat), 1 + int(60 * deed.number))

    async def _long_demand(self, deed: Deed) -> None:
        self._walk.telegram.demand(self.chat(deed.chat), LONGEST_DEMAND)

    async def _several_demands(self, deed: Deed) -> None:
        for more in range(20):
            self._walk.telegram.demand(self.chat(deed.chat + more), 1 + int(60 * deed.number))

    async def _cut(self, deed: Deed) -> None:
        self._trouble("cut", 7200 * deed.number)

    async def _gateway(self, deed: Deed) -> None:
        self._trouble("gateway", 1200 * deed.number)

    def _trouble(self, kind: str, seconds: float) -> None:
        self._walk.telegram.trouble = kind
        self._trouble_ends = self._walk.time.now + seconds

    # --- the program --------------------------------------------------------------------------

    async def _kill(self, deed: Deed) -> None:
        del deed
        await self._walk.restart(killed=True)

    async def _doom(self, deed: Deed) -> None:
        self._walk.database.doom = 1 + int(40 * deed.number)

    async def _stop(self, deed: Deed) -> None:
        del deed
        await self._walk.restart(killed=False)

    async def _store_fails(self, deed: Deed) -> None:
        self._walk.database.fails = True
        self._trouble_ends = self._walk.time.now + 120 * deed.number

    async def _clock_back(self, deed: Deed) -> None:
        back = timedelta(hours=deed.number)
        self._walk.clock.skew -= back
        await self._heard(outbox.put_back, back)

    async def _clock_forward(self, deed: Deed) -> None:
        self._walk.clock.skew += timedelta(hours=deed.number)

    async def _heard(self, function: Callable[..., object], *args: object) -> None:
        while not await self._walk.patiently(function, *args):
            pass
        self._walk.program.delivery.wake()

    async def _wish(self, deed: Deed) -> None:
        """Let a chat wish for a digest, quiet hours, silence, a zone, or for none of that any more."""
        random, chat, now = self._walk.random, self.chat(deed.chat), self._walk.clock.now()
        digest = Digest.parse(random.choice(("hourly", "daily 08:00", "weekly sun 19:30")))
        quiet = Quiet.parse(random.choice(("23:00-07:00", "13:00-14:30", "02:15-03:15")))
        wish, value = random.choice(
            (
                (wishes.set_digest, digest),
                (wishes.set_digest, None),
                (wishes.set_quiet, quiet),
                (wishes.set_quiet, None),
                (wishes.set_mode, random.choice((Mode.AT_ONCE, Mode.SILENT))),
                (wishes.set_zone, random.choice(ZONES)),
            )
        )
        await self._heard(wish, chat, value, now, ZoneInfo("UTC"))


def _follow(connection: Connection, chat: int, target: str, now: datetime) -> None:
    """Follow, and be told what goes on already, in one transaction as the command does it."""
    if chats.follow(connection, chat, target, now):
        catching_up.welcome(connection, chat, [target], now)
