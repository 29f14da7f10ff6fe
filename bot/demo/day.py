"""The recorded day as values: outlets, posts and what becomes of them, topics. Times are UTC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from bot.demo.shown import Channel, Shown
    from storage.model import Voice

_VIEWS_RISE = 3 * 3600.0  # seconds in which a post gets two thirds of its readers


@dataclass(frozen=True, slots=True)
class Outlet:
    """A channel or feed of the day: ``kind`` is ``telegram`` or ``feed``, ``language`` its posts' own.

    ``home`` is the place that it writes about, empty where there is no such.
    """

    kind: str
    channel: Channel
    voice: Voice
    language: str
    home: str = ""

    @property
    def name(self) -> str:
        """The name under which it is served."""
        return self.channel.name


@dataclass(frozen=True, slots=True)
class Recorded:
    """A post and what becomes of it.

    ``post`` is as first published, its ``views`` those of a day later. ``topics`` are what a reader
    says that it is about, none if it is off topic; ``edited_topics`` after the edit. ``story`` is the event
    that it tells of, by the same reader. ``origin`` names
    the post (``channel/id``) of which this is a copy or a forward.
    """

    outlet: str
    post: Shown
    topics: frozenset[str]
    origin: str = ""
    edited_at: datetime | None = None
    edited_text: str = ""
    edited_topics: frozenset[str] = frozenset()
    deleted_at: datetime | None = None
    story: str = ""

    def shown(self, moment: datetime) -> Shown | None:
        """Return the post as it stands at a time; nothing before it appears and after its deletion."""
        gone = self.deleted_at is not None and self.deleted_at <= moment
        if moment < self.post.published or gone:
            return None
        edited = self.edited_at is not None and self.edited_at <= moment
        text = self.edited_text if edited else self.post.text
        return replace(self.post, text=text, edited=edited, views=self._views(moment))

    def changes(self) -> Iterator[datetime]:
        """Yield the times at which the page that shows the post changes."""
        yield self.post.published
        if self.edited_at:
            yield self.edited_at
        if self.deleted_at:
            yield self.deleted_at

    def _views(self, moment: datetime) -> int | None:
        if self.post.views is None:
            return None
        age = (moment - self.post.published).total_seconds()
        return 1 + int(self.post.views * (1 - exp(-age / _VIEWS_RISE)))


@dataclass(frozen=True, slots=True)
class Day:
    """The recorded day, ``start`` to ``end`` (UTC); ``posts`` in the order of their publication.

    ``watched`` are the parts of a configuration that say what is watched for: the tables ``region``,
    ``places`` and ``topics``.
    """

    start: datetime
    end: datetime
    outlets: tuple[Outlet, ...]
    posts: tuple[Recorded, ...]
    watched: Mapping[str, Any]
