"""When a source is polled next, and how it stands. Pure; the state lives in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.model import Health, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model import SourceState

BROKEN_AFTER = 3
"""Polls in a row without a readable page after which a source counts as broken."""

_GRACE = timedelta(minutes=1)
"""What may be added to three intervals before a source counts as late."""

_GONE = frozenset({Trouble.GONE, Trouble.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often one source is polled: the interval, and what failures may stretch it to."""

    interval: timedelta
    longest: timedelta


def rhythm(shortest: timedelta, longest: timedelta, sources_on_host: int, per_host: float) -> Rhythm:
    """Return the rhythm of a source that shares its host with others.

    ``per_host`` is the host's allowance in requests per second: where it does not suffice for the
    shortest interval, the interval is stretched.
    """
    fair = timedelta(seconds=sources_on_host / per_host)
    interval = max(shortest, fair)
    return Rhythm(interval, max(longest, interval))


def next_poll(failures: int, rhythm: Rhythm, now: datetime, not_before: datetime | None) -> datetime:
    """Return when to poll again; failures double the interval up to the longest, never for good."""
    doublings = min(max(failures - 1, 0), 20)
    chosen = now + min(rhythm.interval * float(2**doublings), rhythm.longest)
    return max(chosen, not_before) if not_before else chosen


def health(state: SourceState, rhythm: Rhythm, now: datetime) -> Health:
    """Tell how a source stands: whether silence means that nothing happened.

    ``fresh``: read lately. ``late``: not read for three intervals. ``broken``: three polls in a row
    brought no readable page. ``gone``: the network says, as often, that there is no such source.
    """
    if state.failures >= BROKEN_AFTER:
        return Health.GONE if state.trouble in _GONE else Health.BROKEN
    if state.last_success is None or now - state.last_success > 3 * rhythm.interval + _GRACE:
        return Health.LATE
    return Health.FRESH
