"""What the outbox holds after each outcome of a send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.outcomes import (
    BadMarkup,
    ChatGone,
    MessageGone,
    Migrated,
    NotSentYet,
    Outcome,
    RetryAt,
    Sent,
    TokenRefused,
    Uncertain,
    Unknown,
)
from bot.settle import Patience, put_edit_off, settle, settle_edit
from storage import chats, growing, outbox
from storage.model import AlertState
from tests.conftest import MORNING
from tests.stories import send as send_story
from tests.stories import stand, tell

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.model import Alert

LATER = MORNING + timedelta(seconds=7)

Row = tuple[str, float, str]


def row(connection: Connection, alert: Alert) -> Row:
    """Return an alert's state, in how many seconds it is due, and the reason."""
    state, due, reason = connection.conn.execute(
        "SELECT state, due, reason FROM alerts WHERE id = ?", [alert.id]
    ).fetchone()
    return state, (datetime.fromisoformat(due) - MORNING).total_seconds(), reason


def send(connection: Connection, alert: Alert, outcome: Outcome, now: datetime = MORNING) -> Row:
    """Begin a send, settle it, and return the alert's row."""
    outbox.attempt(connection, alert.id)
    settle(connection, alert, outcome, now, Patience(), 1)
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
        (MessageGone("not found"), ("waiting", 600, "not found")),
        (Unknown("what?"), ("waiting", 600, "what?")),
    ],
    ids=repr,
)
def test_every_outcome_has_its_state_and_time(
    connection: Connection, outcome: Outcome, expected: Row
) -> None:
    """After a send, the alert stands in the state that its outcome means, due when it may go again."""
    (alert,) = tell(connection, MORNING, 1)
    assert send(connection, alert, outcome) == expected
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection)


def test_what_stays_uncertain_goes_again_every_ten_minutes(connection: Connection) -> None:
    """The first time after a minute, from then on after ten, also after a pause in between."""
    (alert,) = tell(connection, MORNING, 1)
    assert send(connection, alert, Uncertain("lost"))[1] == 60
    again = replace(alert, state=AlertState.UNCERTAIN)
    assert send(connection, again, Uncertain("lost"))[1] == 600
    send(connection, again, RetryAt(LATER))
    paused = replace(alert, state=AlertState.WAITING, repeats=1)
    assert send(connection, paused, Uncertain("lost"))[1] == 600


def test_an_uncertain_alert_that_finds_its_chat_paused_stays_uncertain(connection: Connection) -> None:
    """No send was begun, so it still may have been delivered, and the next send counts as a repeat."""
    (alert,) = tell(connection, MORNING, 1)
    send(connection, alert, Uncertain("lost"))
    settle(connection, replace(alert, state=AlertState.UNCERTAIN), RetryAt(LATER), MORNING, Patience())
    assert row(connection, alert)[:2] == ("uncertain", 7)
    outbox.attempt(connection, alert.id)
    assert connection.conn.execute("SELECT repeats FROM alerts").fetchone()[0] == 1


def test_a_pause_holds_the_chat_or_everyone(connection: Connection) -> None:
    """A chat's 429 delays what else that chat is owed; one of the whole bot delays all."""
    first = tell(connection, MORNING, 1, 2)[0]
    others = tell(connection, MORNING, 1, 2, story=2) + tell(connection, MORNING, 3, story=3)
    send(connection, first, RetryAt(LATER))
    assert [alert.chat for alert in outbox.due(connection, MORNING, 9, [], console=False)] == [2, 3]
    send(connection, others[-1], RetryAt(LATER + timedelta(hours=1), whole=True))
    assert outbox.due(connection, LATER, 9, [], console=False) == []
    assert outbox.next_due(connection, console=False) == LATER + timedelta(hours=1)


