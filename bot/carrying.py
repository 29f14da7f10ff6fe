"""One alert, or one edit, on its way to its chat: written, sent, and what came of it recorded.

That a send begins is committed before it begins, and what came of it is committed after; so a crash
in between leaves an alert that may have been delivered, never one that is forgotten. An edit that is
forgotten is made again: its message still shows less than there is to tell.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot import writing
from bot.outcomes import ChatGone, NotSentYet, RetryAt, Sent, TokenRefused, Uncertain, Unknown
from bot.settle import RETRY_REFUSED, put_edit_off, settle, settle_edit
from storage import growing, outbox
from storage.errors import StorageError
from storage.model import AlertState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.outcomes import Outcome
    from bot.render import Message
    from bot.settle import Patience
    from bot.texts import Texts
    from bot.writing import Subject
    from monitors.clock import Clock
    from storage.database import Database
    from storage.model import Alert, Source

logger = logging.getLogger(__name__)

TOKEN_FIRST, TOKEN_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
"""How long nothing is sent after the token was refused, and what doubling that in a row may lead to.

A single refusal may be a passing fault of Telegram's. A restart tries at once.
"""

STORAGE_PAUSE = 1.0
"""Seconds until the store is asked again that could not be read or written."""


class Sender(Protocol):
    """What carries messages to chats: Telegram, or the terminal."""

    is_console: bool

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait until a message may go to the alert's chat; return why it may not for long."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Send one message and say what came of it; an error that is raised leaves that uncertain."""

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Let the alert's message be this one, and say what came of it; errors are uncertain here too."""


@dataclass(slots=True)
class Tally:
    """What a delivery has done since it began; ``repeated`` counts what may have arrived before."""

    sent: int = 0
    repeated: int = 0
    edited: int = 0
    chats_gone: int = 0


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


@dataclass(slots=True)
class Carrier:
    """Carries alerts through a sender; ``on_sent`` gets each of them as ``--json`` shows it.

    ``watched`` are the sources by name. What nobody reads any more (a closed pipe) stays owed, and
    ``nobody_reads`` is set.
    """

    database: Database
    sender: Sender
    watched: Mapping[str, Source]
    texts: Texts
    clock: Clock
    on_sent: Callable[[dict[str, Any]], None]
    patience: Patience
    tally: Tally = field(default_factory=Tally)
    bar: Bar = field(default_factory=Bar)
    nobody_reads: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, alert: Alert) -> None:
        """Send an alert when its turn has come, and record what came of it."""
        refused = await self.sender.ready(alert)
        try:
            subject = await self.database.read(writing.read, alert, self.watched)
            if subject is None:
                await self.database.write(
                    outbox.gone, alert.id, "the post is kept no longer", self.clock.now()
                )
                return
            message = writing.written(subject, self.texts, self.clock.now())
            outcome = refused or (None if message else Unknown("it could not be written"))
            if outcome is None and not await self.database.write(outbox.attempt, alert.id):
                return  # it was held back, or its chat went, while it waited for its turn
        except StorageError as error:
            await self._rest(alert, error)
            return
        if message and outcome is None:
            outcome = self._shown(subject, await self._go(alert, self.sender.send(subject.alert, message)))
        if outcome is not None:
            await self._record(subject, outcome)
            self._report(subject.alert, outcome)

    async def edit(self, alert: Alert, refused: Outcome | None) -> None:
        """Let an alert's message show its story as it stands; ``refused`` is why its turn has not come."""
        now = self.clock.now()
        try:
            subject = await self.database.read(writing.read, alert, self.watched)
            if refused is not None:
                await self.database.write(put_edit_off, alert, refused, now)
            elif subject is None:
                await self.database.write(growing.edit_never, alert, "the post is kept no longer", now)
            elif message := writing.written(subject, self.texts, now):
                await self._change(subject, message)
            else:
                await self.database.write(growing.edit_later, alert, now + RETRY_REFUSED, now)
        except StorageError as error:
            await self._rest(alert, error)

    async def _change(self, subject: Subject, message: Message) -> None:
        alert = subject.alert
        if alert.shown >= subject.version:
            return  # it was found out of date before another edit, or it can be edited no more
        outcome = await self._go(alert, self.sender.edit(alert, message))
        if outcome != Sent(None):
            outcome = self._shown(subject, outcome, edit=True)
        now = self.clock.now()
        await self.database.write(settle_edit, alert, outcome, now, subject.version)
        self._report_edit(alert, outcome)

    async def _rest(self, alert: Alert, error: StorageError) -> None:
        logger.error("alert %d waits: %s", alert.id, error)
        await self.clock.sleep(STORAGE_PAUSE)

    async def _go(self, alert: Alert, sending: Awaitable[Outcome]) -> Outcome:
        try:
            return await sending
        except BrokenPipeError:
            return self._unread()
        except Exception as error:
            logger.exception("alert %d may not have been sent", alert.id)
            return Uncertain(type(error).__name__)

    def _shown(self, subject: Subject, outcome: Outcome, *, edit: bool = False) -> Outcome:
        """Hand on the record of what was sent, before that is settled: no crash can keep it back."""
        if isinstance(outcome, Sent):
            try:
                self.on_sent(writing.record(subject, edit=edit))
            except BrokenPipeError:
                unread = self._unread()
                return unread if self.sender.is_console else outcome
            except Exception:
                logger.exception("alert %d: what came of it could not be shown", subject.alert.id)
        return outcome

    def _unread(self) -> Outcome:
        self.nobody_reads.set()
        return NotSentYet("nobody reads what is printed")

    async def _record(self, subject: Subject, outcome: Outcome) -> None:
        """Commit what came of a send; while the store cannot, that send must not be forgotten."""
        alert = subject.alert
        while True:
            try:
                now = self.clock.now()
                await self.database.write(settle, alert, outcome, now, self.patience, subject.version)
            except StorageError as error:
                await self._rest(alert, error)
            else:
                return

    def _report(self, alert: Alert, outcome: Outcome) -> None:
        if isinstance(outcome, Sent):
            self.bar.following = TOKEN_FIRST
            self.tally.sent += 1
            self.tally.repeated += alert.repeats > 0 or alert.state is AlertState.UNCERTAIN
        else:
            self._report_failed(alert, outcome)

    def _report_edit(self, alert: Alert, outcome: Outcome) -> None:
        if isinstance(outcome, Sent):
            self.bar.following = TOKEN_FIRST
            self.tally.edited += outcome.message_id is not None
        else:
            self._report_failed(alert, outcome)

    def _report_failed(self, alert: Alert, outcome: Outcome) -> None:
        match outcome:
            case ChatGone(reason):
                self.tally.chats_gone += 1
                logger.info("chat %d cannot be reached any more: %s", alert.chat, reason)
            case TokenRefused():
                self.bar.raise_(self.clock.now())
            case RetryAt() if alert.state is AlertState.SENT:
                logger.info("alert %d to chat %d is edited later: %s", alert.id, alert.chat, outcome)
            case _:
                logger.warning("alert %d to chat %d: %s", alert.id, alert.chat, outcome)
