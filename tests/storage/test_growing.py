"""Messages that grow: which are to be edited, when, and when no more."""

from __future__ import annotations

from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

from storage import growing, outbox, reachability
from storage.model import CONSOLE, to_iso
from tests.stories import send, stand, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert

SECOND = timedelta(seconds=1)


def change(connection: Connection, now: datetime, story: int = 1, version: int = 2) -> None:
    """Let a story come to a version, and mark its messages."""
    stand(connection, story, version=version)
    growing.note(connection, story, now)


def due(connection: Connection, now: datetime, limit: int = 9, *busy: int) -> list[Alert]:
    """Return what is to be edited."""
    return growing.due(connection, now, limit, busy, console=False)


def test_a_message_is_edited_when_its_story_changes(connection: Connection, now: datetime) -> None:
    """Half a minute after it was sent at the earliest, and once for what happened until then."""
    stand(connection)
    (alert,) = send(connection, now, 1)
    assert growing.next_due(connection) is None
    change(connection, now + SECOND)
    change(connection, now + 2 * SECOND, version=3)
    assert due(connection, now + 29 * SECOND) == []
    (found,) = due(connection, now + growing.REST)
    assert (found.id, found.message, found.shown) == (alert.id, 100 * alert.id, 1)
    growing.edited(connection, found, 3, now + growing.REST)
    assert growing.next_due(connection) is None


def test_an_edited_message_rests(connection: Connection, now: datetime) -> None:
    """At most one edit in half a minute, and the mark waits as long."""
    stand(connection)
    send(connection, now, 1)
    change(connection, now)
    later = now + growing.REST
    growing.edited(connection, due(connection, later)[0], 2, later)
    change(connection, later + SECOND, version=3)
    assert due(connection, later + 29 * SECOND) == []
    growing.calm(connection, later + SECOND, console=False)
    assert growing.next_due(connection) == later + growing.REST
    assert len(due(connection, later + growing.REST)) == 1


def test_what_changed_while_it_was_sent_or_edited_is_not_forgotten(
    connection: Connection, now: datetime
) -> None:
    """A message that shows less than the story has by then is marked when that is known."""
    stand(connection)
    (alert,) = tell(connection, now, 1)
    change(connection, now)
    growing.calm(connection, now, console=False)
    assert growing.next_due(connection) is None
    outbox.sent(connection, alert.id, 100, now, shown=1)
    assert growing.next_due(connection) == now + growing.REST
    (found,) = due(connection, now + growing.REST)
    change(connection, now + growing.REST, version=3)
    growing.edited(connection, found, 2, now + growing.REST)
    assert growing.next_due(connection) == now + 2 * growing.REST


def test_what_was_sent_as_it_stands_needs_no_edit(connection: Connection, now: datetime) -> None:
    """A story may change as it likes until its message is written."""
    stand(connection)
    (alert,) = tell(connection, now, 1)
    change(connection, now)
    outbox.sent(connection, alert.id, 100, now, shown=2)
    assert due(connection, now + growing.REST) == []
    growing.calm(connection, now + growing.REST, console=False)
    assert growing.next_due(connection) is None


def test_stories_take_turns_the_longest_waiting_first(connection: Connection, now: datetime) -> None:
    """One with many messages keeps no other waiting; busy chats, and a second one a chat, are left out."""
    for story, most in ((1, 6), (2, 8)):
        stand(connection, story)
        send(connection, now, *range(1, most), story=story)
    change(connection, now + SECOND, 2)
    change(connection, now, 1)
    later = now + growing.REST
    order = [(a.story, a.chat) for a in due(connection, later, 5, 1)]
    assert order == [(1, 2), (2, 3), (1, 4), (2, 5), (2, 6)]


def test_the_message_that_is_most_out_of_date_comes_first(connection: Connection, now: datetime) -> None:
    """Within a story, whoever sees its oldest version."""
    stand(connection)
    first, second = send(connection, now, 1, 2)
    change(connection, now)
    later = now + growing.REST
    growing.edited(connection, first, 2, now)
    change(connection, later, version=3)
    assert [a.id for a in due(connection, later)] == [second.id, first.id]


