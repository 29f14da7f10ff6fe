"""What says that something is over, and what begins after it."""

from __future__ import annotations

import pytest

from storage.model import Role
from tests.monitors.stories.placed import ALARM, HOUR, MINUTE, SHELLING, Wire, telling

ENDS = frozenset({ALARM})


def alarmed() -> Wire:
    """Return a wire on which an alarm was told of at minute 0, as story 1."""
    wire = Wire()
    wire.tell("a", 0, "Воздушная тревога, Козинка", targets=(ALARM,))
    return wire


def test_an_end_joins_and_ends_the_story_of_its_topic() -> None:
    """It is a report of the story, and the story closes five minutes later."""
    wire = alarmed()
    placement = wire.tell("a", 30, "Отбой тревоги, Козинка", targets=(ALARM,), ends=ENDS)
    assert placement is not None
    assert (placement.story, placement.ended, placement.role) == (1, True, Role.REPORT)
    assert wire.stories.close_silent(35 * MINUTE - 1) == []
    assert wire.stories.close_silent(35 * MINUTE) == [1]


def test_copies_of_the_end_join_while_the_story_is_kept_open() -> None:
    """Others tell of the end some minutes later, in the same words or in their own."""
    wire = alarmed()
    wire.tell("a", 30, "Отбой воздушной тревоги в селе Козинка", targets=(), ends=ENDS)
    assert wire.story("b", 32, "Отбой воздушной тревоги в селе Козинка", targets=(), ends=ENDS) == 1
    assert wire.story("c", 33, "В Козинке отбой!", targets=(), ends=ENDS) == 1


def test_a_start_after_the_end_is_a_new_story() -> None:
    """Even a minute later, in the same words of the same source."""
    wire = alarmed()
    wire.tell("a", 30, "Отбой тревоги, Козинка", targets=(), ends=ENDS)
    placement = wire.tell("a", 31, "Воздушная тревога, Козинка", targets=(ALARM,))
    assert placement is not None
    assert placement.is_new


def test_a_long_standing_text_begins_anew_after_the_end() -> None:
    """What an authority writes at every alarm is no old text when the former alarm was ended."""
    wire = Wire()
    text = "Внимание, воздушная тревога в Козинке " + " ".join(f"совет{n}" for n in range(30))
    first = wire.story("a", 0, text, targets=(ALARM,))
    wire.tell("a", 30, "Отбой тревоги, Козинка", targets=(), ends=ENDS)
    second = wire.story("a", 300, text, targets=(ALARM,))
    assert second != first
    assert wire.story("b", 301, text, targets=(ALARM,)) == second


def test_an_end_of_the_next_alarm_ends_the_next_story() -> None:
    """The words of the first end are known, but it is the second alarm that they end."""
    wire = alarmed()
    end = "Отбой воздушной тревоги в селе Козинка"
    wire.tell("a", 30, end, targets=(), ends=ENDS)
    second = wire.story("a", 32, "Воздушная тревога, Козинка", targets=(ALARM,))
    assert wire.story("a", 40, end, targets=(), ends=ENDS) == second


def test_an_end_for_a_wider_place_ends_what_lies_in_it() -> None:
    """A district's end ends the village's story; another district's does not."""
    wire = alarmed()
    assert wire.tell("b", 20, "Отбой", targets=(), places=("Шебекинский округ",), ends=ENDS) is None
    placement = wire.tell("b", 21, "Отбой", targets=(), places=("Грайворонский округ",), ends=ENDS)
    assert placement is not None
    assert (placement.story, placement.ended) == (1, True)


def test_an_end_without_a_place_ends_its_speakers_story() -> None:
    """Of two alarms the one is over that the same speaker told of."""
    wire = alarmed()
    second = wire.story("b", 5, "Тревога, Шебекино", targets=(ALARM,), places=("Шебекино",))
    assert wire.story("b", 20, "Отбой", targets=(), places=(), ends=ENDS) == second


def test_an_end_of_what_nobody_told_of_is_no_story() -> None:
    """Whoever did not hear of the start needs no end."""
    assert Wire().tell("a", 0, "Отбой тревоги", targets=(ALARM,), ends=ENDS) is None


def test_a_late_end_joins_the_story_that_fell_silent() -> None:
    """Who was told of the start is told of the end, though the story was put away; it stays so."""
    wire = alarmed()
    placement = wire.tell("b", 200, "Отбой тревоги, Козинка", targets=(), ends=ENDS)
    assert placement is not None
    assert (placement.story, placement.is_new, placement.ended) == (1, False, True)
    assert wire.stories.close_silent(10 * HOUR) == []


def test_an_end_that_tells_of_something_else_is_told() -> None:
    """The alarm is over, and the post is a report of the shelling that it tells of."""
    wire = alarmed()
    told = ("Отбой. В Шебекино обстрел", (SHELLING,), ("Шебекино",))
    placement = wire.tell("a", 30, told[0], targets=told[1], places=told[2], ends=ENDS)
    assert placement is not None
    assert (placement.is_new, placement.ended) == (True, False)


def test_what_else_a_story_tells_of_does_not_end_it() -> None:
    """A story that opened with shelling goes on when the alarm, which came to it later, is over."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел, Козинка")
    wire.tell("a", 2, "Обстрел, тревога, Козинка", targets=(SHELLING, ALARM))
    placement = wire.tell("a", 20, "Отбой тревоги, Козинка", targets=(), ends=ENDS)
    assert placement is not None
    assert (placement.story, placement.ended) == (first, False)
    assert wire.stories.close_silent(HOUR) == []


def test_an_edit_can_say_that_it_is_over() -> None:
    """Who writes the end into the post of the start ends the story from now on."""
    wire = alarmed()
    edited = telling(1, "a", 0, "Отбой тревоги, Козинка", targets=(ALARM,), ends=ENDS)
    placement = wire.stories.revise(edited, 30 * MINUTE)
    assert placement is not None
    assert (placement.story, placement.ended) == (1, True)
    assert wire.stories.close_silent(35 * MINUTE) == [1]


@pytest.mark.parametrize("source", ["a", "b"])
def test_a_long_standing_text_begins_anew_though_no_end_was_told(source: str) -> None:
    """Whoever wrote or copied it at the last alarm writes it the next day because there is another."""
    wire = Wire()
    text = "Внимание, воздушная тревога в Козинке " + " ".join(f"совет{n}" for n in range(30))
    first = wire.story("a", 0, text, targets=(ALARM,))
    assert wire.story("b", 1, text, targets=(ALARM,)) == first
    second = wire.story(source, 24 * 60, text, targets=(ALARM,))
    assert second != first
    assert wire.story("c", 24 * 60 + 1, text, targets=(ALARM,)) == second
