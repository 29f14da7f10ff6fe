"""What is told, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.model.stories import Trust

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model.posts import Post
    from storage.model.rules import Hit, Severity
    from storage.model.stories import Membership


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as the store holds it.

    ``hits`` say which targets it satisfied and why, ``places`` which places of the region it names.
    ``deleted`` is when it was noticed that its source shows it no longer.
    """

    id: int
    post: Post
    seen: datetime
    hits: tuple[Hit, ...] = ()
    revisions: int = 0
    places: tuple[str, ...] = ()
    deleted: datetime | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics that the post satisfied."""
        return tuple(h.target.removeprefix("topic:") for h in self.hits if h.target.startswith("topic:"))


@dataclass(frozen=True, slots=True)
class StoryPost:
    """A stored post within its story; ``title`` is what its source calls itself."""

    stored: StoredPost
    membership: Membership
    title: str = ""


class AlertState(StrEnum):
    """Where an alert stands. The last four are ends: settled.

    What was muted because of a silence is looked at again when its story grows, what was folded into a
    wider story's alert when it becomes graver; what was sent or is gone is never touched again.
    """

    QUEUED = "queued"
    ATTEMPTING = "attempting"
    WAITING = "waiting"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    GONE = "gone"
    MUTED = "muted"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Alert:
    """One message owed to one chat about one story; its key is (chat, story, step).

    ``targets`` are the chat's subscriptions that asked for it. ``attempts`` counts the sends
    begun, ``repeats`` those begun after one that may have been delivered. Step 0 is the message that
    grows; later steps sound again as replies to it, for what ``occasion`` names: ``trust:official``,
    ``severity:critical`` or ``place:NAME``. ``message`` is its id once it was sent, ``shown`` the version
    of the story that it shows, ``reply_to`` the id of the story's growing message in that chat.
    """

    id: int
    chat: int
    story: int
    step: int
    severity: Severity
    targets: tuple[str, ...]
    state: AlertState
    enqueued: datetime
    attempts: int = 0
    repeats: int = 0
    occasion: str = ""
    message: int | None = None
    shown: int = 0
    reply_to: int | None = None


CONSOLE = 0
"""The chat id of the terminal: Telegram never gives out 0."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where alerts go. ``paused`` holds the reason while the chat cannot be reached.

    Of a story with less trust than ``heard_from`` it hears nothing; ``told_at`` is the trust at which
    a message sounds again, None for never.
    """

    id: int
    paused: str = ""
    language: str = ""
    heard_from: Trust = Trust.UNCONFIRMED
    told_at: Trust | None = Trust.OFFICIAL


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one chat wants: a target (see :func:`topic_target`, :func:`rule_target`, ``all``)."""

    chat: int
    target: str
    created: datetime
