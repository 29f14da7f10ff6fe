"""From posts to stories and alerts, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import silences, stories
from storage.model import AlertState, Role, SilenceKind, StepKind, Trust

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

SHELLING = "В Козинке обстрел из миномётов, повреждён дом на улице Мира, ранена женщина 45 лет"
SAME_EVENT = "Козинка под миномётным обстрелом: осколками ранило женщину, разбит жилой дом"
OFFICIAL = "Под обстрелом ВСУ — Козинка Грайворонского округа. Ранена женщина, повреждён частный дом"
ELSEWHERE = "В Шебекино сбит беспилотник, пострадавших нет"


def test_forty_copies_are_one_story_and_one_message(newsroom: Newsroom) -> None:
    """They are counted, and confirm nothing, whoever copies."""
    first = newsroom.tell("first", SHELLING)
    for number in range(40):
        newsroom.tell(
            ("second", "third", "press")[number % 3], f"{SHELLING}\n\nПодпишись: @copy{number}", number / 10
        )
    story = newsroom.story(first)
    assert (story.posts, story.copies, story.origins, story.trust) == (41, 40, 1, Trust.UNCONFIRMED)
    assert [(alert.story, alert.step) for alert in newsroom.alerts()] == [(story.id, 0)]
    assert {m.membership.copied for m in newsroom.members(first) if m.membership.role is Role.COPY} == {first}


def test_independent_reports_corroborate_and_an_official_confirms(newsroom: Newsroom) -> None:
    """Each step with the posts that are its evidence; the chat hears it when its message was sent."""
    first = newsroom.tell("first", SHELLING)
    newsroom.send(1)
    second = newsroom.tell("second", SAME_EVENT, 3)
    assert newsroom.story(first).trust is Trust.CORROBORATED
    official = newsroom.tell("governor", OFFICIAL, 8)
    story = newsroom.story(first)
    assert (story.trust, story.origins, story.posts) == (Trust.OFFICIAL, 3, 3)
    steps = [s for s in stories.steps_of(newsroom.connection, story.id) if s.kind is StepKind.TRUST]
    assert [(s.detail, s.posts) for s in steps] == [
        ("corroborated", (first, second)),
        ("official", (official,)),
    ]
    assert [(a.step > 0, a.occasion) for a in newsroom.alerts()] == [(False, ""), (True, "trust:official")]


def test_another_event_is_another_story(newsroom: Newsroom) -> None:
    """And another message."""
    first, second = newsroom.tell("first", SHELLING), newsroom.tell("second", ELSEWHERE, 1)
    assert newsroom.story(first).id != newsroom.story(second).id
    assert [alert.step for alert in newsroom.alerts()] == [0, 0]


def test_who_asked_for_confirmed_stories_hears_nothing_earlier(newsroom: Newsroom) -> None:
    """And then gets the whole story in its first message."""
    newsroom.follow(8, heard_from=Trust.OFFICIAL)
    first = newsroom.tell("first", SHELLING)
    newsroom.tell("second", SAME_EVENT, 3)
    assert newsroom.alerts(8) == []
    newsroom.tell("governor", OFFICIAL, 8)
    assert [(alert.story, alert.step) for alert in newsroom.alerts(8)] == [(newsroom.story(first).id, 0)]


def test_a_message_that_is_not_critical_waits_for_the_first_copies(newsroom: Newsroom) -> None:
    """Thirty seconds at the most; what is critical goes at once."""
    newsroom.tell("first", "Козинка: отключение электроэнергии до вечера")
    assert [len(newsroom.send(minutes)) for minutes in (0, 0.4, 0.6)] == [0, 0, 1]
    newsroom.tell("second", ELSEWHERE, 1)
    assert len(newsroom.send(1)) == 1


def test_an_edit_that_brings_a_post_into_a_rule_alerts(newsroom: Newsroom) -> None:
    """The post had no story until then."""
    newsroom.tell("first", "Козинка, на улице шумно")
    assert newsroom.alerts() == []
    edited = newsroom.tell("first", SHELLING, 5, key="1")
    assert [alert.story for alert in newsroom.alerts()] == [newsroom.story(edited).id]


def test_an_edit_within_a_story_is_a_step_and_a_newer_version(newsroom: Newsroom) -> None:
    """Nobody is told of it anew."""
    post = newsroom.tell("first", SHELLING)
    before = newsroom.story(post)
    newsroom.tell("first", SHELLING.replace("женщина 45 лет", "женщина 47 лет"), 5, key="1", announce=False)
    after = newsroom.story(post)
    assert (after.id, after.version > before.version, len(newsroom.alerts())) == (before.id, True, 1)
    assert [s.kind for s in stories.steps_of(newsroom.connection, after.id)] == [StepKind.EDITED]


def test_a_deleted_report_confirms_nothing_any_more(newsroom: Newsroom) -> None:
    """That it did, and that it was deleted, stays written down."""
    first, second = newsroom.tell("first", SHELLING), newsroom.tell("second", SAME_EVENT, 3)
    newsroom.connection.conn.execute("UPDATE posts SET deleted = seen WHERE id = ?", [second])
    newsroom.keeper.note_deleted(newsroom.connection, second, newsroom.at(9))
    story = newsroom.story(first)
    assert (story.trust, story.origins, story.posts) == (Trust.UNCONFIRMED, 1, 2)
    steps = [(s.kind, s.detail) for s in stories.steps_of(newsroom.connection, story.id)]
    assert steps == [
        (StepKind.TRUST, "corroborated"),
        (StepKind.DELETED, ""),
        (StepKind.TRUST, "unconfirmed"),
    ]


def test_a_post_of_no_story_may_be_deleted(newsroom: Newsroom) -> None:
    """Nothing comes of it."""
    newsroom.keeper.note_deleted(
        newsroom.connection, newsroom.tell("first", "Доброе утро, соседи"), newsroom.at(1)
    )
    assert newsroom.alerts() == []


def test_a_restart_in_the_middle_of_a_story_changes_nothing(newsroom: Newsroom) -> None:
    """The same message goes on growing, and its origins are still known."""
    first = newsroom.tell("first", SHELLING)
    newsroom.send(1)
    newsroom.restart()
    copy = newsroom.tell("second", SHELLING + "\nПодпишись", 2)
    newsroom.restart()
    newsroom.tell("third", SAME_EVENT, 4)
    story = newsroom.story(first)
    assert newsroom.story(copy).id == story.id
    assert (story.posts, story.copies, story.trust) == (3, 1, Trust.CORROBORATED)
    assert [alert.step for alert in newsroom.alerts()] == [0]


def test_what_a_transaction_undid_is_not_remembered(newsroom: Newsroom) -> None:
    """Memory is read from the store again, so nothing is joined to a post that is not there."""
    newsroom.connection.conn.execute("BEGIN")
    newsroom.tell("first", SHELLING)
    newsroom.connection.conn.execute("ROLLBACK")
    copy = newsroom.tell("second", SHELLING, 1)
    assert [m.membership.role for m in newsroom.members(copy)] == [Role.REPORT]
    assert [alert.story for alert in newsroom.alerts()] == [newsroom.story(copy).id]


def test_what_nobody_is_told_of_may_be_told_by_others(newsroom: Newsroom) -> None:
    """A new source's backlog begins a story in silence; a copy that is news tells of it."""
    newsroom.tell("first", SHELLING, announce=False)
    assert newsroom.alerts() == []
    newsroom.tell("second", SHELLING, 1)
    assert [alert.step for alert in newsroom.alerts()] == [0]


