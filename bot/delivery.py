"""From the outbox to the chats: claim, send, record.

That a send begins is committed before it begins, and what came of it is committed after; so a crash
in between leaves an alert that may have been delivered, never one that is forgotten. One alert a
chat is on its way at a time, so a slow chat delays nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.outcomes import ChatGone, NotSentYet, Sent, TokenRefused, Uncertain, Unknown
from bot.render import alert_message, alert_record
from bot.settle import Patience, settle
from storage import outbox, posts, sources
from storage.errors import StorageError
from storage.model import AlertState, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from bot.outcomes import Outcome
    from bot.render import Message
    from bot.texts import Texts
    from monitors.clock import Clock
    from storage.database import Connection, Database
    from storage.model import Alert, Source, StoredPost

logger = logging.getLogger(__name__)

AT_ONCE = 32
"""Sends on their way at the same time: enough for any rate, few enough to be uncertain after a crash."""

TOKEN_FIRST, TOKEN_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
"""How long nothing is sent after the token was refused, and what doubling that in a row may lead to.

A single refusal may be a passing fault of Telegram's. A restart tries at once.
"""

_STORAGE_PAUSE = 1.0
_SHORTEST_NAP, _LONGEST_NAP = 0.05, 60.0


class Sender(Protocol):
    """What carries messages to chats: Telegram, or the terminal."""

    is_console: bool

    async def ready(self, alert: Alert) -> Outcome | None:
        """Wait until a message may be sent to the alert's chat; return why it may not be for long."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Send one message and say what came of it; an error that is raised leaves that uncertain."""


@dataclass(slots=True)
class Tally:
    """What a delivery has done since it began; ``repeated`` counts what may have arrived before."""

    sent: int = 0
    repeated: int = 0
    chats_gone: int = 0


