"""How often silence is called suspicious that is none, and how long a source that died goes unnoticed.

    .venv/bin/python -m benchmarks.silence [--days 90] [--seed 1]

Fifty sources, seeded: log-normal rates (median 10 posts a day, sigma 1.5), a daily rhythm, every post
followed by 0.4 others within about twenty minutes, one source in five at rest on Saturdays and Sundays. What
is usual is estimated as a program can: from the source's own last weeks, by hour of the day, knowing nothing
of weekends. It takes some minutes.
"""

from __future__ import annotations

import argparse
import math
import random
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.health.told import Told, outlived
from monitors.health import KNOWN_FOR, SILENT_FROM, standing
from monitors.schedule import Rhythm
from storage.model import SourceState

SOURCES, MEDIAN, SIGMA, OFFICES = 50, 10.0, 1.5, 5
FOLLOWERS, FOLLOW_HOURS = 0.4, 1 / 3
START = datetime(2024, 1, 1, tzinfo=UTC)
"""A Monday."""

WEEKEND = (5, 6)
RHYTHM = Rhythm(timedelta(minutes=1), timedelta(minutes=10))
HALF_LIFE = 14 * 24.0
"""Hours in which an estimate forgets half."""

LONG = 200.0
"""Hours from which on the hour of the day makes no difference."""

DAY = [0.3, 0.2, 0.15, 0.1, 0.15, 0.3, 0.7, 1.1, 1.5, 1.6, 1.6, 1.5]
DAY += [1.5, 1.5, 1.5, 1.5, 1.5, 1.4, 1.4, 1.3, 1.2, 1.0, 0.7, 0.5]


def posts(chance: random.Random, days: int, *, rests: bool) -> list[float]:
    """Return the times of a source's posts, in hours, sorted."""
    rate = min(MEDIAN * math.exp(SIGMA * chance.gauss(0, 1)), 1000) / 24 * (1 - FOLLOWERS) / (sum(DAY) / 24)
    found, now = [], 0.0
    while (now := now + chance.expovariate(rate * max(DAY))) < days * 24:
        is_day = not (rests and int(now / 24) % 7 in WEEKEND)
        if is_day and chance.random() < DAY[int(now) % 24] / max(DAY):
            found += family(chance, now)
    return sorted(found)


def family(chance: random.Random, first: float) -> list[float]:
    """Return a post and those that follow it."""
    found, waiting = [], [first]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        while chance.random() < FOLLOWERS / (1 + FOLLOWERS):
            waiting.append(parent + chance.expovariate(1 / FOLLOW_HOURS))
    return found


class Estimate:
    """A source's usual number of posts by hour of the day, forgetting."""

    def __init__(self) -> None:
        self._counts = [0.0] * 24
        self._weight = 0.0
        self._hour = 0

    def add(self, time: float) -> None:
        """Count a post."""
        self.live_until(time)
        self._counts[int(time) % 24] += 1

    def live_until(self, time: float) -> None:
        """Let hours pass."""
        if (passed := int(time) - self._hour) > 0:
            kept = 0.5 ** (passed / HALF_LIFE)
            self._counts = [count * kept for count in self._counts]
            self._weight = self._weight * kept + passed / 24
            self._hour = int(time)

    def expected(self, since: float, until: float) -> float:
        """Return how many posts are usual between two times."""
        if until - since > LONG:
            found = (until - since) / 24 * sum(self._counts)
        else:
            found = sum(self._part(hour, since, until) for hour in range(int(since), int(until) + 1))
        return found / max(self._weight, 1e-9)

    def _part(self, hour: int, since: float, until: float) -> float:
        inside = min(until, hour + 1) - max(since, hour)
        smoothed = (self._counts[hour % 24] * 3 + sum(self._counts) / 24) / 4
        return max(inside, 0.0) * smoothed


def is_silent(newest: float, now: float, expected: float, bound: float) -> bool:
    """Ask the program."""
    read = START + timedelta(hours=now)
    last = START + timedelta(hours=newest)
    state = SourceState("s", first_success=START, last_success=read, last_attempt=read, last_post=last)
    return standing(state, RHYTHM, read, expected, bound).is_silent


def alarms(times: list[float], factor: float, *, learns: bool) -> int:
    """Return how many gaps between posts are called silence, with so many times the bound."""
    estimate, told, found = Estimate(), Told(), 0
    for before, after in pairwise(times):
        estimate.add(before)
        expected = estimate.expected(before, after)
        bound = (told.silent_from if learns else SILENT_FROM) * factor
        if is_silent(before, after, expected, bound):
            found += 1
            told = outlived(told, expected)
    return found


def noticed_after(times: list[float], death: float) -> float:
    """Return after how many hours a source that dies at a time is called silent."""
    estimate = Estimate()
    alive = times[: bisect_left(times, death)]
    for time in alive:
        estimate.add(time)
    newest = alive[-1] if alive else 0.0
    for hours in range(1, 24 * 60):
        if is_silent(newest, death + hours, estimate.expected(newest, death + hours), SILENT_FROM):
            return float(hours)
    return math.inf


def main() -> None:
    """Print false alarms a month by bound, and the time until a death is noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    chance = random.Random(words.seed)  # noqa: S311 - a simulation
    everyone = [posts(chance, words.days, rests=n % OFFICES == 0) for n in range(SOURCES)]
    months = (words.days - KNOWN_FOR.days) / 30
    print("false alarms a month, 50 sources:   without learning   learning")
    for factor in (0.5, 0.75, 1.0, 1.5, 2.0):
        plain, learnt = (
            sum(alarms(one, factor, learns=b) for one in everyone) / months for b in (False, True)
        )
        print(f"  {SILENT_FROM * factor:5.1f} posts expected             {plain:10.2f} {learnt:10.2f}")
    print("a death is noticed after, by posts a day:")
    death = words.days * 12.0 + 10
    for low, high in ((1, 3), (3, 10), (10, 30), (30, 100), (100, 10_000)):
        some = [one for one in everyone if low <= len(one) / words.days < high]
        waits = sorted(noticed_after(one, death) for one in some)
        if waits:
            print(f"  {low:4}-{high:<6} {len(some):3} sources, median {waits[len(waits) // 2]:6.0f} h")


if __name__ == "__main__":
    main()
