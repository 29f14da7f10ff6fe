"""From the outbox to the chats: who goes when.

What was held and is held no longer is let go first. Of what is due, what is not to be sent by itself is
diverted; the rest waits in line for its turn, one alert a chat, so a slow chat delays nobody else. New
messages go first. What may have arrived already goes again only when nothing else is due, one at a time. What
was sent is edited only while nothing new is due, and an edit that still waits in line is called off when
something is: it is written anew later, so nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.bar import TOKEN_FIRST, TOKEN_PAUSE
from bot.carrying import STORAGE_PAUSE, Carrier, Sender, Tally
from bot.ledger import Ledger
from bot.looking import Wanted, edits, look, look_past_release, next_due
from bot.preparing import Scribe
from bot.settle import Patience
from bot.wire import Wire, at_once
from storage import diverting, growing, holding, outbox, reachability
from storage.errors import StorageError
from storage.model import DeliveryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from bot.texts import Texts
    from monitors.clock import Clock
    from storage.database import Database
    from storage.model import Alert, Source

__all__ = ["EDITS_AT_ONCE", "TOKEN_FIRST", "TOKEN_PAUSE", "Delivery", "Sender", "Tally"]

logger = logging.getLogger(__name__)

EDITS_AT_ONCE = 16
"""Edits in line or on their way at the same time: enough for 30 a second where each takes half of one."""

SHORTEST_LINE, LONGEST_LINE = 32, 256
"""Alerts that wait for their turn: about a second's, of which nothing is lost by a crash."""

GATHERS_FROM = 100.0
"""Alerts a second from which on several can be prepared together without making any of them late."""

_SHORTEST_NAP, _LONGEST_NAP = 0.05, 60.0


@dataclass(slots=True, eq=False)
class Errand:
    """An alert, or an edit of one, that is under way; while it ``waits`` in line it can be called off."""

    alert: Alert
    is_edit: bool = False
    waits: bool = True
    task: asyncio.Task[None] | None = None


