"""Who is polled when, so that a budget of requests brings the posts soonest. Pure.

A request has a price, the same for all sources and all hours: so many seconds of a post's lying unseen. A
source is polled when what waiting goes on costs exceeds what it costs at best afterwards; at a constant rate
that is the square-root rule of Sia, Cho and Cho (2007), and over the hours of a day it spends as the square
root of the rhythm. The price is found so that the budget is spent. docs/polling.md tells more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.rhythm.pulse import branching, calm_rate, forecast, unseen
from monitors.rhythm.region import HOURS, at_hour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from monitors.rhythm.pulse import Pulse
    from monitors.rhythm.region import Region

MARGIN = 0.8
"""How much of a host's allowance is given away, so that requests seldom queue at its pacer."""

_STEPS = 5
_NEAR = 0.02

_SHARE_PRIOR = 2.0
"""How many posts the region's share of matches is worth against a source's own."""

_SOONEST = 2 * 86_400.0
_LATEST = 5 * 86_400.0
"""Seconds over which what was spent is held against what was planned, and against the budget."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What polling may cost: intervals in seconds, requests per second in all (None: as hosts allow)."""

    shortest: float
    longest: float
    per_host: float
    in_all: float | None = None


def terms(
    shortest: timedelta, longest: timedelta, per_host: float, requests_per_minute: float | None = None
) -> Terms:
    """Return the terms of a configuration; ``per_host`` is in requests per second."""
    in_all = None if requests_per_minute is None else requests_per_minute / 60
    return Terms(shortest.total_seconds(), longest.total_seconds(), per_host, in_all)


@dataclass(frozen=True, slots=True)
class Asked:
    """One source as the allotment sees it."""

    pulse: Pulse
    weight: float = 1.0
    host: str = ""


@dataclass(frozen=True, slots=True)
class Allotment:
    """The price of a request, in seconds of one post's delay; on crowded hosts it is higher.

    ``spent`` and ``planned`` are requests of the last days, ``granted`` the budget's and ``used`` what was
    made of it over more days; ``at`` is when they were brought up to date (seconds since 1970).
    """

    terms: Terms
    price: float = 0.0
    hosts: Mapping[str, float] = field(default_factory=dict)
    spent: float = 0.0
    planned: float = 0.0
    used: float = 0.0
    granted: float = 0.0
    at: float = 0.0


_HOPE = 0.25
"""How many standard deviations of what is known of its matches a source is given on credit."""

_LEAST = 0.005
"""What a source is worth of whose posts none matched so far, beside one whose posts all do."""


def weight(pulse: Pulse, region: Region, voice: float = 1.0, followers: int = 0) -> float:
    """Return what a post of a source is worth noticing: how likely it matches, whose word it is, who waits.

    Of the share that matches a little more than the mean of a Beta estimate counts, the less is known the
    more, so that a new source is not passed over. ``voice`` is a factor;
    each doubling of the followers counts for one more half.
    """
    share = (pulse.matched + _SHARE_PRIOR * region.share) / (pulse.told + _SHARE_PRIOR)
    doubt = math.sqrt(share * (1 - share) / (pulse.told + _SHARE_PRIOR + 1))
    return voice * (_LEAST + min(1.0, share + _HOPE * doubt)) * (1 + 0.5 * math.log2(1 + followers))


def interval(asked: Asked, allotment: Allotment, region: Region, now: datetime) -> timedelta:
    """Return how long to wait from now on until a source is polled.

    Asked right after a poll or at any time later, when more is known of the region.
    """
    moment = now.timestamp()
    pulse, bounds = asked.pulse, allotment.terms
    since = max(0.0, moment - pulse.polled) if pulse.polled else 0.0
    price = 2 * max(allotment.price, allotment.hosts.get(asked.host, 0.0)) / asked.weight
    wait = _wait(pulse, price, bounds.longest, region, moment)
    return timedelta(seconds=max(0.0, min(max(wait, bounds.shortest - since), bounds.longest - since)))


