"""How a source stands: quiet is told from broken, with since when and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.health import SILENT_FROM, newest_post, own_interval, standing
from monitors.schedule import Rhythm
from storage.model import Health, Reason, SourceState, Trouble
from tests.conftest import MORNING

if TYPE_CHECKING:
    from datetime import datetime

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3600, 86_400))
RHYTHM = Rhythm(10 * SECOND, 10 * MINUTE)
READ = SourceState("s", first_success=MORNING - 30 * DAY, last_success=MORNING - 30 * SECOND)


@pytest.mark.parametrize(
    ("failures", "trouble", "seconds_ago", "expected"),
    [
        (0, None, 30, Health.FRESH),
        (0, None, 300, Health.LATE),
        (2, Trouble.TIMEOUT, 30, Health.FRESH),
        (2, Trouble.TIMEOUT, 300, Health.LATE),
        (3, Trouble.LAYOUT, 30, Health.BROKEN),
        (3, Trouble.EMPTY, 30, Health.BROKEN),
        (3, Trouble.NO_PREVIEW, 30, Health.BROKEN),
        (3, Trouble.NOT_FOUND, 30, Health.GONE),
        (3, Trouble.PRIVATE, 30, Health.GONE),
        (3, Trouble.RENAMED, 30, Health.GONE),
        (2, Trouble.NOT_FOUND, 30, Health.FRESH),
        (0, None, None, Health.LATE),
    ],
)
def test_quiet_is_told_from_broken(
    failures: int, trouble: Trouble | None, seconds_ago: int | None, expected: Health
) -> None:
    """Three pages in a row that could not be read are broken, whatever they looked like."""
    success = None if seconds_ago is None else MORNING - timedelta(seconds=seconds_ago)
    state = SourceState("s", failures=failures, trouble=trouble, last_success=success)
    assert standing(state, RHYTHM, MORNING).health is expected


@pytest.mark.parametrize("trouble", Trouble)
def test_what_is_broken_says_since_when_and_why(trouble: Trouble) -> None:
    """The first failure in a row, its reason, and for operators what exactly it was."""
    state = replace(
        READ, failures=3, trouble=trouble, trouble_since=MORNING - MINUTE, trouble_detail="as it was"
    )
    found = standing(state, RHYTHM, MORNING)
    other = {Trouble.NO_PREVIEW: Reason.PREVIEW_OFF, Trouble.PRIVATE: Reason.WENT_PRIVATE}
    assert (found.since, found.detail) == (MORNING - MINUTE, "as it was")
    assert found.reason == other.get(trouble, trouble)
    assert standing(replace(state, first_success=None), RHYTHM, MORNING).reason is trouble


@pytest.mark.parametrize(
    ("state", "reason", "since"),
    [
        (SourceState("s"), Reason.NEVER_READ, None),
        (replace(READ, last_success=MORNING - HOUR), Reason.UNREAD, MORNING - HOUR),
        (SourceState("s", failures=1, trouble=Trouble.DNS, trouble_since=MORNING), Trouble.DNS, MORNING),
    ],
)
def test_what_is_late_says_why(state: SourceState, reason: Reason | Trouble, since: datetime | None) -> None:
    """Never read yet is not the same as read no longer."""
    found = standing(state, RHYTHM, MORNING)
    assert (found.health, found.reason, found.since) == (Health.LATE, reason, since)


def test_late_is_measured_by_the_source_s_own_interval() -> None:
    """A quiet source is asked every ten minutes: half an hour is its time, a bit more is late."""
    asked = MORNING - 25 * MINUTE
    slow = replace(READ, last_success=asked, last_attempt=asked, next_poll=asked + 10 * MINUTE)
    assert own_interval(slow, RHYTHM) == 10 * MINUTE
    assert standing(slow, RHYTHM, MORNING).health is Health.FRESH
    assert standing(slow, RHYTHM, MORNING + 7 * MINUTE).health is Health.LATE


def test_a_plan_of_a_clock_that_was_put_back_stretches_nothing() -> None:
    """The interval is never longer than the longest that there is."""
    ahead = replace(READ, last_attempt=MORNING, next_poll=MORNING + 9 * DAY)
    assert own_interval(ahead, RHYTHM) == RHYTHM.longest


@pytest.mark.parametrize(("minutes", "expected"), [(14, Health.LATE), (16, Health.BROKEN)])
def test_a_server_that_demands_a_long_wait_is_broken_in_a_quarter_of_an_hour(
    minutes: int, expected: Health
) -> None:
    """Three polls would take hours: 429 with Retry-After."""
    begun = MORNING - minutes * MINUTE
    waits = replace(READ, last_success=begun, failures=1, trouble=Trouble.RATE_LIMITED, trouble_since=begun)
    assert standing(replace(waits, next_poll=MORNING + HOUR), RHYTHM, MORNING).health is expected
    overdue = replace(waits, next_poll=MORNING - MINUTE)
    assert standing(overdue, RHYTHM, MORNING).health is Health.LATE


@given(st.integers(10, 600), st.lists(st.integers(10, 30_000), min_size=3, max_size=3), st.integers(0, 3600))
def test_a_source_that_fails_is_broken_in_time(interval: int, waits: list[int], later: int) -> None:
    """After three polls, or three intervals, or a quarter of an hour: whatever lies between its polls."""
    rhythm = Rhythm(interval * SECOND, 600 * SECOND)
    times = [MORNING + sum(waits[:n]) * SECOND for n in range(4)]
    now = MORNING + max(3 * rhythm.interval, 15 * MINUTE) + later * SECOND
    failures = sum(moment <= now for moment in times[:3])
    planned = times[failures] if failures < 3 else None
    state = replace(READ, failures=failures, trouble=Trouble.DNS, trouble_since=MORNING, next_poll=planned)
    assert standing(state, rhythm, now).health is Health.BROKEN


def test_a_source_that_is_read_but_silent_for_too_long_is_late() -> None:
    """304 for ever, or the same bytes: what its rhythm expects makes quiet unlikely; less does not."""
    state = replace(READ, last_post=MORNING - 3 * DAY)
    found = standing(state, RHYTHM, MORNING, SILENT_FROM + 1)
    assert (found.health, found.reason, found.since) == (Health.LATE, Reason.SILENT, MORNING - 3 * DAY)
    assert found.is_silent
    for expected in (SILENT_FROM - 1, 0.0, None):
        assert standing(state, RHYTHM, MORNING, expected).health is Health.FRESH
    assert standing(state, RHYTHM, MORNING, SILENT_FROM + 1, silent_from=40.0).health is Health.FRESH


def test_a_new_source_is_not_called_silent() -> None:
    """Of a few days nobody knows what is usual at the weekend."""
    young = replace(READ, first_success=MORNING - 6 * DAY)
    assert standing(young, RHYTHM, MORNING, 1000.0).health is Health.FRESH


def test_what_cannot_be_read_is_not_called_silent() -> None:
    """Silence of a source that is not read says nothing."""
    state = replace(READ, failures=3, trouble=Trouble.TLS, trouble_since=MORNING)
    assert standing(state, RHYTHM, MORNING, 1000.0).reason is Trouble.TLS


def test_a_hiccup_is_told_but_changes_nothing() -> None:
    """One failed poll of a source that was read just now."""
    state = replace(READ, failures=1, trouble=Trouble.TIMEOUT, trouble_since=MORNING)
    found = standing(state, RHYTHM, MORNING)
    assert (found.health, found.reason) == (Health.FRESH, Trouble.TIMEOUT)


def test_dates_from_the_future_are_no_news() -> None:
    """A feed may say 2199."""
    assert newest_post(replace(READ, last_post=MORNING + DAY), MORNING) is None
    assert newest_post(replace(READ, last_post=MORNING), MORNING) == MORNING


moments = st.none() | st.integers(-(10**7), 10**7).map(lambda seconds: MORNING + seconds * SECOND)


@given(
    moments,
    moments,
    moments,
    st.integers(0, 9),
    st.none() | st.sampled_from(Trouble),
    st.none() | st.floats(0, 1e9),
)
def test_everything_but_fresh_has_a_reason(
    success: datetime | None,
    attempt: datetime | None,
    planned: datetime | None,
    failures: int,
    trouble: Trouble | None,
    expected: float | None,
) -> None:
    """Whatever is remembered, by whichever clock."""
    trouble = (trouble or Trouble.TIMEOUT) if failures else None
    state = SourceState(
        "s",
        first_success=success,
        last_success=success,
        last_attempt=attempt,
        next_poll=planned,
        failures=failures,
        trouble=trouble,
        trouble_since=attempt if failures else None,
    )
    found = standing(state, RHYTHM, MORNING, expected)
    assert found.reason is not None or found.health is Health.FRESH


def test_a_paused_source_is_late_whatever_else_is_known() -> None:
    """Its silence means nothing as long as operators let it rest; then it is judged as before."""
    paused = replace(READ, failures=9, trouble=Trouble.TIMEOUT, paused=MORNING + HOUR)
    found = standing(paused, RHYTHM, MORNING)
    assert (found.health, found.reason, found.since) == (Health.LATE, Reason.PAUSED, READ.last_success)
    assert standing(paused, RHYTHM, MORNING + HOUR).health is Health.BROKEN
