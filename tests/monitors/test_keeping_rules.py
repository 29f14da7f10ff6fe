"""Chats' own rules say what somebody looks for, and never that two posts tell of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

VILLAGE = 'rule:place:"Козинка"'


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom of which chat 8 hears what concerns one village."""
    newsroom.follow(8, VILLAGE)
    return newsroom


def test_who_follows_a_village_is_told_of_each_event_there(room: Newsroom) -> None:
    """Shelling, a power cut, a fire and a drone are four, though all satisfy the chat's rule."""
    room.tell("first", "Козинка: обстрел")
    room.tell("first", "Козинка: отключение электроэнергии", 60)
    room.tell("second", "Козинка: пожар на ферме", 70)
    room.tell("third", "Козинка: беспилотник атаковал автомобиль, ранен водитель", 80)
    assert len({alert.story for alert in room.alerts(8)}) == 4


def test_news_of_a_village_that_have_nothing_in_common_confirm_nothing(room: Newsroom) -> None:
    """That somebody follows the village is no reason to take them for one event."""
    posts = [
        room.tell("first", "Козинка: открыли детский сад"),
        room.tell("second", "Козинка: приём граждан", 5),
    ]
    assert len({room.story(post).id for post in posts}) == 2


def test_many_rules_make_no_digest_of_a_post(room: Newsroom) -> None:
    """However many chats look for it, it tells of one topic and goes with what tells of that."""
    room.follow(9, 'rule:place:"Грайворонский округ"', "rule:обстрел", "rule:place:region", VILLAGE)
    first = room.tell("first", "Козинка: обстрел, горит дом")
    second = room.tell("second", "В Козинке после обстрела горит дом", 3)
    assert room.story(first).id == room.story(second).id
