"""What one page shows: plain values that :mod:`bot.demo.pages` turns into the networks' formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.model import Forward, LinkPreview

AttachmentKind = Literal[
    "photo",
    "video",
    "round_video",
    "voice",
    "audio",
    "document",
    "sticker",
    "location",
    "contact",
    "unsupported",
]
ServiceKind = Literal["", "created", "pinned", "photo", "renamed"]

TELEGRAM = "https://t.me"
"""The address that stands in a preview's links, whichever host serves the page."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The head of a channel or feed.

    ``counters`` are numbers with their word as the page writes it, such as ``(1200, "subscribers")``.
    With ``custom_emoji`` each emoji stands in a ``tg-emoji`` element, as paid ones do. ``home`` is a
    feed's own address.
    """

    name: str
    title: str
    description: str = ""
    verified: bool = False
    counters: tuple[tuple[int, str], ...] = ()
    custom_emoji: bool = False
    home: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment.

    ``title`` and ``extra`` are what stands on it (a file's name and size, a contact's name and
    number); ``duration`` is a clip's, as ``0:42``. A video without ``url`` is one that the page calls
    too big.
    """

    kind: AttachmentKind
    title: str = ""
    extra: str = ""
    duration: str = ""
    url: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A poll: its question, its kind as the page words it, answers with their share in percent."""

    question: str
    kind: str = "Anonymous Poll"
    options: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The post that this one answers: its id in the same channel, whose it is, how it begins."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as a page shows it at one time.

    ``text`` is plain; addresses, hashtags, mentions and emoji in it are marked up as the network
    does. ``bold`` sets the first line in bold. ``anchors`` are words of the text and the address
    that they link to. What a ``service`` message quotes is its ``text``. Several attachments make an
    album, which takes as many ids, from ``id`` on. With ``needs_app`` the page asks to open Telegram,
    beside the text. ``link`` is for a feed.
    """

    id: int
    published: datetime
    text: str = ""
    bold: bool = False
    anchors: tuple[tuple[str, str], ...] = ()
    edited: bool = False
    author: str = ""
    views: int | None = None
    forward: Forward | None = None
    reply: Reply | None = None
    via: str = ""
    media: tuple[Attachment, ...] = ()
    preview: LinkPreview | None = None
    poll: Ballot | None = None
    service: ServiceKind = ""
    needs_app: bool = False
    link: str = ""

    @property
    def ids(self) -> range:
        """All ids that the post takes: one, or one for each attachment of an album."""
        return range(self.id, self.id + max(1, len(self.media)))


@dataclass(frozen=True, slots=True)
class View:
    """A channel or feed as it is at one time: its posts by id, and when it last changed.

    Two views of one channel with the same ``version`` have the same posts.
    """

    channel: Channel
    posts: Sequence[Shown]
    version: object
    changed: datetime
