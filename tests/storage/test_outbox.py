"""The outbox: who is owed an alert, in which order it goes, and in which state it ends."""

from __future__ import annotations

from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats, outbox, reachability
from storage.model import CONSOLE, AlertState, Severity, Trust
from tests.stories import tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.database import Connection


def _announce(
    connection: Connection,
    story: int,
    now: datetime,
    severity: Severity = Severity.CRITICAL,
    place: int = 0,
) -> int:
    severities = {"topic:shelling": severity}
    return announcing.announce(connection, story, severities, Trust.UNCONFIRMED, now, place=place)


def test_one_alert_a_chat_the_gravest_first(connection: Connection, now: datetime) -> None:
    """Of a chat's alerts the gravest is due first, then the oldest; busy chats have none."""
    chats.follow(connection, 1, "all", now)
    chats.follow(connection, 2, "all", now)
    for story, severity in enumerate((Severity.INFO, Severity.CRITICAL, Severity.WARNING), start=1):
        _announce(connection, story, now, severity)
    due = [(a.chat, a.story) for a in outbox.due(connection, now, 9, [], console=False)]
    assert due == [(1, 2), (2, 2)]
    assert [a.chat for a in outbox.due(connection, now, 9, [1], console=False)] == [2]
    assert len(outbox.due(connection, now, 1, [], console=False)) == 1


def test_a_flood_from_one_source_does_not_delay_another(connection: Connection, now: datetime) -> None:
    """What stood late among the posts of one poll goes after the first of others; graver goes before."""
    chats.follow(connection, 1, "all", now)
    for story in range(1, 100):
        _announce(connection, story, now, Severity.WARNING, place=story - 1)
    _announce(connection, 200, now, Severity.WARNING)
    _announce(connection, 300, now, Severity.CRITICAL, place=50)
    order = []
    for _ in range(4):
        (alert,) = outbox.due(connection, now, 9, [], console=False)
        order.append(alert.story)
        outbox.sent(connection, alert.id, 1, now)
    assert order == [300, 1, 200, 2]


def test_looking_for_what_is_due_costs_little_however_much_is_owed(
    connection: Connection, now: datetime
) -> None:
    """Of 60,000 alerts for 30 chats the next thirty are found without ranking all of them."""
    for chat in range(1, 31):
        chats.follow(connection, chat, "topic:shelling", now)
    with connection.atomic():
        for story in range(2_000):
            _announce(connection, story, now, place=story)
    begun = process_time()
    for _ in range(20):
        assert len(outbox.due(connection, now, 32, [], console=False)) == 30
    assert process_time() - begun < 5


def test_an_attempt_is_not_due_a_second_time(connection: Connection, now: datetime) -> None:
    """What is being sent is nobody else's to send."""
    (alert,) = tell(connection, now, 1)
    outbox.attempt(connection, alert.id)
    assert outbox.due(connection, now, 9, [], console=False) == []
    assert outbox.next_due(connection, console=False) is None


def test_waiting_alerts_come_back_when_their_time_is_over(connection: Connection, now: datetime) -> None:
    """A time that the network named is kept."""
    (alert,) = tell(connection, now, 1)
    outbox.attempt(connection, alert.id)
    outbox.wait(connection, alert.id, now + timedelta(seconds=30), "asked to")
    assert outbox.due(connection, now + timedelta(seconds=29), 9, [], console=False) == []
    assert outbox.next_due(connection, console=False) == now + timedelta(seconds=30)
    (again,) = outbox.due(connection, now + timedelta(seconds=30), 9, [], console=False)
    assert (again.state, again.attempts) == (AlertState.WAITING, 1)


def test_after_a_crash_attempts_are_uncertain_and_counted(connection: Connection, now: datetime) -> None:
    """What was being sent goes again, last, and is counted as a repeat."""
    first, second = tell(connection, now, 1, 2)
    outbox.attempt(connection, first.id)
    assert outbox.recover(connection, now) == 1
    due = outbox.due(connection, now, 9, [], console=False)
    assert [a.id for a in due] == [second.id, first.id]
    outbox.attempt(connection, first.id)
    repeats = connection.conn.execute("SELECT repeats FROM alerts WHERE id = ?", [first.id]).fetchone()[0]
    assert repeats == 1


