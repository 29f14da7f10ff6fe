"""What the sources of a region have in common: their hours, their habits, and whether something is up.

One of a region's sources tells something of the others: at which hours people post, how far a post brings
further ones, how often a source posts of which nothing is known yet. And when many speak up at once, then
those that have not been asked yet will have something too. All of it is worked out from the sources'
pulses (:func:`monitors.rhythm.survey.survey`) and from what is heard; nothing here needs to be stored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

HOURS = 24
FLAT = (1.0,) * HOURS

QUICK, SLOW = 300.0, 2_400.0
"""How long, in seconds, a post goes on bringing further ones: what comes within minutes, and within the hour.

Between them they fit any one scale from some minutes to some hours, as each has a weight of its own.
"""

LISTENING = 600.0
"""Seconds for which a source that spoke up counts as talking now."""

_DOUBT = 5.0
"""How many standard deviations (of a Poisson count) more than usual are taken for chance."""

_RISE = 1.3
"""By how much the rates must have risen for all plans to be made anew."""

_ANSWERED = 1_200.0
"""Seconds over which a surge that was answered is forgotten, so that the next one counts as a rise."""


@dataclass(frozen=True, slots=True)
class Region:
    """What a source is taken for before it is known, and how many are talking now.

    ``rate`` is of a typical source, in posts per second that nothing triggered; ``hours`` its rhythm, UTC,
    one on average; ``quick`` and ``slow`` how many further posts one brings; ``follow`` how far a source
    goes along when the others talk twice as much; ``share`` how many posts match. ``usual`` is how many
    sources talk at a time (``bias`` corrects it), ``talking`` how many did ``at`` some moment (seconds since
    1970), ``answered`` the surge that plans were last made for, ``answered_at`` that moment.
    """

    rate: float = 10 / 86_400
    hours: tuple[float, ...] = FLAT
    quick: float = 0.15
    slow: float = 0.15
    follow: float = 1.0
    share: float = 0.3
    usual: float = math.inf
    bias: float = 1.0
    talking: float = 0.0
    at: float = 0.0
    answered: float = 0.0
    answered_at: float = 0.0


UNKNOWN = Region()
"""A region of which nothing is known yet."""


def at_hour(table: tuple[float, ...], when: float) -> float:
    """Return a table's value at a moment (seconds since 1970), straight between the hours' middles."""
    place = when / 3_600 - 0.5
    hour = math.floor(place)
    before = table[hour % HOURS]
    return before + (place - hour) * (table[(hour + 1) % HOURS] - before)


def talking(region: Region, when: float) -> float:
    """Return how many sources are talking at a moment, in seconds since 1970."""
    return region.talking * math.exp(min(0.0, region.at - when) / LISTENING)


def surge(region: Region, when: float) -> float:
    """Return by which share more sources talk than they do at this hour; 0 where it is no more."""
    if not region.talking:
        return 0.0
    usual = region.usual * region.bias * at_hour(region.hours, when)
    if usual == math.inf:
        return 0.0
    return max(0.0, (talking(region, when) - usual - _DOUBT * math.sqrt(usual + 1)) / (usual + 1))


def stir(region: Region, voices: float, published: datetime, now: datetime) -> Region:
    """Return the region after so many sources' worth of news was heard; old news count for less.

    Polls that bring posts go in here (:func:`monitors.rhythm.pulse.voices` says for how much), and whatever
    else says that something is happening, for example a story that spreads.
    """
    moment = max(now.timestamp(), region.at)
    fresh = math.exp(min(0.0, published.timestamp() - moment) / LISTENING)
    return replace(region, talking=talking(region, moment) + voices * fresh, at=moment)


def is_rising(region: Region, now: datetime) -> bool:
    """Tell whether so much more is up than plans were made for that they should be made anew."""
    moment = now.timestamp()
    forgotten = math.exp(min(0.0, region.answered_at - moment) / _ANSWERED)
    return 1 + surge(region, moment) > _RISE * (1 + region.answered * forgotten)


def answered(region: Region, now: datetime) -> Region:
    """Return the region after all plans were made anew."""
    moment = now.timestamp()
    return replace(region, answered=surge(region, moment), answered_at=moment)
