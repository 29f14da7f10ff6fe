"""One alert, or one edit, on its way to its chat: written, sent, and what came of it recorded.

That a send begins is committed before it begins, and what came of it is committed after; so a crash
in between leaves an alert that may have been delivered, never one that is forgotten. An edit that is
forgotten is made again: its message still shows less than there is to tell.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from bot import writing
from bot.bar import TOKEN_FIRST, Bar
from bot.breaker import Breaker
from bot.ledger import Record
from bot.outcomes import ChatGone, NotSentYet, RetryAt, Sent, TokenRefused, Uncertain, Unknown
from bot.settle import RETRY_REFUSED, put_edit_off, was_uncertain
from storage import growing, outbox
from storage.errors import StorageError
from storage.model import AlertState

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from bot.ledger import Ledger
    from bot.outcomes import Outcome
    from bot.preparing import Prepared
    from bot.render import Message
    from bot.wire import Wire
    from bot.writing import Subject
    from monitors.clock import Clock
    from storage.database import Database
    from storage.model import Alert

logger = logging.getLogger(__name__)

STORAGE_PAUSE = 1.0
"""Seconds until the store is asked again that could not be read or written."""


class Sender(Protocol):
    """What carries messages to chats: Telegram, or the terminal."""

    is_console: bool

    def pause(self, peer: int, seconds: float) -> None:
        """Send nothing to a chat (0: to any) for so long: what the network demanded before a restart."""

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
class Carrier:
    """Carries alerts through a sender; ``on_sent`` gets each of them as ``--json`` shows it, if it is given.

    What nobody reads any more (a closed pipe) stays owed, and ``nobody_reads`` is set. With ``is_ending``
    no further send begins.
    """

    database: Database
    sender: Sender
    ledger: Ledger
    wire: Wire
    clock: Clock
    on_sent: Callable[[dict[str, Any]], None] | None
    nobody_reads: asyncio.Event
    tally: Tally = field(default_factory=Tally)
    bar: Bar = field(default_factory=Bar)
    breaker: Breaker = field(default_factory=Breaker)
    is_ending: bool = False

    async def deliver(self, alert: Alert, leave_line: Callable[[], None]) -> None:
        """Send an alert when its turn has come, and record what came of it.

        ``leave_line`` is called when the alert waits no longer; until then it can be called off.
        """
        refused = await self.sender.ready(alert)
        if refused is not None:
            leave_line()
            await self._record(Record(alert, refused, self.clock.now()))
            self._report(alert, refused)
            return
        await self.wire.enter(alert.id)
        try:
            leave_line()
            await self._send(await self._begun(alert))
        except StorageError as error:
            await self._rest(alert, error)
        finally:
            self.wire.leave(alert.id)

    async def _begun(self, alert: Alert) -> Prepared | None:
        """Return what is to be sent now; None where it is not: called off, held back, or kept no longer."""
        prepared = await self.ledger.prepare(alert)
        self.wire.came(self.ledger.late())
        if prepared.is_gone:
            await self.database.write(outbox.gone, alert.id, "the post is kept no longer", self.clock.now())
            return None
        if prepared.message is None:
            outcome = Unknown("it could not be written")
            await self.ledger.record(Record(alert, outcome, self.clock.now()))
            self._report(alert, outcome)
            return None
        if self.is_ending or not self.breaker.admits(alert.id, self.clock.now()):
            return None
        return prepared if await self.ledger.begin(alert.id) else None

    async def _send(self, prepared: Prepared | None) -> None:
        if prepared is None or prepared.subject is None or prepared.message is None:
            return
        subject = prepared.subject
        outcome = await self._go(subject.alert, self.sender.send(subject.alert, prepared.message))
        at = self.clock.now()
        outcome = self._shown(subject, outcome)
        await self._record(Record(subject.alert, outcome, at, subject.version))
        self._report(subject.alert, outcome)

    async def edit(self, alert: Alert, refused: Outcome | None) -> None:
        """Let an alert's message show its story as it stands; ``refused`` is why its turn has not come."""
        now = self.clock.now()
        try:
            if refused is not None:
                await self.database.write(put_edit_off, alert, refused, now)
                return
            prepared = await self.ledger.prepare(alert)
            if prepared.is_gone:
                await self.database.write(growing.edit_never, alert, "the post is kept no longer", now)
            elif prepared.subject and prepared.message:
                await self._change(prepared.subject, prepared.message)
            else:
                await self.database.write(growing.edit_later, alert, now + RETRY_REFUSED, now)
        except StorageError as error:
            await self._rest(alert, error)

    async def _change(self, subject: Subject, message: Message) -> None:
        alert = subject.alert
        if alert.shown >= subject.version or self.is_ending:
            return  # it was found out of date before another edit, or it can be edited no more
        if not self.breaker.admits(alert.id, self.clock.now()):
            return
        outcome = await self._go(alert, self.sender.edit(alert, message))
        if outcome != Sent(None):
            outcome = self._shown(subject, outcome, edit=True)
        await self.ledger.record(Record(alert, outcome, self.clock.now(), subject.version, is_edit=True))
        self._report_edit(alert, outcome)

    async def _rest(self, alert: Alert, error: StorageError) -> None:
        logger.error("alert %d waits: %s", alert.id, error)
        await self.clock.sleep(STORAGE_PAUSE)

    async def _go(self, alert: Alert, sending: Awaitable[Outcome]) -> Outcome:
        try:
            outcome = await sending
        except BrokenPipeError:
            return self._unread()
        except Exception as error:
            logger.exception("alert %d may not have been sent", alert.id)
            outcome = Uncertain(type(error).__name__)
        self._heard(alert, outcome)
        return outcome

    def _heard(self, alert: Alert, outcome: Outcome) -> None:
        """Note whether Telegram can be reached; what may have arrived before tells of its chat alone."""
        now = self.clock.now()
        if not isinstance(outcome, Uncertain | NotSentYet):
            self.wire.answered()
            self.breaker.answered(now)
        else:
            is_odd = was_uncertain(alert)
            was_sent = isinstance(outcome, Uncertain)
            self.breaker.unanswered(alert.id, None if is_odd else alert.chat, now, was_sent=was_sent)

    def _shown(self, subject: Subject, outcome: Outcome, *, edit: bool = False) -> Outcome:
        """Hand on the record of what was sent, before that is settled: no crash can keep it back."""
        if isinstance(outcome, Sent) and self.on_sent is not None:
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

    async def _record(self, record: Record) -> None:
        """Commit what came of a send; while the store cannot, that send must not be forgotten."""
        commit = self.ledger.record
        while True:
            try:
                await commit(record)
            except StorageError as error:
                await self._rest(record.alert, error)
            except Exception:
                if commit == self.ledger.record_alone:
                    raise
                logger.exception("alert %d could not be recorded with others", record.alert.id)
            else:
                return
            commit = self.ledger.record_alone

    def _report(self, alert: Alert, outcome: Outcome) -> None:
        if isinstance(outcome, Sent):
            self.bar.following = TOKEN_FIRST
            self.tally.sent += 1
            self.tally.repeated += was_uncertain(alert)
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
