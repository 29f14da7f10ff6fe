"""A pause: nothing is told, nothing is lost, and everything is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import catching_up, chats, holding_back, outbox, pausing, silences
from storage.model import AlertState, SilenceKind
from tests.stories import send, stand, tell
from tests.wishing import hold

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

HOUR = timedelta(hours=1)


def test_a_pause_lasts_until_its_time(connection: Connection, now: datetime) -> None:
    """Or until it is ended; in this chat alone."""
    pausing.begin(connection, 1, now, now + HOUR)
    assert pausing.now_on(connection, 2, now) is None
    assert pausing.now_on(connection, 1, now + HOUR) is None
    assert [pausing.end(connection, chat, now) for chat in (2, 1, 1)] == [False, True, False]
    assert pausing.now_on(connection, 1, now) is None


def test_a_longer_one_goes_on_from_its_begin(connection: Connection, now: datetime) -> None:
    """So that all that was held back in it is counted."""
    pausing.begin(connection, 1, now, now + HOUR)
    pausing.begin(connection, 1, now + HOUR / 2, now + 5 * HOUR)
    (one,) = silences.held(connection, 1, now + HOUR)
    assert (one.kind, one.created, one.until) == (SilenceKind.EVERYTHING, now, now + 5 * HOUR)


def test_what_is_owed_already_is_held_back(connection: Connection, now: datetime) -> None:
    """Queued, and held for a digest; what was sent stays, and so do other chats' alerts."""
    stand(connection)
    send(connection, now, 1, story=1)
    tell(connection, now, 1, 2, story=2)
    hold(connection, 1, now + HOUR)
    pausing.begin(connection, 1, now, now + 2 * HOUR)
    totals = outbox.totals(connection)
    assert (totals[AlertState.MUTED], totals[AlertState.SENT], totals[AlertState.QUEUED]) == (2, 1, 1)
    assert sum(totals.values()) == outbox.enqueued(connection) + 1  # the held one was put there by hand
    assert pausing.held_back(connection, 1, now) == 2
    assert {one.reason for one in holding_back.held_back(connection, 1, now)} == {"everything:"}


def test_who_begins_to_follow_in_a_pause_is_told_of_nothing(connection: Connection, now: datetime) -> None:
    """What goes on already is written down as held back."""
    stand(connection)
    connection.conn.execute("""UPDATE stories SET announced = '{"topic:shelling": 2}'""")
    for chat in (1, 2):
        chats.follow(connection, chat, "topic:shelling", now)
    pausing.begin(connection, 1, now, now + HOUR)
    told = [catching_up.welcome(connection, chat, ["topic:shelling"], now) for chat in (1, 2)]
    assert told == [0, 1]
    assert pausing.held_back(connection, 1, now) == 1
