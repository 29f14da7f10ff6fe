"""What operators are told of one source, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.health.told import APART, OFTEN, Told, outlived, word
from monitors.health import SILENT_FROM
from storage.model import Health
from tests.conftest import MORNING

FRESH, BROKEN, GONE = Health.FRESH, Health.BROKEN, Health.GONE
MINUTE = timedelta(minutes=1)


def words(*seen: Health, every: timedelta = MINUTE) -> list[tuple[Health, int]]:
    """Return what is said of a source that is seen like this, one look after the other."""
    told, said = Told(), []
    for number, health in enumerate(seen):
        told, is_said, times = word(told, health, MORNING + number * every)
        told = Told.read(told.written())
        if is_said:
            said.append((health, times))
    return said


def test_once_and_when_it_is_over() -> None:
    """A source that goes on as it was told is not told again."""
    assert words(FRESH, BROKEN, BROKEN, BROKEN, FRESH, FRESH) == [(BROKEN, 0), (FRESH, 0)]


def test_another_state_is_news() -> None:
    """Broken, and then gone."""
    assert words(BROKEN, GONE, GONE, FRESH) == [(BROKEN, 0), (GONE, 0), (FRESH, 0)]


def test_one_that_comes_and_goes_is_told_so_and_then_left_alone() -> None:
    """Two times as any other, the third with the number; then nothing until hours have passed."""
    assert words(*[BROKEN, FRESH] * 50) == [
        (BROKEN, 0),
        (FRESH, 0),
        (BROKEN, 0),
        (FRESH, 0),
        (BROKEN, OFTEN),
    ]


def test_after_hours_it_is_told_how_it_ended() -> None:
    """With the number of times; and then it is a source like any other."""
    long_after = [FRESH] * int(APART / MINUTE)
    said = words(*[BROKEN, FRESH] * 20, *long_after, BROKEN, FRESH)
    assert said[5:] == [(FRESH, 20), (BROKEN, 0), (FRESH, 0)]


def test_seldom_is_not_often() -> None:
    """Once a day is told each time."""
    assert words(*[BROKEN, FRESH] * 4, every=timedelta(hours=12)) == [(BROKEN, 0), (FRESH, 0)] * 4


@given(st.lists(st.sampled_from(Health), max_size=200))
def test_there_is_never_a_storm_and_the_last_word_is_true(seen: list[Health]) -> None:
    """A few words in hours, whatever a source does; then the last word is how it stands."""
    said = words(*seen, every=timedelta(seconds=1))
    assert len(said) <= 2 * OFTEN - 1
    told = Told()
    for health in seen:
        told = word(told, health, MORNING).told
    if seen:
        assert word(told, seen[-1], MORNING + APART).told.health is seen[-1]


@pytest.mark.parametrize(
    "text", ["", "broken", "[]", "{", '{"health": "odd"}', '{"at": 5}', '{"turns": null}']
)
def test_what_cannot_be_read_is_nothing_told(text: str) -> None:
    """So that everything that is wrong is told again."""
    assert Told.read(text) == Told()


def test_a_silence_that_ended_by_itself_is_usual_from_then_on() -> None:
    """An office is silent every weekend: it is told once, not every week; but a bound remains."""
    assert Told().silent_from == SILENT_FROM
    assert outlived(Told(), 28.0).silent_from > 28.0
    assert outlived(outlived(Told(), 28.0), 5.0).outlived == 28.0
    assert outlived(Told(), 1e9).silent_from <= 8 * SILENT_FROM