class Delivery:
    """Sends what the outbox owes and edits what has grown; ``on_sent`` gets all that as ``--json`` shows it.

    ``watched`` are the sources by name, ``patience`` says when uncertain alerts go again, ``policy`` how
    chats are spared, ``per_second`` how fast the sender may send. What nobody reads any more (a closed pipe)
    stays owed, and ``nobody_reads`` is set.
    """

    def __init__(  # noqa: PLR0913 - what it is wired to, and what it goes by
        self,
        database: Database,
        sender: Sender,
        watched: Mapping[str, Source],
        texts: Texts,
        clock: Clock,
        on_sent: Callable[[dict[str, Any]], None] | None = None,
        *,
        patience: Patience = Patience(),  # noqa: B008 - frozen, so it can be shared
        policy: DeliveryPolicy = DeliveryPolicy(),  # noqa: B008 - the same
        per_second: float = 30.0,
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._patience = patience
        self._policy = policy
        self._ledger = Ledger(
            database, clock, Scribe(watched, texts), patience, gathers=per_second >= GATHERS_FROM
        )
        wire = Wire(at_once(per_second), clock)
        self._carrier = Carrier(database, sender, self._ledger, wire, clock, on_sent, asyncio.Event())
        self._longest_line = min(max(int(per_second), SHORTEST_LINE), LONGEST_LINE)
        self._wake = asyncio.Event()
        self._is_news = True
        self._under_way: dict[int, Errand] = {}
        self._in_line = 0

    @property
    def tally(self) -> Tally:
        """What was done so far."""
        return self._carrier.tally

    @property
    def nobody_reads(self) -> asyncio.Event:
        """Set when whoever read what is printed is gone."""
        return self._carrier.nobody_reads

    @property
    def stalled_since(self) -> datetime | None:
        """Since when Telegram does not answer, so that only single alerts try; None while it does."""
        return self._carrier.breaker.stalled_since

    def take_over(self, watched: Mapping[str, Source], texts: Texts, policy: DeliveryPolicy) -> None:
        """Write alerts with these sources and texts, and spare chats so, from now on."""
        self._ledger.scribe = Scribe(watched, texts)
        self._policy = policy
        self.wake()

    def wake(self) -> None:
        """Say that there may be something new to send or to edit."""
        self._is_news = True
        self._wake.set()

    async def recover(self) -> None:
        """Before the first send: what was under way may have arrived; pauses that were demanded go on."""
        now = self._clock.now()
        found = await self._database.write(outbox.recover, now + self._patience.first)
        for peer, until in (await self._database.write(reachability.waits, now)).items():
            self._sender.pause(peer, (until - now).total_seconds())
        if found:
            logger.warning("%d alerts may have been sent before the program stopped: they go again", found)

    async def run(self) -> None:
        """Send and edit what is due, for ever."""
        while True:
            self._wake.clear()
            try:
                if not await self._start_due():
                    await self._nap(await self._seconds_to_next())
            except StorageError as error:
                logger.error("delivery waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
                await self._nap(STORAGE_PAUSE)

    async def drain(self) -> None:
        """Send and edit what is due now, and return when that is done; what has to wait is left."""
        busy = True
        while busy:
            busy = bool(self._under_way)  # asked first: one that ends meanwhile may make way for another
            self._wake.clear()
            busy = bool(await self._start_due()) or busy
            if self._under_way:
                await self._wake.wait()

    async def finish(self, seconds: float) -> None:
        """Begin nothing more, and let the sends that are on the wire end; what is answered is recorded.

        Those that take longer stay uncertain.
        """
        self._carrier.is_ending = True
        self._call_off(list(self._under_way.values()))
        tasks = [errand.task for errand in self._under_way.values() if errand.task]
        tasks.append(asyncio.create_task(self._ledger.idle()))
        await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- what begins --------------------------------------------------------------------------

    async def _start_due(self) -> int:
        """Begin what is due, and return how much that was: sends, or where there are none edits."""
        now = self._clock.now()
        room = self._room(now)
        if room <= 0:
            return 0
        self._is_news = False
        due = await self._look(now, room)
        if not due:
            return await self._start_edits(now)
        self._call_off([errand for errand in self._under_way.values() if errand.is_edit])
        free = [alert for alert in due if alert.chat not in self._under_way]  # one may have begun meanwhile
        for alert in free:
            errand = Errand(alert)
            self._start(errand, self._carrier.deliver(alert, partial(self._leave_line, errand)))
        return len(free)

    def _room(self, now: datetime) -> int:
        """Return how many may join the line now.

        Where nothing is new the line shortens by a quarter first, so that each look finds several.
        """
        if self._carrier.bar.is_up(now):
            return 0
        room = self._longest_line - self._in_line
        if room < self._longest_line // 4 and not self._is_news:
            return 0
        allowed = self._carrier.breaker.room(now)
        return room if allowed is None else min(room, allowed)

    async def _look(self, now: datetime, room: int) -> Sequence[Alert]:
        """Return what is to be sent now, after all that is held too long or astray found its place."""
        looking = look
        while True:
            found = await self._database.read(looking, self._wanted(now, room))
            if found.is_release_due:
                if not await self._database.write(holding.release, now, self._policy):
                    looking = look_past_release  # nothing could be let go: the rest does not wait for that
            elif not found.strays:
                return found.alerts
            elif not await self._database.write(diverting.divert, found.strays, now, self._policy):
                return found.alerts  # they have changed meanwhile, and are looked at again later

    def _wanted(self, now: datetime, room: int) -> Wanted:
        uncertain = all(errand.is_edit for errand in self._under_way.values())
        console = self._sender.is_console
        return Wanted(now, room, list(self._sending()), self._policy, console=console, uncertain=uncertain)

    def _sending(self) -> list[int]:
        """Return the chats that nothing may be sent to now; an edit in line makes way for what is new."""
        return [chat for chat, errand in self._under_way.items() if not (errand.is_edit and errand.waits)]

    async def _start_edits(self, now: datetime) -> int:
        room = EDITS_AT_ONCE - len(self._under_way)
        allowed = self._carrier.breaker.room(now)
        room = room if allowed is None else min(room, allowed)
        if room <= 0 or self._in_line:  # whoever is in line is told of something new
            return 0
        console, busy = self._sender.is_console, list(self._under_way)
        due, is_marked = await self._database.read(edits, now, room, busy, console=console)
        if is_marked and not due and not self._under_way:
            await self._database.write(growing.calm, now, console=console)
        for alert in due:
            errand = Errand(alert, is_edit=True)
            self._start(errand, self._edit(errand))
        return len(due)

    async def _edit(self, errand: Errand) -> None:
        refused = await self._sender.ready(errand.alert, edit=True)
        self._leave_line(errand)
        await self._carrier.edit(errand.alert, refused)

    def _start(self, errand: Errand, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        errand.task = task
        self._under_way[errand.alert.chat] = errand
        self._in_line += not errand.is_edit
        task.add_done_callback(partial(self._done, errand))

    # --- what ends ----------------------------------------------------------------------------

    def _leave_line(self, errand: Errand) -> None:
        if errand.waits:
            errand.waits = False
            self._in_line -= not errand.is_edit

    def _call_off(self, errands: Sequence[Errand]) -> None:
        """Let those go that are still in line: nothing of them has begun."""
        for errand in errands:
            if errand.waits and errand.task:
                del self._under_way[errand.alert.chat]
                errand.task.cancel()

    def _done(self, errand: Errand, task: asyncio.Task[None]) -> None:
        self._leave_line(errand)
        if self._under_way.get(errand.alert.chat) is errand:
            del self._under_way[errand.alert.chat]
        self._carrier.breaker.over(errand.alert.id)
        if not task.cancelled() and (error := task.exception()):
            logger.error("alert %d: what came of it could not be shown", errand.alert.id, exc_info=error)
        if not self._under_way or self._room(self._clock.now()) > 0:
            self._wake.set()

    # --- when to look again -------------------------------------------------------------------

    async def _seconds_to_next(self) -> float:
        """Return how long nothing can be due that :meth:`wake` does not announce."""
        if self._under_way:
            return STORAGE_PAUSE
        now, bar, breaker = self._clock.now(), self._carrier.bar, self._carrier.breaker
        if bar.is_up(now) and bar.until:
            seconds = (bar.until - now).total_seconds()
        else:
            due = await self._database.read(next_due, console=self._sender.is_console)
            seconds = (due - now).total_seconds() if due else _LONGEST_NAP
        if breaker.stalled_since:
            seconds = max(seconds, breaker.seconds_to_probe(now))
        return min(max(seconds, _SHORTEST_NAP), _LONGEST_NAP)

    async def _nap(self, seconds: float) -> None:
        waits = {asyncio.create_task(self._wake.wait()), asyncio.create_task(self._clock.sleep(seconds))}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        self._is_news = self._is_news or not self._wake.is_set()