def test_an_uncertain_alert_that_was_put_off_unsent_stays_uncertain(
    connection: Connection, now: datetime
) -> None:
    """Neither waiting nor a later send that certainly failed takes back what may have arrived."""
    (alert,) = tell(connection, now, 1)
    outbox.attempt(connection, alert.id)
    outbox.uncertain(connection, alert.id, now, "lost")
    outbox.wait(connection, alert.id, now, "a pause")
    assert outbox.totals(connection)[AlertState.UNCERTAIN] == 1
    outbox.attempt(connection, alert.id)
    outbox.wait(connection, alert.id, now, "not sent")
    (again,) = outbox.due(connection, now, 9, [], console=False)
    assert (again.state, again.attempts, again.repeats) == (AlertState.UNCERTAIN, 2, 1)


def test_a_hold_delays_one_chat_or_all_but_never_the_console(connection: Connection, now: datetime) -> None:
    """A pause of one chat leaves the others alone; a pause of all leaves the terminal alone."""
    tell(connection, now, 1, 2, CONSOLE)
    until = now + timedelta(minutes=1)
    reachability.hold(connection, 1, until)
    assert [a.chat for a in outbox.due(connection, now, 9, [], console=False)] == [2]
    reachability.hold(connection, None, until)
    assert outbox.due(connection, now, 9, [], console=False) == []
    assert [a.chat for a in outbox.due(connection, now, 9, [], console=True)] == [CONSOLE]


def test_a_chat_that_is_gone_is_paused_and_wakes(connection: Connection, now: datetime) -> None:
    """Its alerts are settled with the reason, new ones are not owed until it speaks again."""
    tell(connection, now, 1)
    reachability.give_up_chat(connection, 1, "blocked", now)
    assert outbox.totals(connection)[AlertState.GONE] == 1
    assert _announce(connection, 2, now) == 0
    chats.wake(connection, 1)
    assert _announce(connection, 3, now) == 1


def test_a_migrated_group_keeps_everything(connection: Connection, now: datetime) -> None:
    """Subscriptions and waiting alerts go over to the new id, also where both ids exist."""
    tell(connection, now, -1, -2)
    chats.follow(connection, -1, "topic:drone", now)
    reachability.migrate_chat(connection, -1, -2, now)
    assert {s.target for s in chats.following(connection, -2)} == {"topic:shelling", "topic:drone"}
    assert [a.chat for a in outbox.due(connection, now, 9, [], console=False)] == [-2]
    assert chats.get(connection, -1) is None


def test_a_forgotten_chat_leaves_only_numbers(connection: Connection, now: datetime) -> None:
    """Nothing that names the chat is left, and the sums still add up."""
    first, _ = tell(connection, now, 1, 2)
    outbox.sent(connection, first.id, 5, now)
    reachability.forget_chat(connection, 1)
    reachability.forget_chat(connection, 2)
    rows = connection.conn.execute("SELECT count(*) FROM alerts").fetchone()[0]
    totals = outbox.totals(connection)
    assert (rows, totals[AlertState.SENT], totals[AlertState.GONE]) == (0, 1, 1)


@pytest.mark.parametrize("act", ["attempt", "wait", "uncertain", "gone"])
def test_settled_alerts_are_never_touched_again(connection: Connection, now: datetime, act: str) -> None:
    """Sent stays sent, whatever comes late."""
    (alert,) = tell(connection, now, 1)
    outbox.sent(connection, alert.id, 5, now)
    late: dict[str, Callable[[], object]] = {
        "attempt": lambda: outbox.attempt(connection, alert.id),
        "wait": lambda: outbox.wait(connection, alert.id, now, ""),
        "uncertain": lambda: outbox.uncertain(connection, alert.id, now, ""),
        "gone": lambda: outbox.gone(connection, alert.id, "", now),
    }
    late[act]()
    assert outbox.totals(connection)[AlertState.SENT] == 1


def test_what_is_owed_can_be_put_back(connection: Connection, now: datetime) -> None:
    """What was due in the time of a clock that was an hour ahead is due now; what is settled stays."""
    tell(connection, now + timedelta(hours=1), 1)
    assert outbox.due(connection, now, 9, [], console=False) == []
    outbox.put_back(connection, timedelta(hours=1))
    assert [alert.chat for alert in outbox.due(connection, now, 9, [], console=False)] == [1]
