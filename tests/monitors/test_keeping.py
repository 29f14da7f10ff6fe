"""From posts to stories and alerts, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitors.watchlist import Watchlist
from storage import silences, stories
from storage.model import AlertState, Role, SilenceKind, StepKind, Trust
from tests.newsroom import Newsroom, setup

if TYPE_CHECKING:
    from datetime import datetime

    from bot.setup import Setup
    from storage.database import Connection

SHELLING = "В Козинке обстрел из миномётов, повреждён дом на улице Мира, ранена женщина 45 лет"
SAME_EVENT = "Козинка под миномётным обстрелом: осколками ранило женщину, разбит жилой дом"
OFFICIAL = "Под обстрелом ВСУ — Козинка Грайворонского округа. Ранена женщина, повреждён частный дом"
ELSEWHERE = "В Шебекино сбит беспилотник, пострадавших нет"


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


def test_forty_copies_are_one_story_and_one_message(room: Newsroom) -> None:
    """They are counted, and confirm nothing, whoever copies."""
    first = room.tell("first", SHELLING)
    for number in range(40):
        room.tell(
            ("second", "third", "press")[number % 3], f"{SHELLING}\n\nПодпишись: @copy{number}", number / 10
        )
    story = room.story(first)
    assert (story.posts, story.copies, story.origins, story.trust) == (41, 40, 1, Trust.UNCONFIRMED)
    assert [(alert.story, alert.step) for alert in room.alerts()] == [(story.id, 0)]
    assert {m.membership.copied for m in room.members(first) if m.membership.role is Role.COPY} == {first}


def test_independent_reports_corroborate_and_an_official_confirms(room: Newsroom) -> None:
    """Each step with the posts that are its evidence; the chat hears it when its message was sent."""
    first = room.tell("first", SHELLING)
    room.send(1)
    second = room.tell("second", SAME_EVENT, 3)
    assert room.story(first).trust is Trust.CORROBORATED
    official = room.tell("governor", OFFICIAL, 8)
    story = room.story(first)
    assert (story.trust, story.origins, story.posts) == (Trust.OFFICIAL, 3, 3)
    steps = [s for s in stories.steps_of(room.connection, story.id) if s.kind is StepKind.TRUST]
    assert [(s.detail, s.posts) for s in steps] == [
        ("corroborated", (first, second)),
        ("official", (official,)),
    ]
    assert [(a.step > 0, a.occasion) for a in room.alerts()] == [(False, ""), (True, "trust:official")]


def test_another_event_is_another_story(room: Newsroom) -> None:
    """And another message."""
    assert room.story(room.tell("first", SHELLING)).id != room.story(room.tell("second", ELSEWHERE, 1)).id
    assert [alert.step for alert in room.alerts()] == [0, 0]


def test_who_asked_for_confirmed_stories_hears_nothing_earlier(room: Newsroom) -> None:
    """And then gets the whole story in its first message."""
    room.follow(8, heard_from=Trust.OFFICIAL)
    first = room.tell("first", SHELLING)
    room.tell("second", SAME_EVENT, 3)
    assert room.alerts(8) == []
    room.tell("governor", OFFICIAL, 8)
    assert [(alert.story, alert.step) for alert in room.alerts(8)] == [(room.story(first).id, 0)]


def test_a_message_that_is_not_critical_waits_for_the_first_copies(room: Newsroom) -> None:
    """Thirty seconds at the most; what is critical goes at once."""
    room.tell("first", "Козинка: отключение электроэнергии до вечера")
    assert [len(room.send(minutes)) for minutes in (0, 0.4, 0.6)] == [0, 0, 1]
    room.tell("second", ELSEWHERE, 1)
    assert len(room.send(1)) == 1


def test_an_edit_that_brings_a_post_into_a_rule_alerts(room: Newsroom) -> None:
    """The post had no story until then."""
    room.tell("first", "Козинка, на улице шумно")
    assert room.alerts() == []
    edited = room.tell("first", SHELLING, 5, key="1")
    assert [alert.story for alert in room.alerts()] == [room.story(edited).id]


def test_an_edit_within_a_story_is_a_step_and_a_newer_version(room: Newsroom) -> None:
    """Nobody is told of it anew."""
    post = room.tell("first", SHELLING)
    before = room.story(post)
    room.tell("first", SHELLING.replace("женщина 45 лет", "женщина 47 лет"), 5, key="1", announce=False)
    after = room.story(post)
    assert (after.id, after.version > before.version, len(room.alerts())) == (before.id, True, 1)
    assert [s.kind for s in stories.steps_of(room.connection, after.id)] == [StepKind.EDITED]


def test_a_deleted_report_confirms_nothing_any_more(room: Newsroom) -> None:
    """That it did, and that it was deleted, stays written down."""
    first, second = room.tell("first", SHELLING), room.tell("second", SAME_EVENT, 3)
    room.connection.conn.execute("UPDATE posts SET deleted = seen WHERE id = ?", [second])
    room.keeper.note_deleted(room.connection, second, room.at(9))
    story = room.story(first)
    assert (story.trust, story.origins, story.posts) == (Trust.UNCONFIRMED, 1, 2)
    steps = [(s.kind, s.detail) for s in stories.steps_of(room.connection, story.id)]
    assert steps == [
        (StepKind.TRUST, "corroborated"),
        (StepKind.DELETED, ""),
        (StepKind.TRUST, "unconfirmed"),
    ]


def test_a_post_of_no_story_may_be_deleted(room: Newsroom) -> None:
    """Nothing comes of it."""
    room.keeper.note_deleted(room.connection, room.tell("first", "Доброе утро, соседи"), room.at(1))
    assert room.alerts() == []


def test_a_restart_in_the_middle_of_a_story_changes_nothing(room: Newsroom) -> None:
    """The same message goes on growing, and its origins are still known."""
    first = room.tell("first", SHELLING)
    room.send(1)
    room.restart()
    copy = room.tell("second", SHELLING + "\nПодпишись", 2)
    room.restart()
    room.tell("third", SAME_EVENT, 4)
    story = room.story(first)
    assert room.story(copy).id == story.id
    assert (story.posts, story.copies, story.trust) == (3, 1, Trust.CORROBORATED)
    assert [alert.step for alert in room.alerts()] == [0]


def test_what_a_transaction_undid_is_not_remembered(room: Newsroom) -> None:
    """Memory is read from the store again, so nothing is joined to a post that is not there."""
    room.connection.conn.execute("BEGIN")
    room.tell("first", SHELLING)
    room.connection.conn.execute("ROLLBACK")
    copy = room.tell("second", SHELLING, 1)
    assert [m.membership.role for m in room.members(copy)] == [Role.REPORT]
    assert [alert.story for alert in room.alerts()] == [room.story(copy).id]


def test_what_nobody_is_told_of_may_be_told_by_others(room: Newsroom) -> None:
    """A new source's backlog begins a story in silence; a copy that is news tells of it."""
    room.tell("first", SHELLING, announce=False)
    assert room.alerts() == []
    room.tell("second", SHELLING, 1)
    assert [alert.step for alert in room.alerts()] == [0]


