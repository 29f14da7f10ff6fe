"""What posts that speak of an end and of a beginning come to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitors.watchlist import Watchlist
from tests.newsroom import Newsroom, setup

if TYPE_CHECKING:
    from datetime import datetime

    from bot.setup import Setup
    from storage.database import Connection

ALARM = "Ракетная опасность! Белгород"


@pytest.fixture(scope="module")
def watched() -> tuple[Setup, Watchlist]:
    """Compile what the newsroom watches for."""
    found = setup(Path())
    return found, Watchlist(found.topics, found.vocabulary)


@pytest.fixture
def room(connection: Connection, watched: tuple[Setup, Watchlist], now: datetime) -> Newsroom:
    """Return a newsroom that chat 7 hears everything of."""
    found = Newsroom(connection, *watched, begin=now)
    found.follow(7)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Отбой беспилотной опасности. Ракетная опасность! Белгород",
        "Отбой ракетной опасности. Опасность атаки БПЛА, Белгород",
        "Ракетная опасность! Белгород. Оставайтесь в укрытиях до отбоя тревоги",
    ],
)
def test_what_begins_is_told_though_the_post_speaks_of_an_end(room: Newsroom, text: str) -> None:
    """Where nothing was told of before, it is the first that anybody hears of it."""
    room.tell("governor", text)
    assert [alert.step for alert in room.alerts()] == [0]


def test_what_goes_on_in_another_form_is_not_over(room: Newsroom) -> None:
    """One alarm follows another in one post."""
    first = room.tell("governor", ALARM)
    room.tell("governor", "Отбой ракетной опасности. Опасность атаки БПЛА, Белгород", 9)
    assert room.story(first).ended is None


@pytest.mark.parametrize(
    "text",
    [
        "Отбой! Ракетная опасность снята",
        "Отбой ракетной опасности, Белгород. Ракетная опасность была объявлена в 09:00",
        "Ракетная опасность, Белгород.\nОТБОЙ",
    ],
)
def test_an_end_may_speak_of_what_was(room: Newsroom, text: str) -> None:
    """It is an end all the same."""
    first = room.tell("governor", ALARM)
    room.tell("governor", text, 9)
    assert room.story(first).ended == room.at(9)


def test_an_end_may_be_written_under_the_beginning(room: Newsroom) -> None:
    """By an edit of the same post."""
    first = room.tell("governor", ALARM)
    room.tell("governor", f"{ALARM}\nUPD: отбой ракетной опасности", 9, key="1")
    assert room.story(first).ended == room.at(9)


def test_an_alarm_after_the_end_is_told_though_it_names_the_end(room: Newsroom) -> None:
    """It is a new story, with a message of its own."""
    room.tell("governor", ALARM)
    room.tell("governor", "Отбой ракетной опасности, Белгород", 9)
    room.tell("first", "После отбоя снова объявлена ракетная опасность, Белгород", 14)
    assert [alert.step for alert in room.alerts()] == [0, 0]
    assert len({alert.story for alert in room.alerts()}) == 2
