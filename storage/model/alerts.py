"""What is told, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model.posts import Post
    from storage.model.rules import Hit, Severity


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


class AlertState(StrEnum):
    """Where an alert stands. The last two are ends: settled, never to be touched again."""

    QUEUED = "queued"
    ATTEMPTING = "attempting"
    WAITING = "waiting"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Alert:
    """One message owed to one chat about one story; its key is (chat, story, step).

    ``targets`` are the chat's subscriptions that asked for it. ``attempts`` counts the sends
    begun, ``repeats`` those begun after one that may have been delivered.
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


CONSOLE = 0
"""The chat id of the terminal: Telegram never gives out 0."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where alerts go. ``paused`` holds the reason while the chat cannot be reached."""

    id: int
    paused: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one chat wants: a target (see :func:`topic_target`, :func:`rule_target`, ``all``)."""

    chat: int
    target: str
    created: datetime
