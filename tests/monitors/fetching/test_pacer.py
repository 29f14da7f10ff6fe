"""The pace of requests to one host, and how long a host is left alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.fetching.pacer import Pacer, retry_after
from tests.fakes.instant_clock import InstantClock

NOW = datetime(2023, 5, 22, 6, tzinfo=UTC)


@pytest.fixture
def clock() -> InstantClock:
    """Give a clock at which nothing has happened yet."""
    return InstantClock()


@pytest.fixture
def pacer(clock: InstantClock) -> Pacer:
    """Give a pacer of one request in two seconds, with a fifth of jitter."""
    return Pacer(0.5, 0.2, clock, Random(1))  # noqa: S311 - a fixed seed, not a secret


async def _starts(pacer: Pacer, clock: InstantClock, hosts: list[str]) -> list[float]:
    """Return the seconds at which turns at these hosts began."""
    starts = []
    for host in hosts:
        await pacer.turn(host)
        starts.append((clock.now() - NOW).total_seconds())
    return starts


async def test_the_first_request_goes_at_once(pacer: Pacer, clock: InstantClock) -> None:
    """A host that was not asked before is not waited for."""
    assert await _starts(pacer, clock, ["a"]) == [0]


async def test_gaps_are_never_shorter_than_the_rate_and_differ(pacer: Pacer, clock: InstantClock) -> None:
    """Between two requests lie at least 1/rate seconds, at most a fifth more, not always the same."""
    starts = await _starts(pacer, clock, ["a"] * 50)
    gaps = [after - before for before, after in pairwise(starts)]
    assert min(gaps) >= 2
    assert max(gaps) <= 2.4
    assert max(gaps) - min(gaps) > 0.2


async def test_hosts_do_not_wait_for_each_other(pacer: Pacer, clock: InstantClock) -> None:
    """A busy host leaves another one's first turn alone."""
    assert await _starts(pacer, clock, ["a", "b", "c"]) == [0, 0, 0]


async def test_waiting_together_keeps_the_order_and_the_rate(pacer: Pacer, clock: InstantClock) -> None:
    """Ten that ask at once begin one after another, in the order of asking."""
    begun: list[tuple[int, float]] = []

    async def ask(number: int) -> None:
        await pacer.turn("a")
        begun.append((number, (clock.now() - NOW).total_seconds()))

    await asyncio.gather(*map(ask, range(10)))
    assert [number for number, _ in begun] == list(range(10))
    assert 18 <= begun[-1][1] <= 21.6


async def test_a_host_that_rested_is_not_made_up_for(pacer: Pacer, clock: InstantClock) -> None:
    """After an hour of rest there is one turn at once, not 1,800."""
    await pacer.turn("a")
    clock.advance(3600)
    starts = await _starts(pacer, clock, ["a", "a"])
    assert starts[1] - starts[0] >= 2


async def test_a_clock_set_back_does_not_stop_a_host(pacer: Pacer, clock: InstantClock) -> None:
    """After a jump of a day into the past, the next turn comes within two gaps."""
    await _starts(pacer, clock, ["a", "a"])
    clock.advance(-86_400)
    await pacer.turn("a")
    assert clock.slept[-1] <= 4.8


def test_back_off_doubles_up_to_an_hour(pacer: Pacer, clock: InstantClock) -> None:
    """A host that keeps refusing is left alone for 1, 2, 4 … minutes, at most 60."""
    waits = []
    for _ in range(9):
        until = pacer.back_off("a")
        waits.append((until - clock.now()).total_seconds() / 60)
        clock.advance((until - clock.now()).total_seconds())
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_an_answer_makes_the_next_back_off_small_again(pacer: Pacer, clock: InstantClock) -> None:
    """Doubling goes on only while nothing else than refusals comes."""
    clock.advance((pacer.back_off("a") - clock.now()).total_seconds())
    pacer.relax("a")
    assert pacer.back_off("a") - clock.now() == timedelta(minutes=1)


def test_refusals_that_come_together_count_once(pacer: Pacer, clock: InstantClock) -> None:
    """Five requests under way when the limit struck do not make half an hour of it."""
    assert {pacer.back_off("a") - clock.now() for _ in range(5)} == {timedelta(minutes=1)}


def test_a_longer_wait_is_not_cut_short_by_a_later_answer(pacer: Pacer, clock: InstantClock) -> None:
    """What the host asked for first holds until it is over, whatever another answer says."""
    long = pacer.back_off("a", timedelta(hours=3))
    assert pacer.back_off("a", timedelta(seconds=5)) == long
    pacer.relax("a")
    assert pacer.closed_until("a") == long
    clock.advance(3 * 3600)
    assert pacer.closed_until("a") is None


def test_only_the_host_that_asked_is_left_alone(pacer: Pacer) -> None:
    """A refusal concerns one pacer's name."""
    pacer.back_off("a")
    assert pacer.closed_until("b") is None


def test_a_clock_set_back_never_shortens_a_wait(pacer: Pacer, clock: InstantClock) -> None:
    """The wait is as long by the new time as it was by the old."""
    pacer.back_off("a", timedelta(minutes=10))
    clock.advance(-7200)
    until = pacer.closed_until("a")
    assert until is not None
    assert until - clock.now() == timedelta(minutes=10)


async def test_hosts_without_a_past_are_forgotten(pacer: Pacer, clock: InstantClock) -> None:
    """Redirects to ten thousand hosts leave no ten thousand entries, and no refusal is forgotten."""
    pacer.back_off("refuser", timedelta(hours=20))
    for number in range(10_000):
        await pacer.turn(f"host{number}")
        clock.advance(1)
    assert len(pacer._lanes) <= 1001
    assert pacer.closed_until("refuser") is not None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("1.5", 1.5),
        ("86400", 86_400),
        ("86401", 86_400),
        ("9" * 8000, 86_400),
        ("Mon, 22 May 2023 06:02:00 GMT", 120),
        ("Mon, 22 May 2023 09:02:00 +0300", 120),
        ("Monday, 22-May-23 06:02:00 GMT", 120),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_retry_after_is_obeyed(header: str, seconds: float) -> None:
    """Seconds and dates are taken as they stand, up to a day."""
    assert retry_after(header, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "0",
        "-5",
        "soon",
        "1e3",
        "inf",
        "nan",
        "١٢",
        "Sun, 21 May 2023 06:00:00 GMT",
        "Mon, 99 May 2023",
        "1 2",
    ],
)
def test_what_asks_for_nothing_is_passed_over(header: str) -> None:
    """Garbage, nothing, negative numbers and dates in the past say nothing about the wait."""
    assert retry_after(header, NOW) is None


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ ([+-]\d+|GMT)"))
def test_no_header_breaks_the_reader(header: str) -> None:
    """Whatever a server writes, the wait is nothing or lies within a day."""
    wait = retry_after(header, NOW)
    assert wait is None or timedelta() < wait <= timedelta(days=1)


def test_a_challenge_that_several_meet_closes_the_host(pacer: Pacer) -> None:
    """One source alone does not, however often; nor do several with a real page in between."""
    for who, challenged in (("a", True), ("a", True), ("b", False), ("c", True)):
        pacer.note("h", who, challenged=challenged)
    assert pacer.closed_until("h") is None
    pacer.note("h", "d", challenged=True)
    assert pacer.closed_until("h") == NOW + timedelta(seconds=60)
