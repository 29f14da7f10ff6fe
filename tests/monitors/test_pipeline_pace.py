"""What polls teach is stored with them, and plans are made by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from monitors.pipeline import Pipeline
from monitors.rhythm import allotment
from monitors.rhythm.pulse import from_json
from monitors.rhythm.timetable import Timetable
from monitors.watchlist import Watchlist
from storage import sources
from storage.model import Source, SourceState
from tests.conftest import MORNING
from tests.fakes.preview_server import FakePreviews
from tests.monitors.watching import (
    NAME,
    POLICY,
    RHYTHM,
    TOPICS,
    VOCABULARY,
    Messages,
    Watch,
    preview_source,
    watching,
)

if TYPE_CHECKING:
    from storage.database import Database

TERMS = allotment.terms(timedelta(seconds=10), timedelta(minutes=10), 0.5)


def paced(watch: Watch, *others: Source) -> Pipeline:
    """Return the pipeline of a watch with a timetable for it and other sources on its host."""
    watched = [watch.source, *others]
    return Pipeline(
        watch.database,
        watch.pipeline._fetcher,
        Watchlist(TOPICS, VOCABULARY),
        POLICY,
        {source.key: RHYTHM for source in watched},
        watch.clock,
        Timetable(TERMS, watched),
    )


async def test_a_poll_teaches_and_the_next_one_is_planned_by_it(database: Database) -> None:
    """What is known is stored with the state, and read again by another start of the program."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        server.shelf.put(NAME, Messages(watch.clock)(1, 20))
        first = paced(watch)
        await first.poll(watch.source)
        await first.review()
        stored = from_json(str((await watch.state()).pulse))
        assert (stored.told, stored.polled) == (20, watch.clock.now().timestamp())
        watch.clock.advance(30)
        again = paced(watch)
        await again.poll(watch.source)
        await again.store_notes()
        state = await watch.state()
        assert from_json(str(state.pulse)).polled == watch.clock.now().timestamp()
        assert state.next_poll == watch.clock.now() + timedelta(seconds=10)


async def test_a_crowded_host_stretches_the_intervals(database: Database) -> None:
    """Its allowance is shared by what is likely, never by less than the longest interval."""
    others = [Source("telegram", f"other{number}", host="telegram") for number in range(60)]
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        await database.write(sources.configure, [watch.source, *others])
        server.shelf.put(NAME, Messages(watch.clock)(1, 20))
        pipeline = paced(watch, *others)
        await pipeline.review()
        await pipeline.poll(watch.source)
        wait = (await watch.state()).next_poll
        assert wait is not None
        assert timedelta(seconds=20) < wait - watch.clock.now() <= timedelta(minutes=10)


async def test_a_surge_brings_the_others_forward(database: Database) -> None:
    """When far more is up than usual, those that were to be asked later are asked sooner."""
    other = Source("telegram", "other", host="telegram")
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        await database.write(sources.configure, [watch.source, other])
        pipeline = paced(watch, other)
        later = SourceState(other.key, next_poll=MORNING + timedelta(hours=2), last_success=MORNING)
        await database.write(sources.save, later)
        await pipeline._hasten()
        planned = (await database.read(sources.state, other.key)).next_poll
        assert planned is not None
        assert planned <= watch.clock.now() + timedelta(minutes=10)


class Counted:
    """A store that counts what is asked of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.reads = self.writes = 0

    async def read(self, *wanted: Any, **how: Any) -> Any:  # noqa: ANN401 - whatever is read
        """Count and read."""
        self.reads += 1
        return await self._database.read(*wanted, **how)

    async def write(self, *wanted: Any, **how: Any) -> Any:  # noqa: ANN401 - whatever is written
        """Count and write."""
        self.writes += 1
        return await self._database.write(*wanted, **how)


async def test_polls_without_news_ask_the_store_for_nothing(database: Database) -> None:
    """Their times are written together at the next tick; one with a post enters the write door once."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        messages = Messages(watch.clock)
        server.shelf.put(NAME, messages(1, 20))
        store = Counted(database)
        watch.pipeline._database = cast("Database", store)
        await watch.poll()
        store.reads = store.writes = 0
        for _ in range(6):
            watch.clock.advance(10)
            await watch.pipeline.poll(watch.source)
        assert (store.reads, store.writes) == (0, 0)
        await watch.pipeline.store_notes()
        server.shelf.put(NAME, messages(21, 21))
        assert (await watch.pipeline.poll(watch.source)).saved.new == 1
        assert (store.reads, store.writes) == (0, 2)
