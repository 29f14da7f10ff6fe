"""What polls teach of each other, and that the next poll is planned by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitors.exchange import Request
from monitors.rhythm import allotment
from monitors.rhythm.timetable import Timetable, pulse_of
from monitors.rhythm.usual import usual
from monitors.visit import Visit
from storage.model import Source, SourceState, Voice
from tests.conftest import MORNING
from tests.examples import post, sighting

DAY = timedelta(days=1)
TERMS = allotment.terms(timedelta(seconds=10), timedelta(minutes=10), 0.5)
SOURCES = [Source("feed", f"s{number}", host="one.example") for number in range(40)]


def watched(days: int, every: timedelta, source: Source = SOURCES[0], *, matched: int = 0) -> SourceState:
    """Return what is known of a source that was polled every hour and posted so often."""
    table, state, hour = Timetable(TERMS, SOURCES), SourceState(source.key), timedelta(hours=1)
    now, next_post = MORNING - days * DAY, MORNING - days * DAY
    while now <= MORNING:
        times = []
        while next_post <= now:
            times.append(next_post)
            next_post += every
        pace = table.pace(state)
        assert pace is not None
        known = pace.after(times, min(matched, len(times)), now)
        state = replace(state, pulse=known, last_success=now)
        now += hour
    return state


LIVELY, LAZY = watched(20, timedelta(minutes=30)), watched(20, timedelta(days=2), SOURCES[1])


def interval(table: Timetable, state: SourceState) -> timedelta:
    """Return how long a source waits for its next poll."""
    pace = table.pace(state)
    assert pace is not None
    return pace.interval(pulse_of(state), MORNING)


def crowd() -> list[SourceState]:
    """Return forty sources on one host, which allows a request in two seconds."""
    states = (LIVELY if number % 2 else LAZY for number in range(len(SOURCES)))
    return [replace(state, source=source.key) for state, source in zip(states, SOURCES, strict=True)]


def test_requests_go_where_posts_are_likely() -> None:
    """Where a host's allowance is short, the lively are asked sooner and nobody is left out."""
    table, states = Timetable(TERMS, SOURCES), crowd()
    table.review(states, MORNING)
    waits = [interval(table, state) for state in states]
    assert max(waits[1::2]) * 2 < min(waits[::2])
    assert max(waits) <= timedelta(minutes=10)
    assert sum(1 / wait.total_seconds() for wait in waits) <= 0.5


def test_few_sources_are_asked_as_often_as_they_may() -> None:
    """With requests to spare, every source waits for the shortest interval."""
    table = Timetable(TERMS, SOURCES[:2])
    table.review([LIVELY, LAZY], MORNING)
    assert interval(table, LIVELY) == timedelta(seconds=10)


@pytest.mark.parametrize("better", [{"voice": Voice.OFFICIAL}, {"matched": 9}], ids=["voice", "matches"])
def test_what_matters_more_is_asked_sooner(better: dict[str, object]) -> None:
    """By whose word it is, and by how many of its posts match."""
    plain, other = SOURCES[2], replace(SOURCES[3], voice=better.get("voice", Voice.CHANNEL))  # type: ignore[arg-type] # a voice
    table = Timetable(TERMS, [*SOURCES[4:], plain, other])
    states = [
        watched(20, timedelta(minutes=30), plain),
        watched(20, timedelta(minutes=30), other, matched=int(str(better.get("matched", 0)))),
    ]
    table.review([*crowd()[4:], *states], MORNING)
    assert interval(table, states[1]) < interval(table, states[0])


def test_a_source_that_is_not_polled_has_no_pace() -> None:
    """What is handed over needs no plan."""
    assert Timetable(TERMS, []).pace(LIVELY) is None


def test_a_pulse_survives_its_text() -> None:
    """What was stored plans like what is in memory; a damaged text is a new source's."""
    table, stored = Timetable(TERMS, SOURCES), replace(LIVELY, pulse=str(LIVELY.pulse))
    table.review(crowd(), MORNING)
    seconds = [interval(table, state).total_seconds() for state in (stored, LIVELY)]
    assert seconds[0] == pytest.approx(seconds[1], rel=0.01)
    assert pulse_of(replace(LIVELY, pulse="{")).told == 0


def test_silence_is_judged_by_the_rhythm_itself() -> None:
    """Two days without a post are nothing to a lazy source, and much to a lively one."""
    later = MORNING + 2 * DAY
    silent = [usual(replace(state, last_success=later)) for state in (LIVELY, LAZY)]
    assert silent[0] is not None
    assert silent[1] is not None
    assert (silent[0].expected > 40, silent[1].expected < 4) == (True, True)
    assert silent[0].per_day == pytest.approx(48, rel=0.3)
    assert usual(SourceState("feed:new")) is None


def test_a_flood_takes_little_from_its_neighbours() -> None:
    """It is polled more often than they are, and they not even a tenth more seldom than without it."""
    table, sources = Timetable(TERMS, SOURCES[:10]), SOURCES[:10]
    states = [replace(LIVELY, source=source.key) for source in sources]
    pace = table.pace(states[0])
    assert pace is not None
    calm, flooded = pulse_of(states[0]), pulse_of(states[0])
    for second in range(0, 300, 10):
        now = MORNING + timedelta(seconds=second)
        flooded = pace.after([now] * 30, 0, now)
        pace = replace(pace, pulse=flooded)
    asked = 1 / pace.interval(flooded, MORNING + timedelta(seconds=290)).total_seconds()
    allowed = allotment.MARGIN * TERMS.per_host
    assert allowed / 10 < asked
    assert (allowed - allowed / 10) / (allowed - asked) < 1.1
    assert pace.interval(calm, MORNING) == timedelta(seconds=10)


def test_what_many_are_told_of_is_asked_sooner() -> None:
    """How many chats a source's posts were told to is learnt from the polls themselves."""
    table, states = Timetable(TERMS, SOURCES), crowd()
    table.review(states, MORNING)
    followed, other = states[1], states[3]
    pace = table.pace(followed)
    assert pace is not None
    seen = Visit(SOURCES[1], followed, next=None, first=Request("u", "one.example"), pages=1)
    news = [sighting(post("1", published=MORNING))]
    table.heard(pace, seen, news, replace(followed, last_attempt=MORNING), told=200.0)
    assert interval(table, followed) < interval(table, other)
