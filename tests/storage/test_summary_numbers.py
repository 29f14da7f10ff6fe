"""What a summary is made of in the store: whom it gathers, of what time, when and where that was told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import summaries, summary_numbers
from storage.model import Role, to_iso
from storage.summary_numbers import Frame, Told
from tests.conftest import MORNING
from tests.stories import stand
from tests.storing import join, put_post, put_story, shelling
from tests.summaries import gather

if TYPE_CHECKING:
    from storage.database import Connection

MINUTE = timedelta(minutes=1)


def test_a_summary_gathers_the_gravest_first(connection: Connection) -> None:
    """Then the oldest; those of other summaries and those that are told alone are none of it."""
    gather(connection, 7, 1, 2, 3)
    gather(connection, 70, 4)
    connection.conn.execute("UPDATE alerts SET severity = 1 WHERE story = 1")
    assert [alert.story for alert in summaries.gathered(connection, 7)] == [2, 3, 1]
    assert summaries.gathered(connection, 8) == []


def test_a_summary_tells_of_its_time(connection: Connection) -> None:
    """Until it was made or added to last; by the alert alone, where nothing more is known."""
    gather(connection, 7, 1)
    gather(connection, 7, 2)
    assert summary_numbers.frame(connection, 7) == Frame(MORNING, MORNING, 2, "")
    connection.conn.execute("UPDATE chats SET zone = 'Asia/Tokyo'")
    connection.conn.execute("UPDATE summaries SET last = ?", [to_iso(MORNING + MINUTE)])
    assert summary_numbers.frame(connection, 7) == Frame(MORNING, MORNING + MINUTE, 2, "Asia/Tokyo")
    connection.conn.execute("DELETE FROM summaries")
    assert summary_numbers.frame(connection, 7) == Frame(MORNING, MORNING, 0, "Asia/Tokyo")
    assert summary_numbers.frame(connection, 1) is None


def test_reports_are_counted_by_the_minute(connection: Connection) -> None:
    """By when they were published, copies left out; a time that had not come yet is not believed."""
    shelling(connection)
    assert sorted(summary_numbers.told_when(connection, [12]), key=lambda one: one.at) == [
        Told(12, MORNING + minutes * MINUTE, 1) for minutes in (0, 6, 20)
    ]
    connection.conn.execute("UPDATE posts SET published = ? WHERE id < 4", [to_iso(MORNING + 90 * MINUTE)])
    connection.conn.execute("UPDATE posts SET seen = ? WHERE id < 4", [to_iso(MORNING + MINUTE)])
    assert summary_numbers.told_when(connection, [12, 13]) == [Told(12, MORNING + MINUTE, 3)]


def test_places_are_counted_by_reports(connection: Connection) -> None:
    """Copies name nothing anew."""
    put_story(connection)
    for number, role in enumerate((Role.REPORT, Role.REPORT, Role.COPY), start=1):
        join(connection, put_post(connection, "ashes", "Обстрел", number), role=role)
    connection.conn.execute('UPDATE posts SET places = iif(id = 1, \'["А", "Б"]\', \'["Б"]\')')
    assert summary_numbers.most_named(connection, [12, 13]) == {12: {"А": 1, "Б": 2}}


def test_muted_stories_are_those_of_the_chat(connection: Connection) -> None:
    """Not its silences about other things."""
    stand(connection)
    connection.conn.execute("INSERT INTO chats (id) VALUES (5), (6)")
    at = to_iso(MORNING)
    for chat, kind, value in ((5, "story", "1"), (5, "topic", "2"), (6, "story", "3")):
        connection.conn.execute(
            "INSERT INTO silences (chat, kind, value, created, until) VALUES (?, ?, ?, ?, ?)",
            [chat, kind, value, at, at],
        )
    assert summary_numbers.muted_stories(connection, 5) == {1: MORNING}
