"""What is watched, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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
    pacer that it shares with the other sources of its network or server. ``home`` is the place that
    it writes about, empty where it has none. ``select`` holds the selectors of a web page by their
    names. ``token`` opens the network's interface, ``proxy`` is the proxy on the way to it. ``owner``
    is who speaks through it, where several sources are of one hand; see :attr:`speaker`.
    """

    kind: str
    name: str
    voice: Voice = Voice.CHANNEL
    urls: tuple[str, ...] = ()
    host: str = ""
    home: str = ""
    select: tuple[tuple[str, str], ...] = ()
    token: str = field(default="", repr=False)
    proxy: str = field(default="", repr=False)
    owner: str = ""

    @property
    def speaker(self) -> str:
        """Whose telling a post of it is: its owner's, or its own."""
        return f"owner:{self.owner}" if self.owner else self.key

    @property
    def key(self) -> str:
        """The source's name in the whole system, ``kind:name``."""
        return f"{self.kind}:{self.name}"


class Trouble(StrEnum):
    """Why a source could not be read. The value is what is stored and what JSON shows."""

    NO_PREVIEW = "no_preview"
    NOT_FOUND = "not_found"
    PRIVATE = "private"
    RENAMED = "renamed"
    NO_TOKEN = "no_token"  # noqa: S105 - a reason, not a password
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
    and ``trouble_since`` are set as long as there are any. ``identity`` is the network's own lasting
    name of the account, ``last_whole`` the time at which all of the newest page was read rather than
    only what is new, ``pulse`` what is known of its rhythm (stored as its text; see
    :mod:`monitors.rhythm`), ``hub`` the WebSub hub that a feed announces. ``told`` is the health that the
    operators were told of last. ``way`` is the number of the address that answered last. Until ``paused`` it
    is not polled, because operators want it so.
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
    identity: str = ""
    last_whole: datetime | None = None
    pulse: object = ""
    hub: str = ""
    told: str = ""
    way: int = 0
    paused: datetime | None = None

    def address(self, source: Source) -> str:
        """Return the address to read a source at: the one that answered last, after a failure the next."""
        return source.urls[(self.way + self.failures) % len(source.urls)]


class Health(StrEnum):
    """How a source stands: promise 5 of the house."""

    FRESH = "fresh"
    LATE = "late"
    BROKEN = "broken"
    GONE = "gone"
