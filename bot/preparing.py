"""What many chats are told of one story is read and written once, not once a chat."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from bot import story_view, writing
from bot.languages import spoken
from bot.story_render import most_telling
from bot.zones import in_zone
from storage import chats, outbox, stories, told
from storage.model import Alert

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.render import Message
    from bot.story_view import StoryView
    from bot.texts import Texts
    from bot.writing import Subject
    from storage.database import Connection
    from storage.model import Source

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(seconds=1)
"""How long a story that was read is taken as it is, while its version stays the same."""

MOST_KEPT = 256
"""Stories, and messages, that are kept: a fan-out needs one of each for every set of targets."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an alert is about and its message; ``is_gone`` where that is kept no longer.

    There is no message where it could not be written.
    """

    subject: Subject | None = None
    message: Message | None = None
    is_gone: bool = False


GONE = Prepared(is_gone=True)


@dataclass(frozen=True, slots=True)
class _Read:
    view: StoryView
    at: datetime


@dataclass(frozen=True, slots=True)
class _Written:
    subject: writing.AboutStory
    message: Message | None


class Scribe:
    """Prepares messages; made anew when sources or texts change. May be used by several threads."""

    def __init__(self, watched: Mapping[str, Source], texts: Texts) -> None:
        self._watched = watched
        self._texts = texts
        self._views: dict[int, _Read] = {}
        self._written: dict[Hashable, _Written] = {}

    def prepare(self, connection: Connection, alerts: Sequence[Alert], now: datetime) -> list[Prepared]:
        """Return what these alerts' messages are now, in the same order."""
        known = outbox.get_all(connection, (alert.id for alert in alerts))
        versions = stories.versions(connection, {alert.story for alert in known.values()})
        muted = _muted(connection, known.values(), now)
        readers = chats.readers(connection, {alert.chat for alert in known.values()})
        prepared = []
        for alert in alerts:
            one = known.get(alert.id)
            until = muted.get(alert.id)
            version = versions.get(one.story, 0) if one else 0
            texts = self._texts_for(readers.get(alert.chat))
            prepared.append(self._one(connection, one, version, until, texts, now) if one else GONE)
        return prepared

    def _texts_for(self, reader: tuple[str, str] | None) -> Texts:
        """Return texts by a chat's own clock and in its own language, as far as it has them."""
        if reader is None:
            return self._texts
        zone, language = reader
        return in_zone(spoken(self._texts, language), zone, self._texts.zone)

    def _one(
        self,
        connection: Connection,
        alert: Alert,
        version: int,
        muted: datetime | None,
        texts: Texts,
        now: datetime,
    ) -> Prepared:
        try:
            read = self._view(connection, alert.story, version, now) if version else None
            if read is not None:
                return self._of(alert, read, muted, texts, now)
            subject = writing.read(connection, alert, self._watched)
            return _written(subject, texts, now) if subject else GONE
        except Exception:
            logger.exception("alert %d could not be prepared", alert.id)
            return Prepared()

    def _view(self, connection: Connection, story: int, version: int, now: datetime) -> _Read | None:
        read = self._views.get(story)
        if read and read.view.story.version == version and timedelta() <= now - read.at < KEPT_FOR:
            return read
        view = story_view.view_of(connection, story, self._watched)
        if view is None:
            return None
        read = _Read(view, now)
        _keep(self._views, story, read)
        return read

    def _of(self, alert: Alert, read: _Read, muted: datetime | None, texts: Texts, now: datetime) -> Prepared:
        minute = now.replace(second=0, microsecond=0)
        key = (read.view.story.version, read.at, minute, muted, texts, _essence(alert))
        found = self._written.get(key)
        if found is None:
            view = replace(read.view, muted=muted)
            subject = writing.AboutStory(alert, most_telling(view, alert), view)
            found = _Written(subject, writing.written(subject, texts, now))
            _keep(self._written, key, found)
        return Prepared(replace(found.subject, alert=alert), found.message)


def _written(subject: Subject, texts: Texts, now: datetime) -> Prepared:
    return Prepared(subject, writing.written(subject, texts, now))


def _muted(connection: Connection, alerts: Iterable[Alert], now: datetime) -> dict[int, datetime]:
    """Return by alert until when its chat muted its story, where that is not over."""
    by_story = defaultdict[int, list["Alert"]](list)
    for alert in alerts:
        by_story[alert.story].append(alert)
    found: dict[int, datetime] = {}
    for story, theirs in by_story.items():
        until = told.muted_among(connection, {alert.chat for alert in theirs}, story)
        found |= {one.id: until[one.chat] for one in theirs if one.chat in until and until[one.chat] > now}
    return found


_OF_ONE_CHAT = {
    "id",
    "chat",
    "peer",
    "thread",
    "state",
    "attempts",
    "repeats",
    "message",
    "shown",
    "reply_to",
}
_essence = attrgetter(*(field.name for field in fields(Alert) if field.name not in _OF_ONE_CHAT))
"""What of an alert its message depends on: all but what tells apart chats that are told the same.

What an alert may come to hold besides counts as a difference, until it is named here.
"""


K = TypeVar("K")
V = TypeVar("V")


def _keep(kept: dict[K, V], key: K, value: V) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
