"""When a source is polled next, and how it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitors.schedule import Rhythm, health, next_poll, rhythm
from storage.model import Health, SourceState, Trouble
from tests.conftest import MORNING

RHYTHM = Rhythm(timedelta(seconds=10), timedelta(minutes=10))


def test_the_interval_is_stretched_where_the_host_allows_less() -> None:
    """Thirty channels at one request in two seconds take a minute each."""
    ten, longest = timedelta(seconds=10), timedelta(minutes=10)
    assert rhythm(ten, longest, 4, 0.5).interval == ten
    assert rhythm(ten, longest, 30, 0.5).interval == timedelta(seconds=60)
    crowded = rhythm(ten, longest, 600, 0.5)
    assert crowded.interval == crowded.longest == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 10), (1, 10), (2, 20), (4, 80), (9, 600), (10_000, 600)]
)
def test_failures_double_the_interval_up_to_the_longest(failures: int, seconds: int) -> None:
    """Polling never stops for good."""
    planned = next_poll(failures, RHYTHM, MORNING, None)
    assert planned - MORNING == timedelta(seconds=seconds)


def test_a_demanded_wait_is_only_ever_longer() -> None:
    """The later of our own plan and the server's demand counts."""
    for wait, seconds in ((timedelta(seconds=3), 10), (timedelta(hours=1), 3600)):
        assert next_poll(0, RHYTHM, MORNING, MORNING + wait) - MORNING == timedelta(seconds=seconds)


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
    assert health(state, RHYTHM, MORNING) is expected
