"""The only orchestrator: it fetches, reads, matches and saves in order, and decides nothing."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from monitors import decide, looking, visiting
from monitors.exchange import NotModified, Page, Refused
from monitors.keeping import Keeper
from monitors.plan import Plan
from monitors.sources import KINDS
from monitors.sources.contract import Listing
from storage import chats, posts, sources
from storage.model import Recollection, Sighting, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitors.clock import Clock
    from monitors.exchange import Answer
    from monitors.fetch import Fetcher
    from monitors.rhythm.timetable import Pace, Timetable
    from monitors.schedule import Rhythm
    from monitors.sources.contract import Item, Kind
    from monitors.visit import OnPage, Policy, Visit
    from monitors.visiting import Reading
    from monitors.watchlist import Watchlist
    from storage.database import Connection, Database
    from storage.model import Fingerprint, Source, SourceState
    from storage.posts import Saved

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

_READERS = 2
"""Threads that read pages, so that the loop goes on. They are not the loop's own, in which names are
resolved: those may all be waiting for a name server."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one poll came to; ``again`` counts items known and unchanged, ``lost`` those without a key."""

    source: Source
    saved: Saved
    again: int = 0
    refusal: Refused | None = None
    lost: int = 0


class Pipeline:
    """Polls sources: from the wire to the outbox.

    What is remembered of a source is read from the store once and kept in memory. A poll that came to
    nothing is noted there and stored a little later, with others (:meth:`store_notes`): a crash in between
    loses no more than the time of a poll. Without a ``timetable`` sources are polled at fixed intervals.
    ``keeper`` stores what polls come to.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it works with, all of it passed in
        self,
        database: Database,
        fetcher: Fetcher,
        watchlist: Watchlist,
        policy: Policy,
        rhythms: Mapping[str, Rhythm],
        clock: Clock,
        timetable: Timetable | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._plan = Plan(watchlist, policy, rhythms, -1)
        self._clock = clock
        self._timetable = timetable
        self._keeper = keeper or Keeper()
        self._readers = ThreadPoolExecutor(_READERS, "monitors-read")
        self._states: dict[str, SourceState] = {}
        self._notes: dict[str, SourceState] = {}
        self._pages: dict[str, OnPage] = {}

    def take_over(
        self, watchlist: Watchlist, policy: Policy, rhythms: Mapping[str, Rhythm], rules_version: int
    ) -> None:
        """Let polls that begin from now on go by these; those under way end as they began.

        ``rules_version`` tells which version of the chats' own rules the watchlist holds.
        """
        self._plan = Plan(watchlist, policy, rhythms, rules_version)
        for source in self._states.keys() - rhythms.keys():  # one that comes back begins anew
            self.forget(source)

    async def poll(self, source: Source) -> Outcome:
        """Poll one source once; raises :exc:`storage.errors.StorageError` and nothing else."""
        plan = self._plan
        try:
            return await self._poll(source, plan)
        except BaseException:
            self.forget(source.key)  # what was stored before it ended is not known here
            raise

    def forget(self, source: str) -> None:
        """Read again what is remembered of a source: somebody else has changed that in the store."""
        self._states.pop(source, None)
        self._pages.pop(source, None)

    async def watchlist(self) -> Watchlist:
        """Return what is watched for now, with what chats want to hear of; raises :exc:`StorageError`."""
        plan = self._plan
        if await self._database.read(chats.rules_version) != plan.rules_version:
            await self._take_over_own_rules(plan, plan.rules_version)
        return plan.watchlist

    async def store_notes(self) -> None:
        """Store what polls without news have left to be stored; raises :exc:`StorageError`."""
        notes, self._notes = self._notes, {}
        try:
            if notes:
                await self._database.write(sources.save_all, list(notes.values()))
        except BaseException:
            self._notes = notes | self._notes
            raise

    async def review(self) -> None:
        """Look over all sources and set the price of a request anew; raises :exc:`StorageError`."""
        if self._timetable:
            await self._off_loop(self._timetable.review, await self._all_states(), self._clock.now())

    async def _hasten(self) -> None:
        """Make plans anew for all sources: polls that are to come sooner than planned are."""
        assert self._timetable is not None  # noqa: S101 - it has just said that this must be
        now, states = self._clock.now(), await self._all_states()
        plans = await self._off_loop(self._timetable.sooner, states, now)
        await self._database.write(sources.hasten, plans)
        for source, moment in plans.items():
            if state := self._states.get(source):
                self._states[source] = replace(state, next_poll=moment)

    async def _all_states(self) -> list[SourceState]:
        stored = await self._database.read(sources.states)
        return [self._states.get(state.source, state) for state in stored]

    async def _poll(self, source: Source, plan: Plan) -> Outcome:
        state = self._states.get(source.key)
        if state is None:
            state = await self._database.read(sources.state, source.key)
        pace = self._timetable.pace(state) if self._timetable else None
        seen = await self._look(source, state, plan.policy)
        self._fetcher.pacer.note(source.host, source.key, challenged=seen.is_challenged)
        sightings: list[Sighting] = []
        if looking.is_quiet(seen):
            saved, after = posts.Saved(), decide.state_after(self._scene(seen, Recollection(), plan, pace))
            self._notes[source.key] = after
        else:
            self._notes.pop(source.key, None)  # first, or an older note could be stored after this
            sightings, saved, after = await self._store(seen, plan, pace)
            seen = visiting.in_hindsight(seen, after)
        if source.key in self._plan.rhythms:  # and not taken out meanwhile
            self._states[source.key] = after
        if seen.page and len(sightings) == len(seen.unread):  # what could not be read is looked at again
            self._pages[source.key] = seen.page
        if seen.missing:
            logger.warning("%s: %s", source.key, seen.missing)
        if self._timetable and pace:
            new = sightings[len(sightings) - saved.new :]
            if self._timetable.heard(pace, seen, new, after, saved.told):
                await self._hasten()
        return Outcome(source, saved, len(seen.on_show) - len(seen.unread), seen.refusal, seen.lost)

    async def _store(
        self, seen: Visit, plan: Plan, pace: Pace | None
    ) -> tuple[list[Sighting], Saved, SourceState]:
        """Match what is unread and save it; again, if what chats want to hear of has changed meanwhile."""
        if plan.rules_version < 0:
            await self._take_over_own_rules(plan, plan.rules_version)
        while True:
            version = plan.rules_version
            work = partial(self._sight, seen.source, seen.unread, plan.watchlist)
            sightings = work() if seen.is_short else await self._off_loop(work)
            stored = await self._database.write(self._save, seen, sightings, plan, version, pace)
            if stored is not None:
                return sightings, *stored
            await self._take_over_own_rules(plan, version)

    async def _take_over_own_rules(self, plan: Plan, outdated: int) -> None:
        """Compile anew what chats want to hear of, unless another poll has done so."""
        async with plan.compiling:
            if plan.rules_version == outdated:
                version, own_rules = await self._database.read(chats.rules_now)
                plan.watchlist = await self._off_loop(plan.watchlist.with_own_rules, own_rules)
                plan.rules_version = version

    async def _look(self, source: Source, state: SourceState, policy: Policy) -> Visit:
        kind = KINDS[source.kind]
        seen = visiting.begin(source, state, kind, self._clock.now(), self._pages.get(source.key))
        while seen.next is not None:
            if seen.pages and not self._fetcher.pacer.may_go_on(source.host, source.key):
                return replace(seen, next=None)  # the gap says where the next visit goes on
            answer = await self._fetcher.fetch(seen.next)
            reading = await self._read(kind, seen, answer)
            known = await self._known(seen, reading)
            page = answer if isinstance(answer, Page) else None
            seen = visiting.turn(seen, page, reading, known, policy, self._clock.now())
        return seen

    async def _read(self, kind: Kind, seen: Visit, answer: Answer) -> Reading:
        try:
            if news := looking.news_of(seen, kind, answer, self._clock.now()):
                return news
            if not isinstance(answer, Page):
                return answer
            if looking.is_unchanged(seen.state, answer):
                return NotModified()
            return await self._off_loop(kind.listing, seen.source, answer)
        except Exception:
            logger.exception("%s: the page could not be read", seen.source.key)
            return Refused(Trouble.BAD_ANSWER, "the page could not be read")

    async def _known(self, seen: Visit, reading: Reading) -> Mapping[str, Fingerprint]:
        if not isinstance(reading, Listing):
            return {}
        known = looking.known_by_itself(seen, reading, self._clock.now())
        if known is None:
            keys = [item.key for item in reading.items]
            known = await self._database.read(posts.fingerprints, seen.source.key, keys)
        return known

    def _sight(self, source: Source, items: Sequence[Item], watchlist: Watchlist) -> list[Sighting]:
        found = (self._sight_one(source, item, watchlist) for item in items)
        return [sighting for sighting in found if sighting is not None]

    def _sight_one(self, source: Source, item: Item, watchlist: Watchlist) -> Sighting | None:
        try:
            post = KINDS[source.kind].parse(source, item)
            reading, search_text = watchlist.match(post, source)
        except Exception:
            # One unreadable item must not hold back the others. It is tried again at every poll, so
            # its traceback would fill the log; whoever looks for the cause logs at DEBUG.
            traced = logger.isEnabledFor(logging.DEBUG)
            logger.exception("%s: item %s could not be read", source.key, item.key, exc_info=traced)
            return None
        content = decide.content_of(search_text)
        return Sighting(post, item.digest, content, search_text, reading.hits, reading.places)

    def _save(
        self,
        connection: Connection,
        seen: Visit,
        sightings: Sequence[Sighting],
        plan: Plan,
        rules_version: int,
        pace: Pace | None,
    ) -> tuple[Saved, SourceState] | None:
        """Save a poll, but nothing where it was matched by rules that are not those of now."""
        if sightings and chats.rules_version(connection) > rules_version:
            return None
        stable = KINDS[seen.source.kind].STABLE_KEYS
        recollection = posts.recall(
            connection,
            seen.source.key,
            [sighting.post.key for sighting in sightings],
            [] if stable else [sighting.content for sighting in sightings],
        )
        scene = self._scene(seen, recollection, plan, pace)
        verdict = decide.verdict(scene, sightings)
        return self._keeper.save(connection, verdict, scene.now), verdict.state

    def _scene(self, seen: Visit, recollection: Recollection, plan: Plan, pace: Pace | None) -> decide.Scene:
        return decide.Scene(
            visit=seen,
            recollection=recollection,
            stable_keys=KINDS[seen.source.kind].STABLE_KEYS,
            policy=plan.policy,
            rhythm=plan.rhythms[seen.source.key],
            now=self._clock.now(),
            pace=pace,
        )

    async def _off_loop(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what a large page would make long in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(work, *args, **kwargs))
