"""What Telegram handed over is known until it is handled, and then by its number alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import chats, reachability, retention, updates
from storage.model import Retention
from storage.updates import KEPT, StoredUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

MINUTE = timedelta(minutes=1)


def update(number: int, chat: int = 7) -> StoredUpdate:
    """Return an update that says its number."""
    return StoredUpdate(number, chat, {"update_id": number, "message": {"text": f"words {number}"}})


def left(connection: Connection, now: datetime) -> list[int]:
    """Return what is not handled."""
    return [one.id for one in updates.unfinished(connection, now - KEPT)]


def test_an_update_is_taken_once(connection: Connection, now: datetime) -> None:
    """What comes again, in the same batch or later, handled or not, is left out."""
    assert updates.take(connection, [update(1), update(2), update(1)], now) == [1, 2]
    updates.finish(connection, 1, now)
    assert updates.take(connection, [update(1), update(2), update(3)], now) == [3]
    assert left(connection, now) == [2, 3]


def test_updates_stay_in_the_order_in_which_they_came(connection: Connection, now: datetime) -> None:
    """Also where Telegram has begun to count anew, with smaller numbers."""
    updates.take(connection, [update(900), update(901)], now)
    updates.take(connection, [update(5)], now + MINUTE)
    assert left(connection, now) == [900, 901, 5]


def test_of_what_is_handled_nothing_stays_but_its_number(connection: Connection, now: datetime) -> None:
    """Neither what was said nor by whom."""
    updates.take(connection, [update(1)], now)
    updates.finish(connection, 1, now)
    (row,) = connection.conn.execute("SELECT * FROM updates").fetchall()
    assert (row["id"], row["chat"], row["body"]) == (1, 0, "")


def test_what_telegram_would_have_forgotten_is_dropped(connection: Connection, now: datetime) -> None:
    """After that its number may come again, and means something new."""
    updates.take(connection, [update(1), update(2)], now)
    updates.finish(connection, 1, now)
    month = timedelta(days=30)
    retention.prune(connection, Retention(month, month, month), now + KEPT + MINUTE)
    assert left(connection, now) == []
    assert updates.take(connection, [update(1)], now + KEPT + MINUTE) == [1]


def test_a_chat_that_is_forgotten_leaves_no_words(connection: Connection, now: datetime) -> None:
    """What it has said and is not handled goes with it, other chats' words stay; nothing comes again."""
    chats.follow(connection, 7, "all", now)
    updates.take(connection, [update(1), update(2, chat=8)], now)
    reachability.forget_chat(connection, 7)
    assert left(connection, now) == [2]
    assert "words 1" not in "".join(connection.conn.iterdump())
    assert updates.take(connection, [update(1)], now) == []


def test_the_lives_are_counted_in_which_an_update_was_begun(connection: Connection, now: datetime) -> None:
    """The first is the one that took it; each further one says when it begins."""
    updates.take(connection, [update(1), update(2)], now)
    updates.begin(connection, 2)
    assert [one.begun for one in updates.unfinished(connection, now)] == [1, 2]
