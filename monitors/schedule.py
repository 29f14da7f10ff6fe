"""When a source is polled next. Pure; the state lives in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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
