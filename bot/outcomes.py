"""What an error of a send means: errors in, values out, so that whoever sends handles each of them.

There is no idempotency key in the Bot API. What counts is therefore whether a message may already
be there: :class:`NotSentYet` and :class:`RetryAt` certainly left none, :class:`Uncertain` may have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.errors import NotSent, TooManyRequests, wait_of

if TYPE_CHECKING:
    from datetime import datetime

CHAT_IS_GONE = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot was kicked",
    "chat not found",
    "the group chat was deleted",
    "bot is not a member of",
    "need administrator rights in the channel chat",
)
"""The only words that say that a chat is gone; a 400 or 403 with others may pass by itself."""

TOPIC_IS_GONE = ("message thread not found", "topic_deleted")
"""The only words that say that a topic of a forum is gone; its forum and the other topics are there."""

BAD_MARKUP = ("can't parse entities", "button_url_invalid", "wrong http url")
"""What Telegram says of markup, or of a button's address, that it does not take."""

MESSAGE_IS_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""What Telegram says of a message that was deleted there, or that it lets nobody change any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is there. ``message_id`` is None where it already was as it should be."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Telegram wants a pause: of this chat, or with ``whole`` of everything. Never send earlier."""

    until: datetime
    whole: bool = False


@dataclass(frozen=True, slots=True)
class NotSentYet:
    """Nothing reached Telegram: send again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have been delivered: send again last."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatGone:
    """The chat cannot be reached any more, in Telegram's words; with ``topic`` only this topic of it."""

    reason: str
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group has become a supergroup with another id; nothing was sent."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class BadMarkup:
    """Telegram cannot read the markup or the button: send the message again as plain text without."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """The token, or the address, is wrong: stop sending. It holds no text, since PTB's shows the token."""


@dataclass(frozen=True, slots=True)
class MessageGone:
    """The message that was to be edited is there no longer, or cannot be edited, in Telegram's words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Telegram refused in words that are not known: nothing was sent; try again later and report it."""

    reason: str


Refusal = ChatGone | Migrated | BadMarkup | TokenRefused | MessageGone | Unknown
Outcome = Sent | RetryAt | NotSentYet | Uncertain | Refusal


def outcome_of(error: Exception, now: datetime) -> Outcome:
    """Return what an error raised by a send means.

    ``now`` is when it was raised, aware, in UTC. Errors that are none of Telegram's come from
    reading its answer, or from a bug on the way: the message may be there.
    """
    match error:
        case RetryAfter():
            whole = isinstance(error, TooManyRequests) and error.whole
            return RetryAt(now + wait_of(error), whole=whole)
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case InvalidToken():
            return TokenRefused()
        case NotSent():
            return NotSentYet(error.message)
        # BadRequest is a NetworkError: refusals must be told apart before what remains is uncertain.
        case BadRequest() | Forbidden() | Conflict() | EndPointNotFound():
            return refusal(error.message)
    return Uncertain(error.message if isinstance(error, TelegramError) else type(error).__name__)


def refusal(message: str) -> Outcome:
    """Return what Telegram's words of a 400, 403 or 409 mean; PTB changes their capitals."""
    words = message.casefold()
    if any(known in words for known in CHAT_IS_GONE):
        return ChatGone(message)
    if any(known in words for known in TOPIC_IS_GONE):
        return ChatGone(message, topic=True)
    if any(known in words for known in BAD_MARKUP):
        return BadMarkup()
    if any(known in words for known in MESSAGE_IS_GONE):
        return MessageGone(message)
    if "message is not modified" in words:
        return Sent()
    return Unknown(message)
