"""What goes on already when somebody begins to follow, or can be reached again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage import (
    catching_up,
    chats,
    holding,
    holding_back,
    outbox,
    reachability,
    silences,
    stories,
    summaries,
)
from storage.model import Severity, SilenceKind, SummaryKind, Trust
from tests.held import (
    DAILY,
    DRONE,
    GRAVE_DRONE,
    HOUR,
    NIGHTLY,
    POLICY,
    SILENT,
    at,
    kinds,
    marks,
    owe,
    send_due,
    standing,
    wish,
)
from tests.stories import stand

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Wishes

DRONES = ("topic:drone",)
RULE = "rule:обстрел"


@pytest.fixture(autouse=True)
def _open_stories(connection: Connection, now: datetime) -> None:
    """Let three stories of drones be open that were announced."""
    for story in (1, 2, 3):
        stand(connection, story, last=now, targets=DRONE)
        stories.note_announced(connection, story, DRONE)


def released(connection: Connection, now: datetime) -> list[tuple[int, str]]:
    """Let go what is due, and return which summaries there are."""
    holding.release(connection, now + catching_up.GATHER, POLICY)
    return kinds(connection)


def test_a_new_follower_gets_what_is_open_in_one_message(connection: Connection, now: datetime) -> None:
    """All stories of what it follows, whose followers were told of them."""
    wish(connection, now)
    stand(connection, 4, last=now)
    assert catching_up.welcome(connection, 1, DRONES, now) == 3
    assert released(connection, now) == [(1, "open")]
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection) == 4


@pytest.mark.parametrize("field", ["ended", "closed"])
def test_what_is_over_is_not_told(connection: Connection, now: datetime, field: str) -> None:
    """Nor what became part of another story."""
    wish(connection, now)
    stand(connection, 1, **{field: now})
    stand(connection, 2, into=3)
    assert catching_up.welcome(connection, 1, DRONES, now) == 1


def test_several_subscriptions_in_a_row_come_to_one_message(connection: Connection, now: datetime) -> None:
    """The first waits for the last."""
    wish(connection, now)
    stories.note_announced(connection, 3, {"topic:fire": Severity.INFO})
    catching_up.welcome(connection, 1, DRONES, now)
    later = now + catching_up.GATHER / 2
    assert catching_up.welcome(connection, 1, ["topic:drone", "topic:fire"], later) == 1
    assert released(connection, now) == []
    assert released(connection, later) == [(1, "open")]
    assert len(summaries.gathered(connection, 4)) == 3


def test_who_is_told_already_is_not_told_again(connection: Connection, now: datetime) -> None:
    """Whether it was sent, is owed, or is held back."""
    wish(connection, now)
    owe(connection, now, 1, 2)
    holding_back.mute(connection, 1, "story:1", now)
    assert catching_up.welcome(connection, 1, DRONES, now) == 1


def test_a_chat_hears_of_what_it_trusts(connection: Connection, now: datetime) -> None:
    """As with every other alert."""
    wish(connection, now)
    chats.set_heard_from(connection, 1, Trust.CORROBORATED)
    stand(connection, 2, trust=Trust.OFFICIAL)
    assert catching_up.welcome(connection, 1, DRONES, now) == 1


def test_who_follows_everything_gets_every_topics_stories(connection: Connection, now: datetime) -> None:
    """And not those of which only somebody's own rule heard."""
    wish(connection, now)
    stories.note_announced(connection, 1, {RULE: Severity.WARNING})
    assert catching_up.welcome(connection, 1, ["all"], now) == 2


