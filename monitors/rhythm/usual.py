"""What is usual for a source by its own rhythm, so that its silence can be judged. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitors.health import SILENT_FROM
from monitors.rhythm import pulse
from monitors.rhythm.region import UNKNOWN
from monitors.rhythm.timetable import pulse_of

if TYPE_CHECKING:
    from storage.model import SourceState

_DAY = 86_400.0
_LONGEST = timedelta(days=60)
"""A longer silence is as unlikely; counting goes hour by hour."""


class Usual(NamedTuple):
    """What a source's own rhythm says: its posts a day, and those it would have brought since its newest."""

    per_day: float
    expected: float


def usual(state: SourceState) -> Usual | None:
    """Return what is usual for a source, None where nothing is known of its rhythm.

    Its pulse counts as it was at its newest post: one that fades while a source is silent would never find
    that strange.
    """
    known = pulse_of(state)
    if not known.at or state.last_success is None:
        return None
    then = replace(known, polled=known.at)
    rate = pulse.calm_rate(then, UNKNOWN) / (1 - sum(pulse.branching(then, UNKNOWN)))
    newest = datetime.fromtimestamp(known.at, UTC)
    silent = state.last_success - newest
    expected = rate * max(silent.total_seconds(), 0.0)
    if expected >= SILENT_FROM / 4:  # near what matters, by the hour
        expected = pulse.expected(then, newest, newest + min(silent, _LONGEST))
    return Usual(rate * _DAY, expected)
