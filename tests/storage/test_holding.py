"""What is held when it is owed, because its chat wants it later, and what is owed without a sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats, holding, holding_back, outbox, silences
from storage.model import CONSOLE, Mode, Severity, SilenceKind, Trust
from tests.held import (
    AMSTERDAM,
    DAILY,
    DRONE,
    GRAVE_DRONE,
    HOUR,
    NIGHTLY,
    SILENT,
    at,
    marks,
    owe,
    prefer,
    send_due,
    standing,
    wish,
)

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Wishes

NIGHT = at("22:30")
"""Half past midnight in Amsterdam."""

EVERYTHING_LATER = replace(DAILY, critical_through=False)


def test_what_a_digest_is_for_is_held_until_it(connection: Connection, now: datetime) -> None:
    """It is Monday, eight in Amsterdam: the next digest comes a day later."""
    wish(connection, now, DAILY)
    assert owe(connection, now, 1) == 1
    assert standing(connection) == [(1, "held", "06:00")]
    assert outbox.next_due(connection, console=False) is None
    assert holding.next_release(connection) == at("06:00+1")


def test_who_named_no_time_gets_a_digest_in_the_morning(connection: Connection, now: datetime) -> None:
    """Eight o'clock where the chat is, and else where the region is."""
    wish(connection, now, replace(DAILY, digest=""), 1)
    wish(connection, now, replace(DAILY, digest="", zone="Europe/London"), 2)
    owe(connection, now, 1)
    assert [standing(connection, chat)[0][2] for chat in (1, 2)] == ["06:00", "07:00"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Mode.DIGEST, Mode.AT_ONCE, ("queued", False)),
        (Mode.DIGEST, Mode.SILENT, ("queued", True)),
        (Mode.SILENT, Mode.AT_ONCE, ("queued", False)),
        (Mode.DIGEST, Mode.DIGEST, ("held", False)),
        (Mode.SILENT, None, ("queued", True)),
    ],
)
def test_the_most_urgent_subscription_counts(
    connection: Connection, now: datetime, one: Mode, other: Mode | None, expected: tuple[str, bool]
) -> None:
    """Of those that asked for it; one without a wish of its own is told as the chat wishes: silently."""
    wish(connection, now, SILENT)
    prefer(connection, now, "topic:drone", one)
    prefer(connection, now, "all", other)
    owe(connection, now, 1)
    assert (standing(connection)[0][1], marks(connection)[0][1]) == expected


def test_quiet_hours_hold_until_they_are_over(connection: Connection, now: datetime) -> None:
    """From their first moment to the one before their end."""
    for chat, moment in enumerate((at("20:59"), at("21:00"), at("04:59+1"), at("05:00+1")), 1):
        wish(connection, now, NIGHTLY, chat)
        connection.conn.execute("UPDATE chats SET paused = '' WHERE id = ?", [chat])
        owe(connection, moment, chat)
        connection.conn.execute("UPDATE chats SET paused = 'tried' WHERE id = ?", [chat])
    found = [standing(connection, chat)[0][1:] for chat in (1, 2, 3, 4)]
    assert found == [("queued", "20:59"), ("held", "05:00"), ("held", "05:00"), ("queued", "05:00")]


@pytest.mark.parametrize("wishes", [DAILY, NIGHTLY, SILENT])
def test_what_is_critical_comes_at_once_with_a_sound(connection: Connection, wishes: Wishes) -> None:
    """Through digests, quiet hours and silence, unless the chat says otherwise."""
    wish(connection, NIGHT, wishes, 1)
    wish(connection, NIGHT, replace(wishes, critical_through=False), 2)
    owe(connection, NIGHT, 1, grave=True)
    assert (standing(connection), marks(connection)) == ([(1, "queued", "22:30")], [(1, False, False)])
    (held,), (marked,) = standing(connection, 2), marks(connection, 2)
    assert (held[1] == "held") is not marked[1]


def test_a_held_alert_that_becomes_critical_is_let_go(connection: Connection, now: datetime) -> None:
    """At once, unless even what is critical is to wait."""
    wish(connection, now, DAILY, 1)
    wish(connection, now, EVERYTHING_LATER, 2)
    owe(connection, now, 1)
    announcing.announce(connection, 1, GRAVE_DRONE, Trust.UNCONFIRMED, at("07:00"))
    assert standing(connection, 1) == [(1, "queued", "07:00")]
    assert standing(connection, 2) == [(1, "held", "06:00")]


