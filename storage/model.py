"""The values that the three rooms exchange: frozen, plain, standard library only.

Times are aware datetimes in UTC. Positions are code points of a post's text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_iso(moment: datetime) -> str:
    """Return a UTC time in ISO 8601 of one width, so that its text sorts as the time does."""
    utc = moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_iso(text: str) -> datetime:
    """Return the aware UTC time that :func:`to_iso` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


# --- what is watched --------------------------------------------------------------------------


class Voice(StrEnum):
    """Whose word a source is."""

    OFFICIAL = "official"
    MEDIA = "media"
    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Source:
    """One public channel, feed or account that is watched.

    ``urls`` are the addresses at which it can be read, the preferred one first; ``host`` names the
    pacer that it shares with the other sources of its network or server.
    """

    kind: str
    name: str
    voice: Voice = Voice.CHANNEL
    urls: tuple[str, ...] = ()
    host: str = ""

    @property
    def key(self) -> str:
        """The source's name in the whole system, ``kind:name``."""
        return f"{self.kind}:{self.name}"


class Trouble(StrEnum):
    """Why a source could not be read. The value is what is stored and what JSON shows."""

    NO_PREVIEW = "no_preview"
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    TLS = "tls"
    DNS = "dns"
    CONNECTION = "connection"
    PRIVATE_ADDRESS = "private_address"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    CHALLENGE = "challenge"
    EMPTY = "empty"
    LAYOUT = "layout"
    NOT_A_FEED = "not_a_feed"
    BAD_ANSWER = "bad_answer"


@dataclass(frozen=True, slots=True)
class Gap:
    """Posts of a source that were published but could not be fetched.

    The posts between ``after`` and ``before`` (keys, both exclusive) are missing; a gap is found
    when paging back ends before the last known post. ``resume`` is the address of the next page to
    ask for; it is empty once paging back has gone as far as it may.
    """

    after: str
    before: str
    noticed: datetime
    resume: str = ""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered of a source between two polls: its cursor and its health.

    ``newest`` is the key of the newest post known, ``body`` the digest of the last body that was
    read whole. ``failures`` counts polls in a row that did not bring a readable page; ``trouble``
    and ``trouble_since`` are set as long as there are any.
    """

    source: str
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    body: bytes = b""
    newest: str = ""
    first_success: datetime | None = None
    last_success: datetime | None = None
    last_attempt: datetime | None = None
    last_post: datetime | None = None
    next_poll: datetime | None = None
    failures: int = 0
    trouble: Trouble | None = None
    trouble_detail: str = ""
    trouble_since: datetime | None = None
    gap: Gap | None = None


class Health(StrEnum):
    """How a source stands: promise 5 of the house."""

    FRESH = "fresh"
    LATE = "late"
    BROKEN = "broken"
    GONE = "gone"


# --- what is published ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded post was first published: the name shown, and the post's link if public."""

    name: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment.

    ``kind`` is ``photo``, ``video``, ``round_video``, ``voice``, ``audio``, ``document``,
    ``sticker``, ``location``, ``contact`` or ``unsupported``. ``url`` is where the network shows
    it now; Telegram's expire after about two days, so it is never stored.
    """

    kind: str
    title: str = ""
    url: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """The card that a network shows under a link."""

    url: str
    site: str = ""
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll: its question, its kind as the network words it, and the answers offered."""

    question: str
    kind: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One published item; its identity is (source, key).

    ``text`` is what is matched, stored and shown; it holds no NUL, no lone surrogate and no
    control character but newline and tab. ``parts`` are the keys that the network gave to further
    pieces of the same post (the other pictures of an album).
    """

    source: str
    key: str
    link: str
    text: str
    published: datetime | None = None
    service: bool = False
    edited: bool = False
    author: str = ""
    views: int | None = None
    forward: Forward | None = None
    reply_to: str = ""
    via: str = ""
    media: tuple[Media, ...] = ()
    links: tuple[str, ...] = ()
    preview: LinkPreview | None = None
    poll: Poll | None = None
    parts: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of every post ever shown, also after its text was dropped.

    ``digest`` is of the item as the source showed it (counters left out): another digest means an
    edit. ``content`` is of its folded words: it finds a post again whose key has changed. ``shown``
    is when the source last showed it; it is noted once a day.
    """

    key: str
    digest: bytes
    content: bytes
    shown: datetime


# --- rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or prefix in a rule.

    ``words`` are folded; several must follow each other. With ``prefix`` the last one is the
    beginning of a word.
    """

    text: str
    words: tuple[str, ...]
    prefix: bool = False
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on the post itself: ``source:``, ``voice:``, or another topic's rule."""

    name: str
    value: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """True where all parts are."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where any part is."""

    parts: tuple[Node, ...]


Node = Term | Field | Not | And | Or


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written, and its syntax tree with the topics it names put in their place."""

    text: str
    root: Node


class Severity(IntEnum):
    """How much a topic matters; a greater number is told first."""

    INFO = 0
    WARNING = 1
    CRITICAL = 2

    @property
    def word(self) -> str:
        """The severity as the configuration writes it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Topic:
    """A named rule with a severity."""

    name: str
    severity: Severity
    rule: Rule


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a post: which form of it, and where (code points, end exclusive)."""

    term: str
    form: str
    start: int
    end: int


EVERY_TOPIC = "all"
"""The target of a subscription to every topic that there is."""


def topic_target(name: str) -> str:
    """Return the target of a subscription to one topic."""
    return f"topic:{name}"


def rule_target(text: str) -> str:
    """Return the target of a subscription with a rule of its own."""
    return f"rule:{text}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One subscription target that a post satisfies, and the matches that made it so."""

    target: str
    severity: Severity
    matches: tuple[Match, ...]


# --- what is told -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as the store holds it; ``hits`` say which targets it satisfied and why."""

    id: int
    post: Post
    seen: datetime
    hits: tuple[Hit, ...] = ()
    revisions: int = 0

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


# --- one poll ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post as one poll saw it, with all that was worked out before the write door."""

    post: Post
    digest: bytes
    content: bytes
    search_text: str
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A sighting that is to be saved, and whether those who follow it are told."""

    sighting: Sighting
    announce: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one poll changes; it is saved in one transaction.

    ``new`` and ``revised`` are posts with their text; ``fingerprints`` are sightings of which
    nothing but the fingerprint changes (another key for the same post, other markup); ``shown``
    are keys that are still on display and whose day is to be noted. ``duplicates`` counts the
    sightings that were known under another key.
    """

    state: SourceState
    new: tuple[Entry, ...] = ()
    revised: tuple[Entry, ...] = ()
    fingerprints: tuple[Sighting, ...] = ()
    shown: tuple[str, ...] = ()
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """How long texts are kept: matched posts, others, and fingerprints after they were last shown."""

    matched: timedelta
    other: timedelta
    fingerprints: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Recollection:
    """What the store knows of the posts of one poll, read inside the write door.

    ``by_key`` maps keys to fingerprints; ``by_content`` maps content digests to the fingerprint
    that was shown last with these words; ``kept`` maps keys whose text is still stored to that text.
    """

    by_key: Mapping[str, Fingerprint] = field(default_factory=dict)
    by_content: Mapping[bytes, Fingerprint] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
