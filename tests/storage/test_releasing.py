"""How what was held is let go: alone, or with others in one summary, and when the next time is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage import chats, holding, holding_back, outbox, reachability, summaries
from storage.model import AlertState, Mode, Wishes, from_iso
from tests.held import (
    DAILY,
    HOUR,
    MINUTE,
    NIGHTLY,
    POLICY,
    at,
    kinds,
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

DIGEST_TIME = at("06:00+1")
MORNING_AFTER = at("05:00+1")
HOURLY = Wishes(Mode.DIGEST, "hourly")


def release(connection: Connection, now: datetime, most: int = 500) -> int:
    """Let go what is held no longer, and check that every alert is still accounted for."""
    released = holding.release(connection, now, POLICY, most)
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection)
    return released


def test_a_digest_gathers_what_was_held_for_it(connection: Connection, now: datetime) -> None:
    """In one message, as grave as the gravest, whose alerts say where they went; the next is a day later."""
    wish(connection, now, DAILY)
    owe(connection, now, 1, 2, 3)
    assert release(connection, DIGEST_TIME - MINUTE) == 0
    assert release(connection, DIGEST_TIME) == 1
    (summary,) = outbox.due(connection, DIGEST_TIME, 9, [], console=False)
    assert (summary.story, summary.occasion, summary.silent) == (0, "summary:digest", False)
    gathered = summaries.gathered(connection, summary.id)
    assert [(a.story, a.state, a.summary) for a in gathered] == [
        (story, AlertState.FOLDED, summary.id) for story in (1, 2, 3)
    ]
    assert holding.next_release(connection) == at("06:00+2")


def test_one_alert_is_told_as_it_is(connection: Connection, now: datetime) -> None:
    """A digest of one is that one; it counts as owed from then on, and is not late."""
    wish(connection, now, DAILY)
    owe(connection, now, 1)
    release(connection, DIGEST_TIME)
    (alert,) = outbox.due(connection, DIGEST_TIME, 9, [], console=False)
    assert (alert.story, alert.enqueued, alert.silent) == (1, DIGEST_TIME, False)
    assert kinds(connection) == []


def test_a_digest_of_nothing_is_not_sent(connection: Connection, now: datetime) -> None:
    """Its time moves on all the same."""
    wish(connection, now, HOURLY)
    for hour in (7, 8):
        assert holding.next_release(connection) == at(f"{hour:02}:00")
        assert release(connection, at(f"{hour:02}:00")) == 1
    assert outbox.enqueued(connection) == 0


def test_quiet_hours_end_with_one_message(connection: Connection) -> None:
    """Of what was held; the next night's hours are worked out."""
    wish(connection, at("20:00"), NIGHTLY)
    owe(connection, at("22:00"), 1, 2)
    assert release(connection, MORNING_AFTER) == 1
    assert kinds(connection) == [(1, "quiet")]
    owe(connection, at("22:00+1"), 3)
    assert standing(connection)[-2:] == [(0, "queued", "05:00"), (3, "held", "05:00")]


def test_a_digest_waits_for_the_end_of_quiet_hours(connection: Connection) -> None:
    """An hourly one gathers the night, and goes on hourly by day."""
    wish(connection, at("20:00"), replace(HOURLY, quiet="23:00-07:00"))
    owe(connection, at("20:30"), 1, 2)
    assert standing(connection)[0] == (1, "held", "05:00")
    release(connection, MORNING_AFTER)
    owe(connection, MORNING_AFTER, 3)
    assert kinds(connection) == [(1, "digest")]
    assert standing(connection)[-1] == (3, "held", "06:00")


def test_what_is_let_go_late_may_have_come_into_quiet_hours(connection: Connection) -> None:
    """The program was down when the digest was due, and starts at night: that waits for the morning."""
    wish(connection, at("12:00"), replace(DAILY, digest="daily 22:59", quiet="23:00-07:00"))
    owe(connection, at("13:00"), 1, 2)
    assert release(connection, at("22:00")) == 1
    assert standing(connection) == [(1, "held", "05:00"), (2, "held", "05:00")]
    release(connection, MORNING_AFTER)
    assert kinds(connection) == [(1, "digest")]


def test_a_digest_that_was_due_in_an_outage_comes_after_it(connection: Connection, now: datetime) -> None:
    """With all that was held for it, and once; the next one keeps its time."""
    wish(connection, now, DAILY)
    owe(connection, now, 1, 2)
    start = DIGEST_TIME + 5 * HOUR
    assert [release(connection, start), release(connection, start)] == [1, 0]
    assert kinds(connection) == [(1, "digest")]
    assert holding.next_release(connection) == at("06:00+2")


