"""A made-up region for the polling benchmark: when 1,000 sources post, and why.

Every source has a rate of its own (log-normal), a daily rhythm of its own around the region's, and bursts
of its own: each post brings further ones (a Hawkes process, exponential kernel). Regional events raise the
rates of the sources that take part, at once and then dying away; who takes part is drawn for every event,
by how readily a source goes along. All times are in seconds from the start, a midnight in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

DAY = 86_400.0
PAGE, BEFORE = 20, 30 * DAY
"""Posts that a first poll shows at most, and for how long before the start they were written, in seconds."""

SPREAD = 1.5
"""Standard deviation of the logarithm of the rates."""

TYPICAL = 8 / DAY
"""The median rate of posts that nothing triggered, per second."""

DEEP = 1.1
"""The rhythm is ``exp(DEEP * cos)``: nine times as many posts at its height as in its depth."""


@dataclass(frozen=True)
class Scenario:
    """What sets one made-up region apart: events a day, and whether only some posts matter."""

    name: str
    events_a_day: float = 3.0
    matching: bool = False


SCENARIOS = {
    "usual": Scenario("usual"),
    "frequent": Scenario("frequent", events_a_day=20.0),
    "weighted": Scenario("weighted", matching=True),
}


@dataclass(frozen=True)
class Events:
    """Regional events: when each begins, how strong, how long, and who takes part (event × source)."""

    begin: Floats
    boost: Floats
    lasting: Floats
    taking_part: Flags


@dataclass(frozen=True)
class Sources:
    """The true parameters of the sources, one value each: rates per second, peak in seconds of the day."""

    rate: Floats
    depth: Floats
    peak: Floats
    branching: Floats
    memory: Floats
    matching: Floats

    def rhythm(self, which: Integers, at: Floats) -> Floats:
        """Return the factor of the daily rhythm, one on average over a day."""
        depth = self.depth[which]
        angle = 2 * np.pi * (at - self.peak[which]) / DAY
        factor: Floats = np.exp(depth * np.cos(angle)) / np.i0(depth)
        return factor


@dataclass(frozen=True)
class World:
    """All that happens. Posts are sorted by source, then time; ``first[i]:first[i + 1]`` are source i's.

    ``pages`` are the last posts of each source before the start, as its page shows them to a first poll.
    """

    days: float
    sources: Sources
    events: Events
    times: Floats
    of: Integers
    in_burst: Flags
    matched: Flags
    first: Integers
    pages: list[list[float]]

    @property
    def seconds(self) -> float:
        """How long the world lasts."""
        return self.days * DAY


def world(scenario: Scenario, count: int, days: float, seed: int) -> World:
    """Draw a world."""
    chance = np.random.default_rng(seed)
    sources = _sources(scenario, count, chance)
    events = _events(scenario, count, days, chance)
    times, of, raised = _unprompted(sources, events, days * DAY, chance)
    times, of, raised = _with_followers(sources, days * DAY, (times, of, raised), chance)
    order = np.lexsort((times, of))
    times, of, raised = times[order], of[order], raised[order]
    matched = chance.random(len(times)) < sources.matching[of]
    first = np.searchsorted(of, np.arange(count + 1))
    return World(days, sources, events, times, of, raised, matched, first, _pages(sources, seed))


def _pages(sources: Sources, seed: int) -> list[list[float]]:
    """Return what each source posted last before the start: as many posts as a page of t.me shows."""
    count, chance = len(sources.rate), np.random.default_rng([seed, 1])
    nothing = Events(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, count), bool))
    posts = _unprompted(sources, nothing, BEFORE, chance)
    times, of, _ = _with_followers(sources, BEFORE, posts, chance)
    order = np.lexsort((times, of))
    parts = np.split(times[order] - BEFORE, np.searchsorted(of[order], np.arange(1, count)))
    return [part[-PAGE:].tolist() for part in parts]


def _sources(scenario: Scenario, count: int, chance: Generator) -> Sources:
    share = chance.beta(0.3, 2.0, count) if scenario.matching else np.ones(count)
    return Sources(
        rate=TYPICAL * np.exp(SPREAD * chance.standard_normal(count)),
        depth=np.clip(DEEP + 0.2 * chance.standard_normal(count), 0.1, None),
        peak=(15 + 1.5 * chance.standard_normal(count)) * 3_600,
        branching=chance.beta(8, 12, count),
        memory=600 * np.exp(0.4 * chance.standard_normal(count)),
        matching=share,
    )


def _events(scenario: Scenario, count: int, days: float, chance: Generator) -> Events:
    number = chance.poisson(scenario.events_a_day * days)
    readiness = chance.beta(0.6, 1.4, count)
    return Events(
        begin=np.sort(chance.random(number) * days * DAY),
        boost=8 * np.exp(0.5 * chance.standard_normal(number)),
        lasting=2_400 * np.exp(0.4 * chance.standard_normal(number)),
        taking_part=chance.random((number, count)) < readiness,
    )


def _unprompted(
    sources: Sources, events: Events, seconds: float, chance: Generator
) -> tuple[Floats, Integers, Flags]:
    """Return the posts that no other post triggered: times, sources, and whether an event brought them."""
    height = np.exp(sources.depth) / np.i0(sources.depth)
    of = np.repeat(np.arange(len(height)), chance.poisson(sources.rate * height * seconds))
    times, of, _ = _thinned(sources, height, chance.random(len(of)) * seconds, of, chance)
    raised = np.zeros(len(times), bool)
    parts = [(times, of, raised)]
    for begin, boost, lasting, taking in zip(
        events.begin, events.boost, events.lasting, events.taking_part, strict=True
    ):
        mean = sources.rate * height * boost * lasting * taking
        of = np.repeat(np.arange(len(height)), chance.poisson(mean))
        parts.append(_thinned(sources, height, begin + chance.exponential(lasting, len(of)), of, chance))
    return _joined(parts, seconds)


def _thinned(
    sources: Sources, height: Floats, times: Floats, of: Integers, chance: Generator
) -> tuple[Floats, Integers, Flags]:
    kept = chance.random(len(times)) * height[of] < sources.rhythm(of, times)
    return times[kept], of[kept], np.ones(int(kept.sum()), bool)


def _with_followers(
    sources: Sources, seconds: float, posts: tuple[Floats, Integers, Flags], chance: Generator
) -> tuple[Floats, Integers, Flags]:
    """Add what the posts trigger, and what that triggers, until nothing more comes."""
    parts = [posts]
    while len(parts[-1][0]):
        times, of, _ = parts[-1]
        number = chance.poisson(sources.branching[of])
        times, of = np.repeat(times, number), np.repeat(of, number)
        times = times + chance.exponential(1, len(times)) * sources.memory[of]
        inside = times < seconds
        parts.append((times[inside], of[inside], np.ones(int(inside.sum()), bool)))
    return _joined(parts, seconds)


def _joined(parts: list[tuple[Floats, Integers, Flags]], seconds: float) -> tuple[Floats, Integers, Flags]:
    times, of, raised = (np.concatenate(part) for part in zip(*parts, strict=True))
    inside = times < seconds
    return times[inside], of[inside], raised[inside]
