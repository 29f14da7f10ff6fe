"""Alerts that are due and are not sent by themselves: found before they are sent, and held or folded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage import announcing, diverting, holding, outbox, reachability, summaries
from storage.model import CONSOLE, AlertState, DeliveryPolicy, Mode, Trust
from tests.held import (
    AS_USUAL,
    DAILY,
    FLOODED,
    HOUR,
    MINUTE,
    NIGHTLY,
    POLICY,
    at,
    kinds,
    marks,
    owe,
    prefer,
    standing,
    wish,
)

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


def look(connection: Connection, now: datetime, policy: DeliveryPolicy = POLICY) -> set[int]:
    """Divert what is due as delivery does, until nothing is; return the numbers of what was."""
    found: set[int] = set()
    for _ in range(9):
        due = outbox.due(connection, now, 99, [], console=False)
        strays = diverting.strays(connection, due, now, policy)
        if not strays:
            break
        assert diverting.divert(connection, [one for one in due if one.id in strays], now, policy) > 0
        found |= strays
    assert diverting.strays(connection, due, now, policy) == set()
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection)
    return found


def deliver(connection: Connection, now: datetime, policy: DeliveryPolicy = FLOODED) -> list[int]:
    """Send what is due as delivery does, one at a time; return the stories, 0 for a summary."""
    sent = list[int]()
    while True:
        look(connection, now, policy)
        due = outbox.due(connection, now, 1, [], console=False)
        if not due:
            return sent
        outbox.attempt(connection, due[0].id)
        outbox.sent(connection, due[0].id, 100 * due[0].id, now, shown=1)
        sent.append(due[0].story)


def test_what_is_due_is_usually_sent(connection: Connection, now: datetime) -> None:
    """Nothing becomes of it."""
    wish(connection, now, NIGHTLY, 1)
    wish(connection, now, DAILY, 2)
    prefer(connection, now, "topic:drone", Mode.AT_ONCE, 2)
    owe(connection, now, 1, 2)
    assert look(connection, now, FLOODED) == set()


def test_quiet_hours_that_began_meanwhile_hold(connection: Connection) -> None:
    """It was owed just before, and could not be sent; what is critical goes on."""
    wish(connection, at("20:58"), NIGHTLY)
    owe(connection, at("20:59"), 1)
    owe(connection, at("20:59"), 2, grave=True)
    assert deliver(connection, at("21:00"), POLICY) == [2]
    assert standing(connection)[0] == (1, "held", "05:00")


def test_quiet_hours_that_nobody_planned_hold_too(connection: Connection) -> None:
    """Those of yesterday are still written down, as nothing was released since."""
    wish(connection, at("20:00"), NIGHTLY)
    later = at("22:00+3")
    owe(connection, later, 1)
    look(connection, later)
    assert standing(connection) == [(1, "held", "05:00")]


def test_what_comes_too_late_waits_for_the_digest(connection: Connection, now: datetime) -> None:
    """Marked late, and silent; it is a digest's message, and no sound."""
    wish(connection, now, DAILY)
    prefer(connection, now, "topic:drone", Mode.AT_ONCE)
    prefer(connection, now, "topic:fire", Mode.DIGEST)
    owe(connection, now, 1, 2)
    look(connection, now + 4 * HOUR)
    assert marks(connection) == [(1, True, True), (2, True, True)]
    holding.release(connection, at("06:00+1"), POLICY)
    assert (kinds(connection), marks(connection)[-1]) == ([(1, "digest")], (0, True, False))


def test_a_story_that_goes_on_is_not_late(connection: Connection, now: datetime) -> None:
    """Its alert was owed long ago, and has something new to tell."""
    wish(connection, now)
    owe(connection, now, 1)
    owe(connection, now + 2 * HOUR, 1)
    assert look(connection, now + 4 * HOUR) == set()


def test_after_an_outage_there_is_one_message(connection: Connection, now: datetime) -> None:
    """Of what is late and what is not; it sounds, as part of it is still news."""
    wish(connection, now)
    owe(connection, now, 1)
    owe(connection, now + 3 * HOUR, 2, 3)
    look(connection, now + 4 * HOUR)
    assert kinds(connection) == [(1, "catch_up")]
    assert marks(connection) == [(1, True, True), (2, False, False), (3, False, False), (0, False, False)]


def test_a_late_alert_that_is_alone_comes_without_a_sound(connection: Connection, now: datetime) -> None:
    """It is no summary, and is looked at once."""
    wish(connection, now)
    owe(connection, now, 1)
    assert look(connection, now + 4 * HOUR) == {1}
    assert (marks(connection), kinds(connection)) == ([(1, True, True)], [])
    assert deliver(connection, now + 4 * HOUR) == [1]


