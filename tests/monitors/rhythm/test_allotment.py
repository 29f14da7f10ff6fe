"""Who is polled when, under a budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitors.rhythm.allotment import MARGIN, Allotment, Asked, Terms, allot, interval, terms, weight
from monitors.rhythm.observing import observe
from monitors.rhythm.pulse import Pulse
from monitors.rhythm.region import UNKNOWN, answered, is_rising, stir, surge
from monitors.rhythm.survey import survey

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WIDE = Terms(shortest=1.0, longest=1e6, per_host=1e6, in_all=1.0)


def known(a_day: float) -> Pulse:
    """Return the pulse of a source that has posted so often, for long, and lies calm."""
    exposure = 7 * 86_400.0
    return Pulse(
        polled=NOW.timestamp(),
        at=NOW.timestamp() - 1,
        exposure=exposure,
        calm=0.7 * a_day * 7,
        quick=0.15 * a_day * 7,
        slow=0.15 * a_day * 7,
        hours=(0.7 * a_day * 7 / 24,) * 24,
    )


def allotted(asked: list[Asked], given: Terms) -> Allotment:
    """Return the first allotment of sources."""
    return allot(Allotment(given), UNKNOWN, asked, 0, NOW)


def seconds(asked: Asked, allotment: Allotment) -> float:
    """Return a source's interval right after a poll."""
    return interval(asked, allotment, UNKNOWN, NOW).total_seconds()


def test_a_source_that_posts_sixteen_times_as_often_is_polled_four_times_as_often() -> None:
    """The square-root rule, where nothing else is known."""
    rare, often = Asked(known(20)), Asked(known(320))
    allotment = Allotment(WIDE, price=0.5)
    assert seconds(rare, allotment) / seconds(often, allotment) == pytest.approx(4, rel=0.2)


def test_the_budget_is_spent() -> None:
    """Calm sources together take most of what is given; the rest is for bursts."""
    asked = [Asked(known(2.0**n)) for n in range(10)] * 30
    allotment = allotted(asked, replace(WIDE, in_all=2.0))
    spent = sum(1 / seconds(one, allotment) for one in asked)
    assert 1.5 < spent < 2.0


def test_what_was_overdrawn_makes_requests_dearer() -> None:
    """Twice the requests that were planned raise the price, half of them lower it."""
    asked = [Asked(known(20))] * 300
    first = allotted(asked, WIDE)
    hour = NOW + timedelta(hours=1)
    right = allot(first, UNKNOWN, asked, 3600, hour)
    assert right.price == pytest.approx(first.price, rel=0.1)
    assert allot(first, UNKNOWN, asked, 7200, hour).price > 1.2 * right.price
    assert allot(first, UNKNOWN, asked, 1800, hour).price < right.price


def test_intervals_keep_their_bounds() -> None:
    """However often a source posts, and however little it is worth."""
    given = terms(timedelta(seconds=10), timedelta(minutes=10), 0.5)
    free, dear = Allotment(given), Allotment(given, price=1e9)
    for asked in (Asked(known(0.001)), Asked(known(100_000)), Asked(Pulse()), Asked(known(5), 1e-6)):
        assert seconds(asked, free) == 10
        assert seconds(asked, dear) == 600


def test_a_crowded_host_s_sources_wait_and_others_do_not() -> None:
    """Fifty sources on one host share what it allows; one alone is polled at the shortest interval."""
    given = terms(timedelta(seconds=10), timedelta(minutes=10), 0.5)
    crowd = [Asked(known(2.0 ** (n % 8)), 1.0, "t.me") for n in range(50)]
    alone = Asked(known(5), 1.0, "example.org")
    allotment = allotted([*crowd, alone], given)
    assert sum(1 / seconds(one, allotment) for one in crowd) == pytest.approx(0.5 * MARGIN, rel=0.2)
    assert seconds(alone, allotment) == 10


def test_a_budget_in_all_holds_beside_the_hosts_allowance() -> None:
    """Whichever is less counts."""
    asked = [Asked(known(20), 1.0, f"host{n}") for n in range(20)]
    given = terms(timedelta(seconds=10), timedelta(minutes=10), 0.5, requests_per_minute=20)
    spent = sum(1 / seconds(one, allotted(asked, given)) for one in asked)
    assert 15 / 60 < spent < 20 / 60


def test_who_matches_is_worth_more_and_a_new_source_is_not_passed_over() -> None:
    """Between one that always matches and one that never does stands one of which nothing is known."""
    always, never = Pulse(matched=100, told=100), Pulse(matched=0, told=100)
    weights = [weight(one, UNKNOWN) for one in (never, Pulse(), always)]
    assert weights == sorted(weights)
    assert weights[0] < 0.1 * weights[1]
    assert weight(always, UNKNOWN, voice=2.0, followers=3) == pytest.approx(4 * weights[2])


def test_a_new_source_is_polled_about_as_often_as_a_typical_one() -> None:
    """Of a source without a past the region is expected to be the measure."""
    region = survey(UNKNOWN, [known(30)] * 20, NOW)
    allotment = Allotment(WIDE, price=1.0)
    fresh, typical = (interval(Asked(one), allotment, region, NOW) for one in (Pulse(), known(30)))
    assert 0.5 < fresh / typical < 2


def test_when_many_speak_up_the_others_are_polled_sooner_and_plans_are_made_anew_once() -> None:
    """A surge shortens the intervals of sources that have said nothing yet, and then fades."""
    usual = replace(UNKNOWN, usual=10.0, talking=10.0, at=NOW.timestamp())
    up = stir(usual, 40, NOW, NOW)
    asked, allotment = Asked(known(20)), Allotment(WIDE, price=1.0)
    assert interval(asked, allotment, up, NOW) < 0.8 * interval(asked, allotment, usual, NOW)
    assert is_rising(up, NOW)
    assert not is_rising(usual, NOW)
    assert not is_rising(answered(up, NOW), NOW)
    assert surge(up, (NOW + timedelta(hours=2)).timestamp()) == 0


def test_old_news_stir_nobody() -> None:
    """What was published hours ago, and is seen now, is no surge."""
    usual = replace(UNKNOWN, usual=10.0, talking=10.0, at=NOW.timestamp())
    assert surge(stir(usual, 40, NOW - timedelta(hours=3), NOW), NOW.timestamp()) == 0


def test_the_region_s_hours_are_those_of_its_sources() -> None:
    """A new source is expected to post when the others do, once they were watched for some days."""
    by_day = [float(8 <= hour < 20) * 10 for hour in range(24)]
    pulse = replace(known(20), hours=tuple(by_day))
    region = survey(UNKNOWN, [pulse] * 50, NOW)
    assert region.hours[14] > 5 * region.hours[3]
    assert sum(region.hours) == pytest.approx(24)
    first_day = observe(Pulse(), [], 0, NOW - timedelta(hours=6))
    assert survey(UNKNOWN, [replace(first_day, hours=tuple(by_day))] * 50, NOW).hours == (1.0,) * 24
