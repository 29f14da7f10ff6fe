"""Whether delivery works: an alert of the program's own at an interval, and whether anything is sent at all.

What is judged here stands in the store, so that it can be judged while the program hangs or is dead.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bot.health import canary
from storage import proofs, sending, sources
from storage.errors import StorageError
from storage.proofs import AlertProofs
from storage.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.setup import Setup
    from bot.texts import Texts
    from monitors.clock import Clock
    from storage.database import Connection, Database

logger = logging.getLogger(__name__)

LOOK_EVERY = 15.0
"""Seconds between looks whether a proof is to be sent, or a ping."""

STOPPED_AFTER = timedelta(minutes=5)
"""How long alerts may be due and Telegram take no message, before sending has stopped."""

AGAIN_AFTER = timedelta(hours=1)
"""How soon a proof is sent again that failed, at the latest: the chat may be there again."""


class Configured(Protocol):
    """A program that works by a set-up."""

    @property
    def setup(self) -> Setup:
        """The set-up that is at work."""


class Proofs(NamedTuple):
    """When each way was last seen to work, and how sending stands.

    ``store`` is of the way from wire to store, ``alert`` of the program's own alerts, ``ping`` of the dead
    man's switch; ``oldest`` is since when the alert is due that has been due longest.
    """

    store: datetime | None = None
    alert: AlertProofs = AlertProofs()
    ping: datetime | None = None
    sending: Sending = Sending()
    oldest: datetime | None = None


def read(connection: Connection, setup: Setup, now: datetime) -> Proofs:
    """Return what the store tells of delivery and its proofs."""
    chat = setup.canary_chat
    return Proofs(
        sources.state(connection, canary.KEY).last_post,
        proofs.of_chat(connection, chat) if chat else AlertProofs(),
        proofs.at(connection, proofs.PING),
        sending.standing(connection, now, STOPPED_AFTER),
        sending.oldest_due(connection, now),
    )


def has_stopped(seen: Sending, now: datetime) -> bool:
    """Whether alerts are due and Telegram has taken no message for :data:`STOPPED_AFTER`."""
    lately = seen.taken is not None and sending.is_lately(seen.taken, now, STOPPED_AFTER)
    return seen.waiting > 0 and not lately


def overdue_since(seen: AlertProofs, every: timedelta, now: datetime, began: datetime) -> datetime | None:
    """Return since when no proof of delivery has been sent, None where that is not three times ``every``.

    Where none was ever owed, as without a token, there is nothing to be said.
    """
    last = seen.sent or seen.owed
    return last if last and canary.is_overdue(last, began, every, now) else None


def is_due(seen: AlertProofs, every: timedelta, now: datetime) -> bool:
    """Whether a proof is to be owed now; one that failed goes again sooner."""
    wait = min(every, AGAIN_AFTER) if seen.failure else every
    return seen.owed is None or not timedelta() <= now - seen.owed < wait


def problem(seen: Proofs, setup: Setup, now: datetime, texts: Texts) -> str | None:
    """Return why delivery is not to be believed in, by the store alone; None where it is."""
    if has_stopped(seen.sending, now):
        return stopped(seen.sending, now, texts)
    if not setup.config.canary.chat:
        return None
    if seen.alert.failure:
        return f"the last proof of delivery failed: {seen.alert.failure}"
    last = seen.alert.sent or seen.alert.owed
    if last and overdue_since(seen.alert, setup.config.canary.alert_every, now, last):
        return f"no proof of delivery has been sent since {texts.moment(last, now)}"
    return None


def stopped(seen: Sending, now: datetime, texts: Texts) -> str:
    """Say that nothing is sent although something is due; in English, without markup."""
    since = f"since {texts.moment(seen.taken, now)}" if seen.taken else "yet"
    number = "1 alert is" if seen.waiting == 1 else f"{seen.waiting} alerts are"
    return f"nothing has been sent {since} although {number} due"


class DeliveryCanary:
    """Owes the chat of ``[canary]`` a proof whenever that is due; ``wake`` tells delivery of it."""

    def __init__(
        self, program: Configured, database: Database, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._program = program
        self._database = database
        self._clock = clock
        self._wake = wake

    async def look(self) -> None:
        """Owe a proof if it is time; nothing is raised."""
        setup, now = self._program.setup, self._clock.now()
        options, chat = setup.config.canary, setup.canary_chat
        if chat is None:
            return
        try:
            seen = await self._database.read(proofs.of_chat, chat)
            owed = None
            if is_due(seen, options.alert_every, now):
                owed = await self._database.write(proofs.owe_proof, chat, now)
        except StorageError as error:
            logger.error("no proof of delivery can be owed: %s", error)  # noqa: TRY400 - a plain reason
        else:
            if owed is not None:
                self._wake()
