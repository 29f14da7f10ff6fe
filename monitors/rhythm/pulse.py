"""What is known of how often one source posts. Pure; kept with the source as a line of JSON.

A post either comes by itself, or another post or something in the region brings it. For what comes by
itself there is a Gamma-Poisson estimate that forgets, spread over the hours of the day; for what is brought,
a self-exciting process (Hawkes 1971) with two memories. Which of them a post belongs to is never certain:
it counts for each by the share that each had in the rate at that moment, as stochastic declustering has it
(Zhuang, Ogata and Vere-Jones 2002).

A poll that brought nothing changes only ``polled``: all else follows from it and from the times.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from monitors.rhythm.region import HOURS, QUICK, SLOW, UNKNOWN, surge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitors.rhythm.region import Region

MEMORY = 7.2 * 86_400
"""Seconds over which the past fades to 1/e: half of it in five days."""

_PRIOR = 0.5
"""How many posts the guess for an unknown source is worth: rates differ a hundredfold."""

_HOURS_PRIOR = 30.0
"""How many posts the region's rhythm is worth against a source's own."""

_DAYS_PRIOR = 2 * 86_400.0
"""Seconds of watching before a source's own hours count: within a day or two some were not seen as often."""

_BRANCHING_PRIOR = 30.0
"""How many posts the region's habit of following up is worth against a source's own."""

_FOLLOW_PRIOR, _MOST_FOLLOW = 2.0, 1.0
"""How many posts in surges the region is worth, and how strongly a source goes along at most."""

_AHEAD = 120.0
"""The hour's factor is taken so many seconds ahead: about the middle of an interval."""

_UNAWARE = 120.0
"""For how many seconds, at most, a surge counts as having gone on before it was noticed."""

_MOST_BRANCHING = 0.9
"""A source of which every post brought another would never be quiet again."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What one source's polls have taught. Counts are of posts and fade; times are seconds since 1970.

    ``calm`` posts came by themselves, ``quick`` and ``slow`` ones were brought by others, ``swept`` ones by
    the region, of ``due`` that were to be expected if the source went along like all; ``exposure`` is the
    seconds that it was watched; ``hours`` the posts by the hour. ``hot`` and ``warm`` are how many of the
    latest posts still work. All of them are as ``at`` the last post.
    """

    polled: float = 0.0
    at: float = 0.0
    exposure: float = 0.0
    calm: float = 0.0
    quick: float = 0.0
    slow: float = 0.0
    swept: float = 0.0
    due: float = 0.0
    hot: float = 0.0
    warm: float = 0.0
    matched: float = 0.0
    told: float = 0.0
    hours: tuple[float, ...] = (0.0,) * HOURS

    def __str__(self) -> str:
        """Return the text as which it is stored."""
        return as_json(self)


class Forecast(NamedTuple):
    """The rate from a moment on, posts per second: what stays, and two parts that fade over seconds."""

    steady: float
    quick: float
    quick_fading: float
    slow: float
    slow_fading: float

    def rate(self, after: float) -> float:
        """Return the rate after so many seconds."""
        return (
            self.steady
            + self.quick * math.exp(-after / self.quick_fading)
            + self.slow * math.exp(-after / self.slow_fading)
        )

    def posts(self, within: float) -> float:
        """Return how many posts are expected within so many seconds."""
        return (
            self.steady * within
            - self.quick * self.quick_fading * math.expm1(-within / self.quick_fading)
            - self.slow * self.slow_fading * math.expm1(-within / self.slow_fading)
        )


def calm_rate(pulse: Pulse, region: Region) -> float:
    """Return how often a source posts by itself over the whole day, per second."""
    watched = max(0.0, pulse.polled - pulse.at)
    kept = math.exp(-watched / MEMORY)
    exposure = pulse.exposure * kept + MEMORY * (1 - kept)
    return (pulse.calm * kept + _PRIOR) / (exposure + _PRIOR / region.rate)


def rhythm_at(pulse: Pulse, when: float, region: Region) -> float:
    """Return the factor of the hour, one on average: the source's own as far as it is known."""
    place = when / 3_600 - 0.5
    hour = math.floor(place)
    share = place - hour
    first = _hour(pulse, hour % HOURS, region)
    return first + share * (_hour(pulse, (hour + 1) % HOURS, region) - first)


