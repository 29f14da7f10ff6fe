"""What a wider story holds back, and what it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import outbox
from storage.model import AlertState

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

ALARM = "Ракетная опасность объявлена на территории Белгородской области"


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom of which chat 7 hears everything, and has heard of an alarm."""
    newsroom.tell("governor", ALARM)
    newsroom.send(0.6)
    return newsroom


def test_an_alarm_for_the_region_holds_back_no_shelling_of_a_town(room: Newsroom) -> None:
    """Though who tells of the shelling says that the alarm goes on."""
    post = room.tell("first", "Шебекино: прилёт в дом, взрывы, ракетная опасность сохраняется", 2)
    assert [(alert.story, alert.state) for alert in room.alerts()[1:]] == [
        (room.story(post).id, AlertState.QUEUED)
    ]


def test_what_was_held_back_is_told_when_it_becomes_more(room: Newsroom) -> None:
    """The town's alarm adds nothing to the region's; that it is shelled does."""
    room.tell("first", "Шебекино, ракетная опасность, сирена", 2)
    assert [alert.state for alert in room.alerts()] == [AlertState.SENT, AlertState.FOLDED]
    room.tell("second", "Шебекино: прилёт по городу, взрывы, ракетная опасность", 5)
    assert [alert.state for alert in room.alerts()] == [AlertState.SENT, AlertState.QUEUED]
    assert sum(outbox.totals(room.connection).values()) == outbox.enqueued(room.connection)


def test_what_is_held_back_stays_so_while_it_grows(room: Newsroom) -> None:
    """More of the same is no news."""
    room.tell("first", "Шебекино, ракетная опасность, сирена", 2)
    room.tell("second", "В Шебекино ракетная опасность, воет сирена", 5)
    assert [alert.state for alert in room.alerts()] == [AlertState.SENT, AlertState.FOLDED]