def test_every_chat_has_its_own_morning(connection: Connection) -> None:
    """Eight in Amsterdam is seven in London, whose digest comes an hour later."""
    wish(connection, at("08:00"), DAILY, 1)
    wish(connection, at("08:00"), replace(DAILY, zone="Europe/London"), 2)
    owe(connection, at("08:00"), 1, 2)
    for moment, known in ((DIGEST_TIME, [1]), (DIGEST_TIME + HOUR, [1, 2])):
        release(connection, moment)
        assert [chat for chat, _ in kinds(connection)] == known


@pytest.mark.parametrize(
    ("reasons", "kind"),
    [
        (("digest", "quiet", "open"), "digest"),
        (("open", "quiet"), "quiet"),
        (("late", "open"), "open"),
        (("late", "late"), "catch_up"),
    ],
)
def test_a_mixture_is_called_by_what_was_asked_for(
    connection: Connection, now: datetime, reasons: tuple[str, ...], kind: str
) -> None:
    """A digest first, then quiet hours, then what was open."""
    wish(connection, now)
    owe(connection, now, *range(1, len(reasons) + 1))
    for alert, reason in enumerate(reasons, 1):
        connection.conn.execute("UPDATE alerts SET state = 'held', reason = ? WHERE id = ?", [reason, alert])
    release(connection, now)
    assert kinds(connection) == [(1, kind)]


def test_a_message_of_silent_and_late_alerts_makes_no_sound(connection: Connection, now: datetime) -> None:
    """One that may sound is enough for the message to."""
    for chat in (1, 2):
        wish(connection, now, NIGHTLY, chat)
        prefer(connection, now, "all", None, chat)
    owe(connection, at("21:30"), 1, 2)
    connection.conn.execute("UPDATE alerts SET silent = chat = 1 OR story = 1")
    release(connection, MORNING_AFTER)
    assert [marks(connection, chat)[-1] for chat in (1, 2)] == [(0, True, False), (0, False, False)]


def test_at_most_so_many_chats_are_let_go_at_a_time(connection: Connection, now: datetime) -> None:
    """Those with nothing to tell count as well, and every chat has its turn."""
    for chat in range(1, 6):
        wish(connection, now, DAILY, chat)
    prefer(connection, now, "topic:drone", Mode.AT_ONCE, 5)
    owe(connection, now, 1, 2)
    send_due(connection, now)
    assert [release(connection, DIGEST_TIME, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert [chat for chat, _ in kinds(connection)] == [1, 2, 3, 4]


def test_a_digest_tells_of_the_time_since_the_one_before(connection: Connection, now: datetime) -> None:
    """The first one since its first alert was owed."""
    wish(connection, now, DAILY)
    for day in (0, 1):
        owe(connection, at(f"12:00+{day}"), 2 * day + 1, 2 * day + 2)
        release(connection, at(f"06:00+{day + 1}"))
    rows = connection.conn.execute("SELECT since FROM summaries ORDER BY alert")
    assert [from_iso(row["since"]) for row in rows] == [at("12:00"), DIGEST_TIME]


def test_what_was_settled_meanwhile_is_not_let_go(connection: Connection, now: datetime) -> None:
    """Muted, or its chat blocked the bot."""
    for chat in (1, 2):
        wish(connection, now, DAILY, chat)
    owe(connection, now, 1, 2)
    for alert in (1, 4):
        holding_back.mute(connection, alert, "story:1", now)
    reachability.give_up_chat(connection, 2, "blocked", now)
    release(connection, DIGEST_TIME)
    assert kinds(connection) == []
    assert [a.story for a in outbox.due(connection, DIGEST_TIME, 9, [], console=False)] == [2]


def test_a_held_alert_is_not_sent(connection: Connection, now: datetime) -> None:
    """Although somebody took it for due before it was held."""
    wish(connection, now, DAILY)
    owe(connection, now, 1)
    assert outbox.attempt(connection, 1) is False


def test_a_clock_that_was_put_back_moves_nothing_away(connection: Connection, now: datetime) -> None:
    """It was two days ahead when the digest and the night were planned: they are planned anew."""
    ahead = now + 48 * HOUR
    wish(connection, ahead, DAILY, 1)
    wish(connection, ahead, NIGHTLY, 2)
    owe(connection, ahead + 15 * HOUR, 1, 2)
    outbox.put_back(connection, 48 * HOUR)
    release(connection, now + 15 * HOUR)
    assert [standing(connection, chat)[0] for chat in (1, 2)] == [(1, "held", "06:00"), (1, "held", "05:00")]
    release(connection, MORNING_AFTER)
    release(connection, DIGEST_TIME)
    assert sorted(kinds(connection)) == [(1, "digest"), (2, "quiet")]


def test_a_chat_that_does_not_exist_any_more_keeps_nothing_waiting(
    connection: Connection, now: datetime
) -> None:
    """What it is owed goes on as it stands: whoever sends finds out."""
    wish(connection, now, DAILY)
    owe(connection, now, 1)
    chats.delete(connection, 1)
    assert release(connection, DIGEST_TIME) == 1
    assert standing(connection)[0][1] == "queued"
