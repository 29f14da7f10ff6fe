"""Which polls run: those that are due, each in a task of its own, so that none holds up another."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import outbox, sources
from storage.errors import StorageError
from storage.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from monitors.clock import Clock
    from monitors.pipeline import Outcome, Pipeline
    from storage.database import Connection, Database
    from storage.model import Source

logger = logging.getLogger(__name__)

AT_ONCE_PER_HOST = 4
"""Polls of one host under way at a time; its pacer spreads their requests anyway."""

DEADLINE = 600.0
"""Seconds that one poll may take with all its pages and waits, before it is given up."""

REVIEW_EVERY = 600.0
"""Seconds between looks over all sources' rhythms."""

UNNOTICED = timedelta(seconds=1)
"""By so much a clock may be put back without anybody having to care."""

REST = timedelta(minutes=1)
"""How long a source is left alone after a poll of which nothing could be saved, not even its time."""


@dataclass(slots=True)
class PollTally:
    """What the polls have come to so far.

    ``held`` were not made because a host wants silence; ``lost`` counts, at every poll, what was shown
    without a key of its own.
    """

    polls: int = 0
    refused: int = 0
    held: int = 0
    again: int = 0
    new: int = 0
    revised: int = 0
    duplicates: int = 0
    matched: int = 0
    alerts: int = 0
    lost: int = 0

    @property
    def ended(self) -> int:
        """How many polls have come to an end, made or not."""
        return self.polls + self.held

    def add(self, outcome: Outcome) -> None:
        """Count one poll."""
        saved = outcome.saved
        if outcome.refusal and not outcome.refusal.asked:
            self.held += 1
            return
        self.polls += 1
        self.refused += outcome.refusal is not None
        self.again += outcome.again
        self.new += saved.new
        self.revised += saved.revised
        self.duplicates += saved.duplicates
        self.matched += saved.matched
        self.alerts += saved.alerts
        self.lost += outcome.lost


