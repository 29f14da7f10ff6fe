"""When two stories become one, each chat keeps one message that grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import announcing, growing, holding_back, merging, outbox, stories
from storage.model import AlertState, Trust
from tests.stories import send, stand, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

Row = tuple[int, int, str]


@pytest.fixture(autouse=True)
def _two_stories(connection: Connection) -> None:
    stand(connection, 1)
    stand(connection, 2)


def merge(connection: Connection, now: datetime) -> None:
    """Let the first story become part of the second."""
    stand(connection, 1, version=2, into=2)
    stand(connection, 2, version=2)
    merging.move(connection, 1, 2, now)


def rows(connection: Connection) -> list[Row]:
    """Return of each alert its number, story and state."""
    found = connection.conn.execute("SELECT id, story, state FROM alerts ORDER BY id")
    return [(row["id"], row["story"], row["state"]) for row in found]


def edits(connection: Connection, now: datetime) -> set[tuple[int, int]]:
    """Return the numbers and stories of the messages that are to be edited after their rest."""
    found = [growing.due(connection, now + growing.REST, 9, busy, console=False) for busy in ([], [1])]
    return {(alert.id, alert.story) for due in found for alert in due}


def test_a_chat_that_knows_one_story_goes_on_with_the_other(connection: Connection, now: datetime) -> None:
    """Its message grows on as the story that there is now."""
    (alert,) = send(connection, now, 1, story=1)
    merge(connection, now)
    assert rows(connection) == [(alert.id, 2, "sent")]
    assert edits(connection, now) == {(alert.id, 2)}


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1)])
def test_the_older_of_two_messages_grows_on(
    connection: Connection, now: datetime, first: int, second: int
) -> None:
    """Whichever story it told of; the other is edited once, to point to the story that there is now."""
    (older,) = send(connection, now, 1, story=first)
    (newer,) = send(connection, now, story=second)
    merge(connection, now)
    assert rows(connection) == [(older.id, 2, "sent"), (newer.id, 1, "sent")]
    later = now + growing.REST
    for _ in range(2):
        for alert in growing.due(connection, later, 9, [], console=False):
            growing.edited(connection, alert, 2, later)
    assert growing.next_due(connection) is None
    stand(connection, 2, version=3)
    growing.note(connection, 2, later)
    (grown,) = growing.due(connection, later + growing.REST, 9, [], console=False)
    assert grown.id == older.id


@pytest.mark.parametrize("sent", [1, 2])
def test_what_was_not_sent_is_folded_into_what_was(connection: Connection, now: datetime, sent: int) -> None:
    """The chat has a message of the event already."""
    (known,) = send(connection, now, 1, story=sent)
    (owed,) = tell(connection, now, story=3 - sent)
    merge(connection, now)
    assert rows(connection) == [(known.id, 2, "sent"), (owed.id, 1, "folded")]
    (held,) = holding_back.held_back(connection, 1, now)
    assert held.reason == "story 2"


def test_of_two_that_are_owed_the_older_is_sent(connection: Connection, now: datetime) -> None:
    """One message for one event."""
    for story in (1, 2):
        announcing.announce(connection, story, {}, Trust.UNCONFIRMED, now)
        tell(connection, now, 1, story=story)
    merge(connection, now)
    assert rows(connection) == [(1, 2, "queued"), (2, 1, "folded")]


def test_what_is_owed_is_not_folded_into_what_was_muted(connection: Connection, now: datetime) -> None:
    """A silence about one story is no reason to lose the alert about the other."""
    (muted,) = tell(connection, now, 1, story=1)
    holding_back.mute(connection, muted.id, "silence 1", now)
    (owed,) = tell(connection, now, story=2)
    merge(connection, now)
    assert rows(connection) == [(muted.id, 1, "muted"), (owed.id, 2, "queued")]


def test_replies_keep_numbers_of_their_own(connection: Connection, now: datetime) -> None:
    """Those of both stories stand one after the other, and the next one comes after them."""
    for story in (1, 2):
        send(connection, now, 1, story=story)
    for story in (1, 2):
        step = stories.next_step(connection, story)
        announcing.sound_trust(connection, story, step, Trust.OFFICIAL, now)
    merge(connection, now)
    found = connection.conn.execute("SELECT story, step FROM alerts WHERE step > 0 ORDER BY step").fetchall()
    assert [tuple(row) for row in found] == [(2, 1), (2, 2)]
    assert stories.next_step(connection, 2) == 3


def test_what_is_edited_while_stories_merge_is_edited_again(connection: Connection, now: datetime) -> None:
    """The version that it shows is that of a story which its message is no longer about."""
    (alert,) = send(connection, now, 1, story=1)
    known = outbox.get(connection, alert.id)
    assert known
    merge(connection, now)
    growing.edited(connection, known, 99, now)
    assert edits(connection, now) == {(alert.id, 2)}
    assert outbox.totals(connection)[AlertState.SENT] == 1


def test_a_message_that_cannot_be_edited_is_left_alone(connection: Connection, now: datetime) -> None:
    """It neither grows nor points anywhere."""
    for story in (1, 2):
        for alert in send(connection, now, 1, story=story):
            growing.edit_never(connection, alert, "deleted", now)
    merge(connection, now)
    assert edits(connection, now) == set()
