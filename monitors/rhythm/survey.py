"""A look over all sources' pulses, now and then: what they have in common. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.rhythm.pulse import MEMORY, calm_rate
from monitors.rhythm.region import FLAT, HOURS, LISTENING, SLOW, UNKNOWN, at_hour, talking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitors.rhythm.pulse import Pulse
    from monitors.rhythm.region import Region

_POSTS = 200.0
"""How many posts the guesses about an unknown region are worth."""

_DAY = 86_400.0


def survey(region: Region, pulses: Sequence[Pulse], now: datetime) -> Region:
    """Return what all pulses show of the region; every ten minutes is often enough."""
    moment = now.timestamp()
    rates = [calm_rate(pulse, region) for pulse in pulses]
    swept, due = sum(p.swept for p in pulses), sum(p.due for p in pulses)
    quick, slow = sum(p.quick for p in pulses), sum(p.slow for p in pulses)
    posts = sum(p.calm for p in pulses) + swept + quick + slow
    matched, told = sum(p.matched for p in pulses), sum(p.told for p in pulses)
    days = max((_days(p) for p in pulses), default=0.0)
    seen = replace(
        region,
        rate=(sum(rates) + UNKNOWN.rate) / (len(rates) + 1),
        hours=_hours(pulses, days, moment),
        quick=(quick + _POSTS * UNKNOWN.quick) / (posts + _POSTS),
        slow=(slow + _POSTS * UNKNOWN.slow) / (posts + _POSTS),
        follow=(swept + 20 * UNKNOWN.follow) / (due + 20),
        share=(matched + _POSTS * UNKNOWN.share) / (told + _POSTS),
    )
    return _usual(seen, rates, days, moment)


def _days(pulse: Pulse) -> float:
    """Return for how many days a source has been watched, as far as its memory reaches."""
    watched = max(0.0, pulse.polled - pulse.at) if pulse.polled else 0.0
    kept = math.exp(-watched / MEMORY)
    exposure = pulse.exposure * kept + MEMORY * (1 - kept)
    return -MEMORY * math.log(max(1e-3, 1 - exposure / MEMORY)) / _DAY


def _hours(pulses: Sequence[Pulse], days: float, now: float) -> tuple[float, ...]:
    """Return the region's rhythm: posts by the hour over how long each hour was watched.

    Within the first day there is none: an hour that has not been seen says nothing.
    """
    if days < 1:
        return FLAT
    counts = [sum(column) for column in zip(*(p.hours for p in pulses), strict=True)]
    watched = [_watched(hour, days, now) for hour in range(HOURS)]
    few = _POSTS / HOURS
    whole = sum(counts) / sum(watched)
    rates = [(c + few) / (w * whole + few) for c, w in zip(counts, watched, strict=True)]
    smooth = [(rates[h - 1] + 2 * rates[h] + rates[(h + 1) % HOURS]) / 4 for h in range(HOURS)]
    mean = sum(smooth) / HOURS
    return tuple(rate / mean for rate in smooth)


def _watched(hour: int, days: float, now: float) -> float:
    """Return for how long an hour of the day was watched, the past fading as it does for the posts."""
    ago = (now / 3_600 - 0.5 - hour) % HOURS / HOURS
    times = math.ceil(days - ago)
    faded = math.exp(-_DAY / MEMORY)
    return math.exp(-ago * _DAY / MEMORY) * (1 - faded**times) / (1 - faded)


def _usual(region: Region, rates: Sequence[float], days: float, now: float) -> Region:
    """Return the region with how many of its sources talk at a time.

    What the rates make likely is corrected towards the median of what is heard, step by step, so that
    neither clusters of posts nor a surge mislead. Within the first day nothing is usual.
    """
    if days < 1:
        return replace(region, usual=math.inf)
    usual = sum(-math.expm1(-rate * SLOW) for rate in rates) * LISTENING / SLOW
    heard = talking(region, now)
    step = 0.015 + 0.06 / days**2
    up = heard > usual * region.bias * at_hour(region.hours, now)
    return replace(region, usual=usual, bias=region.bias * math.exp(step if up else -step))
