"""What the outbox is told of a send: every outcome, its state, and when to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.outcomes import (
    BadMarkup,
    ChatGone,
    Migrated,
    NotSentYet,
    RetryAt,
    Sent,
    TokenRefused,
    Uncertain,
    Unknown,
)
from storage import outbox
from storage.model import AlertState

if TYPE_CHECKING:
    from datetime import datetime

    from bot.outcomes import Outcome
    from storage.database import Connection
    from storage.model import Alert


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an alert rests that may have been delivered: after the first such send, and later."""

    first: timedelta = timedelta(seconds=60)
    later: timedelta = timedelta(minutes=10)


RETRY_UNSENT = timedelta(seconds=10)
"""How long an alert waits that certainly was not sent, when the network names no time."""

RETRY_REFUSED = timedelta(minutes=10)
"""How long an alert waits that was refused in words that nobody knows."""

GIVE_UP_REFUSED = timedelta(days=1)
"""After so long an alert that is still refused is given up, with the reason."""


def settle(connection: Connection, alert: Alert, outcome: Outcome, now: datetime, patience: Patience) -> None:
    """Record what came of one send, inside one transaction; ``alert`` is as it was before the send."""
    match outcome:
        case Sent(message):
            outbox.sent(connection, alert.id, message or 0, now)
        case RetryAt(until, whole):
            outbox.wait(connection, alert.id, until, "Telegram asks for a pause")
            outbox.hold(connection, None if whole else alert.chat, until)
        case NotSentYet(reason):
            outbox.wait(connection, alert.id, now + RETRY_UNSENT, reason)
        case Uncertain(reason):
            rest = patience.later if _was_uncertain(alert) else patience.first
            outbox.uncertain(connection, alert.id, now + rest, reason)
        case ChatGone(reason):
            outbox.give_up_chat(connection, alert.chat, reason, now)
        case Migrated(new_chat):
            outbox.migrate_chat(connection, alert.chat, new_chat, now)
            outbox.wait(connection, alert.id, now, "the group became a supergroup")
        case TokenRefused():
            outbox.wait(connection, alert.id, now, "the token was refused")
        case BadMarkup():
            _refused(connection, alert, "Telegram cannot read the message", now)
        case Unknown(reason):
            _refused(connection, alert, reason, now)


def _was_uncertain(alert: Alert) -> bool:
    return alert.repeats > 0 or alert.state is AlertState.UNCERTAIN


def _refused(connection: Connection, alert: Alert, reason: str, now: datetime) -> None:
    if now - alert.enqueued > GIVE_UP_REFUSED:
        outbox.gone(connection, alert.id, reason, now)
    else:
        outbox.wait(connection, alert.id, now + RETRY_REFUSED, reason)
