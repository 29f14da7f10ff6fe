"""What a poll teaches of a source: from one pulse to the next. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.rhythm.pulse import MEMORY, Pulse, branching, calm_rate, follow, rhythm_at
from monitors.rhythm.region import HOURS, QUICK, SLOW, UNKNOWN, surge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitors.rhythm.region import Region

_MOST = 30
"""As many new posts of one poll count: a flood, or a page with all ids changed, is no rhythm."""

_FEW, _LONELY = 3, 3.0
"""Of more than three posts, the oldest is left out if it is three times as far away as the others reach."""

_NOTABLE = 0.3
"""A surge from which on it is noted whether a source goes along."""

_LONG = 4 * MEMORY
"""Surges are rare and matches change slowly: seconds over which what is known of them fades."""

_SET_BACK = 7_200.0
"""A clock that goes back by more seconds was wrong before."""


def observe(
    pulse: Pulse, published: Sequence[datetime], matched: int, now: datetime, region: Region = UNKNOWN
) -> Pulse:
    """Return what is known after a poll that brought new posts, of which so many matched.

    Times may be wrong: what lies in the future was published now; what lies before the last poll counts
    as a post somewhere since, but tells nothing of hours and bursts.
    """
    moment = now.timestamp()
    if pulse.polled > moment + _SET_BACK:
        pulse = replace(pulse, polled=moment, at=min(pulse.at, moment))
    up = surge(region, moment)
    if up > _NOTABLE and pulse.polled:
        pulse = _swept_along(pulse, up, moment, region)
    if not published:
        return _polled(pulse, moment)
    times = sorted(min(moment, when.timestamp()) for when in published)[-_MOST:]
    known = _with(pulse, times, up, moment, region) if pulse.polled else _first_look(times, moment, region)
    told = len(published)
    kept = math.exp(min(0.0, pulse.at - known.at) / _LONG)
    return replace(known, matched=pulse.matched * kept + min(matched, told), told=pulse.told * kept + told)


def _swept_along(pulse: Pulse, up: float, now: float, region: Region) -> Pulse:
    calm = calm_rate(pulse, region) * rhythm_at(pulse, now, region)
    return replace(pulse, due=pulse.due + calm * up * max(0.0, now - pulse.polled))


def _polled(p: Pulse, now: float) -> Pulse:
    # Said in full: this is what nearly every poll comes to, and dataclasses.replace takes five times as long.
    return Pulse(
        max(p.polled, now),
        p.at or now,
        p.exposure,
        p.calm,
        p.quick,
        p.slow,
        p.swept,
        p.due,
        p.hot,
        p.warm,
        p.matched,
        p.told,
        p.hours,
    )


def _with(pulse: Pulse, times: Sequence[float], up: float, now: float, region: Region) -> Pulse:
    known = replace(pulse, polled=max(pulse.polled, now))
    for when in times:
        known = _posted(_aged(known, max(when, pulse.polled, known.at)), when, up, region)
    return known


def _aged(pulse: Pulse, until: float) -> Pulse:
    """Return the pulse with all counts faded to a moment, which becomes theirs."""
    gone = until - pulse.at
    kept, long_kept = math.exp(-gone / MEMORY), math.exp(-gone / _LONG)
    return replace(
        pulse,
        at=until,
        exposure=pulse.exposure * kept + MEMORY * (1 - kept),
        calm=pulse.calm * kept,
        quick=pulse.quick * kept,
        slow=pulse.slow * kept,
        swept=pulse.swept * long_kept,
        due=pulse.due * long_kept,
        hot=pulse.hot * math.exp(-gone / QUICK),
        warm=pulse.warm * math.exp(-gone / SLOW),
        hours=tuple([count * kept for count in pulse.hours]),
    )


def _posted(pulse: Pulse, when: float, up: float, region: Region) -> Pulse:
    """Return an aged pulse with one more post, shared out between what may have brought it."""
    if when < pulse.at:
        return replace(pulse, calm=pulse.calm + 1)
    calm = calm_rate(replace(pulse, polled=pulse.at), region) * rhythm_at(pulse, when, region)
    quick, slow = branching(pulse, region)
    quickly, slowly = pulse.hot * quick / QUICK, pulse.warm * slow / SLOW
    swept = calm * up * follow(pulse, region)
    share = 1 / (calm + quickly + slowly + swept)
    hours = list(pulse.hours)
    hours[int(when // 3_600) % HOURS] += calm * share
    return replace(
        pulse,
        calm=pulse.calm + calm * share,
        quick=pulse.quick + quickly * share,
        slow=pulse.slow + slowly * share,
        swept=pulse.swept + swept * share,
        hot=pulse.hot + 1,
        warm=pulse.warm + 1,
        hours=tuple(hours),
    )


def _first_look(times: Sequence[float], now: float, region: Region) -> Pulse:
    """Return what a source's first page tells: posts, and over which time, faded like all that is known.

    The oldest post only marks where that time begins. Where it lies far before all others (a pinned one),
    the next does.
    """
    while len(times) > _FEW and times[1] - times[0] > _LONELY * (now - times[1]):
        times = times[1:]
    span = now - times[0]
    kept = [when for when in times[1:] if now - when < MEMORY]
    fresh = Pulse(polled=now, at=now, exposure=-MEMORY * math.expm1(-span / MEMORY))
    quick, slow = branching(fresh, region)
    hours = [0.0] * HOURS
    for when in kept:
        hours[int(when // 3_600) % HOURS] += (1 - quick - slow) * math.exp((when - now) / MEMORY)
    return replace(
        fresh,
        calm=sum(hours),
        hot=sum(math.exp((when - now) / QUICK) for when in times),
        warm=sum(math.exp((when - now) / SLOW) for when in times),
        hours=tuple(hours),
    )
