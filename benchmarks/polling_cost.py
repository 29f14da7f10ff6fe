"""What deciding when to poll costs: 10,000 sources at 2,000 requests a minute, one poll in five with a post.

python -m benchmarks.polling_cost
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitors.rhythm.allotment import Allotment, Asked, Terms, allot, interval
from monitors.rhythm.observing import observe
from monitors.rhythm.pulse import Pulse, as_json, from_json, voices
from monitors.rhythm.region import Region, is_rising, stir
from monitors.rhythm.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES, PER_SECOND, EVERY = 10_000, 2_000 / 60, 600.0
RISES_A_DAY = 50
"""Surges after which all plans are made anew, far more than there are."""

POLLS = 4_000


def cost() -> dict[str, float]:
    """Return milliseconds of CPU per second of running, in parts and in all."""
    fleet = Fleet()
    parts = {
        "polls": PER_SECOND * taken(fleet.polls) / POLLS,
        "survey and price": taken(fleet.survey) / EVERY,
        "plans made anew": RISES_A_DAY * taken(fleet.plans) / 86_400,
    }
    return {part: 1_000 * seconds for part, seconds in (parts | {"in all": sum(parts.values())}).items()}


def taken(what: Callable[[], object]) -> float:
    """Return the seconds of CPU that something takes, the best of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        what()
        times.append(time.process_time() - began)
    return min(times)


class Fleet:
    """10,000 sources that have been watched for some days."""

    def __init__(self) -> None:
        self.chance = random.Random(1)  # noqa: S311 - a made-up fleet
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.kept = [as_json(self._pulse()) for _ in range(SOURCES)]
        self.asked = [Asked(from_json(text), 1.0, "host") for text in self.kept]
        self.region = survey(Region(), [one.pulse for one in self.asked], self.now)
        self.allotment = Allotment(Terms(10, 3_600, 1e6, PER_SECOND))
        self.survey()

    def _pulse(self) -> Pulse:
        rate = self.chance.lognormvariate(2, 1.5)
        at = self.now.timestamp() - self.chance.random() * 10_000
        hours = tuple(rate / 5 for _ in range(24))
        return Pulse(at + 100, at, 400_000, 4 * rate, rate, rate, 0, 0, 0.5, 1.0, rate, 6 * rate, hours)

    def survey(self) -> None:
        """Look over all sources and find the price."""
        self.region = survey(self.region, [one.pulse for one in self.asked], self.now)
        self.allotment = allot(self.allotment, self.region, self.asked, 20_000, self.now)

    def polls(self) -> None:
        """Take sources through a poll: read what is known, learn, choose the next poll, write it down."""
        for number in range(POLLS):
            before = from_json(self.kept[number])
            published = [self.now - timedelta(seconds=30)] if number % 5 == 0 else []
            pulse = observe(before, published, 0, self.now, self.region)
            if published:
                self.region = stir(self.region, voices(before, published), published[0], self.now)
                is_rising(self.region, self.now)
            interval(Asked(pulse, 1.0, "host"), self.allotment, self.region, self.now)
            as_json(pulse)

    def plans(self) -> None:
        """Choose the next poll of every source."""
        later = self.now + timedelta(seconds=1)
        for asked in self.asked:
            interval(asked, self.allotment, self.region, later)


def main() -> None:
    """Measure and print."""
    told = ", ".join(f"{part} {ms:.2f}" for part, ms in cost().items())
    print(f"{SOURCES} sources, {PER_SECOND:.1f} polls a second: ms of CPU per second of running: {told}")


if __name__ == "__main__":
    main()
