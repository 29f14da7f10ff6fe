"""What the outbox holds after each outcome of a send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outcomes import (
    BadMarkup,
    ChatGone,
    Migrated,
    NotSentYet,
    Outcome,
    RetryAt,
    Sent,
    TokenRefused,
    Uncertain,
    Unknown,
)
from bot.settle import Patience, settle
from storage import chats, outbox
from storage.model import AlertState
from tests.conftest import MORNING
from tests.examples import hit

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.model import Alert

LATER = MORNING + timedelta(seconds=7)

Row = tuple[str, float, str]


def owe(connection: Connection, *chat_ids: int, story: int = 1) -> list[Alert]:
    """Owe a story to these chats, and return their alerts."""
    for chat in chat_ids:
        chats.follow(connection, chat, "topic:shelling", MORNING)
    outbox.enqueue(connection, story, [hit()], MORNING)
    return [a for a in outbox.due(connection, MORNING, 99, [], console=False) if a.story == story]


def row(connection: Connection, alert: Alert) -> Row:
    """Return an alert's state, in how many seconds it is due, and the reason."""
    state, due, reason = connection.conn.execute(
        "SELECT state, due, reason FROM alerts WHERE id = ?", [alert.id]
    ).fetchone()
    return state, (datetime.fromisoformat(due) - MORNING).total_seconds(), reason


def send(connection: Connection, alert: Alert, outcome: Outcome, now: datetime = MORNING) -> Row:
    """Begin a send, settle it, and return the alert's row."""
    outbox.attempt(connection, alert.id)
    settle(connection, alert, outcome, now, Patience())
    return row(connection, alert)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Sent(5), ("sent", 0, "")),
        (Sent(None), ("sent", 0, "")),
        (RetryAt(LATER), ("waiting", 7, "Telegram asks for a pause")),
        (RetryAt(LATER, whole=True), ("waiting", 7, "Telegram asks for a pause")),
        (NotSentYet("no connection"), ("waiting", 10, "no connection")),
        (Uncertain("lost"), ("uncertain", 60, "lost")),
        (ChatGone("blocked"), ("gone", 0, "blocked")),
        (Migrated(-1005), ("waiting", 0, "the group became a supergroup")),
        (TokenRefused(), ("waiting", 0, "the token was refused")),
        (BadMarkup(), ("waiting", 600, "Telegram cannot read the message")),
        (Unknown("what?"), ("waiting", 600, "what?")),
    ],
    ids=repr,
)
def test_every_outcome_has_its_state_and_time(
    connection: Connection, outcome: Outcome, expected: Row
) -> None:
    """After a send, the alert stands in the state that its outcome means, due when it may go again."""
    (alert,) = owe(connection, 1)
    assert send(connection, alert, outcome) == expected
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection)


def test_what_stays_uncertain_goes_again_every_ten_minutes(connection: Connection) -> None:
    """The first time after a minute, from then on after ten, also after a pause in between."""
    (alert,) = owe(connection, 1)
    assert send(connection, alert, Uncertain("lost"))[1] == 60
    again = replace(alert, state=AlertState.UNCERTAIN)
    assert send(connection, again, Uncertain("lost"))[1] == 600
    send(connection, again, RetryAt(LATER))
    paused = replace(alert, state=AlertState.WAITING, repeats=1)
    assert send(connection, paused, Uncertain("lost"))[1] == 600


def test_an_uncertain_alert_that_finds_its_chat_paused_stays_uncertain(connection: Connection) -> None:
    """No send was begun, so it still may have been delivered, and the next send counts as a repeat."""
    (alert,) = owe(connection, 1)
    send(connection, alert, Uncertain("lost"))
    settle(connection, replace(alert, state=AlertState.UNCERTAIN), RetryAt(LATER), MORNING, Patience())
    assert row(connection, alert)[:2] == ("uncertain", 7)
    outbox.attempt(connection, alert.id)
    assert connection.conn.execute("SELECT repeats FROM alerts").fetchone()[0] == 1


def test_a_pause_holds_the_chat_or_everyone(connection: Connection) -> None:
    """A chat's 429 delays what else that chat is owed; one of the whole bot delays all."""
    first = owe(connection, 1, 2)[0]
    others = owe(connection, 1, 2, story=2) + owe(connection, 3, story=3)
    send(connection, first, RetryAt(LATER))
    assert [alert.chat for alert in outbox.due(connection, MORNING, 9, [], console=False)] == [2, 3]
    send(connection, others[-1], RetryAt(LATER + timedelta(hours=1), whole=True))
    assert outbox.due(connection, LATER, 9, [], console=False) == []
    assert outbox.next_due(connection, console=False) == LATER + timedelta(hours=1)


@pytest.mark.parametrize("outcome", [Unknown("what?"), BadMarkup()])
def test_what_is_refused_for_a_day_is_given_up(connection: Connection, outcome: Outcome) -> None:
    """An alert that Telegram goes on refusing ends, with the reason."""
    (alert,) = owe(connection, 1)
    assert send(connection, alert, outcome, MORNING + timedelta(days=1))[0] == "waiting"
    assert send(connection, alert, outcome, MORNING + timedelta(days=1, seconds=1))[0] == "gone"


def test_a_group_that_moved_to_a_known_id_is_told_once(connection: Connection) -> None:
    """Where the supergroup is owed the same story, the group's alert ends; the others go over."""
    old = next(alert for alert in owe(connection, -1, -1005) if alert.chat == -1)
    chats.unfollow(connection, -1005, "topic:shelling")
    owe(connection, -1, story=2)
    assert send(connection, old, Migrated(-1005))[0] == "gone"
    due = connection.conn.execute("SELECT chat, story FROM alerts WHERE settled IS NULL ORDER BY story")
    assert [tuple(one) for one in due] == [(-1005, 1), (-1005, 2)]
    assert [one.target for one in chats.following(connection, -1005)] == ["topic:shelling"]
