"""Whether what is owed is sent at all, by the outbox alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outcomes import NotSentYet, RetryAt, TokenRefused, Uncertain, Unknown
from bot.settle import Patience, settle
from storage import chats, outbox, proofs, reachability, sending
from storage.model import CONSOLE, to_iso
from tests.stories import send, stand, tell
from tests.storing import join, put_post

if TYPE_CHECKING:
    from datetime import datetime

    from bot.outcomes import Outcome
    from storage.database import Connection

MINUTE = timedelta(minutes=1)
FIVE = 5 * MINUTE


def try_for(connection: Connection, now: datetime, outcome: Outcome, minutes: int = 6) -> datetime:
    """Owe a chat an alert and try it whenever it is due, with this outcome; return the time then."""
    tell(connection, now, 1)
    end = now + minutes * MINUTE
    while now < end:
        for alert in outbox.due(connection, now, 9, [], console=False):
            outbox.attempt(connection, alert.id)
            settle(connection, alert, outcome, now, Patience())
        now += timedelta(seconds=5)
    return now


def waiting(connection: Connection, now: datetime) -> int:
    """Return how many alerts count as waiting."""
    return sending.standing(connection, now, FIVE).waiting


def test_what_nobody_takes_up_is_waiting_after_five_minutes(connection: Connection, now: datetime) -> None:
    """As where the program is dead; the answer before tells since when."""
    assert sending.standing(connection, now, FIVE) == (None, 0)
    send(connection, now - MINUTE, 1, 2, story=2)
    tell(connection, now, 1, 2)
    assert waiting(connection, now + FIVE - timedelta(seconds=1)) == 0
    assert sending.standing(connection, now + FIVE, FIVE) == (now - MINUTE, 2)


@pytest.mark.parametrize(
    "outcome", [NotSentYet("no network"), Uncertain("no answer"), TokenRefused()], ids=repr
)
def test_what_is_tried_in_vain_is_waiting(connection: Connection, now: datetime, outcome: Outcome) -> None:
    """Though it is put off each time, and never overdue by five minutes."""
    assert waiting(connection, try_for(connection, now, outcome)) == 1


def test_what_telegram_puts_off_is_not_waiting(connection: Connection, now: datetime) -> None:
    """A pause is an answer, and so is a refusal in words that nobody knows."""
    later = try_for(connection, now, RetryAt(now + 60 * MINUTE, whole=True))
    assert waiting(connection, later) == 0
    assert waiting(connection, now + 60 * MINUTE) == 0
    later = try_for(connection, now + 90 * MINUTE, Unknown("Bad Request: something new"))
    assert waiting(connection, later) == 0


def test_a_pause_of_telegrams_is_known_by_its_reason(connection: Connection, now: datetime) -> None:
    """Also when it is nearly over, of an alert that was put off several times."""
    tell(connection, now, 1)
    for hour in range(3):
        (alert,) = outbox.due(connection, now + hour * 60 * MINUTE, 9, [], console=False)
        outbox.attempt(connection, alert.id)
        until = now + (hour + 1) * 60 * MINUTE
        settle(connection, alert, RetryAt(until), until - 60 * MINUTE, Patience())
    assert waiting(connection, now + 180 * MINUTE) == 0
    assert waiting(connection, now + 185 * MINUTE) == 1


def test_what_could_not_be_sent_is_waiting_where_it_was_gathered(
    connection: Connection, now: datetime
) -> None:
    """The message that catches up is new, what it tells of is not."""
    (alert,) = tell(connection, now, 1)
    later = now + 2 * FIVE
    connection.conn.execute(
        "UPDATE alerts SET story = 0, occasion = :catch_up, enqueued = :later, due = :later",
        {"later": to_iso(later), "catch_up": sending.CATCH_UP},
    )
    assert waiting(connection, later) == 1
    outbox.wait(connection, alert.id, later, sending.PAUSED)
    assert waiting(connection, later) == 0


def test_a_queue_that_goes_forward_is_in_order(connection: Connection, now: datetime) -> None:
    """However old what stands in it is: Telegram has answered a send lately."""
    tell(connection, now, 1, 2)
    proofs.note(connection, proofs.SENDING, now + FIVE)
    assert waiting(connection, now + 2 * FIVE) == 0
    assert waiting(connection, now + 2 * FIVE + timedelta(seconds=1)) == 2


def test_an_answer_that_is_yet_to_come_is_none(connection: Connection, now: datetime) -> None:
    """It was noted by a clock that has been put back since."""
    tell(connection, now, 1)
    proofs.note(connection, proofs.SENDING, now + 60 * MINUTE)
    assert waiting(connection, now + FIVE) == 1


def test_what_is_held_and_what_the_terminal_gets_do_not_count(connection: Connection, now: datetime) -> None:
    """Quiet hours are no standstill, and a pipe that nobody reads is not Telegram."""
    chats.set_console(connection, ["topic:shelling"], now)
    (alert,) = tell(connection, now, 1)
    connection.conn.execute("UPDATE alerts SET state = 'held' WHERE id = ?", [alert.id])
    assert [one.chat for one in outbox.due(connection, now, 9, [], console=True)] == [CONSOLE]
    assert waiting(connection, now + FIVE) == 0


def test_what_was_held_is_not_overdue_when_it_is_let_go(connection: Connection, now: datetime) -> None:
    """A night passed without an answer: nothing was due."""
    (alert,) = tell(connection, now, 1)
    morning = now + 100 * FIVE
    connection.conn.execute("UPDATE alerts SET state = 'held' WHERE id = ?", [alert.id])
    connection.conn.execute("UPDATE alerts SET state = 'queued'")
    outbox.put_back(connection, now - morning)
    assert waiting(connection, morning + MINUTE) == 0
    assert waiting(connection, morning + FIVE) == 1


def test_the_oldest_due_is_known(connection: Connection, now: datetime) -> None:
    """What waits for later is not due."""
    tell(connection, now, 1, 2)
    reachability.hold(connection, 1, now + FIVE)
    assert sending.oldest_due(connection, now - MINUTE) is None
    assert sending.oldest_due(connection, now + MINUTE) == now


def test_open_stories_are_counted(connection: Connection, now: datetime) -> None:
    """Those that are not closed, and that have posts: what the canary left behind is none."""
    for story, closed in ((1, None), (2, now), (3, None)):
        stand(connection, story, closed=closed)
    for story in (1, 2):
        join(connection, put_post(connection, "ashes", "Обстрел"), story=story)
    assert sending.open_stories(connection) == 1