def test_what_the_network_made_wait_catches_up(connection: Connection, now: datetime) -> None:
    """Each was put off again and again, so that none has been due for long."""
    wish(connection, now)
    owe(connection, now, 1, 2)
    later = now + 20 * MINUTE
    for alert in (1, 2):
        outbox.attempt(connection, alert)
        outbox.wait(connection, alert, later, "no network")
    look(connection, later)
    assert kinds(connection) == [(1, "catch_up")]


@pytest.mark.parametrize("kind", ["uncertain", "summary", "console"])
def test_some_are_never_diverted(connection: Connection, now: datetime, kind: str) -> None:
    """What may have been delivered, a message that gathers others, and what the console prints."""
    chat = CONSOLE if kind == "console" else 1
    wish(connection, now, AS_USUAL, chat)
    owe(connection, now, 1, 2)
    if kind == "uncertain":
        for alert in (1, 2):
            outbox.attempt(connection, alert)
            outbox.uncertain(connection, alert, now, "no answer")
    if kind == "summary":
        look(connection, now + HOUR)
    later = now + 9 * HOUR
    due = outbox.due(connection, later, 9, [], console=kind == "console")
    assert [diverting.divert(connection, due, later, FLOODED), len(due)] == [0, 1]


def test_a_flood_becomes_one_message_that_grows(connection: Connection, now: datetime) -> None:
    """The first few come by themselves, the next begins a summary, later ones join it."""
    wish(connection, now)
    owe(connection, now, 1, 2, 3, 4, 5)
    assert deliver(connection, now) == [1, 2, 3, 0]
    owe(connection, now + MINUTE, 6)
    assert deliver(connection, now + MINUTE) == []
    (summary,) = [row[0] for row in connection.conn.execute("SELECT alert FROM summaries")]
    assert [alert.story for alert in summaries.gathered(connection, summary)] == [4, 5, 6]


def test_what_is_critical_folds_from_twice_as_many_on(connection: Connection, now: datetime) -> None:
    """It comes by itself for as long; then it joins what the flood has begun."""
    wish(connection, now)
    owe(connection, now, *range(1, 9), grave=True)
    assert deliver(connection, now) == [1, 2, 3, 4, 5, 6, 0]


def test_a_flood_goes_on_as_long_as_alerts_come(connection: Connection, now: datetime) -> None:
    """What is gathered counts as sent; after ten minutes of quiet an alert comes by itself again."""
    wish(connection, now)
    owe(connection, now, 1, 2, 3)
    assert deliver(connection, now) == [1, 2, 3]
    told = []
    for number in range(4, 14):
        moment = now + (number - 3) * 2 * MINUTE
        owe(connection, moment, number)
        told.append(deliver(connection, moment))
    assert told == [[0], *[[]] * 9]
    owe(connection, now + HOUR, 20)
    assert (deliver(connection, now + HOUR), len(kinds(connection))) == ([20], 1)


def test_one_chats_flood_is_not_anothers(connection: Connection, now: datetime) -> None:
    """Whoever begins to follow gets the next alert by itself."""
    wish(connection, now, AS_USUAL, 1)
    owe(connection, now, 1, 2, 3)
    deliver(connection, now)
    wish(connection, now, AS_USUAL, 2)
    owe(connection, now, 4)
    assert sorted(deliver(connection, now)) == [0, 4]
    assert kinds(connection) == [(1, "flood")]


def test_replies_are_diverted_too(connection: Connection, now: datetime) -> None:
    """What sounds again is one more message in a flood."""
    wish(connection, now)
    owe(connection, now, 1, 2, 3)
    deliver(connection, now)
    announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now)
    assert deliver(connection, now) == [0]
    assert outbox.totals(connection)[AlertState.FOLDED] == 1


def test_a_pause_that_telegram_asks_for_is_waited_for(connection: Connection, now: datetime) -> None:
    """Nothing that is not due is diverted, however long it has waited."""
    wish(connection, now)
    owe(connection, now, 1, 2)
    reachability.hold(connection, 1, now + 3 * HOUR)
    known = [outbox.get(connection, alert) for alert in (1, 2)]
    later = now + HOUR
    assert diverting.strays(connection, [one for one in known if one], later, POLICY) == set()


def test_wishes_of_a_chat_in_another_zone_count_there(connection: Connection) -> None:
    """Eleven in Amsterdam is six in the morning in Tokyo."""
    wish(connection, at("20:50"), NIGHTLY, 1)
    wish(connection, at("20:50"), replace(NIGHTLY, zone="Asia/Tokyo"), 2)
    owe(connection, at("20:59"), 1)
    holding.release(connection, at("22:30"), POLICY)
    look(connection, at("22:30"))
    assert [standing(connection, chat)[0][1] for chat in (1, 2)] == ["held", "queued"]