class Delivery:
    """Sends what the outbox owes; ``on_sent`` gets every sent alert as ``--json`` shows it.

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
        self._watched = watched
        self._texts = texts
        self._clock = clock
        self._on_sent = on_sent
        self._patience = patience
        self._wake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self.nobody_reads = asyncio.Event()
        self._barred_until: datetime | None = None
        self._next_bar = TOKEN_FIRST
        self.tally = Tally()

    def take_over(self, watched: Mapping[str, Source], texts: Texts) -> None:
        """Write alerts with these sources and texts from now on."""
        self._watched = watched
        self._texts = texts

    def wake(self) -> None:
        """Say that there may be something new to send."""
        self._wake.set()

    async def recover(self) -> None:
        """Before the first send: what was under way when the program stopped may have arrived."""
        found = await self._database.write(outbox.recover, self._clock.now() + self._patience.first)
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
        busy = True
        while busy:
            busy = bool(self._under_way)  # asked first: one that ends meanwhile may make way for another
            busy = bool(await self._start_due()) or busy
            if self._under_way:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Let the sends that are on their way end; those that take longer stay uncertain."""
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _start_due(self) -> int:
        room = AT_ONCE - len(self._under_way)
        now, console = self._clock.now(), self._sender.is_console
        if room <= 0 or self._is_barred(now):
            return 0
        due = await self._database.read(outbox.due, now, room, list(self._under_way), console=console)
        for alert in due:
            task = asyncio.create_task(self._deliver(alert))
            self._under_way[alert.chat] = task
            task.add_done_callback(partial(self._done, alert))
        return len(due)

    def _done(self, alert: Alert, task: asyncio.Task[None]) -> None:
        del self._under_way[alert.chat]
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            logger.error("alert %d: what came of it could not be shown", alert.id, exc_info=error)

    def _is_barred(self, now: datetime) -> bool:
        return self._barred_until is not None and now < self._barred_until

    async def _seconds_to_next(self) -> float:
        """Return how long nothing can be due that :meth:`wake` does not announce."""
        if self._under_way:
            return _STORAGE_PAUSE
        now = self._clock.now()
        due = self._barred_until
        if not self._is_barred(now):
            due = await self._database.read(outbox.next_due, console=self._sender.is_console)
        seconds = (due - now).total_seconds() if due else _LONGEST_NAP
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
                reason = "the post is kept no longer"
                await self._database.write(outbox.gone, alert.id, reason, self._clock.now())
                return
            message = self._message(alert, *loaded)
            outcome = await self._sender.ready(alert) if message else Unknown("it could not be written")
            if outcome is None:
                await self._database.write(outbox.attempt, alert.id)
        except StorageError as error:
            logger.error("alert %d waits: %s", alert.id, error)  # noqa: TRY400 - a plain reason, no traceback
            await self._clock.sleep(_STORAGE_PAUSE)
            return
        if message and outcome is None:
            outcome = self._shown(alert, loaded[0], await self._send(alert, message))
        if outcome is not None:
            await self._record(alert, outcome)
            self._report(alert, outcome)

    def _message(self, alert: Alert, stored: StoredPost, title: str) -> Message | None:
        """Return the alert as people see it; a post that trips the program must not hide the others."""
        source = self._watched.get(stored.post.source)
        voice = source.voice if source else Voice.CHANNEL
        try:
            return alert_message(alert, stored, title, voice, self._texts, self._clock.now())
        except Exception:
            logger.exception("alert %d could not be written", alert.id)
            return None

    async def _send(self, alert: Alert, message: Message) -> Outcome:
        try:
            return await self._sender.send(alert, message)
        except BrokenPipeError:
            return self._unread()
        except Exception as error:
            logger.exception("alert %d may not have been sent", alert.id)
            return Uncertain(type(error).__name__)

    def _shown(self, alert: Alert, stored: StoredPost, outcome: Outcome) -> Outcome:
        """Hand on the record of what was sent, before that is settled: no crash can keep it back."""
        if isinstance(outcome, Sent):
            try:
                self._on_sent(alert_record(alert, stored))
            except BrokenPipeError:
                unread = self._unread()
                return unread if self._sender.is_console else outcome
            except Exception:
                logger.exception("alert %d: what came of it could not be shown", alert.id)
        return outcome

    def _unread(self) -> Outcome:
        self.nobody_reads.set()
        return NotSentYet("nobody reads what is printed")

    async def _record(self, alert: Alert, outcome: Outcome) -> None:
        """Commit what came of a send; while the store cannot, that send must not be forgotten."""
        while True:
            try:
                await self._database.write(settle, alert, outcome, self._clock.now(), self._patience)
            except StorageError as error:
                logger.error("alert %d: %s", alert.id, error)  # noqa: TRY400 - a plain reason, no traceback
                await self._clock.sleep(_STORAGE_PAUSE)
            else:
                return

    def _report(self, alert: Alert, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                self._next_bar = TOKEN_FIRST
                self.tally.sent += 1
                self.tally.repeated += alert.repeats > 0 or alert.state is AlertState.UNCERTAIN
            case ChatGone(reason):
                self.tally.chats_gone += 1
                logger.info("chat %d cannot be reached any more: %s", alert.chat, reason)
            case TokenRefused():
                self._bar(self._clock.now())
            case _:
                logger.warning("alert %d to chat %d: %s", alert.id, alert.chat, outcome)

    def _bar(self, now: datetime) -> None:
        """Send nothing for a while, longer each time in a row; what is owed stays owed."""
        if self._is_barred(now):
            return  # this send began before the bar, and tells nothing new
        logger.error("Telegram refuses the token: nothing is sent for %s", self._next_bar)
        self._barred_until = now + self._next_bar
        self._next_bar = min(2 * self._next_bar, TOKEN_PAUSE)


def _load(connection: Connection, alert: Alert) -> tuple[StoredPost, str] | None:
    """Return an alert's post and what its source calls itself; None where the post is gone."""
    stored = posts.get(connection, alert.story)
    if stored is None:
        return None
    title = sources.state(connection, stored.post.source).title
    return stored, title or stored.post.source.partition(":")[2]
