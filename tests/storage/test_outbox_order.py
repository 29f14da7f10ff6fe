"""What goes before what in one chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import announcing, outbox
from storage.model import Trust
from tests.stories import stand, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

MINUTE = timedelta(minutes=1)


def test_a_reply_never_overtakes_what_it_replies_to(connection: Connection, now: datetime) -> None:
    """While the first message may or may not have arrived, the reply waits; others of the chat do not."""
    stand(connection)
    (first,) = tell(connection, now, 1)
    outbox.attempt(connection, first.id)
    announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now)
    outbox.recover(connection, now + MINUTE)
    assert outbox.due(connection, now, 9, [], console=False) == []
    stand(connection, 2)
    tell(connection, now, 1, story=2)
    assert [one.story for one in outbox.due(connection, now, 9, [], console=False)] == [2]
    assert [one.step for one in outbox.due(connection, now + MINUTE, 9, [], console=False)] == [0]


def test_a_reply_goes_once_the_first_is_settled(connection: Connection, now: datetime) -> None:
    """It carries the number of the message that it replies to."""
    stand(connection)
    (first,) = tell(connection, now, 1)
    outbox.attempt(connection, first.id)
    announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now)
    outbox.sent(connection, first.id, 500, now)
    (reply,) = outbox.due(connection, now, 9, [], console=False)
    assert (reply.step, reply.reply_to) == (1, 500)
