"""What posts that speak of an end and of a beginning come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

ALARM = "Ракетная опасность! Белгород"


@pytest.mark.parametrize(
    "text",
    [
        "Отбой беспилотной опасности. Ракетная опасность! Белгород",
        "Отбой ракетной опасности. Опасность атаки БПЛА, Белгород",
        "Ракетная опасность! Белгород. Оставайтесь в укрытиях до отбоя тревоги",
    ],
)
def test_what_begins_is_told_though_the_post_speaks_of_an_end(newsroom: Newsroom, text: str) -> None:
    """Where nothing was told of before, it is the first that anybody hears of it."""
    newsroom.tell("governor", text)
    assert [alert.step for alert in newsroom.alerts()] == [0]


def test_what_goes_on_in_another_form_is_not_over(newsroom: Newsroom) -> None:
    """One alarm follows another in one post."""
    first = newsroom.tell("governor", ALARM)
    newsroom.tell("governor", "Отбой ракетной опасности. Опасность атаки БПЛА, Белгород", 9)
    assert newsroom.story(first).ended is None


@pytest.mark.parametrize(
    "text",
    [
        "Отбой! Ракетная опасность снята",
        "Отбой ракетной опасности, Белгород. Ракетная опасность была объявлена в 09:00",
        "Ракетная опасность, Белгород.\nОТБОЙ",
    ],
)
def test_an_end_may_speak_of_what_was(newsroom: Newsroom, text: str) -> None:
    """It is an end all the same."""
    first = newsroom.tell("governor", ALARM)
    newsroom.tell("governor", text, 9)
    assert newsroom.story(first).ended == newsroom.at(9)


def test_an_end_may_be_written_under_the_beginning(newsroom: Newsroom) -> None:
    """By an edit of the same post."""
    first = newsroom.tell("governor", ALARM)
    newsroom.tell("governor", f"{ALARM}\nUPD: отбой ракетной опасности", 9, key="1")
    assert newsroom.story(first).ended == newsroom.at(9)


def test_an_alarm_after_the_end_is_told_though_it_names_the_end(newsroom: Newsroom) -> None:
    """It is a new story, with a message of its own."""
    newsroom.tell("governor", ALARM)
    newsroom.tell("governor", "Отбой ракетной опасности, Белгород", 9)
    newsroom.tell("first", "После отбоя снова объявлена ракетная опасность, Белгород", 14)
    assert [alert.step for alert in newsroom.alerts()] == [0, 0]
    assert len({alert.story for alert in newsroom.alerts()}) == 2
