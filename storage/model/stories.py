"""Posts that tell of one event, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.model.rules import Severity


class Trust(IntEnum):
    """How far a story is confirmed; a greater number is more. Copies are never confirmation."""

    UNCONFIRMED = 0
    CORROBORATED = 1
    OFFICIAL = 2

    @property
    def word(self) -> str:
        """The trust as JSON and people's commands write it."""
        return self.name.lower()


class Role(StrEnum):
    """What a post is within its story: told independently, or repeated from an earlier post."""

    REPORT = "report"
    COPY = "copy"


class BondKind(StrEnum):
    """By what a post was found to belong to a story. The value is what is stored and what JSON shows."""

    FORWARD = "forward"
    SAME_LINK = "same_link"
    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    PLACES = "places"
    NEAR_PLACES = "near_places"
    TOPICS = "topics"
    NUMBERS = "numbers"
    TIMES = "times"
    WORDS = "words"
    MOMENT = "moment"
    UPDATE = "update"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class Bond:
    """One reason why a post belongs to its story; ``detail`` names what is alike, for people to read."""

    kind: BondKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A post's place in a story.

    ``copied`` is the post that it repeats, None where that was not seen or it is a report. ``origin`` is
    whose telling it is: an owner, a source's key, or what a forward names. ``hedge`` is the wording by which
    it says itself that it is not sure, ``denies`` that it denies the event.
    """

    post: int
    story: int
    role: Role
    joined: datetime
    origin: str
    copied: int | None = None
    why: tuple[Bond, ...] = ()
    hedge: str = ""
    denies: bool = False


class StepKind(StrEnum):
    """What happened to a story. The value is what is stored and what JSON shows."""

    TRUST = "trust"
    DISPUTED = "disputed"
    UNDISPUTED = "undisputed"
    SEVERITY = "severity"
    PLACE = "place"
    MERGED = "merged"
    SPLIT = "split"
    EDITED = "edited"
    DELETED = "deleted"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a story: when, what, and the posts that are the evidence."""

    story: int
    at: datetime
    kind: StepKind
    detail: str = ""
    posts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Posts that tell of one event.

    ``targets`` maps what its posts satisfied to its severity. ``posts`` counts all posts, ``copies`` those
    that repeat another, ``origins`` the independent tellings. ``version`` grows with every change that a
    message would show. ``ended`` is when a post said that it is over, ``closed`` when it was put away.
    ``into`` is the story that it became part of, ``lead`` its first post.
    """

    id: int
    opened: datetime
    last: datetime
    severity: Severity
    targets: Mapping[str, Severity]
    places: tuple[str, ...] = ()
    trust: Trust = Trust.UNCONFIRMED
    is_disputed: bool = False
    posts: int = 1
    copies: int = 0
    origins: int = 1
    version: int = 1
    ended: datetime | None = None
    closed: datetime | None = None
    into: int | None = None
    lead: int = 0


class SilenceKind(StrEnum):
    """What a chat can ask not to hear of for a time; the first that covers something is the reason."""

    EVERYTHING = "everything"
    STORY = "story"
    TOPIC = "topic"
    PLACE = "place"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Silence:
    """What a chat does not want to hear of until a time.

    ``value`` is a story's id, a topic's name, a place or a source's key as configured, and empty of
    everything: see storage/pausing.py.
    """

    id: int
    chat: int
    kind: SilenceKind
    value: str
    created: datetime
    until: datetime
