"""Messages to everybody in the outbox: behind all else, once, and held where it is quiet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import chats, diverting, holding, notices, outbox, wishes
from storage.database import Database
from storage.model import DeliveryPolicy, Severity, to_iso
from storage.model.schedules import Quiet
from storage.notices import Progress
from tests.stories import send, tell

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from storage.database import Connection
    from storage.model import Alert

HOUR = timedelta(hours=1)
POLICY = DeliveryPolicy()


def owe(connection: Connection, now: datetime, *people: int) -> int:
    """Let people be there and owe them a notice; return its id."""
    for chat in people:
        chats.note(connection, chat)
    notice = notices.draft(connection, "Soon there is more", now)
    notices.owe(connection, notice, now)
    return notice


def due(connection: Connection, now: datetime) -> list[Alert]:
    """Return what may be sent now."""
    return outbox.due(connection, now, 99, [], console=False)


def test_a_notice_is_a_silent_alert_behind_all_others(connection: Connection, now: datetime) -> None:
    """Whoever is owed something else gets that first, also what matters least."""
    notice = owe(connection, now, 5, 6)
    tell(connection, now, 7, severities={"topic:shelling": Severity.INFO})
    first, *others = due(connection, now)
    assert (first.chat, first.story) == (7, 1)
    assert [(one.chat, one.story, one.silent, one.occasion) for one in others] == [
        (5, 0, True, f"notice:{notice}"),
        (6, 0, True, f"notice:{notice}"),
    ]


def test_it_is_owed_once(connection: Connection, now: datetime) -> None:
    """However often that is asked for; the states add up."""
    notice = owe(connection, now, 5, 6)
    assert notices.owe(connection, notice, now) == 0
    assert (len(due(connection, now)), outbox.enqueued(connection)) == (2, 2)
    assert sum(outbox.totals(connection).values()) == 2


def test_who_cannot_be_reached_gets_none(connection: Connection, now: datetime) -> None:
    """Nor does the console."""
    chats.set_console(connection, ["all"], now)
    chats.note(connection, 9)
    chats.pause(connection, 9, "blocked")
    chats.note(connection, 5)
    assert notices.addressees(connection, now) == 1
    owe(connection, now)
    assert [one.chat for one in due(connection, now)] == [5]


def test_who_wants_to_hear_nothing_gets_none(connection: Connection, now: datetime) -> None:
    """As long as the pause lasts; other silences are about something else."""
    for chat, kind, hours in ((5, "everything", 1), (6, "everything", -1), (7, "topic", 1)):
        chats.note(connection, chat)
        connection.conn.execute(
            "INSERT INTO silences (chat, kind, value, created, until) VALUES (?, ?, '', ?, ?)",
            [chat, kind, to_iso(now), to_iso(now + hours * HOUR)],
        )
    owe(connection, now)
    assert [one.chat for one in due(connection, now)] == [6, 7]


def test_a_forum_gets_one(connection: Connection, now: datetime) -> None:
    """In a topic where something is followed."""
    chats.note(connection, -1001)
    chats.topic(connection, -1001, 3)
    followed = chats.topic(connection, -1001, 4)
    chats.follow(connection, followed, "all", now)
    owe(connection, now)
    assert [one.chat for one in due(connection, now)] == [followed]


@pytest.mark.parametrize("quiet", ["05:00-08:00", "06:30-08:00"])
def test_it_waits_where_it_is_quiet_or_will_be_soon(
    connection: Connection, now: datetime, quiet: str
) -> None:
    """Until the end of the quiet hours; then it goes by itself, whatever else was held."""
    wishes.set_quiet(connection, 5, Quiet.parse(quiet), now, POLICY.zone)
    notice = owe(connection, now)
    assert (due(connection, now), notices.progress(connection, notice).waiting) == ([], 1)
    holding.release(connection, now + 2 * HOUR, POLICY)
    assert [one.occasion for one in due(connection, now + 2 * HOUR)] == [f"notice:{notice}"]


def test_it_waits_no_longer_than_it_is_quiet(connection: Connection, now: datetime) -> None:
    """Who ends the quiet hours is told at once; who makes them longer, at their new end."""
    wishes.set_quiet(connection, 5, Quiet.parse("05:00-08:00"), now, POLICY.zone)
    owe(connection, now)
    wishes.set_quiet(connection, 5, Quiet.parse("05:00-09:00"), now, POLICY.zone)
    holding.release(connection, now, POLICY)
    assert due(connection, now + 2 * HOUR) == []
    wishes.set_quiet(connection, 5, None, now, POLICY.zone)
    holding.release(connection, now, POLICY)
    assert len(due(connection, now)) == 1


def test_it_is_never_gathered_with_what_was_held(connection: Connection, now: datetime) -> None:
    """Two alerts that were held become one message, the notice stays one of its own."""
    wishes.set_quiet(connection, 5, Quiet.parse("05:00-08:00"), now, POLICY.zone)
    notice = owe(connection, now)
    for story in (1, 2):
        tell(connection, now, 5, story=story, severities={"topic:shelling": Severity.INFO})
    holding.release(connection, now + 2 * HOUR, POLICY)
    rows = connection.conn.execute("SELECT occasion, state FROM alerts WHERE story = 0 ORDER BY occasion")
    assert [(row["occasion"], row["state"]) for row in rows] == [
        (f"notice:{notice}", "queued"),
        ("summary:quiet", "queued"),
    ]


def test_progress_is_counted(connection: Connection, now: datetime) -> None:
    """Sent, failed, waiting; and what was stopped is none of them."""
    notice = owe(connection, now, 5, 6, 7, 8)
    alerts = due(connection, now)
    for alert in alerts[:2]:
        outbox.attempt(connection, alert.id)
    outbox.sent(connection, alerts[0].id, 9, now)
    outbox.gone(connection, alerts[1].id, "blocked", now)
    assert notices.progress(connection, notice) == Progress(1, 2, 1, 0, is_begun=True)
    assert [notices.stop(connection, notice, now, 1) for _ in range(3)] == [1, 1, 0]
    assert notices.progress(connection, notice) == Progress(1, 0, 1, 2, is_begun=True)
    assert due(connection, now) == []


def test_stopping_leaves_everything_else(connection: Connection, now: datetime) -> None:
    """Another notice goes on, and so do the alerts."""
    first, second = owe(connection, now, 5), owe(connection, now)
    tell(connection, now, 6)
    notices.stop(connection, first, now)
    assert {(one.chat, one.occasion) for one in due(connection, now)} == {(5, f"notice:{second}"), (6, "")}


def test_it_counts_for_no_flood(connection: Connection, now: datetime) -> None:
    """A chat that was sent a notice is sent as many alerts as before."""
    notice = owe(connection, now, 5)
    [alert] = due(connection, now)
    outbox.attempt(connection, alert.id)
    outbox.sent(connection, alert.id, 9, now)
    assert notices.progress(connection, notice).sent == 1
    send(connection, now, 5, story=1)
    policy = DeliveryPolicy(flood=2)
    [second] = tell(connection, now, 5, story=2)
    assert diverting.strays(connection, [second], now, policy) == set()


def test_drafts_can_be_dropped(connection: Connection, now: datetime) -> None:
    """What was ever owed stays, for what is still to be sent."""
    draft, begun = notices.draft(connection, "no", now), owe(connection, now, 5)
    for one in (draft, begun):
        notices.drop(connection, one)
    assert notices.get(connection, draft) is None
    assert [one.id for one in notices.latest(connection, 9)] == [begun]


async def test_it_is_there_after_a_restart(tmp_path: Path, now: datetime) -> None:
    """Owing it is one step: what was not sent when the program died is owed still, and nothing twice."""
    with Database.open(tmp_path / "a.db") as database:
        notice = await database.write(owe, now, 5, 6, 7)
        first = (await database.read(due, now))[0]
        await database.write(outbox.attempt, first.id)
    with Database.open(tmp_path / "a.db") as database:
        await database.write(outbox.recover, now)
        assert await database.write(notices.owe, notice, now) == 0
        found = await database.read(due, now)
        assert [(one.chat, one.state) for one in found] == [(6, "queued"), (7, "queued"), (5, "uncertain")]
