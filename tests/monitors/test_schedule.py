"""When a source is polled next, and how it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitors.schedule import Rhythm, next_poll, rhythm
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
