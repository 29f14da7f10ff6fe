"""When sends stop because nobody answers, and when they go on: pure, on times that are passed in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.breaker import FIRST_PAUSE, LONGEST_UNANSWERED, LONGEST_UNSENT, TRIPS_AFTER, Breaker
from tests.conftest import MORNING


def tripped() -> Breaker:
    """Return a breaker that has just tripped."""
    breaker = Breaker()
    for chat in range(TRIPS_AFTER):
        breaker.unanswered(chat, chat, MORNING, was_sent=True)
    return breaker


def test_one_chat_without_an_answer_stops_nobody() -> None:
    """However often one chat goes unanswered, the others are sent to at the full rate."""
    breaker = Breaker()
    for alert in range(10):
        breaker.unanswered(alert, 7, MORNING, was_sent=True)
    assert (breaker.room(MORNING), breaker.stalled_since) == (None, None)


def test_several_chats_without_an_answer_stop_all() -> None:
    """Nothing begins until the first pause is over, then one probe alone."""
    breaker, later = tripped(), MORNING + FIRST_PAUSE
    assert (breaker.room(MORNING), breaker.stalled_since) == (0, MORNING)
    assert breaker.admits(50, later)
    assert not breaker.admits(51, later)


def test_an_answer_ends_it() -> None:
    """Whatever the answer says, all goes on, and a later trip begins with the shortest pause."""
    breaker = tripped()
    breaker.answered(MORNING)
    assert (breaker.room(MORNING), breaker.stalled_since) == (None, None)
    assert tripped().seconds_to_probe(MORNING) == FIRST_PAUSE.total_seconds()


@pytest.mark.parametrize(("was_sent", "longest"), [(True, LONGEST_UNANSWERED), (False, LONGEST_UNSENT)])
def test_probes_go_less_and_less_often(was_sent: bool, longest: timedelta) -> None:  # noqa: FBT001 - a case
    """Each pause is twice the last, up to a limit that is shorter where a probe certainly did not arrive."""
    breaker, now, pauses = tripped(), MORNING + FIRST_PAUSE, []
    for probe in range(100, 108):
        assert breaker.admits(probe, now)
        breaker.unanswered(probe, probe, now, was_sent=was_sent)
        breaker.over(probe)
        pauses.append(breaker.seconds_to_probe(now))
        now += timedelta(seconds=pauses[-1])
    assert pauses[:2] == [2, 4]
    assert pauses[-1] == longest.total_seconds()


def test_a_clock_that_is_put_back_makes_nobody_wait_longer() -> None:
    """The pause is never longer than it was planned."""
    assert tripped().seconds_to_probe(MORNING - timedelta(hours=1)) == FIRST_PAUSE.total_seconds()