def test_a_new_rule_finds_what_nobody_was_told_of_for_it(connection: Connection, now: datetime) -> None:
    """The caller says which stories it matches: warnings, or as grave as what was announced of them."""
    wish(connection, now)
    stories.note_announced(connection, 2, GRAVE_DRONE)
    assert catching_up.welcome(connection, 1, [RULE], now, within_reach=[1]) == 1
    assert catching_up.welcome(connection, 1, [RULE, *DRONES], now, within_reach=[2]) == 2
    rows = connection.conn.execute("SELECT story, severity, targets FROM alerts ORDER BY id").fetchall()
    assert [(row["story"], Severity(row["severity"])) for row in rows] == [
        (1, Severity.WARNING),
        (2, Severity.CRITICAL),
        (3, Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [(DAILY, ("held", "06:00")), (NIGHTLY, ("held", "05:00")), (SILENT, ("held", "22:30"))],
)
def test_wishes_count_for_what_is_open(
    connection: Connection, wishes: Wishes, expected: tuple[str, str]
) -> None:
    """It waits for the digest, or the morning; and it is silent for who wants that."""
    night = at("22:30")
    wish(connection, night, wishes)
    stories.note_announced(connection, 2, {})
    catching_up.welcome(connection, 1, DRONES, night)
    assert [row[1:] for row in standing(connection)] == [expected] * 2
    assert {silent for _, silent, _ in marks(connection)} == {wishes == SILENT}


def test_what_is_critical_is_told_with_the_rest(connection: Connection, now: datetime) -> None:
    """In the same message, at once, although the rest would have waited."""
    wish(connection, now, DAILY)
    stories.note_announced(connection, 1, GRAVE_DRONE)
    catching_up.welcome(connection, 1, DRONES, now)
    holding.release(connection, now + catching_up.GATHER, POLICY)
    assert send_due(connection, now + catching_up.GATHER) == [1]


def test_a_muted_story_is_not_told(connection: Connection, now: datetime) -> None:
    """As long as the silence lasts."""
    wish(connection, now)
    silences.add(connection, 1, SilenceKind.STORY, "1", now, now + HOUR)
    assert catching_up.welcome(connection, 1, DRONES, now) == 2


@pytest.mark.parametrize("chat", [1, 9])
def test_who_cannot_be_reached_is_owed_nothing(connection: Connection, now: datetime, chat: int) -> None:
    """Nor who is not known."""
    wish(connection, now)
    chats.pause(connection, 1, "blocked")
    assert catching_up.welcome(connection, chat, DRONES, now) == 0


def test_who_comes_back_is_told_what_it_missed(connection: Connection, now: datetime) -> None:
    """What was given up, what a summary was to tell, and what came meanwhile; not what it has."""
    wish(connection, now)
    owe(connection, now, 1)
    send_due(connection, now)
    owe(connection, now, 2, 3)
    summaries.begin(connection, 1, SummaryKind.QUIET, [2, 3], now)
    reachability.give_up_chat(connection, 1, "blocked", now)
    stand(connection, 4, last=now)
    stories.note_announced(connection, 4, DRONE)
    chats.wake(connection, 1)
    assert catching_up.welcome_back(connection, 1, now) == 3
    assert released(connection, now)[1:] == [(1, "open")]
    assert send_due(connection, now + catching_up.GATHER) == [0]


def test_replies_are_missed_where_their_message_is(connection: Connection, now: datetime) -> None:
    """Where that was given up too, the story is told once."""
    wish(connection, now)
    owe(connection, now, 1)
    send_due(connection, now)
    owe(connection, now, 2)
    for story in (1, 2):
        connection.conn.execute(
            "INSERT INTO alerts (chat, story, step, severity, targets, enqueued, due)"
            " SELECT chat, story, 1, severity, targets, enqueued, due FROM alerts WHERE story = ?",
            [story],
        )
    reachability.give_up_chat(connection, 1, "blocked", now)
    chats.wake(connection, 1)
    assert catching_up.welcome_back(connection, 1, now) == 3
    rows = connection.conn.execute("SELECT story, step FROM alerts WHERE state = 'held' ORDER BY id")
    assert [tuple(row) for row in rows] == [(2, 0), (1, 1), (3, 0)]


def test_a_chat_that_wished_for_quiet_comes_back_to_it(connection: Connection) -> None:
    """What it missed waits for the morning as well."""
    night = at("22:30")
    wish(connection, night)
    owe(connection, night, 1)
    reachability.give_up_chat(connection, 1, "blocked", night)
    wish(connection, night, replace(NIGHTLY))
    chats.wake(connection, 1)
    catching_up.welcome_back(connection, 1, night)
    assert {row[2] for row in standing(connection)} == {"05:00"}