def test_only_first_messages_that_were_sent_grow(connection: Connection, now: datetime) -> None:
    """Not those that are owed, nor those without an id, nor those that cannot be edited any more."""
    stand(connection)
    tell(connection, now, 1, 2, 3)
    outbox.sent(connection, 2, 0, now)
    outbox.sent(connection, 3, 300, now)
    growing.edit_never(connection, outbox.get(connection, 3) or tell(connection, now)[0], "deleted", now)
    change(connection, now)
    assert due(connection, now + growing.REST) == []
    assert connection.conn.execute("SELECT reason FROM alerts WHERE id = 3").fetchone()[0] == "deleted"


def test_the_console_and_all_others_are_told_apart(connection: Connection, now: datetime) -> None:
    """Each sender edits its own messages, and its mark goes when those are up to date."""
    stand(connection)
    send(connection, now, 1)
    for alert in tell(connection, now, CONSOLE) or outbox.due(connection, now, 9, [], console=True):
        outbox.sent(connection, alert.id, 9, now, shown=1)
    change(connection, now)
    later = now + growing.REST
    (printed,) = growing.due(connection, later, 9, [], console=True)
    assert (printed.chat, [a.chat for a in due(connection, later)]) == (CONSOLE, [1])
    growing.edited(connection, printed, 2, later)
    assert growing.next_due(connection) is None


def test_the_network_can_make_edits_wait(connection: Connection, now: datetime) -> None:
    """Those of one chat, or all; what waits is not taken for what is up to date."""
    stand(connection)
    send(connection, now, 1, 2)
    change(connection, now)
    later, until = now + growing.REST, now + 9 * growing.REST
    reachability.hold(connection, 1, until)
    assert [a.chat for a in due(connection, later)] == [2]
    reachability.hold(connection, None, until)
    assert (due(connection, later), growing.next_due(connection)) == ([], until)
    assert [a.chat for a in due(connection, until)] == [1, 2]


def test_an_edit_can_be_put_off(connection: Connection, now: datetime) -> None:
    """The mark waits for it when nothing else is out of date."""
    stand(connection)
    send(connection, now, 1)
    change(connection, now)
    later, until = now + growing.REST, now + 3 * growing.REST
    growing.edit_later(connection, due(connection, later)[0], until, later)
    assert (due(connection, later), growing.next_due(connection)) == ([], until)


def test_messages_of_a_chat_that_is_gone_grow_no_more(connection: Connection, now: datetime) -> None:
    """Nor those of a group that became a supergroup, where messages are numbered anew."""
    stand(connection)
    send(connection, now, 1, -2)
    change(connection, now)
    reachability.give_up_chat(connection, 1, "blocked", now)
    reachability.migrate_chat(connection, -2, -1002, now)
    assert due(connection, now + growing.REST) == []
    assert [outbox.told_in(connection, chat, 200) for chat in (-2, -1002)] == [None, None]


def test_edits_follow_a_clock_that_was_put_back(connection: Connection, now: datetime) -> None:
    """What was to rest in the time of a clock that was an hour ahead does not rest for that hour."""
    hour = timedelta(hours=1)
    stand(connection)
    send(connection, now + hour, 1)
    change(connection, now + hour)
    assert due(connection, now + growing.REST) == []
    outbox.put_back(connection, hour)
    assert len(due(connection, now + growing.REST)) == 1


def test_marking_and_looking_cost_little_however_many_grow(connection: Connection, now: datetime) -> None:
    """Of 20,000 messages out of date the next 32 are found at once, and marking touches none of them."""
    with connection.atomic():
        stand(connection)
        connection.conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
            " INSERT INTO alerts"
            " (chat, story, severity, targets, state, enqueued, due, settled, message, shown)"
            " SELECT i, 1, 2, '[]', 'sent', :now, :now, :now, i, 1 FROM n",
            {"now": to_iso(now)},
        )
    begun = process_time()
    for version in range(2, 22):
        change(connection, now, version=version)
        assert len(due(connection, now, 32)) == 32
    assert process_time() - begun < 0.5
