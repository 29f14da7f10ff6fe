"""Messages that gather several alerts: what they hold, how they grow, and that they count as told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import announcing, chats, growing, holding_back, merging, outbox, reachability, summaries, told
from storage.model import AlertState, Retention, Severity, SummaryKind, Trust
from storage.retention import prune
from tests.held import GRAVE_DRONE, MINUTE, owe, standing, wish
from tests.stories import stand

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

WITHIN = 10 * MINUTE


def gather(
    connection: Connection, now: datetime, *stories: int, kind: SummaryKind = SummaryKind.FLOOD
) -> Alert:
    """Owe a chat stories, let a summary gather them, and return it."""
    wish(connection, now)
    owe(connection, now, *stories)
    owed = connection.conn.execute("SELECT id FROM alerts WHERE state = 'queued' AND story <> 0").fetchall()
    number = summaries.begin(connection, 1, kind, [row["id"] for row in owed], now)
    return known(connection, number)


def known(connection: Connection, number: int) -> Alert:
    """Return an alert as it stands."""
    found = outbox.get(connection, number)
    assert found
    return found


def send(connection: Connection, now: datetime, summary: Alert, message: int = 77, shown: int = 1) -> Alert:
    """Send a summary as one version of it."""
    outbox.attempt(connection, summary.id)
    outbox.sent(connection, summary.id, message, now, shown)
    return known(connection, summary.id)


def join(connection: Connection, now: datetime, summary: Alert, story: int) -> None:
    """Owe another story and let a summary gather it."""
    owe(connection, now, story)
    (row,) = connection.conn.execute("SELECT id FROM alerts WHERE story = ? AND chat = 1", [story])
    summaries.add(connection, summary.id, [row["id"]], now)


def due(connection: Connection, now: datetime) -> list[int]:
    """Return the alerts whose messages are to be edited."""
    return [alert.id for alert in growing.due(connection, now, 9, [], console=False)]


def test_a_summary_gathers_the_gravest_first(connection: Connection, now: datetime) -> None:
    """It is as grave as that, is owed at once, and all of it is counted."""
    wish(connection, now)
    owe(connection, now, 1)
    owe(connection, now + MINUTE, 2, grave=True)
    summary = gather(connection, now + MINUTE, 3)
    assert (summary.severity, summary.step, summary.targets) == (Severity.CRITICAL, 1, ())
    assert [alert.story for alert in summaries.gathered(connection, summary.id)] == [2, 1, 3]
    assert sum(outbox.totals(connection).values()) == outbox.enqueued(connection) == 4


def test_a_chats_summaries_are_numbered(connection: Connection, now: datetime) -> None:
    """Each has a key of its own."""
    assert [gather(connection, now, story).step for story in (1, 2)] == [1, 2]


def test_a_summary_that_was_sent_grows(connection: Connection, now: datetime) -> None:
    """Its message is edited when it has rested, and is then up to date."""
    summary = send(connection, now, gather(connection, now, 1, 2))
    assert growing.next_due(connection) is None
    join(connection, now, summary, 3)
    assert growing.next_due(connection) == now + growing.REST
    assert (due(connection, now), due(connection, now + growing.REST)) == ([], [summary.id])
    growing.edited(connection, summary, 2, now + growing.REST)
    assert (growing.next_due(connection), known(connection, summary.id).shown) == (None, 2)


def test_what_joins_while_a_summary_is_sent_or_edited_is_not_forgotten(
    connection: Connection, now: datetime
) -> None:
    """What was written without it is out of date when that is known."""
    summary = gather(connection, now, 1, 2)
    join(connection, now, summary, 3)
    assert growing.next_due(connection) is None
    send(connection, now, summary, shown=1)
    assert growing.next_due(connection) == now + growing.REST
    later = now + growing.REST
    join(connection, later, summary, 4)
    growing.edited(connection, summary, 2, later)
    assert growing.next_due(connection) == later + growing.REST


def test_a_summary_waits_as_other_messages_do(connection: Connection, now: datetime) -> None:
    """For its chat's pause, everybody's, or its own; a look that finds nothing leaves it marked."""
    summary = send(connection, now, gather(connection, now, 1, 2))
    join(connection, now, summary, 3)
    waits = [now + n * MINUTE for n in (1, 2, 3)]
    growing.hold(connection, 1, waits[0])
    assert growing.next_due(connection) == waits[0]
    growing.hold(connection, None, waits[1])
    assert growing.next_due(connection) == waits[1]
    growing.edit_later(connection, summary, waits[2], now)
    growing.calm(connection, waits[2], console=False)
    assert (growing.next_due(connection), due(connection, waits[2])) == (waits[2], [summary.id])
    growing.put_back(connection, MINUTE)
    assert growing.next_due(connection) == waits[1]


def test_summaries_and_stories_take_turns(connection: Connection, now: datetime) -> None:
    """Whatever has waited longest comes first."""
    summary = send(connection, now, gather(connection, now, 1, 2))
    chats.follow(connection, 2, "topic:drone", now)
    owe(connection, now, 3)
    alert = next(a for a in outbox.due(connection, now, 9, [], console=False) if a.chat == 2)
    outbox.sent(connection, alert.id, 5, now - MINUTE, shown=1)
    stand(connection, 3, version=2)
    growing.note(connection, 3, now - MINUTE)
    join(connection, now, summary, 4)
    assert due(connection, now + growing.REST) == [alert.id, summary.id]
    assert growing.due(connection, now + growing.REST, 9, [], console=True) == []


@pytest.mark.parametrize("how", ["never", "no id"])
def test_what_a_message_cannot_take_on_is_owed_again(connection: Connection, now: datetime, how: str) -> None:
    """It was deleted, or its id is not known: what it shows is told, what it does not show is not."""
    summary = gather(connection, now, 1, 2)
    if how == "no id":
        join(connection, now, summary, 3)
        send(connection, now, summary, message=0)
    else:
        send(connection, now, summary)
        join(connection, now, summary, 3)
        growing.edit_never(connection, summary, "deleted", now)
    found = {story: state for story, state, _ in standing(connection)}
    assert found == {0: "sent", 1: "folded", 2: "folded", 3: "queued"}
    assert (growing.next_due(connection), summaries.open_flood(connection, 1, now, WITHIN)) == (None, None)


def test_a_flood_goes_on_in_the_summary_that_was_added_to_last(connection: Connection, now: datetime) -> None:
    """For as long as it is young, and of that chat."""
    summary = gather(connection, now, 1, 2)
    join(connection, now + 5 * MINUTE, summary, 3)
    at = [now + n * MINUTE for n in (14, 15)]
    assert [summaries.open_flood(connection, 1, one, WITHIN) for one in at] == [summary.id, None]
    assert summaries.open_flood(connection, 2, at[0], WITHIN) is None


def test_a_digest_is_no_flood(connection: Connection, now: datetime) -> None:
    """What was told in one stays as it is."""
    gather(connection, now, 1, 2, kind=SummaryKind.DIGEST)
    assert summaries.open_flood(connection, 1, now, WITHIN) is None


def test_what_a_summary_told_sounds_in_reply_to_it(connection: Connection, now: datetime) -> None:
    """When it is trusted more, and when it becomes graver; not before the summary is sent."""
    summary = gather(connection, now, 1, 2)
    assert announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, now) == 0
    assert announcing.sound_targets(connection, 1, 1, GRAVE_DRONE, {}, now) == 0
    assert known(connection, summary.id).severity is Severity.CRITICAL
    send(connection, now, summary)
    assert announcing.sound_trust(connection, 1, 2, Trust.OFFICIAL, now) == 1
    assert announcing.sound_targets(connection, 2, 1, GRAVE_DRONE, {}, now) == 1
    due_now = connection.conn.execute("SELECT id FROM alerts WHERE state = 'queued'").fetchall()
    assert [known(connection, row["id"]).reply_to for row in due_now] == [77, 77]


def test_what_a_summary_told_is_found(connection: Connection, now: datetime) -> None:
    """For buttons and questions: the alert, with the summary's message; and nobody is told again."""
    summary = gather(connection, now, 1, 2)
    assert told.of_story(connection, 1, 2) is None
    send(connection, now, summary)
    found = told.of_story(connection, 1, 2)
    assert found
    assert (found.story, found.message, found.targets) == (2, 77, ("topic:drone",))
    assert owe(connection, now, 1, 2) == 0
    assert holding_back.held_back(connection, 1, now) == []
    assert holding_back.unfold(connection, 1, [], now) == 0


