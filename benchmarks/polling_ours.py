"""Our policy in the benchmark's world: it is told nothing but what its polls bring.

The first poll of a source brings its page, with posts from before the start, as it does in life.
"""

from __future__ import annotations

import heapq
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from monitors.rhythm.allotment import Allotment, Asked, allot, interval
from monitors.rhythm.observing import observe
from monitors.rhythm.pulse import Pulse, voices
from monitors.rhythm.region import Region, answered, is_rising, stir
from monitors.rhythm.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.polling_world import Floats, World
    from monitors.rhythm.allotment import Terms

START = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
EVERY = 600.0
"""Seconds from one survey to the next."""


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(START + seconds, UTC)


class Ours:
    """Polls a world; afterwards ``noticed`` has the moment at which each post was seen."""

    def __init__(self, world: World, terms: Terms, weigh: Callable[[Pulse, Region], float] | None) -> None:
        self.world, self.weigh = world, weigh
        self.noticed = np.full(len(world.times), np.inf)
        self.requests = 0
        self.longest = 0.0
        count = len(world.sources.rate)
        self._times: list[float] = world.times.tolist()
        self._matched: list[bool] = world.matched.tolist()
        self._next_post: list[int] = world.first[:-1].tolist()
        self._end: list[int] = world.first[1:].tolist()
        self._asked = [Asked(Pulse())] * count
        self._region = Region()
        self._allotment = Allotment(terms)
        self._polled = [0.0] * count
        self._planned = [0.0] * count
        self._queue: list[tuple[float, int]] = []

    def run(self, start: Floats) -> None:
        """Poll until the world ends, beginning at these moments."""
        for source, when in enumerate(start.tolist()):
            self._plan(source, when)
        self._survey(0.0, 0)
        surveyed, counted = 0.0, 0
        while self._queue[0][0] < self.world.seconds:
            now, source = heapq.heappop(self._queue)
            if now != self._planned[source]:
                continue
            if now - surveyed >= EVERY:
                self._survey(now, self.requests - counted)
                surveyed, counted = now, self.requests
            self._poll(source, now)

    def _plan(self, source: int, when: float) -> None:
        self._planned[source] = when
        heapq.heappush(self._queue, (when, source))

    def _survey(self, now: float, requests: int) -> None:
        moment = _moment(now)
        self._region = survey(self._region, [asked.pulse for asked in self._asked], moment)
        self._allotment = allot(self._allotment, self._region, self._asked, requests, moment)

    def _poll(self, source: int, now: float) -> None:
        self.requests += 1
        self.longest = max(self.longest, now - self._polled[source])
        self._polled[source] = now
        published, matched = self._found(source, now)
        if not self._asked[source].pulse.polled:
            published = [*map(_moment, self.world.pages[source]), *published]
        moment, before = _moment(now), self._asked[source].pulse
        pulse = observe(before, published, matched, moment, self._region)
        weight = self.weigh(pulse, self._region) if self.weigh else 1.0
        self._asked[source] = Asked(pulse, weight)
        if published:
            self._region = stir(self._region, voices(before, published), published[-1], moment)
            if is_rising(self._region, moment):
                self._replan(now)
        self._plan(
            source, now + interval(self._asked[source], self._allotment, self._region, moment).total_seconds()
        )

    def _found(self, source: int, now: float) -> tuple[list[datetime], int]:
        first = post = self._next_post[source]
        times, end = self._times, self._end[source]
        while post < end and times[post] <= now:
            post += 1
        if post == first:
            return [], 0
        self._next_post[source] = post
        self.noticed[first:post] = now
        return [_moment(when) for when in times[first:post]], sum(self._matched[first:post])

    def _replan(self, now: float) -> None:
        """Something is up: who was to be polled later may now be wanted sooner."""
        moment = _moment(now)
        self._region = answered(self._region, moment)
        for source, asked in enumerate(self._asked):
            if self._planned[source] > now:
                wanted = now + interval(asked, self._allotment, self._region, moment).total_seconds()
                if wanted < self._planned[source]:
                    self._plan(source, wanted)
