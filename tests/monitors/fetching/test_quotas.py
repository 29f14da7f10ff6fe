"""When a server that counts requests grants none, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from monitors.fetching.quotas import LONGEST, spent_for
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, reply
from tests.fakes.instant_clock import InstantClock

NOW = datetime(2023, 5, 22, 6, tzinfo=UTC)
IN_FIVE_MINUTES = f"{NOW.timestamp() + 300:.0f}"


def _spent(reset: str, left: str = "0", prefix: str = "X-RateLimit-") -> float | None:
    wait = spent_for({f"{prefix}Remaining": left, f"{prefix}Reset": reset}, lambda: NOW)
    return None if wait is None else wait.total_seconds()


@pytest.mark.parametrize("reset", [
    "2023-05-22T06:05:00.000000Z",
    "2023-05-22T09:05:00+03:00",
    "2023-05-22T06:05:00",
    IN_FIVE_MINUTES,
    " 300 ",
    "300.0",
])  # fmt: skip
def test_every_way_of_saying_in_five_minutes(reset: str) -> None:
    """A moment in ISO 8601, seconds since 1970, seconds to wait, under either name."""
    assert _spent(reset) == 300
    assert _spent(reset, left="0.0", prefix="RateLimit-") == 300


@pytest.mark.parametrize("left", ["1", "299", "", "none", "-1", "1.0"])
def test_what_is_left_may_be_used(left: str) -> None:
    """As long as some requests are granted, or nothing clear is said, nobody waits."""
    assert _spent("300", left) is None


@pytest.mark.parametrize("reset", [
    "", "soon", "0", "-5", "nan", "1e9", "2023-05-22T05:59:59Z", "1", "2199-01-01T00:00:00Z", "7226582400",
    f"{NOW.timestamp() * 1000:.0f}", "9" * 15, "9" * 400, "0001-01-01T00:00:00+23:59",
])  # fmt: skip
def test_an_absurd_reset_is_passed_over(reset: str) -> None:
    """The past, another unit, a wrong clock and no moment at all silence nobody for longer than a second."""
    assert (_spent(reset) or 0) <= 1


def test_a_long_wait_is_cut() -> None:
    """Two days are taken for one, as with Retry-After."""
    assert _spent("172800") == LONGEST.total_seconds()


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_it(left: str, reset: str) -> None:
    """Whatever stands in the headers, the wait is none or within a day."""
    wait = spent_for({"RateLimit-Remaining": left, "RateLimit-Reset": reset}, lambda: NOW)
    assert wait is None or timedelta() < wait <= LONGEST


async def test_the_answer_that_used_up_the_requests_counts_and_the_next_waits() -> None:
    """A page with nothing left is a page; until the reset its host is not asked, then it is."""
    spent = ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 2023-05-22T06:05:00Z"]
    limits, clock = FetchLimits("regionwatch/test", allow_private=("127.0.0.1",)), InstantClock()
    async with (
        HostileServer({"/": reply(200, spent, b"1")}) as server,
        Fetcher(limits, clock, Random(1)) as fetcher,  # noqa: S311 - a fixed seed
    ):
        first, second = [await fetcher.fetch(Request(server.url("/"), "h")) for _ in range(2)]
        clock.advance(300)
        third = await fetcher.fetch(Request(server.url("/"), "h"))
    assert isinstance(first, Page)
    assert isinstance(third, Page)
    assert isinstance(second, Refused)
    assert (second.trouble, second.asked) == (Trouble.RATE_LIMITED, False)
    assert second.retry_at == NOW + timedelta(minutes=5)


async def test_too_many_requests_without_a_time_takes_it_from_the_count() -> None:
    """A 429 that only says when its count begins anew is obeyed."""
    counted = reply(429, ["RateLimit-Remaining: 0", f"RateLimit-Reset: {IN_FIVE_MINUTES}"])
    limits = FetchLimits("regionwatch/test", allow_private=("127.0.0.1",))
    async with (
        HostileServer({"/": counted}) as server,
        Fetcher(limits, InstantClock(), Random(1)) as fetcher,  # noqa: S311 - a fixed seed
    ):
        answer = await fetcher.fetch(Request(server.url("/"), "h"))
    assert isinstance(answer, Refused)
    assert answer.retry_at == NOW + timedelta(minutes=5)