def test_a_held_alert_that_is_asked_for_more_urgently_is_let_go(
    connection: Connection, now: datetime
) -> None:
    """The story comes to concern what the chat wants to hear of at once."""
    wish(connection, now, DAILY)
    prefer(connection, now, "topic:fire", Mode.AT_ONCE)
    owe(connection, now, 1)
    announcing.announce(connection, 1, {"topic:fire": Severity.INFO}, Trust.UNCONFIRMED, at("07:00"))
    assert standing(connection) == [(1, "queued", "07:00")]


def test_a_silent_alert_that_becomes_critical_sounds(connection: Connection, now: datetime) -> None:
    """Where it was not sent yet."""
    wish(connection, now, SILENT)
    owe(connection, now, 1)
    announcing.announce(connection, 1, GRAVE_DRONE, Trust.UNCONFIRMED, now)
    assert marks(connection) == [(1, False, False)]


@pytest.mark.parametrize("wishes", [DAILY, NIGHTLY])
def test_replies_that_sound_are_held_as_first_messages_are(connection: Connection, wishes: Wishes) -> None:
    """Whether it is trust that grew or severity; what is graver is told as what asks for it wishes."""
    wish(connection, NIGHT)
    owe(connection, NIGHT, 1)
    send_due(connection, NIGHT)
    wish(connection, NIGHT, wishes)
    chats.follow(connection, 1, "topic:fire", NIGHT)
    assert announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, NIGHT) == 1
    assert announcing.sound_targets(connection, 1, 2, GRAVE_DRONE, {}, NIGHT) == 1
    assert [state for _, state, _ in standing(connection)] == ["sent", "held", "queued"]


def test_the_console_has_no_wishes(connection: Connection) -> None:
    """Whatever its row says, it is told at once."""
    wish(connection, NIGHT, replace(DAILY, quiet="23:00-07:00"), CONSOLE)
    owe(connection, NIGHT, 1)
    assert standing(connection, CONSOLE) == [(1, "queued", "22:30")]
    assert holding.next_release(connection) is None


def test_a_held_alert_can_be_muted_and_is_held_again(connection: Connection, now: datetime) -> None:
    """A silence finds it; when that is over, it is owed as the chat wishes."""
    wish(connection, now, DAILY)
    owe(connection, now, 1)
    silences.add(connection, 1, SilenceKind.STORY, "1", now, now + HOUR)
    (found,) = silences.concerned(connection, 1, now)
    holding_back.mute(connection, found.alert.id, "story:1", now)
    assert standing(connection)[0][1] == "muted"
    holding_back.unmute(connection, found.alert.id, now + HOUR)
    assert standing(connection) == [(1, "held", "06:00")]


def test_a_held_alert_is_folded_into_a_wider_one(connection: Connection, now: datetime) -> None:
    """Which is held as well, and is held again when the story tells of something else."""
    wish(connection, now, DAILY)
    owe(connection, now, 1, 2)
    assert holding_back.fold(connection, 2, [1], now) == 1
    assert holding_back.unfold(connection, 2, [], now) == 1
    assert [row[1] for row in standing(connection)] == ["held", "held"]


def test_new_wishes_count_for_what_is_held(connection: Connection, now: datetime) -> None:
    """It moves with the digest's time, and is due at once when the chat wants none any more."""
    wish(connection, now, DAILY)
    owe(connection, now, 1)
    wish(connection, now, replace(DAILY, digest="daily 20:00"))
    assert standing(connection) == [(1, "held", "18:00")]
    wish(connection, now, replace(DAILY, quiet="19:00-21:30"))
    assert standing(connection) == [(1, "held", "06:00")]
    wish(connection, now)
    assert standing(connection) == [(1, "held", "06:00")]
    assert holding.next_release(connection) == now


def test_a_zone_that_nobody_knows_is_the_regions(connection: Connection, now: datetime) -> None:
    """Zones are renamed, and a name that is gone must not keep anything from being told."""
    wish(connection, now, replace(DAILY, zone="Mars/Olympus"))
    owe(connection, now, 1)
    assert standing(connection) == [(1, "held", "06:00")]
    assert holding.zone_of("Mars/Olympus", AMSTERDAM) is AMSTERDAM


def test_who_has_never_been_planned_for_is_when_it_is_due(connection: Connection, now: datetime) -> None:
    """An alert for a digest that nobody planned looks for one at once."""
    chats.follow(connection, 1, "topic:drone", now)
    connection.conn.execute("UPDATE chats SET mode = 2")
    announcing.announce(connection, 1, DRONE, Trust.UNCONFIRMED, now)
    assert holding.next_release(connection) == now
