"""The optimum for known rates: told every parameter and every event, it has only to find the posts.

It knows each source's rate, rhythm, how far posts bring further ones, and every regional event with who
takes part, at the moment at which it begins. It does not know the posts themselves: what a source's own
burst adds is worked out from the posts that its polls have brought, like anybody's. One price a request
for all sources and hours spreads its requests.

All sources are taken forward together, each to its own next moment: its next poll, or the beginning of
an event before that.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from benchmarks.polling_world import Flags, Floats, Integers, World

NEWTON = 6
"""Steps of Newton's method to a poll's moment, each of which doubles the digits that are right."""


@dataclass(frozen=True)
class Limits:
    """What no policy may overstep: the shortest and the longest interval, in seconds."""

    shortest: float = 10.0
    longest: float = 7_200.0


@dataclass
class _State:
    """Where the sources stand, one value each; ``unseen`` and ``waited`` count from the last poll."""

    source: Integers
    post: Integers
    event: Integers
    polled: Floats
    at: Floats
    unseen: Floats
    waited: Floats
    heat: Floats
    boost: Floats
    lasting: Floats

    def kept(self, which: Flags) -> _State:
        """Return the state of some of the sources."""
        return _State(*(getattr(self, field.name)[which] for field in fields(self)))


class Oracle:
    """Polls a world at one price; afterwards ``noticed`` has the moment at which each post was seen."""

    def __init__(self, world: World, price: float, weights: Floats, limits: Limits) -> None:
        self.world, self.price, self.weights, self.limits = world, price, weights, limits
        self.noticed = np.full(len(world.times), np.inf)
        self.requests = 0
        self.longest = 0.0
        self._begins, self._which = _joined_events(world)

    def run(self, start: Floats, until: float) -> None:
        """Poll until a moment, in seconds, beginning at these."""
        state = self._fresh(start)
        while len(state.source):
            self._step(state)
            going = state.at < until
            if not going.all():
                state = state.kept(going)

    def _fresh(self, start: Floats) -> _State:
        count = len(self.world.sources.rate)
        zeros = np.zeros(count)
        return _State(
            np.arange(count),
            self.world.first[:-1].copy(),
            np.zeros(count, np.int64),
            zeros.copy(),
            start.copy(),
            zeros.copy(),
            np.full(count, np.inf),
            zeros.copy(),
            zeros.copy(),
            np.ones(count),
        )

    def _step(self, state: _State) -> None:
        """Poll those whose moment it is, let begin what begins, and go on to the next moment of each."""
        due = np.isinf(state.waited)
        self._poll(state, due)
        self._begin(state)
        rates = _Rates(self.world, state)
        wanted = self._wanted(state, rates)
        begins = self._next_begin(state)
        until = np.minimum(wanted, begins)
        passed = until - state.at
        state.waited += state.unseen * passed + rates.waited(passed)
        state.unseen += rates.count(passed)
        state.waited[wanted <= begins] = np.inf
        state.boost *= np.exp(-passed / state.lasting)
        state.heat *= np.exp(-passed / self.world.sources.memory[state.source])
        state.at = until

    def _poll(self, state: _State, due: Flags) -> None:
        self.requests += int(due.sum())
        self.longest = max(self.longest, float(np.max((state.at - state.polled)[due], initial=0.0)))
        state.polled[due], state.unseen[due], state.waited[due] = state.at[due], 0.0, 0.0
        looking = np.flatnonzero(due)
        while len(looking):
            post = state.post[looking]
            last = self.world.first[state.source[looking] + 1]
            there = post < last
            looking, post = looking[there], post[there]
            found = self.world.times[post] <= state.at[looking]
            looking, post = looking[found], post[found]
            self.noticed[post] = state.at[looking]
            age = state.at[looking] - self.world.times[post]
            state.heat[looking] += np.exp(-age / self.world.sources.memory[state.source[looking]])
            state.post[looking] += 1

    def _begin(self, state: _State) -> None:
        """Let events begin that begin now: an overlap is one event of their joint strength."""
        now = np.flatnonzero(self._next_begin(state) <= state.at)
        events = self.world.events
        which = self._which[state.source[now], state.event[now]]
        boost, lasting = events.boost[which], events.lasting[which]
        before = state.boost[now]
        state.lasting[now] = (before * state.lasting[now] + boost * lasting) / (before + boost)
        state.boost[now] = before + boost
        state.event[now] += 1

    def _next_begin(self, state: _State) -> Floats:
        begins: Floats = self._begins[state.source, state.event]
        return begins

    def _wanted(self, state: _State, rates: _Rates) -> Floats:
        """Return when each source is to be polled.

        The moment is right when what has accumulated unseen equals what the time after it costs at its
        best, ``sqrt(2 price rate)``: for a constant rate that is the square-root rule.
        """
        price = self.price / self.weights[state.source]
        wait = np.sqrt(2 * price / np.maximum(rates.now, 1e-12))
        earliest = np.maximum(state.polled + self.limits.shortest - state.at, 0.0)
        latest = np.maximum(state.polled + self.limits.longest - state.at, 0.0)
        for _ in range(NEWTON):
            wait = np.clip(wait, 0.0, latest)
            after = rates.after(wait)
            missing = np.sqrt(2 * price * after) - state.unseen - rates.count(wait)
            wait = wait + missing / after
        moments: Floats = state.at + np.clip(wait, earliest, latest)
        return moments


class _Rates:
    """What each source is expected to bring from a moment on, given what is known at that moment."""

    def __init__(self, world: World, state: _State) -> None:
        sources, which = world.sources, state.source
        branching, memory = sources.branching[which], sources.memory[which]
        calm = sources.rate[which] * sources.rhythm(which, state.at + 120.0)
        self.steady = calm / (1 - branching)
        self.raised = self.steady * state.boost
        self.lasting = state.lasting
        self.fading = memory / (1 - branching)
        now = calm * (1 + state.boost) + state.heat * branching / memory
        self.now: Floats = np.maximum(now, 1e-12)
        self.excess = now - self.steady - self.raised

    def after(self, wait: Floats) -> Floats:
        """Return the rates after a wait."""
        rate = (
            self.steady
            + self.raised * np.exp(-wait / self.lasting)
            + self.excess * np.exp(-wait / self.fading)
        )
        result: Floats = np.maximum(rate, 1e-12)
        return result

    def count(self, wait: Floats) -> Floats:
        """Return how many posts are expected within a wait."""
        result: Floats = (
            self.steady * wait
            - self.raised * self.lasting * np.expm1(-wait / self.lasting)
            - self.excess * self.fading * np.expm1(-wait / self.fading)
        )
        return result

    def waited(self, wait: Floats) -> Floats:
        """Return for how long, in all, they are expected to lie unseen."""
        total = self.steady * wait**2 / 2
        for height, scale in ((self.raised, self.lasting), (self.excess, self.fading)):
            total = total + height * scale * (wait + scale * np.expm1(-wait / scale))
        result: Floats = total
        return result


def _joined_events(world: World) -> tuple[Floats, Integers]:
    """Return, for each source, when its events begin and which they are; the end is marked by infinity."""
    events = world.events
    count = len(world.sources.rate)
    most = int(events.taking_part.sum(axis=0).max(initial=0)) + 1
    begins, which = np.full((count, most), np.inf), np.zeros((count, most), np.int64)
    for source in range(count):
        mine = np.flatnonzero(events.taking_part[:, source])
        begins[source, : len(mine)], which[source, : len(mine)] = events.begin[mine], mine
    return begins, which
