"""Posts that may be deleted where they were published: which is asked for next, and what is noted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import deletions, posts
from storage.model import Entry
from tests.conftest import MORNING
from tests.examples import SOURCE, post, sighting, told, verdict

if TYPE_CHECKING:
    from storage.database import Connection

YOUNG, REST = timedelta(hours=6), timedelta(minutes=30)
LATER = MORNING + timedelta(hours=1)


def asked(connection: Connection, hours: float = 1) -> str | None:
    """Return the key of the post to ask for, so many hours after all were stored."""
    now = MORNING + timedelta(hours=hours)
    found = deletions.doubted(connection, [SOURCE], now, YOUNG, REST)
    return found.key if found else None


def store(connection: Connection) -> None:
    """Store a post that matched, and two that did not."""
    dull = (Entry(sighting(post(key, "Тихо")), announce=False) for key in "23")
    posts.save(connection, verdict(told("1"), *dull), MORNING)


def test_what_vanished_comes_before_what_is_news(connection: Connection) -> None:
    """Whether it matched or not; what is only old and dull is not asked for."""
    store(connection)
    assert asked(connection) == "1"
    deletions.note_vanished(connection, SOURCE, ["3"], LATER)
    assert asked(connection) == "3"
    assert deletions.doubted(connection, [], LATER, YOUNG, REST) is None


def test_news_are_asked_for_now_and_then_as_long_as_they_are_some(connection: Connection) -> None:
    """Not at once, not again within half an hour, and not after six hours."""
    store(connection)
    assert (asked(connection, 0.4), asked(connection, 1), asked(connection, 7)) == (None, "1", None)
    deletions.settle(connection, 1, LATER, is_deleted=False)
    assert (asked(connection, 1.4), asked(connection, 1.6)) == (None, "1")


def test_what_is_deleted_keeps_its_text_and_is_asked_for_no_more(connection: Connection) -> None:
    """With the time at which that was noticed."""
    store(connection)
    deletions.settle(connection, 1, LATER, is_deleted=True)
    stored = posts.get(connection, 1)
    assert stored is not None
    assert (stored.post.text != "", stored.deleted) == (True, LATER)
    deletions.note_vanished(connection, SOURCE, ["1"], LATER)
    assert asked(connection, 2) is None


def test_what_could_not_be_found_out_lets_others_go_first(connection: Connection) -> None:
    """It stays in doubt."""
    store(connection)
    deletions.note_vanished(connection, SOURCE, ["2", "3"], LATER)
    first = deletions.doubted(connection, [SOURCE], LATER, YOUNG, REST)
    assert first is not None
    deletions.settle(connection, first.post, LATER, is_deleted=None)
    second = deletions.doubted(connection, [SOURCE], LATER, YOUNG, REST)
    assert second is not None
    assert {first.key, second.key} == {"2", "3"}
    for number in (1, second.post):
        deletions.settle(connection, number, LATER, is_deleted=None)
    assert (asked(connection, 1.4), asked(connection, 1.6) is not None) == (None, True)