def test_a_narrower_story_is_folded_into_what_a_summary_told(connection: Connection, now: datetime) -> None:
    """The chat knows the wider one."""
    gather(connection, now, 1, 2)
    owe(connection, now, 3)
    assert holding_back.fold(connection, 3, [1], now) == 1


def test_a_story_that_a_summary_told_becomes_part_of_another(connection: Connection, now: datetime) -> None:
    """The other's alert is not sent: the chat was told, wherever that went."""
    send(connection, now, gather(connection, now, 1, 2))
    owe(connection, now, 3)
    stand(connection, 1, version=2, into=3)
    merging.move(connection, 1, 3, now)
    found = told.of_story(connection, 1, 3)
    assert found
    assert (found.message, found.state) == (77, AlertState.FOLDED)
    assert outbox.due(connection, now, 9, [], console=False) == []


def test_summaries_go_with_a_group(connection: Connection, now: datetime) -> None:
    """Numbered behind those that the supergroup has; what they gather goes along."""
    gather(connection, now, 1, 2)
    chats.unfollow(connection, 1, "topic:drone")
    wish(connection, now, chat=2)
    owe(connection, now, 3, 4)
    owed = connection.conn.execute("SELECT id FROM alerts WHERE chat = 2").fetchall()
    summaries.begin(connection, 2, SummaryKind.FLOOD, [row["id"] for row in owed], now)
    reachability.migrate_chat(connection, 1, 2, now)
    rows = connection.conn.execute("SELECT step, chat FROM alerts WHERE story = 0 ORDER BY step").fetchall()
    assert [tuple(row) for row in rows] == [(1, 2), (2, 2)]
    assert outbox.totals(connection)[AlertState.GONE] == 0


