"""What the sources of a region have in common: their hours, their habits, and whether something is up.

One of a region's sources tells something of the others: at which hours people post, how far a post brings
further ones, how often a source posts of which nothing is known yet. And when many speak up at once, then
those that have not been asked yet will have something too. All of it is worked out from the sources'
pulses (:mod:`monitors.allotment`); nothing here needs to be stored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

HOURS = 24

QUICK, SLOW = 300.0, 2_400.0
"""How long, in seconds, a post goes on bringing further ones: what comes within minutes, and within the hour.

Between them they fit any one scale from some minutes to some hours, as each has a weight of its own.
"""

FLAT = (1.0,) * HOURS

_LISTENING = 600.0
"""Seconds for which a source that spoke up counts as talking now."""

_DOUBT = 4.0
"""How many sources more or less are taken for chance before a surge is believed, in sources."""


@dataclass(frozen=True, slots=True)
class Region:
    """What a source is taken for before it is known, and how many are talking now.

    ``rate`` is of a typical source, in posts per second that nothing triggered; ``hours`` its rhythm, UTC,
    one on average; ``quick`` and ``slow`` how many further posts one brings; ``follow`` how far a source
    goes along when all others' rates are doubled. ``usual`` is how many sources talk at a time,
    ``talking`` how many did ``at`` some moment (in seconds since 1970).
    """

    rate: float = 10 / 86_400
    hours: tuple[float, ...] = FLAT
    quick: float = 0.15
    slow: float = 0.15
    follow: float = 1.0
    usual: float = 0.0
    talking: float = 0.0
    at: float = 0.0


UNKNOWN = Region()
"""A region of which nothing is known yet."""


def at_hour(table: tuple[float, ...], when: float) -> float:
    """Return a table's value at a moment (seconds since 1970), straight from one hour's middle to the next."""
    place = when / 3_600 - 0.5
    hour = math.floor(place)
    share = place - hour
    before = table[hour % HOURS]
    return before + share * (table[(hour + 1) % HOURS] - before)


def surge(region: Region, when: float) -> float:
    """Return by how much more the sources talk than they do at this hour, 0 where it is no more."""
    if region.talking <= 0:
        return 0.0
    talking = region.talking * math.exp((region.at - when) / _LISTENING) if when > region.at else region.talking
    usual = region.usual * at_hour(region.hours, when)
    return max(0.0, (talking - usual) / (usual + _DOUBT))


def stirred(region: Region, voices: float, published: float, now: float) -> Region:
    """Return the region after something was heard: so many sources' worth, published at a moment.

    What a story that spreads tells of goes in here too. Old news count for less.
    """
    kept = math.exp(min(0.0, region.at - now) / _LISTENING)
    fresh = math.exp(min(0.0, published - now) / _LISTENING)
    return replace(region, talking=region.talking * kept + voices * fresh, at=max(now, region.at))
