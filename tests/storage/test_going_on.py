"""Stories that still go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage import going_on
from storage.model import Role
from tests.storing import join, put_post, put_story

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

DAY = timedelta(days=1)


def test_reports_of_open_stories_are_named(connection: Connection, now: datetime) -> None:
    """Not their copies, and nothing of stories that are closed, over, part of another, or long silent."""
    more: list[dict[str, Any]] = [{}, {"closed": now}, {"ended": now}, {"into": 1}, {"last": now - 2 * DAY}]
    for number, how in enumerate(more, 1):
        put_story(connection, number, **how)
        join(connection, put_post(connection, "ashes", "Обстрел"), story=number)
    copy = put_post(connection, "ashes", "Обстрел!")
    join(connection, copy, story=1, role=Role.COPY, copied=1)
    assert going_on.posts_of_open(connection, now - DAY, 9) == {1: 1}


def test_the_newest_are_named_first(connection: Connection, now: datetime) -> None:
    """Where there are more than are wanted."""
    for number in (1, 2, 3):
        put_story(connection, number, last=now + number % 3 * DAY)
        join(connection, put_post(connection, "ashes", "Обстрел"), story=number)
    assert going_on.posts_of_open(connection, now - DAY, 1) == {2: 2}