def test_what_a_blocked_chat_was_not_shown_is_gone(connection: Connection, now: datetime) -> None:
    """Whatever joined a message after it was edited last."""
    summary = send(connection, now, gather(connection, now, 1, 2))
    join(connection, now, summary, 3)
    reachability.give_up_chat(connection, 1, "blocked", now)
    found = {story: state for story, state, _ in standing(connection)}
    assert found == {0: "sent", 1: "folded", 2: "folded", 3: "gone"}


def test_summaries_are_kept_as_long_as_what_they_gather(connection: Connection, now: datetime) -> None:
    """And stay counted when they go, as proofs do."""
    summary = send(connection, now, gather(connection, now, 1, 2))
    connection.conn.execute(
        "INSERT INTO alerts (chat, story, step, severity, targets, occasion, state, enqueued, due, settled)"
        " SELECT chat, 0, 9, 0, '[]', 'proof', 'sent', enqueued, due, settled FROM alerts WHERE id = ?",
        [summary.id],
    )
    keep = Retention(matched=timedelta(days=30), other=timedelta(hours=72))
    stand(connection, 2, last=now + timedelta(days=10))
    kept = []
    for days in (29, 31, 41):
        prune(connection, keep, now + timedelta(days=days))
        kept.append(sorted(story for story, _, _ in standing(connection)))
    assert kept == [[0, 0, 1, 2], [0, 2], []]
    totals = outbox.totals(connection)
    assert (totals[AlertState.SENT], totals[AlertState.FOLDED]) == (2, 2)


def test_a_summary_is_silent_until_something_in_it_sounds(connection: Connection, now: datetime) -> None:
    """While it is still to be sent."""
    wish(connection, now)
    owe(connection, now, 1)
    connection.conn.execute("UPDATE alerts SET silent = 1")
    summary = gather(connection, now)
    assert summary.silent
    join(connection, now, replace(summary), 2)
    assert not known(connection, summary.id).silent
