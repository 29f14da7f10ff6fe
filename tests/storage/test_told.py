"""Which alert a chat was sent about a story, wherever that went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import merging, silences, told
from storage.model import SilenceKind
from tests.stories import send, stand, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def test_a_chat_was_told_of_what_it_was_sent(connection: Connection, now: datetime) -> None:
    """Not of what it is owed, and not of what another chat was sent."""
    stand(connection)
    stand(connection, 2)
    (alert,) = send(connection, now, 7)
    tell(connection, now, 7, story=2)
    found = told.of_story(connection, 7, 1)
    assert found
    assert found.id == alert.id
    assert told.of_story(connection, 7, 2) is None
    assert told.of_story(connection, 8, 1) is None


def test_a_story_is_followed_to_what_it_became(connection: Connection, now: datetime) -> None:
    """Through all that it became part of, to the alert about the last of them; a circle ends."""
    stand(connection, 3)
    stand(connection, 1, into=2)
    stand(connection, 2, into=3)
    send(connection, now, 7, story=3)
    assert told.became(connection, 1) == [1, 2, 3]
    assert told.of_story(connection, 7, 1) == told.of_story(connection, 7, 3)
    stand(connection, 3, into=1)
    assert told.became(connection, 1) == [1, 2, 3]
    assert told.became(connection, 99) == [99]


def test_it_is_known_until_when_a_story_is_muted(connection: Connection, now: datetime) -> None:
    """By the chat that muted it, also where it became part of another since."""
    stand(connection)
    stand(connection, 2)
    until = now + timedelta(hours=1)
    silences.add(connection, 7, SilenceKind.STORY, "2", now, until)
    silences.add(connection, 7, SilenceKind.TOPIC, "1", now, until)
    assert told.muted_until(connection, 7, 2) == until
    assert told.muted_until(connection, 7, 1) is None
    assert told.muted_until(connection, 8, 2) is None
    stand(connection, 1, into=2)
    assert told.muted_until(connection, 7, 1) == until


def test_a_silence_goes_with_its_story(connection: Connection, now: datetime) -> None:
    """Into the one that it became part of; other silences stay as they are."""
    stand(connection, 2)
    stand(connection, 1, into=2, version=2)
    until = now + timedelta(hours=1)
    silences.add(connection, 7, SilenceKind.STORY, "1", now, until)
    silences.add(connection, 7, SilenceKind.TOPIC, "1", now, until)
    merging.move(connection, 1, 2, now)
    held = silences.held(connection, 7, now)
    assert [(one.kind, one.value) for one in held] == [(SilenceKind.STORY, "2"), (SilenceKind.TOPIC, "1")]