def test_silence_about_a_topic_holds_alerts_back_and_says_so(newsroom: Newsroom) -> None:
    """Until the story tells of something else that the chat follows."""
    silences.add(newsroom.connection, 7, SilenceKind.TOPIC, "outage", newsroom.begin, newsroom.at(600))
    first = newsroom.tell("first", "Козинка: отключение электроэнергии, обрыв линии")
    assert [alert.state for alert in newsroom.alerts()] == [AlertState.MUTED]
    newsroom.tell("first", "Козинка: отключение электроэнергии, обрыв линии, в доме пожар", 5, key="1")
    assert newsroom.story(first).posts == 1
    assert [alert.state for alert in newsroom.alerts()] == [AlertState.QUEUED]


def test_a_wider_story_holds_a_narrower_one_back(newsroom: Newsroom) -> None:
    """For who follows everything; who follows the village itself is told."""
    newsroom.follow(8, "all", 'rule:place:"Козинка"')
    wide = newsroom.tell("governor", "Белгородская область: объявлена ракетная опасность, в укрытия")
    narrow = newsroom.tell("first", "Козинка: ракетная опасность", 1)
    assert newsroom.story(wide).id != newsroom.story(narrow).id
    assert [alert.state for alert in newsroom.alerts(7)] == [AlertState.QUEUED, AlertState.FOLDED]
    assert [alert.state for alert in newsroom.alerts(8)] == [AlertState.QUEUED, AlertState.QUEUED]
    assert [s.id for s in stories.held_back_by(newsroom.connection, newsroom.story(wide).id)] == [
        newsroom.story(narrow).id
    ]


def test_a_place_that_a_chat_follows_sounds_when_it_is_drawn_in(newsroom: Newsroom) -> None:
    """Once it was told of the story without that place."""
    newsroom.follow(8, "all", 'rule:place:"Гора-Подол"')
    newsroom.tell("first", "Обстрел Козинки, работает артиллерия, горит дом на окраине села")
    newsroom.send(1)
    newsroom.tell(
        "first", "Обстрел Козинки и Гора-Подола, работает артиллерия, горит дом на окраине села", 2, key="1"
    )
    assert [(a.step, a.occasion) for a in newsroom.alerts(8)] == [(0, ""), (1, "place:Гора-Подол")]
    assert [a.step for a in newsroom.alerts(7)] == [0]


def test_stories_close_after_their_silence(newsroom: Newsroom) -> None:
    """Noted with the time; the next post about the place is another story."""
    first = newsroom.tell("first", SHELLING)
    newsroom.keeper.close_silent(newsroom.connection, newsroom.at(10 * 60))
    story = newsroom.story(first)
    assert story.closed == newsroom.at(10 * 60)
    assert [s.kind for s in stories.steps_of(newsroom.connection, story.id)] == [StepKind.CLOSED]
    assert newsroom.story(newsroom.tell("second", SAME_EVENT, 11 * 60)).id != story.id


@pytest.mark.parametrize(
    ("cry", "again"),
    [
        ("Козинка. Прилёт в дом", "⚡️ Козинка, прилёт в дом. Подробности позже"),
        ("Козинка: сильный прилёт", "КОЗИНКА: СИЛЬНЫЙ ПРИЛЁТ!!!"),
    ],
)
def test_a_short_cry_repeated_confirms_nothing(newsroom: Newsroom, cry: str, again: str) -> None:
    """Nor does it with a few words added."""
    first = newsroom.tell("first", cry)
    newsroom.tell("second", again, 2)
    assert (newsroom.story(first).copies, newsroom.story(first).trust) == (1, Trust.UNCONFIRMED)
