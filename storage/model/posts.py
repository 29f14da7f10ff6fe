"""What is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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
