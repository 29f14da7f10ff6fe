"""The way of posts that are handed over rather than fetched: match, enter the write door, decide, save.

Beside :mod:`monitors.pipeline` the only orchestrator. Of a source that is polled as well, the cursor stays
as the polls have left it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitors import decide
from monitors.keeping import Keeper
from monitors.sources import telegram_member
from storage import posts, sources
from storage.errors import StorageError
from storage.model import Entry, Sighting, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime, timedelta

    from monitors.clock import Clock
    from monitors.sources.telegram_member import Arrival
    from monitors.watchlist import Watchlist
    from storage.database import Connection, Database
    from storage.model import Kept, Post, Recollection, Source, SourceState
    from storage.posts import Saved

logger = logging.getLogger(__name__)

ALBUM_PATIENCE = 1.0
"""Seconds for which the pieces of an album are waited for; Telegram sends them one right after the other."""

_MOST_ALBUMS = 1_000
"""Albums whose pieces are remembered, for those that come late and for edits."""

_MOST_STRANGERS = 10_000

_ALBUM_SIZE = 10
"""Pieces that Telegram puts into one album at most; their numbers follow each other."""


class Receiver:
    """Takes posts of channels that have the bot as a member.

    ``watchlist`` gives what is watched for now, ``watched`` are the sources by name, ``backlog`` is how old
    a post may be to be told of before its source was ever read; ``on_alerts`` is called after one that owes
    alerts or changes them. ``keeper`` stores them.
    """

    def __init__(
        self,
        database: Database,
        watchlist: Callable[[], Awaitable[Watchlist]],
        watched: Mapping[str, Source],
        backlog: timedelta,
        clock: Clock,
        on_alerts: Callable[[], None],
        keeper: Keeper | None = None,
    ) -> None:
        self._database = database
        self._watchlist = watchlist
        self._watched = watched
        self._backlog = backlog
        self._clock = clock
        self._on_alerts = on_alerts
        self._keeper = keeper or Keeper()
        self._albums: OrderedDict[tuple[str, str], dict[str, Arrival]] = OrderedDict()
        self._waiting: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._strangers: set[str] = set()

    def take_over(self, watched: Mapping[str, Source], backlog: timedelta) -> None:
        """Take the posts of these sources from now on."""
        self._watched = watched
        self._backlog = backlog

    async def receive(self, message: Mapping[str, Any]) -> Saved | None:
        """Take a channel's post or edit, as the Bot API's message; of what is no source, nothing is kept.

        Returns what it came to, None where nothing was saved: a piece of an album is a second later, with
        those that have come by then. Raises nothing of the database's: what cannot be saved is logged.
        """
        arrival = telegram_member.parse(message)
        source = self._source_of(arrival) if arrival else None
        if arrival is None or source is None:
            return None
        arrival = replace(arrival, post=replace(arrival.post, source=source.key))
        if arrival.album:
            self._gather(source, arrival)
            return None
        return await self._take(source, arrival)

    async def stop(self) -> None:
        """Save at once what was still waiting for the rest of its album."""
        waiting = list(self._waiting)
        for task in self._waiting.values():
            task.cancel()
        for name, album in waiting:
            if source := self._watched.get(name):
                await self._take(source, self._whole(name, album))

    def _source_of(self, arrival: Arrival) -> Source | None:
        known = (self._watched.get(f"{telegram_member.STORED_AS}:{name}") for name in arrival.names)
        source = next((source for source in known if source), None)
        name = arrival.names[-1]
        if source is None and name not in self._strangers and len(self._strangers) < _MOST_STRANGERS:
            self._strangers.add(name)
            logger.info("channel %s has the bot as a member and is no source: nothing of it is kept", name)
        return source

    # --- albums -------------------------------------------------------------------------------

    def _gather(self, source: Source, arrival: Arrival) -> None:
        name = (source.key, arrival.album)
        self._albums.setdefault(name, {})[arrival.post.key] = arrival
        self._albums.move_to_end(name)
        if len(self._albums) > _MOST_ALBUMS and (oldest := next(iter(self._albums))) not in self._waiting:
            del self._albums[oldest]
        if name not in self._waiting:
            self._waiting[name] = asyncio.create_task(self._later(source, arrival.album))

    async def _later(self, source: Source, album: str) -> None:
        try:
            await self._clock.sleep(ALBUM_PATIENCE)
        finally:
            self._waiting.pop((source.key, album), None)
        await self._take(source, self._whole(source.key, album))

    def _whole(self, name: str, album: str) -> Arrival:
        return telegram_member.folded(list(self._albums[name, album].values()))

    # --- one post -----------------------------------------------------------------------------

    async def _take(self, source: Source, arrival: Arrival) -> Saved | None:
        try:
            watchlist = await self._watchlist()
            reading, words = watchlist.match(arrival.post, source)
            content = decide.content_of(words)
            sighting = Sighting(arrival.post, arrival.digest, content, words, reading.hits, reading.places)
            saved = await self._database.write(self._save, source, arrival, sighting)
        except StorageError as error:
            logger.error("%s: post %s not saved: %s", source.key, arrival.post.key, error)  # noqa: TRY400 - a plain reason
        except Exception:
            logger.exception("%s: post %s could not be taken", source.key, arrival.post.key)
        else:
            if saved.joined:
                self._on_alerts()
            return saved
        return None

    def _save(self, connection: Connection, source: Source, arrival: Arrival, sighting: Sighting) -> Saved:
        now = self._clock.now()
        if arrival.album:
            sighting = _as_stored(connection, sighting)
        recollection = posts.recall(connection, source.key, [sighting.post.key], [])
        state = sources.state(connection, source.key)
        after = state if source.urls else _heard(state, arrival, now)
        is_told = _is_told(state, sighting.post, self._backlog, now)
        found = verdict(after, sighting, recollection, is_told=is_told)
        return self._keeper.save(connection, found, now)


def verdict(state: SourceState, sighting: Sighting, recollection: Recollection, *, is_told: bool) -> Verdict:
    """Say what a post that was handed over changes; ``is_told`` says whether a new one is announced.

    One that is known with the same words changes nothing, so that a channel's preview and the channel
    itself never look like edits of each other.
    """
    if sighting.post.key not in recollection.by_key:
        return Verdict(state, new=(Entry(sighting, announce=is_told),))
    kept = recollection.kept.get(sighting.post.key)
    if kept is None or says_no_more(kept, sighting.post):
        return Verdict(state)
    news = any(hit.target not in kept.targets for hit in sighting.hits)
    return Verdict(state, revised=(Entry(sighting, announce=news),))


def says_no_more(kept: Kept, post: Post) -> bool:
    """Tell whether a post's words are stored already: those of links alone perhaps with their preview."""
    before, now = kept.text.split(), post.text.split()
    if before == now:
        return True
    links_alone = all(word.startswith(("http://", "https://")) for word in now)
    return links_alone and before[: len(now)] == now


