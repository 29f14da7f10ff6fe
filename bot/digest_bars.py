"""The numbers of a digest's picture: reports over its time, by severity. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from storage.summary_numbers import Told

SEVERITIES = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)
"""In the order in which a bar is made of them, from below."""

_GRACE = timedelta(minutes=1)
"""So much after its time a digest is still in time: no bar is added for that."""

_MINUTES, _HOUR, _DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)

_HOURLY, _DAILY = timedelta(hours=2), timedelta(days=2)
"""Up to these lengths a digest is shown in bars of five minutes, and of an hour; longer ones in days."""

_AT_LEAST = {_MINUTES: 12, _HOUR: 24, _DAY: 7}
_AT_MOST = 48
"""Bars; of a digest that is longer, the last ones."""

_MOST_TIMES = 8
"""Times of day that find room under a picture."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Reports of each stretch of time, by severity as :data:`SEVERITIES` has them.

    ``marks`` are digits and where they stand, in bars from the left: 0 is the first one's left edge.
    """

    counts: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[float, str], ...] = ()


def bars_of(
    told: Iterable[Told], severities: Mapping[int, Severity], since: datetime, until: datetime, zone: ZoneInfo
) -> Bars:
    """Return the bars of a digest of this time; ``severities`` are those of the stories that count.

    An hour is shown in twelve bars, a day in 24, a week in seven. What was reported before is no part of it.
    """
    step = _step(until - since)
    edges = _edges(since, until, step, zone)
    counts = [[0] * len(SEVERITIES) for _ in edges[1:]]
    for one in told:
        slot = bisect_right(edges, one.at) - 1
        if 0 <= slot < len(counts) and one.story in severities:
            counts[slot][SEVERITIES.index(severities[one.story])] += one.reports
    return Bars(tuple(map(tuple, counts)), tuple(_marks(edges, step, zone)))


def _step(span: timedelta) -> timedelta:
    if span <= _HOURLY + _GRACE:
        return _MINUTES
    return _HOUR if span <= _DAILY + _GRACE else _DAY


def _edges(since: datetime, until: datetime, step: timedelta, zone: ZoneInfo) -> list[datetime]:
    """Return where the bars begin, and where the last one ends, in UTC."""
    if step == _DAY:
        return _days(since, until, zone)
    end = _rounded_up(until - _GRACE, step, zone)
    return [end - steps * step for steps in _back(end - since, step)]


def _days(since: datetime, until: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return where days begin that end when the last one does on the wall, however many hours they have."""
    begin, end = since.astimezone(zone), until.astimezone(zone)
    back = _back(end.replace(tzinfo=None) - begin.replace(tzinfo=None), _DAY)
    return [(end - days * _DAY).astimezone(UTC) for days in back]


def _back(span: timedelta, step: timedelta) -> Iterable[int]:
    """Return how many steps each edge lies before the last one."""
    return range(min(_AT_MOST, max(_AT_LEAST[step], -(-(span - _GRACE) // step))), -1, -1)


def _rounded_up(moment: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """Return when the stretch of time ends in which a moment lies, on the clock of a zone."""
    local = moment.astimezone(zone)
    minutes = int(step / timedelta(minutes=1))
    begin = local.replace(minute=local.minute - local.minute % minutes, second=0, microsecond=0)
    return begin.astimezone(UTC) + step


def _marks(edges: list[datetime], step: timedelta, zone: ZoneInfo) -> Iterator[tuple[float, str]]:
    """Yield days of the month under their bars, or times of day between bars."""
    local = [edge.astimezone(zone) for edge in edges]
    if step == _DAY:
        yield from ((place + 0.5, str(edge.day)) for place, edge in enumerate(local[:-1]))
        return
    every = _every(len(edges) - 1, step)
    for place, edge in enumerate(local):
        if (edge.hour * 60 + edge.minute) * timedelta(minutes=1) % every == timedelta(0):
            yield float(place), f"{edge:%H:%M}"


def _every(bars: int, step: timedelta) -> timedelta:
    """Return how far apart times are written, so that they find room."""
    rhythm = (15, 30, 60, 180, 360)
    spans = (timedelta(minutes=minutes) for minutes in rhythm if minutes * timedelta(minutes=1) > step)
    return next((span for span in spans if bars * step <= _MOST_TIMES * span), timedelta(hours=12))
