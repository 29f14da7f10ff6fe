"""Two events of one place and topic on one day, and clocks that are wrong."""

from __future__ import annotations

import pytest

from tests.monitors.stories.placed import SHELLING, Wire

TEXT = "Село Козинка попало под обстрел из миномётов"


def test_a_gap_longer_than_the_silence_parts() -> None:
    """A morning's and an afternoon's shelling are two stories, whoever tells of them."""
    for source in ("a", "b"):
        wire = Wire()
        first = wire.story("a", 0, TEXT)
        assert wire.story(source, 200, TEXT) != first


def test_posts_that_come_late_together_are_parted_by_their_moments() -> None:
    """After an outage both shellings of a day come in at once, each post to its own."""
    wire = Wire()
    first = wire.story("a", 0, TEXT, now=600)
    second = wire.story("a", 400, TEXT, now=600)
    assert second != first
    assert wire.story("b", 3, "Под обстрел из миномётов попало село Козинка", now=601) == first


@pytest.mark.parametrize("again", ["снова", "вновь", "повторно", "знову", "again", "opnieuw"])
def test_what_happened_again_is_another_event(again: str) -> None:
    """The same place is shelled again half an hour later, in the words of four languages."""
    wire = Wire()
    first = wire.story("a", 0, TEXT)
    assert wire.story("b", 30, f"Козинка {again} попала под обстрел из миномётов") != first


def test_within_minutes_again_is_the_same_event() -> None:
    """Who says "again" at once means that it is not the first time, as the others do."""
    wire = Wire()
    first = wire.story("a", 0, TEXT)
    assert wire.story("b", 6, "Село Козинка снова попало под обстрел из миномётов") == first
    assert wire.story("c", 25, "Село Козинка вновь попало под обстрел из миномётов") == first


def test_those_who_say_again_join_the_second_event() -> None:
    """The second story goes on with all who say so."""
    wire = Wire()
    wire.tell("a", 0, TEXT)
    second = wire.story("a", 40, "Село Козинка снова попало под обстрел из миномётов")
    assert wire.story("b", 45, "Село Козинка повторно попало под обстрел из миномётов") == second


def test_other_times_of_day_are_other_events() -> None:
    """More than an hour apart they part, also over midnight; a few minutes do not."""
    for time, is_same in ((8 * 60 + 40, True), (10 * 60, False), (23 * 60 + 50, False)):
        wire = Wire()
        first = wire.story("a", 0, TEXT, times=frozenset({8 * 60 + 30}))
        assert (wire.story("b", 5, f"{TEXT} сегодня", times=frozenset({time})) == first) is is_same


@pytest.mark.parametrize("off", [-60, 60, 62])
def test_a_clock_that_is_an_hour_wrong_parts_nothing(off: float) -> None:
    """What comes in together is of one moment, though a source's clock keeps another zone's time."""
    wire = Wire()
    first = wire.story("a", 100, TEXT, targets=(SHELLING,))
    assert wire.story("b", 101 + off, "Село Козинка снова попало под обстрел", now=101) == first


def test_a_clock_ahead_does_not_keep_a_story_open() -> None:
    """A post from the future is heard now."""
    wire = Wire()
    first = wire.story("a", 500, TEXT, now=0)
    assert wire.stories.close_silent(2 * 3600.0) == [first]


def test_what_happens_now_is_not_in_the_summary_of_the_day() -> None:
    """Though the summary names the place: who was told of that one must hear of the new one."""
    wire = Wire()
    wire.tell(
        "a", 0, "За прошедшие сутки под обстрелом были Козинка и Замостье", places=("Козинка", "Замостье")
    )
    placement = wire.tell("b", 5, "Козинка под обстрелом, прилёты по домам")
    assert placement is not None
    assert placement.is_new


def test_a_summary_repeats_no_event_and_is_repeated_by_summaries() -> None:
    """It is a story of its own, which others of the same day join."""
    wire = Wire()
    first = wire.story("a", 0, "Козинка под обстрелом")
    places = ("Козинка", "Замостье")
    summary = wire.story("b", 60, "За сутки обстреляны Козинка и Замостье", places=places)
    again = wire.story("c", 62, "Козинка и Замостье обстреляны за минувшие сутки", places=places)
    assert first != summary == again
