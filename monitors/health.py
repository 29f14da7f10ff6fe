"""How a source stands: whether silence means that nothing happened. Pure; promise 5 of the house."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.model import Health, Reason, Standing, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from monitors.schedule import Rhythm
    from storage.model import SourceState

BROKEN_AFTER = 3
"""Polls in a row without a readable page after which a source counts as broken."""

BROKEN_AT_LAST = timedelta(minutes=15)
"""Where fewer polls than that can be made, because a server demands a long wait: after this time."""

LATE_AFTER = 3
"""Intervals without a reading after which a source counts as late, and a minute besides."""

SILENT_FROM = 20.0
"""Posts that a source's rhythm would have brought, from which on silence is too unlikely to be quiet.

Were posts independent of each other, a gap of 20 would come once in exp(20), half a thousand million gaps.
They come in bursts and sources change their ways: docs/health.md has the false alarms that were counted.
"""

KNOWN_FOR = timedelta(days=7)
"""How long a source must have been read before its silence is judged: one week, with its weekend."""

_GRACE = timedelta(minutes=1)
_GONE = frozenset({Trouble.GONE, Trouble.NOT_FOUND, Trouble.PRIVATE, Trouble.RENAMED})
_WAS_READ = {Trouble.NO_PREVIEW: Reason.PREVIEW_OFF, Trouble.PRIVATE: Reason.WENT_PRIVATE}
"""What a refusal means for a source that was read before: something was changed there."""


def standing(
    state: SourceState,
    rhythm: Rhythm,
    now: datetime,
    expected: float | None = None,
    silent_from: float = SILENT_FROM,
) -> Standing:
    """Tell how a source stands at a time, since when and why.

    ``gone``: the network says, three polls in a row, that there is nothing under this name for the public.
    ``broken``: as often, or for a quarter of an hour, there was no readable page. ``late``: it was never read
    yet, or not for three of its own intervals; or it is read, but silent; or operators
    paused it. ``fresh``: anything else.

    ``expected`` is how many posts its rhythm would have brought between its newest one and its last reading
    (None: not known), ``silent_from`` the number from which on that is too many.
    """
    if state.paused and state.paused > now:
        return Standing(Health.LATE, state.last_success, Reason.PAUSED, "", expected)
    if _is_broken(state, rhythm, now):
        health = Health.GONE if state.trouble in _GONE else Health.BROKEN
        return Standing(health, state.trouble_since, _reason(state), state.trouble_detail, expected)
    if state.last_success is None:
        reason = _reason(state) or Reason.NEVER_READ
        return Standing(Health.LATE, state.trouble_since, reason, state.trouble_detail)
    if now - state.last_success > late_after(state, rhythm):
        reason = _reason(state) or Reason.UNREAD
        return Standing(Health.LATE, state.last_success, reason, state.trouble_detail, expected)
    if _is_silent(state, now, expected, silent_from):
        return Standing(Health.LATE, newest_post(state, now), Reason.SILENT, "", expected)
    return Standing(Health.FRESH, state.trouble_since, _reason(state), state.trouble_detail, expected)


def late_after(state: SourceState, rhythm: Rhythm) -> timedelta:
    """Return the time without a reading after which a source counts as late."""
    return LATE_AFTER * own_interval(state, rhythm) + _GRACE


def own_interval(state: SourceState, rhythm: Rhythm) -> timedelta:
    """Return the time between two polls of a source: as its next one was planned, if that is longer."""
    if state.trouble is not None or state.last_attempt is None or state.next_poll is None:
        return rhythm.interval
    return min(max(rhythm.interval, state.next_poll - state.last_attempt), rhythm.longest)


def newest_post(state: SourceState, now: datetime) -> datetime | None:
    """Return the time of a source's newest post; None where no post has one that can be."""
    return state.last_post if state.last_post and state.last_post <= now else None


def _is_broken(state: SourceState, rhythm: Rhythm, now: datetime) -> bool:
    if state.failures >= BROKEN_AFTER:
        return True
    if not state.failures or state.trouble_since is None or state.next_poll is None:
        return False
    # Not for a poll that is overdue: then it is the program that rests.
    enough = max(BROKEN_AFTER * rhythm.interval, BROKEN_AT_LAST)
    return state.next_poll > now and now - state.trouble_since >= enough


def _is_silent(state: SourceState, now: datetime, expected: float | None, silent_from: float) -> bool:
    if expected is None or state.first_success is None:
        return False
    return expected >= silent_from and now - state.first_success >= KNOWN_FOR


def _reason(state: SourceState) -> Trouble | Reason | None:
    if state.trouble is None:
        return None
    was_read = state.first_success is not None
    return _WAS_READ.get(state.trouble, state.trouble) if was_read else state.trouble
