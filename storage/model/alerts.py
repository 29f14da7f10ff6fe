"""What is told, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.model.delivering import Wishes
from storage.model.stories import Trust

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model.delivering import Mode
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

    What is held waits for a digest, or for quiet hours to end, and is then told together with others.

    What was muted because of a silence is looked at again when its story grows, what was folded into a
    wider story's alert when it becomes graver; what was sent or is gone is never touched again.
    """

    HELD = "held"
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

    ``peer`` and ``thread`` are where it goes at Telegram (see :class:`Chat`). A ``silent`` one makes no
    sound, a ``late`` one came too late to be told by itself. ``summary`` is the alert that gathers this one;
    an alert about story 0 is such a summary, or a proof, as its ``occasion`` says.
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
    peer: int = 0
    thread: int | None = None
    silent: bool = False
    late: bool = False
    summary: int | None = None


CONSOLE = 0
"""The chat id of the terminal: Telegram never gives out 0."""

FIRST_TOPIC = -(2**53)
"""The id of the first topic of a forum that a store knows; later ones are smaller.

Ids at Telegram have at most 52 significant bits (https://core.telegram.org/bots/api#chat).
"""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where alerts go. ``paused`` holds the reason while the chat cannot be reached.

    ``peer`` is its id at Telegram, which is ``id`` too but for a topic of a forum: that is ``thread`` of its
    peer, and ``id`` is a number of the program's own (see :data:`FIRST_TOPIC`). ``title`` is its name there.

    Of a story with less trust than ``heard_from`` it hears nothing; ``told_at`` is the trust at which
    a message sounds again, None for never.

    ``language`` is what it chose to be spoken to in, ``spoken`` what its people's Telegram speaks; by their
    codes, empty where that is not known.
    """

    id: int
    paused: str = ""
    language: str = ""
    heard_from: Trust = Trust.UNCONFIRMED
    told_at: Trust | None = Trust.OFFICIAL
    peer: int = 0
    thread: int | None = None
    title: str = ""
    wishes: Wishes = Wishes()  # noqa: RUF009 - frozen, so it can be shared
    spoken: str = ""

    @property
    def reads(self) -> str:
        """The language in which it is spoken to: the one that it chose, else its people's; maybe empty."""
        return self.language or self.spoken


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one chat wants: a target (see :func:`topic_target`, :func:`rule_target`, ``all``).

    ``mode`` is how it is told of it, None for as the chat wishes.
    """

    chat: int
    target: str
    created: datetime
    mode: Mode | None = None