def _hour(pulse: Pulse, hour: int, region: Region) -> float:
    counts = pulse.hours
    own = counts[hour - 1] / 4 + counts[hour] / 2 + counts[(hour + 1) % HOURS] / 4
    prior = _HOURS_PRIOR + pulse.calm * (_DAYS_PRIOR / (pulse.exposure + 1.0)) ** 2
    return (prior * region.hours[hour] + HOURS * own) / (prior + pulse.calm)


def branching(pulse: Pulse, region: Region) -> tuple[float, float]:
    """Return how many further posts one brings, quickly and slowly."""
    total = pulse.calm + pulse.swept + pulse.quick + pulse.slow + _BRANCHING_PRIOR
    quick = (pulse.quick + _BRANCHING_PRIOR * region.quick) / total
    slow = (pulse.slow + _BRANCHING_PRIOR * region.slow) / total
    scale = min(1.0, _MOST_BRANCHING / (quick + slow + 1e-9))
    return quick * scale, slow * scale


def follow(pulse: Pulse, region: Region) -> float:
    """Return how strongly a source goes along with the others."""
    return min(_MOST_FOLLOW, (pulse.swept + _FOLLOW_PRIOR * region.follow) / (pulse.due + _FOLLOW_PRIOR))


def forecast(pulse: Pulse, when: float, region: Region) -> Forecast:
    """Return what a source is expected to bring from a moment on, in seconds since 1970."""
    calm = calm_rate(pulse, region) * rhythm_at(pulse, when + _AHEAD, region)
    quick, slow = branching(pulse, region)
    together = quick + slow
    up = surge(region, when)
    steady = calm / (1 - together)
    swept = steady * up * follow(pulse, region) if up else 0.0
    age = max(0.0, when - pulse.at)
    hot = pulse.hot * math.exp(-age / QUICK) * quick / QUICK
    warm = pulse.warm * math.exp(-age / SLOW) * slow / SLOW
    # What is brought by posts that are not seen yet is missing at first, and comes as the rest fades.
    missing = calm / (1 - together)
    return Forecast(
        steady,
        hot - missing * quick,
        QUICK / (1 - together),
        warm - missing * slow + swept,
        SLOW / (1 - together),
    )


def unseen(pulse: Pulse, now: float, region: Region) -> float:
    """Return how many posts are expected to lie there since the last poll; 0 right after it."""
    since = now - pulse.polled
    if since <= 0 or not pulse.polled:
        return 0.0
    calm = calm_rate(pulse, region) * rhythm_at(pulse, now, region)
    swept = calm * surge(region, now) * follow(pulse, region) * min(since, _UNAWARE)
    # What is up now was not when the source was polled.
    return max(0.0, forecast(pulse, pulse.polled, replace(region, talking=0.0)).posts(since)) + swept


def voices(pulse: Pulse, published: Sequence[datetime]) -> float:
    """Return for how many sources' speaking up a source's new posts count: fewer if it never stops.

    ``pulse`` is the one before the poll.
    """
    if not published or not pulse.polled:
        return 0.0
    first = min(when.timestamp() for when in published)
    warm = pulse.warm * math.exp(-max(0.0, first - pulse.at) / SLOW)
    return sum(1 / (1 + warm + more) for more in range(min(len(published), 5)))


def expected(pulse: Pulse, since: datetime, until: datetime, region: Region = UNKNOWN) -> float:
    """Return how many posts are to be expected over a stretch, as far as is known now."""
    begin, end = since.timestamp(), until.timestamp()
    total = 0.0
    while begin < end:
        # Hour by hour, as the rhythm goes.
        stop = min(end, begin + 3_600)
        total += max(0.0, forecast(pulse, begin, region).posts(stop - begin))
        begin = stop
    return total


_NUMBERS = tuple(each.name for each in fields(Pulse) if each.name != "hours")
_numbers = attrgetter(*_NUMBERS)
_AS_TEXT = "[%.1f,%.1f" + ",%.6g" * (len(_NUMBERS) - 2 + HOURS) + "]"


def as_json(pulse: Pulse) -> str:
    """Write a pulse down, as one list of numbers: times to a tenth of a second, counts to six digits."""
    return _AS_TEXT % (*_numbers(pulse), *pulse.hours)


def from_json(text: str) -> Pulse:
    """Read a pulse; what cannot be read is a fresh one."""
    try:
        values = list(map(float, json.loads(text)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return Pulse()
    if len(values) != len(_NUMBERS) + HOURS or not (min(values) >= 0 and math.isfinite(sum(values))):
        return Pulse()
    known = dict(zip(_NUMBERS, values, strict=False))
    return Pulse(**known, hours=tuple(values[len(_NUMBERS) :]))
