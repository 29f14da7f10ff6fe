"""What the outbox is told of a send or an edit: every outcome, its state, and when to try again.

A send that may have arrived must not be forgotten. An edit that may have arrived is made again: it changes
nothing then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.outcomes import (
    BadMarkup,
    ChatGone,
    MessageGone,
    Migrated,
    NotSentYet,
    RetryAt,
    Sent,
    TokenRefused,
    Uncertain,
    Unknown,
)
from storage import growing, outbox, reachability, sending
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


_UNREADABLE = "Telegram cannot read the message"

EDIT_UNCERTAIN = timedelta(seconds=60)
"""How long a message rests whose edit may or may not have arrived."""


def settle(
    connection: Connection,
    alert: Alert,
    outcome: Outcome,
    now: datetime,
    patience: Patience,
    version: int = 0,
) -> None:
    """Record what came of one send, inside one transaction; ``alert`` is as it was before the send.

    ``version`` is that of its story, as it was told.
    """
    match outcome:
        case Sent(message):
            outbox.sent(connection, alert.id, message or 0, now, _shown(connection, alert, version))
        case RetryAt(until, whole):
            outbox.wait(connection, alert.id, until, sending.PAUSED)
            reachability.hold(connection, None if whole else alert.chat, until)
        case NotSentYet(reason):
            outbox.wait(connection, alert.id, now + RETRY_UNSENT, reason)
        case Uncertain(reason):
            rest = patience.later if was_uncertain(alert) else patience.first
            outbox.uncertain(connection, alert.id, now + rest, reason)
        case ChatGone(reason, topic):
            reachability.give_up_chat(connection, alert.chat, reason, now, topic=topic)
        case Migrated(new_chat):
            reachability.migrate_chat(connection, alert.chat, new_chat, now)
            outbox.wait(connection, alert.id, now, "the group became a supergroup")
        case TokenRefused():
            outbox.wait(connection, alert.id, now, "the token was refused")
        case BadMarkup():
            _refused(connection, alert, _UNREADABLE, now)
        case MessageGone(reason) | Unknown(reason):
            _refused(connection, alert, reason, now)


def settle_edit(connection: Connection, alert: Alert, outcome: Outcome, now: datetime, version: int) -> None:
    """Record what came of one edit; ``alert`` and ``version`` are as they were when it was written."""
    match outcome:
        case Sent():
            growing.edited(connection, alert, version, now)
        case RetryAt(until, whole):
            growing.edit_later(connection, alert, until, now)
            reachability.hold(connection, None if whole else alert.chat, until)
        case NotSentYet() | Uncertain():
            rest = EDIT_UNCERTAIN if isinstance(outcome, Uncertain) else RETRY_UNSENT
            growing.edit_later(connection, alert, now + rest, now)
        case ChatGone(reason, topic):
            reachability.give_up_chat(connection, alert.chat, reason, now, topic=topic)
        case Migrated(new_chat):
            reachability.migrate_chat(connection, alert.chat, new_chat, now)
        case MessageGone(reason):
            growing.edit_never(connection, alert, reason, now)
        case BadMarkup() | Unknown():
            _edit_refused(connection, alert, outcome, now)
        case TokenRefused():
            pass  # the message stays out of date, and nothing is sent for a while


def put_edit_off(connection: Connection, alert: Alert, outcome: Outcome, now: datetime) -> None:
    """Record why an edit did not begin: its chat, or the whole bot, has to wait.

    What else the chat is owed need not wait: an edit leaves it a part of the chat's share.
    """
    until = outcome.until if isinstance(outcome, RetryAt) else now + RETRY_UNSENT
    growing.edit_later(connection, alert, until, now)
    if isinstance(outcome, RetryAt) and outcome.whole:
        growing.hold(connection, None, until)


def _shown(connection: Connection, alert: Alert, version: int) -> int:
    """Return the version that a message shows; of a story that it is about no longer, none."""
    return version if outbox.story_of(connection, alert.id) == alert.story else 0


def _edit_refused(connection: Connection, alert: Alert, outcome: BadMarkup | Unknown, now: datetime) -> None:
    reason = outcome.reason if isinstance(outcome, Unknown) else _UNREADABLE
    if now - alert.enqueued > GIVE_UP_REFUSED:
        growing.edit_never(connection, alert, reason, now)
    else:
        growing.edit_later(connection, alert, now + RETRY_REFUSED, now)


def was_uncertain(alert: Alert) -> bool:
    """Whether an alert, as it was before a send, may have been delivered before."""
    return alert.repeats > 0 or alert.state is AlertState.UNCERTAIN


def _refused(connection: Connection, alert: Alert, reason: str, now: datetime) -> None:
    if now - alert.enqueued > GIVE_UP_REFUSED:
        outbox.gone(connection, alert.id, reason, now)
    else:
        outbox.wait(connection, alert.id, now + RETRY_REFUSED, reason)
