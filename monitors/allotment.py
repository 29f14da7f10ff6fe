"""Who is polled when, so that a budget of requests brings the posts soonest. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitors.pulse import branching, calm_rate, forecast
from monitors.region import HOURS, SLOW, Region, surge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitors.pulse import Pulse


@dataclass(frozen=True, slots=True)
class Allotment:
    price: float
    shortest: float
    longest: float


def interval(pulse: Pulse, weight: float, allotment: Allotment, region: Region, now: datetime) -> timedelta:
    moment = now.timestamp()
    price = 2 * allotment.price / weight
    look = forecast(pulse, moment, moment + 120, region)
    since = max(0.0, moment - pulse.polled)
    unseen = look.steady * since if since else 0.0
    wait = math.sqrt(price / look.rate(0))
    longest = allotment.longest
    for _ in range(4):
        wait = min(max(wait, 0.0), longest)
        after = look.rate(wait)
        change = (math.sqrt(price * after) - unseen - look.count(wait)) / after
        wait += change
        if abs(change) < 0.02 * wait:
            break
    return timedelta(seconds=min(max(wait, allotment.shortest - since), longest - since))


def survey(region: Region, pulses: Sequence[Pulse], now: datetime) -> Region:
    """Return the region anew, as all pulses show it."""
    moment = now.timestamp()
    hours = [0.0] * HOURS
    calm = quick = slow = swept = due = rates = talking = 0.0
    for p in pulses:
        for h in range(HOURS):
            hours[h] += p.hours[h]
        calm += p.calm
        quick += p.quick
        slow += p.slow
        swept += p.swept
        due += p.due
        rate = calm_rate(p, moment, region)
        rates += rate
        talking += (1 - math.exp(-rate * SLOW)) / SLOW * 600
    total = sum(hours)
    posts = calm + quick + slow + swept
    smooth = [(hours[h - 1] + 2 * hours[h] + hours[(h + 1) % HOURS]) / 4 for h in range(HOURS)]
    k = 24 * 10.0
    return replace(
        region,
        rate=(rates + 10 / 86400) / (len(pulses) + 1),
        hours=tuple((k + HOURS * s) / (k + total) for s in smooth),
        quick=(quick + 0.15 * 200) / (posts + 200),
        slow=(slow + 0.15 * 200) / (posts + 200),
        follow=(swept + 20) / (due + 20),
        usual=talking,
    )


def demand(pulses, weights, region):
    bins: dict[int, float] = {}
    for pulse, weight in zip(pulses, weights, strict=True):
        quick, slow = branching(pulse, region)
        rate = weight * calm_rate(pulse, 0, region) / (1 - quick - slow)
        key = round(8 * math.log(rate))
        bins[key] = bins.get(key, 0) + 1
    return [(math.exp(k / 8), n) for k, n in bins.items()]


def requests(table, price, hour, shortest, longest):
    return sum(n / min(max(math.sqrt(2 * price / (r * hour)), shortest), longest) for r, n in table)


def price_for(table, region, per_second: float, shortest, longest) -> float:
    hours = (sum(math.sqrt(h) for h in region.hours) / HOURS) ** 2
    low, high = -20.0, 30.0
    for _ in range(40):
        p = math.exp((low + high) / 2)
        if requests(table, p, hours, shortest, longest) > per_second:
            low = (low + high) / 2
        else:
            high = (low + high) / 2
    return math.exp((low + high) / 2)
