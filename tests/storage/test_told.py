"""Which alert a chat was sent about a story, wherever that went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import told
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
