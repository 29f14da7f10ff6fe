"""Chats and their subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import chats
from storage.model import CONSOLE, Chat, Trust

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def targets(connection: Connection, chat: int) -> list[str]:
    """Return what a chat follows."""
    return [subscription.target for subscription in chats.following(connection, chat)]


def test_following_twice_is_once(connection: Connection, now: datetime) -> None:
    """The second time says that it was there already."""
    assert [chats.follow(connection, 1, "all", now) for _ in range(2)] == [True, False]
    assert targets(connection, 1) == ["all"]


def test_unfollowing_says_whether_there_was_anything(connection: Connection, now: datetime) -> None:
    """Only a subscription that existed can end."""
    chats.follow(connection, 1, "all", now)
    assert [chats.unfollow(connection, 1, "all") for _ in range(2)] == [True, False]


def test_own_rules_are_listed_once_and_changes_are_noticed(connection: Connection, now: datetime) -> None:
    """Rules of several chats are one; every change moves the version."""
    before = chats.rules_version(connection)
    for chat in (1, 2):
        chats.follow(connection, chat, "rule:обстрел", now)
    chats.follow(connection, 1, "topic:ruler", now)
    assert chats.own_rules(connection) == ["rule:обстрел"]
    assert chats.rules_version(connection) > before


def test_a_chat_is_known_after_it_spoke(connection: Connection) -> None:
    """Pausing keeps the reason, waking clears it."""
    assert chats.get(connection, 1) is None
    chats.wake(connection, 1)
    chats.pause(connection, 1, "blocked")
    assert chats.get(connection, 1) == Chat(1, peer=1, paused="blocked")
    assert chats.counts(connection) == (1, 1)
    chats.wake(connection, 1)
    assert chats.get(connection, 1) == Chat(1, peer=1)


def test_the_console_follows_what_the_configuration_says(connection: Connection, now: datetime) -> None:
    """Its subscriptions are replaced, and it is not counted among people."""
    chats.set_console(connection, ["all", "topic:x"], now)
    chats.set_console(connection, ["topic:y"], now)
    assert targets(connection, CONSOLE) == ["topic:y"]
    assert chats.counts(connection) == (0, 0)


def test_a_chat_keeps_from_which_trust_it_hears(connection: Connection) -> None:
    """And at which a message sounds again, never among them; others keep theirs."""
    assert chats.get(connection, 1) is None
    chats.set_heard_from(connection, 1, Trust.CORROBORATED)
    chats.set_told_at(connection, 1, None)
    chats.set_told_at(connection, 2, Trust.CORROBORATED)
    assert chats.get(connection, 1) == Chat(1, peer=1, heard_from=Trust.CORROBORATED, told_at=None)
    assert chats.get(connection, 2) == Chat(2, peer=2, told_at=Trust.CORROBORATED)
