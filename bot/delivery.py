"""From the outbox to the chats: claim, send, record.

That a send begins is committed before it begins, and what came of it is committed after; so a crash
in between leaves an alert that may have been delivered, never one that is forgotten. One alert a
chat is on its way at a time, so a slow chat delays nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.outcomes import ChatGone, Sent, TokenRefused
from bot.render import alert_message, alert_record
from bot.settle import RESEND_UNCERTAIN_FIRST, settle
from storage import outbox, posts, sources
from storage.errors import StorageError
from storage.model import Source, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from bot.outcomes import Outcome
    from bot.render import Message
    from bot.texts import Texts
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import Alert, StoredPost

logger = logging.getLogger(__name__)

AT_ONCE = 32
"""Sends on their way at the same time: enough for any rate, few enough to be uncertain after a crash."""

_STORAGE_PAUSE = 1.0
_SHORTEST_NAP, _LONGEST_NAP = 0.05, 60.0


class Sender(Protocol):
    """What carries messages to chats: Telegram, or the terminal."""

    is_console: bool

    async def ready(self, alert: Alert) -> Outcome | None:
        """Wait until a message may be sent to the alert's chat; return why it may not be for long."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Send one message and say what came of it; never raises but for cancellation."""


@dataclass(slots=True)
class Tally:
    """What a delivery has done since it began."""

    sent: int = 0
    repeated: int = 0
    chats_gone: int = 0


class Delivery:
    """Sends what the outbox owes; ``on_sent`` gets every sent alert as ``--json`` shows it."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        watched: Mapping[str, Source],
        texts: Texts,
        clock: Clock,
        on_sent: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._sender = sender
        self._watched = watched
        self._texts = texts
        self._clock = clock
        self._on_sent = on_sent
        self._wake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._token_refused = False
        self.tally = Tally()

    def wake(self) -> None:
        """Say that there may be something new to send."""
        self._wake.set()

    async def recover(self) -> None:
        """Before the first send: what was under way when the program stopped may have arrived."""
        found = await self._database.write(outbox.recover, self._clock.now() + RESEND_UNCERTAIN_FIRST)
        if found:
            logger.warning("%d alerts may have been sent before the program stopped: they go again", found)

    async def run(self) -> None:
        """Send what is due, for ever."""
        while True:
            self._wake.clear()
            try:
                if not await self._start_due():
                    await self._nap(await self._seconds_to_next())
            except StorageError as error:
                logger.error("delivery waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
                await self._nap(_STORAGE_PAUSE)

    async def drain(self) -> None:
        """Send what is due now, and return when that is done; what has to wait is left."""
        while await self._start_due() or self._under_way:
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Let the sends that are on their way end; those that take longer stay uncertain."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=seconds)
        for task in list(self._under_way.values()):
            task.cancel()

    async def _start_due(self) -> int:
        room = AT_ONCE - len(self._under_way)
        if room <= 0 or self._token_refused:
            return 0
        busy = list(self._under_way)
        now, console = self._clock.now(), self._sender.is_console
        due = await self._database.read(outbox.due, now, room, busy, console=console)
        for alert in due:
            task = asyncio.create_task(self._deliver(alert))
            self._under_way[alert.chat] = task
            task.add_done_callback(partial(self._done, alert.chat))
        return len(due)

    def _done(self, chat: int, _: asyncio.Task[None]) -> None:
        del self._under_way[chat]
        self._wake.set()

    async def _seconds_to_next(self) -> float:
        """Return how long nothing can be due that :meth:`wake` does not announce."""
        if self._under_way:
            return _STORAGE_PAUSE
        due = await self._database.read(outbox.next_due, console=self._sender.is_console)
        seconds = (due - self._clock.now()).total_seconds() if due else _LONGEST_NAP
        return min(max(seconds, _SHORTEST_NAP), _LONGEST_NAP)

    async def _nap(self, seconds: float) -> None:
        waits = {asyncio.create_task(self._wake.wait()), asyncio.create_task(self._clock.sleep(seconds))}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()

    async def _deliver(self, alert: Alert) -> None:
        try:
            loaded = await self._database.read(_load, alert)
            if loaded is None:
                await self._database.write(
                    outbox.gone, alert.id, "the post is kept no longer", self._clock.now()
                )
                return
            if refusal := await self._sender.ready(alert):
                await self._database.write(settle, alert, refusal, self._clock.now())
                return
            await self._database.write(outbox.attempt, alert.id)
        except StorageError as error:
            logger.error("alert %d waits: %s", alert.id, error)  # noqa: TRY400 - a plain reason, no traceback
            await self._clock.sleep(_STORAGE_PAUSE)
            return
        stored, title = loaded
        outcome = await self._sender.send(alert, self._message(alert, stored, title))
        await self._record(alert, outcome)
        self._report(alert, stored, outcome)

    def _message(self, alert: Alert, stored: StoredPost, title: str) -> Message:
        source = self._watched.get(stored.post.source)
        voice = source.voice if source else Voice.CHANNEL
        return alert_message(alert, stored, title, voice, self._texts, self._clock.now())

    async def _record(self, alert: Alert, outcome: Outcome) -> None:
        """Commit what came of a send; while the store cannot, that send must not be forgotten."""
        while True:
            try:
                await self._database.write(settle, alert, outcome, self._clock.now())
            except StorageError as error:
                logger.error("alert %d: %s", alert.id, error)  # noqa: TRY400 - a plain reason, no traceback
                await self._clock.sleep(_STORAGE_PAUSE)
            else:
                return

    def _report(self, alert: Alert, stored: StoredPost, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                self.tally.sent += 1
                self.tally.repeated += alert.attempts > 0
                self._on_sent(alert_record(alert, stored))
            case ChatGone(reason):
                self.tally.chats_gone += 1
                logger.info("chat %d cannot be reached any more: %s", alert.chat, reason)
            case TokenRefused():
                self._token_refused = True
                logger.error("Telegram refuses the token: nothing is sent until the program is restarted")
            case _:
                logger.warning("alert %d to chat %d: %s", alert.id, alert.chat, outcome)


def _load(connection: Connection, alert: Alert) -> tuple[StoredPost, str] | None:
    """Return an alert's post and what its source calls itself; None where the post is gone."""
    stored = posts.get(connection, alert.story)
    if stored is None:
        return None
    title = sources.state(connection, stored.post.source).title
    return stored, title or stored.post.source.partition(":")[2]
