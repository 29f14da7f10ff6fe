"""Who may manage which chat, and which one a private chat manages now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats, managers, reachability
from storage.managers import Managed
from storage.model import Chat

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

PERSON, GROUP, CHANNEL = 7, -7, -1008


def ids(connection: Connection, person: int = PERSON) -> list[int]:
    """Return what a person may manage."""
    return [one.chat.id for one in managers.of(connection, person)]


def test_a_manager_is_noted_once_with_the_title(connection: Connection) -> None:
    """A new title replaces the old one, a missing one does not; a chat that rests goes on resting."""
    assert managers.add(connection, PERSON, GROUP, "Neighbours")
    chats.pause(connection, GROUP, "kicked")
    assert not managers.add(connection, PERSON, GROUP, "Good neighbours")
    managers.add(connection, 8, GROUP, "")
    assert managers.of(connection, PERSON) == [
        Managed(Chat(GROUP, "kicked", peer=GROUP, title="Good neighbours"))
    ]


def test_topics_stand_behind_their_forum(connection: Connection) -> None:
    """By their threads, with the forum's title."""
    managers.add(connection, PERSON, CHANNEL, "Channel")
    managers.add(connection, PERSON, GROUP, "Forum")
    topics = [chats.topic(connection, GROUP, thread) for thread in (9, 5)]
    there = managers.of(connection, PERSON)
    assert [one.chat.id for one in there] == [GROUP, topics[1], topics[0], CHANNEL]
    assert [one.forum for one in there] == ["", "Forum", "Forum", ""]


def test_a_private_chat_manages_what_was_chosen(connection: Connection) -> None:
    """Until it is told to manage itself; a topic is known with its forum's title."""
    managers.add(connection, PERSON, GROUP, "Forum")
    topic = chats.topic(connection, GROUP, 5, "Alerts")
    assert managers.chosen(connection, PERSON) is None
    managers.choose(connection, PERSON, topic)
    assert managers.chosen(connection, PERSON) == Managed(
        Chat(topic, peer=GROUP, thread=5, title="Alerts"), "Forum"
    )
    managers.choose(connection, PERSON, None)
    assert managers.chosen(connection, PERSON) is None


def test_who_manages_it_no_more_manages_no_topic_of_it(connection: Connection) -> None:
    """Others do, and what else the person manages stays."""
    topic = chats.topic(connection, GROUP, 5)
    for person in (PERSON, 8):
        managers.add(connection, person, GROUP, "Forum")
        managers.choose(connection, person, topic)
    managers.add(connection, PERSON, CHANNEL, "Channel")
    managers.remove(connection, PERSON, GROUP)
    assert (ids(connection), ids(connection, 8)) == ([CHANNEL], [GROUP, topic])
    assert managers.chosen(connection, PERSON) is None
    assert managers.chosen(connection, 8) is not None


def test_nothing_of_it_outlives_a_deletion(connection: Connection, now: datetime) -> None:
    """Neither what a person may manage, when that is deleted, nor who manages a group that is."""
    for person in (PERSON, 8):
        chats.follow(connection, person, "all", now)
        managers.add(connection, person, GROUP, "Group")
        managers.choose(connection, person, GROUP)
    reachability.forget_chat(connection, PERSON)
    assert ids(connection) == []
    reachability.forget_chat(connection, GROUP)
    assert ids(connection, 8) == []
    assert managers.chosen(connection, 8) is None
    assert connection.conn.execute("SELECT count(*) FROM managers").fetchone()[0] == 0