def _wait(pulse: Pulse, price: float, longest: float, region: Region, now: float) -> float:
    """Return when the posts that lie unseen then cost as much as what comes after costs at its best.

    That is the condition N(t)² = 2 · price · rate(t), where N counts from the last poll: at a constant
    rate the square-root rule, after a burst sooner than that. Newton's method, from the rate as it is now.
    """
    steady, quick, quick_fading, slow, slow_fading = forecast(pulse, now, region)
    already = unseen(pulse, now, region)
    wait = math.sqrt(price / (steady + quick + slow))
    for _ in range(_STEPS):
        wait = min(max(wait, 0.0), longest)
        quick_left, slow_left = math.exp(-wait / quick_fading), math.exp(-wait / slow_fading)
        after = steady + quick * quick_left + slow * slow_left
        count = steady * wait + quick * quick_fading * (1 - quick_left) + slow * slow_fading * (1 - slow_left)
        step = (math.sqrt(price * after) - already - count) / after
        wait += step
        if abs(step) < _NEAR * wait:
            break
    return wait


def allot(
    allotment: Allotment, region: Region, asked: Sequence[Asked], requests: int, now: datetime
) -> Allotment:
    """Return the prices anew, given how many requests were made since the last time.

    What the rates make likely gives the price; how far requests went beyond what was planned with it, in
    bursts or for further pages, corrects it, and so does what was left or overdrawn in the last days.
    """
    moment = now.timestamp()
    demands = _demands(asked, region)
    kept = _booked(allotment, region, demands, requests, moment)
    hour = at_hour(region.hours, moment)
    return replace(
        kept,
        price=_price_in_all(kept, region, demands),
        hosts={
            host: _price(demand, MARGIN * kept.terms.per_host, hour, kept.terms)
            for host, demand in demands.items()
        },
    )


_Demand = dict[int, int]
"""How many sources have which rate, weighted: by the rate's logarithm in steps of an eighth."""

_FINE = 8


def _demands(asked: Iterable[Asked], region: Region) -> dict[str, _Demand]:
    demands: dict[str, _Demand] = {}
    for one in asked:
        rate = one.weight * calm_rate(one.pulse, region) / (1 - sum(branching(one.pulse, region)))
        step = round(_FINE * math.log(rate))
        demand = demands.setdefault(one.host, {})
        demand[step] = demand.get(step, 0) + 1
    return demands


def _requests(demand: _Demand, price: float, hour: float, terms: Terms) -> float:
    """Return the requests per second that a price brings at a factor of the hour."""
    scale = math.sqrt(2 * price / hour)
    return sum(
        count / min(max(scale * math.exp(-step / (2 * _FINE)), terms.shortest), terms.longest)
        for step, count in demand.items()
    )


_CHEAPEST, _DEAREST = 1e-9, 1e12
"""Between these prices lies any budget; at the cheapest, requests are free."""


def _price(demand: _Demand, per_second: float, hour: float, terms: Terms) -> float:
    low, high = _CHEAPEST, _DEAREST
    while high > 1.005 * low:
        middle = math.sqrt(low * high)
        low, high = (middle, high) if _requests(demand, middle, hour, terms) > per_second else (low, middle)
    return high if low > _CHEAPEST else 0.0


def _price_in_all(kept: Allotment, region: Region, demands: Mapping[str, _Demand]) -> float:
    if kept.terms.in_all is None:
        return 0.0
    whole: _Demand = {}
    for demand in demands.values():
        for step, count in demand.items():
            whole[step] = whole.get(step, 0) + count
    hour = (sum(math.sqrt(factor) for factor in region.hours) / HOURS) ** 2
    price = _price(whole, kept.terms.in_all, hour, kept.terms)
    more = (kept.spent / kept.planned) ** 2 * min(max(kept.used / kept.granted, 0.8), 1.25) ** 2
    return price * min(max(more, 0.25), 16.0)


def _booked(
    allotment: Allotment, region: Region, demands: Mapping[str, _Demand], requests: int, now: float
) -> Allotment:
    """Return the allotment with what was spent since it was last looked at, the past fading."""
    per_second = allotment.terms.in_all or 0.0
    passed = now - allotment.at
    if not allotment.at or passed <= 0:
        hours, day = 7_200 * per_second + 1, 43_200 * per_second + 1
        return replace(allotment, spent=hours, planned=hours, used=day, granted=day, at=now)
    hour = at_hour(region.hours, now - passed / 2)
    planned = passed * sum(
        _requests(demand, max(allotment.price, allotment.hosts.get(host, 0.0)), hour, allotment.terms)
        for host, demand in demands.items()
    )
    soon, late = math.exp(-passed / _SOONEST), math.exp(-passed / _LATEST)
    return replace(
        allotment,
        spent=allotment.spent * soon + requests,
        planned=allotment.planned * soon + planned,
        used=allotment.used * late + requests,
        granted=allotment.granted * late + passed * per_second,
        at=now,
    )