def test_silence_about_a_topic_holds_alerts_back_and_says_so(room: Newsroom) -> None:
    """Until the story tells of something else that the chat follows."""
    silences.add(room.connection, 7, SilenceKind.TOPIC, "outage", room.begin, room.at(600))
    first = room.tell("first", "Козинка: отключение электроэнергии, обрыв линии")
    assert [alert.state for alert in room.alerts()] == [AlertState.MUTED]
    room.tell("first", "Козинка: отключение электроэнергии, обрыв линии, в доме пожар", 5, key="1")
    assert room.story(first).posts == 1
    assert [alert.state for alert in room.alerts()] == [AlertState.QUEUED]


def test_a_wider_story_holds_a_narrower_one_back(room: Newsroom) -> None:
    """For who follows everything; who follows the village itself is told."""
    room.follow(8, "all", 'rule:place:"Козинка"')
    wide = room.tell("governor", "Белгородская область: объявлена ракетная опасность, спуститесь в укрытия")
    narrow = room.tell("first", "Козинка: ракетная опасность", 1)
    assert room.story(wide).id != room.story(narrow).id
    assert [alert.state for alert in room.alerts(7)] == [AlertState.QUEUED, AlertState.FOLDED]
    assert [alert.state for alert in room.alerts(8)] == [AlertState.QUEUED, AlertState.QUEUED]
    assert [s.id for s in stories.held_back_by(room.connection, room.story(wide).id)] == [
        room.story(narrow).id
    ]


def test_a_place_that_a_chat_follows_sounds_when_it_is_drawn_in(room: Newsroom) -> None:
    """Once it was told of the story without that place."""
    room.follow(8, "all", 'rule:place:"Гора-Подол"')
    room.tell("first", "Обстрел Козинки, работает артиллерия, горит дом на окраине села")
    room.send(1)
    room.tell(
        "first", "Обстрел Козинки и Гора-Подола, работает артиллерия, горит дом на окраине села", 2, key="1"
    )
    assert [(a.step, a.occasion) for a in room.alerts(8)] == [(0, ""), (1, "place:Гора-Подол")]
    assert [a.step for a in room.alerts(7)] == [0]


def test_stories_close_after_their_silence(room: Newsroom) -> None:
    """Noted with the time; the next post about the place is another story."""
    first = room.tell("first", SHELLING)
    room.keeper.close_silent(room.connection, room.at(10 * 60))
    story = room.story(first)
    assert story.closed == room.at(10 * 60)
    assert [s.kind for s in stories.steps_of(room.connection, story.id)] == [StepKind.CLOSED]
    assert room.story(room.tell("second", SAME_EVENT, 11 * 60)).id != story.id
