"""Recorded posts run through matching, stories and delivery once more, on a clock of their own.

All of it is the program itself: the watchlist, the write door, the outbox and its rules of what is due
when. Only the times, the sources and the chat are made up; the store is a temporary one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot import parts
from bot.delivery import Delivery
from bot.retelling.chat_record import CHAT, Action, ChatRecord
from bot.retelling.simulated_clock import SimulatedClock
from bot.texts import Texts
from monitors import decide, receiving
from monitors.keeping import Keeper
from monitors.sources.text import digest
from storage import chats, growing, outbox, posts, sources, stories
from storage.model import Sighting
from storage.scratch import ScratchDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.retelling.chat_record import Shown
    from bot.retelling.recording import Recorded, Recording
    from bot.setup import Setup
    from storage.database import Connection, Database

_STEP = timedelta(seconds=1)
"""How far the clock goes on where something is due that could not be sent just now."""

_CLOSE_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Tally:
    """What a recording came to."""

    posts: int = 0
    matched: int = 0
    stories: int = 0
    shown: Counter[Action] = field(default_factory=Counter)


async def retell(
    setup: Setup, targets: Sequence[str], recording: Recording, told: Callable[[Shown], None]
) -> Tally:
    """Run a recording for one chat that follows these targets; ``told`` gets all that it would have seen."""
    if not recording.posts:
        return Tally()
    with (
        TemporaryDirectory(prefix="regionwatch-") as folder,
        ScratchDatabase.create(Path(folder) / "replay.db") as database,
    ):
        return await _Retelling(setup, targets, recording, database, told).run()


class _Retelling:
    def __init__(
        self,
        setup: Setup,
        targets: Sequence[str],
        recording: Recording,
        database: Database,
        told: Callable[[Shown], None],
    ) -> None:
        self._recording = recording
        self._targets = targets
        self._sources = (*setup.sources, *recording.strangers)
        self._clock = SimulatedClock(recording.posts[0].at)
        self._database = database
        self._told = told
        self._watchlist = parts.watchlist(setup, [one for one in targets if one.startswith("rule:")])
        watched = {source.key: source for source in self._sources}
        self._keeper = Keeper(replace(parts.ground(setup), sources=watched))
        self._chat = ChatRecord(database, self._clock)
        texts = Texts(zone=setup.config.region.timezone)
        self._delivery = Delivery(database, self._chat, watched, texts, self._clock)
        self._close_next = self._clock.now()
        self._tally = Tally()

    async def run(self) -> Tally:
        await self._database.write(self._begin)
        kept, due = await self._database.write(self._keep_until_due, 0)
        while due is not None:
            self._clock.move_to(due)
            await self._delivery.drain()
            self._tell()
            drained = self._clock.now()
            kept, due = await self._database.write(self._keep_until_due, kept)
            if due is not None and due <= drained:
                due = drained + _STEP
        self._tally.stories = await self._database.read(self._count_stories)
        return self._tally

    def _begin(self, connection: Connection) -> None:
        sources.configure(connection, self._sources)
        for target in self._targets:
            chats.follow(connection, CHAT, target, self._clock.now())

    def _keep_until_due(self, connection: Connection, kept: int) -> tuple[int, datetime | None]:
        """Keep posts from this number on, up to the next moment at which something is to be sent.

        Returns the number of the post that comes then, and the moment; None where nothing comes any more.
        """
        for number in range(kept, len(self._recording.posts)):
            due, recorded = _next_due(connection), self._recording.posts[number]
            if due is not None and due < recorded.at:
                return number, due
            self._clock.move_to(recorded.at)
            self._close_silent(connection)
            self._keep(connection, recorded)
        return len(self._recording.posts), _next_due(connection)

    def _keep(self, connection: Connection, recorded: Recorded) -> None:
        source, post = recorded.source, recorded.post
        reading, words = self._watchlist.match(post, source)
        content = decide.content_of(words)
        sighting = Sighting(post, digest(post.text.encode()), content, words, reading.hits, reading.places)
        recollection = posts.recall(connection, source.key, [post.key], [])
        state = replace(sources.state(connection, source.key), title=source.name)
        verdict = receiving.verdict(state, sighting, recollection, is_told=True)
        self._keeper.save(connection, verdict, self._clock.now())
        self._tally.posts += 1
        self._tally.matched += bool(reading.hits)

    def _close_silent(self, connection: Connection) -> None:
        """Put stories away whose silence is over, about as often as the program does."""
        now = self._clock.now()
        if now >= self._close_next:
            self._keeper.close_silent(connection, now)
            self._close_next = now + _CLOSE_EVERY

    def _count_stories(self, connection: Connection) -> int:
        """Return how many stories there are, those that became part of another left out."""
        return len(stories.since(connection, datetime.min.replace(tzinfo=UTC)))

    def _tell(self) -> None:
        """Hand on what the chat has seen; not from within the delivery, which would try again what fails."""
        for shown in self._chat.take():
            self._tally.shown[shown.action] += 1
            self._told(shown)


def _next_due(connection: Connection) -> datetime | None:
    """Return when the next message is to be sent or edited."""
    times = (outbox.next_due(connection, console=False), growing.next_due(connection))
    return min((time for time in times if time), default=None)
