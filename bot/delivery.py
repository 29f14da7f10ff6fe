"""From the outbox to the chats: who goes when.

One alert a chat is on its way at a time, so a slow chat delays nobody else. New messages go first. What
was sent is edited only while nothing new is due, and an edit that still waits in line is called off when
something is: it is written anew later, so nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.carrying import STORAGE_PAUSE, TOKEN_FIRST, TOKEN_PAUSE, Carrier, Sender, Tally
from bot.settle import Patience
from storage import growing, outbox
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from datetime import datetime
    from typing import Any

    from bot.texts import Texts
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import Alert, Source

__all__ = ["AT_ONCE", "EDITS_AT_ONCE", "TOKEN_FIRST", "TOKEN_PAUSE", "Delivery", "Sender", "Tally"]

logger = logging.getLogger(__name__)

AT_ONCE = 32
"""Sends on their way at the same time: enough for any rate, few enough to be uncertain after a crash."""

EDITS_AT_ONCE = 16
"""Edits in line or on their way at the same time: enough for 30 a second where each takes half of one."""

_SHORTEST_NAP, _LONGEST_NAP = 0.05, 60.0


class Delivery:
    """Sends what the outbox owes and edits what has grown; ``on_sent`` gets all that as ``--json`` shows it.

    ``watched`` are the sources by name, ``patience`` says when uncertain alerts go again. What nobody
    reads any more (a closed pipe) stays owed, and ``nobody_reads`` is set.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender,
        watched: Mapping[str, Source],
        texts: Texts,
        clock: Clock,
        on_sent: Callable[[dict[str, Any]], None] = lambda _: None,
        *,
        patience: Patience = Patience(),  # noqa: B008 - frozen, so it can be shared
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._patience = patience
        self._carrier = Carrier(database, sender, watched, texts, clock, on_sent, patience)
        self._wake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._in_line: set[int] = set()

    @property
    def tally(self) -> Tally:
        """What was done so far."""
        return self._carrier.tally

    @property
    def nobody_reads(self) -> asyncio.Event:
        """Set when whoever read what is printed is gone."""
        return self._carrier.nobody_reads

    def take_over(self, watched: Mapping[str, Source], texts: Texts) -> None:
        """Write alerts with these sources and texts from now on."""
        self._carrier.watched = watched
        self._carrier.texts = texts

    def wake(self) -> None:
        """Say that there may be something new to send or to edit."""
        self._wake.set()

    async def recover(self) -> None:
        """Before the first send: what was under way when the program stopped may have arrived."""
        found = await self._database.write(outbox.recover, self._clock.now() + self._patience.first)
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
            busy = bool(await self._start_due()) or busy
            if self._under_way:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Let the sends that are on their way end; those that take longer stay uncertain."""
        self._call_off_edits()
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _start_due(self) -> int:
        """Begin what is due, and return how much that was: sends, or where there are none edits."""
        now = self._clock.now()
        if self._carrier.bar.is_up(now):
            return 0
        busy = self._under_way.keys() - self._in_line
        room, console = AT_ONCE - len(busy), self._sender.is_console
        if room <= 0:
            return 0
        due = await self._database.read(outbox.due, now, room, busy, console=console)
        if not due:
            return await self._start_edits(now)
        self._call_off_edits()
        free = [
            alert for alert in due if alert.chat not in self._under_way
        ]  # an edit may have begun meanwhile
        for alert in free:
            self._start(alert, self._carrier.deliver(alert))
        return len(free)

    async def _start_edits(self, now: datetime) -> int:
        room = EDITS_AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        console, busy = self._sender.is_console, list(self._under_way)
        due, is_marked = await self._database.read(_edits, now, room, busy, console=console)
        if is_marked and not due and not self._under_way:
            await self._database.write(growing.calm, now, console=console)
        for alert in due:
            self._in_line.add(alert.chat)
            self._start(alert, self._edit(alert))
        return len(due)

    async def _edit(self, alert: Alert) -> None:
        refused = await self._sender.ready(alert, edit=True)
        self._in_line.discard(alert.chat)
        await self._carrier.edit(alert, refused)

    def _start(self, alert: Alert, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way[alert.chat] = task
        task.add_done_callback(partial(self._done, alert))

    def _call_off_edits(self) -> None:
        """Let the edits go that are still in line, so that no new message waits behind one."""
        for chat in self._in_line:
            self._under_way.pop(chat).cancel()
        self._in_line.clear()

    def _done(self, alert: Alert, task: asyncio.Task[None]) -> None:
        if self._under_way.get(alert.chat) is task:
            del self._under_way[alert.chat]
            self._in_line.discard(alert.chat)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            logger.error("alert %d: what came of it could not be shown", alert.id, exc_info=error)

    async def _seconds_to_next(self) -> float:
        """Return how long nothing can be due that :meth:`wake` does not announce."""
        if self._under_way:
            return STORAGE_PAUSE
        now, bar = self._clock.now(), self._carrier.bar
        due = bar.until
        if not bar.is_up(now):
            due = await self._database.read(_next_due, console=self._sender.is_console)
        seconds = (due - now).total_seconds() if due else _LONGEST_NAP
        return min(max(seconds, _SHORTEST_NAP), _LONGEST_NAP)

    async def _nap(self, seconds: float) -> None:
        waits = {asyncio.create_task(self._wake.wait()), asyncio.create_task(self._clock.sleep(seconds))}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()


def _edits(
    connection: Connection, now: datetime, limit: int, busy: list[int], *, console: bool
) -> tuple[list[Alert], bool]:
    """Return what is to be edited now, and whether anything is marked as if it were."""
    marked = growing.next_due(connection)
    if marked is None or marked > now:
        return [], False
    return growing.due(connection, now, limit, busy, console=console), True


def _next_due(connection: Connection, *, console: bool) -> datetime | None:
    """Return when the next message is to be sent or edited."""
    times = (outbox.next_due(connection, console=console), growing.next_due(connection))
    return min((time for time in times if time), default=None)