@pytest.mark.parametrize("outcome", [Unknown("what?"), BadMarkup()])
def test_what_is_refused_for_a_day_is_given_up(connection: Connection, outcome: Outcome) -> None:
    """An alert that Telegram goes on refusing ends, with the reason."""
    (alert,) = tell(connection, MORNING, 1)
    assert send(connection, alert, outcome, MORNING + timedelta(days=1))[0] == "waiting"
    assert send(connection, alert, outcome, MORNING + timedelta(days=1, seconds=1))[0] == "gone"


def test_a_group_that_moved_to_a_known_id_is_told_once(connection: Connection) -> None:
    """Where the supergroup is owed the same story, the group's alert ends; the others go over."""
    old = next(alert for alert in tell(connection, MORNING, -1, -1005) if alert.chat == -1)
    chats.unfollow(connection, -1005, "topic:shelling")
    tell(connection, MORNING, -1, story=2)
    assert send(connection, old, Migrated(-1005))[0] == "gone"
    due = connection.conn.execute("SELECT chat, story FROM alerts WHERE settled IS NULL ORDER BY story")
    assert [tuple(one) for one in due] == [(-1005, 1), (-1005, 2)]
    assert [one.target for one in chats.following(connection, -1005)] == ["topic:shelling"]


@pytest.mark.parametrize(
    ("outcome", "shown", "rest"),
    [
        (Sent(5), 2, 30),
        (Sent(None), 2, 30),
        (RetryAt(LATER), 1, 7),
        (NotSentYet("no connection"), 1, 10),
        (Uncertain("lost"), 1, 60),
        (BadMarkup(), 1, 600),
        (Unknown("what?"), 1, 600),
        (TokenRefused(), 1, 0),
        (ChatGone("blocked"), growing.NEVER, 0),
        (Migrated(-1005), growing.NEVER, 0),
        (MessageGone("not found"), growing.NEVER, 0),
    ],
    ids=repr,
)
def test_every_outcome_of_an_edit_has_its_version_and_time(
    connection: Connection, outcome: Outcome, shown: int, rest: int
) -> None:
    """A message shows what it was changed to, rests as long as the outcome means, or is left alone."""
    begun = MORNING - growing.REST
    (alert,) = grown(connection, begun)
    settle_edit(connection, alert, outcome, MORNING, 2)
    row = connection.conn.execute("SELECT state, shown, edit_due FROM alerts").fetchone()
    edit_due = datetime.fromisoformat(row["edit_due"])
    assert (row["state"], row["shown"], (edit_due - MORNING).total_seconds()) == ("sent", shown, rest)


def test_an_edit_that_is_refused_for_a_day_is_given_up(connection: Connection) -> None:
    """A message that cannot be written as Telegram wants it stays as it is, with the reason."""
    (alert,) = grown(connection, MORNING)
    settle_edit(connection, alert, Unknown("what?"), MORNING + timedelta(days=1, seconds=1), 2)
    known = outbox.get(connection, alert.id)
    assert known
    assert known.shown == growing.NEVER


def test_an_edit_that_telegram_holds_up_holds_new_messages_too(connection: Connection) -> None:
    """A 429 is one of the chat or the bot, whatever was asked; one that did not begin holds nobody up."""
    (alert,) = grown(connection, MORNING)
    tell(connection, MORNING, story=2)
    put_edit_off(connection, alert, RetryAt(LATER), MORNING)
    assert len(outbox.due(connection, MORNING, 9, [], console=False)) == 1
    settle_edit(connection, alert, RetryAt(LATER), MORNING, 2)
    assert outbox.due(connection, MORNING, 9, [], console=False) == []
    put_edit_off(connection, alert, RetryAt(LATER + timedelta(hours=1), whole=True), MORNING)
    assert growing.next_due(connection) == LATER + timedelta(hours=1)


def grown(connection: Connection, sent: datetime) -> list[Alert]:
    """Send a story to a chat, let it change, and return what is to be edited after its rest."""
    stand(connection)
    send_story(connection, sent, 7)
    stand(connection, version=2)
    growing.note(connection, 1, sent)
    return growing.due(connection, sent + growing.REST, 9, [], console=False)
