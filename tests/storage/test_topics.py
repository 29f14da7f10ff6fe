"""Topics of forums: chats by ids of our own, which Telegram reaches and loses together with their forum."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import chats, outbox, reachability, waking
from storage.model import FIRST_TOPIC, Chat
from tests.stories import tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

FORUM, OTHER = -1001, -1002


def paused(connection: Connection, *ids: int) -> list[str]:
    """Return why these chats rest."""
    return [known.paused for one in ids if (known := chats.get(connection, one))]


def test_a_topic_is_made_once_by_its_thread(connection: Connection) -> None:
    """Its id is our own, its peer the forum's; a chat without a thread is known by Telegram's id."""
    assert chats.at(connection, FORUM, 5) is None
    first = chats.topic(connection, FORUM, 5, "Alerts")
    assert chats.topic(connection, FORUM, 5) == chats.at(connection, FORUM, 5) == first == FIRST_TOPIC
    assert chats.get(connection, first) == Chat(first, peer=FORUM, thread=5, title="Alerts")
    assert chats.topic(connection, OTHER, 5) == FIRST_TOPIC - 1
    assert chats.at(connection, FORUM, None) == FORUM


def test_an_id_is_never_given_out_twice(connection: Connection) -> None:
    """Also when its topic was forgotten; for a forgotten one nothing is noted any more."""
    first = chats.topic(connection, FORUM, 5)
    reachability.forget_chat(connection, first)
    chats.wake(connection, first)
    assert chats.get(connection, first) is None
    assert chats.topic(connection, FORUM, 5) == first - 1


def test_an_alert_knows_where_its_topic_is(connection: Connection, now: datetime) -> None:
    """By the forum's id and the thread."""
    topic = chats.topic(connection, FORUM, 5)
    (alert,) = tell(connection, now, topic)
    assert (alert.chat, alert.peer, alert.thread) == (topic, FORUM, 5)


@pytest.mark.parametrize("spoken_of", [0, 1, 2])
def test_what_telegram_says_of_a_place_concerns_all_of_it(
    connection: Connection, now: datetime, spoken_of: int
) -> None:
    """A pause or an end: of the forum and its topics, whichever a message was for, and of nobody else."""
    there = [FORUM, chats.topic(connection, FORUM, 5), chats.topic(connection, FORUM, 6)]
    tell(connection, now, *there, OTHER)
    until = now + timedelta(minutes=1)
    reachability.hold(connection, there[spoken_of], until)
    assert [alert.chat for alert in outbox.due(connection, now, 9, [], console=False)] == [OTHER]
    reachability.give_up_chat(connection, there[spoken_of], "kicked", now)
    assert paused(connection, *there, OTHER) == ["kicked", "kicked", "kicked", ""]
    assert [alert.chat for alert in outbox.due(connection, until, 9, [], console=False)] == [OTHER]
    chats.wake(connection, there[spoken_of])
    assert paused(connection, *there) == ["", "", ""]


def test_a_topic_that_is_gone_rests_alone(connection: Connection, now: datetime) -> None:
    """Its forum goes on; only words in the topic itself wake it again."""
    topic, other = chats.topic(connection, FORUM, 5), chats.topic(connection, FORUM, 6)
    tell(connection, now, FORUM, topic, other)
    reachability.give_up_chat(connection, topic, "thread not found", now, topic=True)
    assert paused(connection, FORUM, topic, other) == ["", "topic is gone: thread not found", ""]
    assert {alert.chat for alert in outbox.due(connection, now, 9, [], console=False)} == {FORUM, other}
    assert waking.resting(connection, FORUM) is None
    waking.wake_again(connection, FORUM, now)
    assert paused(connection, topic) != [""]
    assert waking.resting(connection, FORUM, 5) == topic
    waking.wake_again(connection, topic, now)
    assert paused(connection, topic) == [""]


def test_words_in_an_unknown_topic_wake_its_forum(connection: Connection, now: datetime) -> None:
    """Whoever speaks there can be heard; nobody rests where nobody is known."""
    assert waking.resting(connection, FORUM, 5) is None
    tell(connection, now, FORUM)
    reachability.give_up_chat(connection, FORUM, "kicked", now)
    assert waking.resting(connection, FORUM, 5) == FORUM


def test_a_forum_is_forgotten_with_its_topics(connection: Connection, now: datetime) -> None:
    """And a topic without its forum."""
    there = [FORUM, chats.topic(connection, FORUM, 5), chats.topic(connection, FORUM, 6)]
    tell(connection, now, *there)
    reachability.forget_chat(connection, there[1])
    assert [chats.get(connection, one) is None for one in there] == [False, True, False]
    reachability.forget_chat(connection, FORUM)
    assert connection.conn.execute("SELECT count(*) FROM chats").fetchone()[0] == 0
    assert connection.conn.execute("SELECT count(*) FROM alerts").fetchone()[0] == 0