def _is_told(state: SourceState, post: Post, backlog: timedelta, now: datetime) -> bool:
    """Tell whether a new post is announced: an edit of an old one, unknown till now, is not."""
    if state.first_success is not None and not post.edited:
        return True
    return post.published is not None and now - post.published <= backlog


def _heard(state: SourceState, arrival: Arrival, now: datetime) -> SourceState:
    """Return how a source stands that is not polled: it was read just now."""
    times = [moment for moment in (state.last_post, arrival.post.published) if moment]
    return replace(
        state,
        title=arrival.title or state.title,
        first_success=state.first_success or now,
        last_success=now,
        last_attempt=now,
        last_post=max(times, default=None),
        identity=arrival.names[-1],
    )


def _as_stored(connection: Connection, sighting: Sighting) -> Sighting:
    """Put a piece of an album, of which no other is remembered, to the post that holds it already."""
    post = sighting.post
    address, _, number = post.link.rpartition("/")
    for before in range(int(number) - 1, int(number) - _ALBUM_SIZE, -1):
        stored = posts.linked(connection, f"{address}/{before}")
        if stored and stored.post.source == post.source and post.key in stored.post.parts:
            text = post.text or stored.post.text
            return replace(sighting, post=replace(stored.post, text=text, edited=post.edited))
    return sighting