class Polling:
    """Starts polls of what is :attr:`watched`; ``on_alerts`` is called after one that changes what is told.

    ``horizon`` is the longest time for which a sound clock can put a poll off; ``deadline`` is in
    seconds. :attr:`at_once` are the polls of one host that may be under way at a time.
    """

    def __init__(
        self,
        database: Database,
        pipeline: Pipeline,
        watched: Mapping[str, Source],
        horizon: timedelta,
        clock: Clock,
        on_alerts: Callable[[], None],
        *,
        deadline: float = DEADLINE,
    ) -> None:
        self._database = database
        self._pipeline = pipeline
        self.watched = watched
        self._horizon = horizon
        self._clock = clock
        self._on_alerts = on_alerts
        self._deadline = deadline
        self.at_once = AT_ONCE_PER_HOST
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._rests_until: dict[str, datetime] = {}
        self._lost: dict[str, int] = {}
        self._said: dict[str, Trouble | None] = {}
        self._not_saved: StorageError | None = None
        self._before = clock.now()
        self.tally = PollTally()

    def take_over(self, watched: Mapping[str, Source], horizon: timedelta) -> None:
        """Poll these sources from now on; polls that are under way go on."""
        self.watched = watched
        self._horizon = horizon

    async def tick(self) -> None:
        """Start the polls that are due and not under way."""
        now = self._clock.now()
        try:
            await self._pipeline.store_notes()
            await self._keep_up(now)
            most = self.at_once + len(self._under_way)
            due = await self._database.read(sources.due, now, self._horizon, most)
        except StorageError as error:
            logger.error("polling waits: %s", error)  # noqa: TRY400 - a plain reason, no traceback
            return
        busy = Counter(self.watched[name].host for name in self._under_way if name in self.watched)
        for name in due:
            rests = name in self._rests_until and now < self._rests_until[name]
            source = self.watched.get(name)
            if source and name not in self._under_way and not rests and busy[source.host] < self.at_once:
                busy[source.host] += 1
                self._start(name)

    async def _keep_up(self, now: datetime) -> None:
        """Plan anew when the clock was put back, so that polls and alerts come as soon as they would have."""
        by = self._before - now
        if by > UNNOTICED:
            await self._database.write(_put_back, by)
            self._rests_until = {name: until - by for name, until in self._rests_until.items()}
            self._on_alerts()
            logger.warning(
                "the clock was put back by %d s: polls come as soon as planned", by.total_seconds()
            )
        self._before = now

    async def review(self) -> None:
        """Look over all sources and work out anew how often each is to be polled."""
        try:
            await self._pipeline.review()
        except StorageError as error:
            logger.error("the pace of polling stays as it is: %s", error)  # noqa: TRY400 - a plain reason

    @property
    def is_idle(self) -> bool:
        """Whether no poll is under way."""
        return not self._under_way

    async def once(self) -> None:
        """Poll every source once, but none that is paused or whose server demanded a longer wait.

        Raises :exc:`storage.errors.StorageError` where a poll could not be saved.
        """
        states = await self._database.read(sources.states)
        for state in states:
            if state.paused and state.paused > self._clock.now():
                continue
            barred_until = state.next_poll if state.trouble is Trouble.RATE_LIMITED else None
            if barred_until and barred_until > self._clock.now():
                logger.warning("%s asked to be left alone until %s", state.source, barred_until)
                self.tally.held += 1
            else:
                self._start(state.source)
        await asyncio.gather(*self._under_way.values())
        await self._pipeline.store_notes()
        if self._not_saved is not None:
            raise self._not_saved

    async def stop(self) -> None:
        """Give up the polls that are under way: what they have not saved, the next ones will see."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await self._pipeline.store_notes()
        except StorageError as error:
            logger.error("the last polls' times are not stored: %s", error)  # noqa: TRY400 - a plain reason

    def _start(self, name: str) -> None:
        task = asyncio.create_task(self._poll(name))
        self._under_way[name] = task
        task.add_done_callback(lambda _: self._under_way.pop(name, None))

    async def _poll(self, name: str) -> None:
        # What is watched may have been replaced since the task was made. From here to the pipeline's first
        # look nothing waits, so the source and what it is polled by are of one set-up.
        source = self.watched.get(name)
        if source is None:
            return
        try:
            async with asyncio.timeout(self._deadline):
                outcome = await self._pipeline.poll(source)
        except StorageError as error:
            self._not_saved = error
            logger.error("%s: not saved: %s", source.key, error)  # noqa: TRY400 - a plain reason
        except TimeoutError:
            logger.error("%s: the poll took longer than %g s", source.key, self._deadline)  # noqa: TRY400 - the same
        except Exception:
            logger.exception("%s: the poll failed", source.key)
        else:
            self._note(source, outcome)
            return
        self._rests_until[source.key] = self._clock.now() + REST

    def _note(self, source: Source, outcome: Outcome) -> None:
        self.tally.add(outcome)
        said = self._said.pop(source.key, None)
        if refusal := outcome.refusal:
            # Said when it begins, not at every poll: `sources` tells how long it lasts.
            told = refusal.asked and said is not refusal.trouble
            level = logging.WARNING if told else logging.DEBUG
            logger.log(level, "%s: %s (%s)", source.key, refusal.trouble.value, refusal.detail)
            self._said[source.key] = refusal.trouble if refusal.asked else said
        # Said once, not at every poll; a poll that read nothing anew says nothing of it.
        if outcome.lost and self._lost.get(source.key) != outcome.lost:
            logger.warning("%s: %d posts without an id of their own were left out", source.key, outcome.lost)
            self._lost[source.key] = outcome.lost
        if outcome.saved.joined:
            self._on_alerts()


def _put_back(connection: Connection, by: timedelta) -> None:
    sources.put_back(connection, by)
    outbox.put_back(connection, by)
