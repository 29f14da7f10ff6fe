"""Stories in the store: their posts, what happened to them, and how they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import posts, sources, stories
from storage.model import (
    Bond,
    BondKind,
    Entry,
    Membership,
    Role,
    Severity,
    Source,
    Step,
    StepKind,
    Story,
    Trust,
)
from tests.examples import SOURCE, hit, post, sighting, verdict

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


@pytest.fixture(autouse=True)
def _posts(connection: Connection, now: datetime) -> None:
    """Store three posts, whose ids are 1 to 3."""
    sources.configure(connection, [Source("telegram", "open_belgorod", host="t.me")])
    found = [Entry(sighting(post(key), hit()), announce=False) for key in "123"]
    posts.save(connection, verdict(*found), now)


def story(now: datetime, number: int = 1) -> Story:
    """Return a story as it is when it begins."""
    return Story(
        number, now, now, Severity.CRITICAL, {"topic:shelling": Severity.CRITICAL}, ("Козинка",), lead=1
    )


def member(now: datetime, number: int, of: int = 1, copied: int | None = None) -> Membership:
    """Return a report's place in a story, or a copy's where it copies a post."""
    role = Role.REPORT if copied is None else Role.COPY
    return Membership(number, of, role, now, SOURCE, copied, (Bond(BondKind.NEAR_TEXT, "0.93"),), "якобы")


def test_a_story_comes_back_as_it_was_saved(connection: Connection, now: datetime) -> None:
    """Saved anew it stands as it does then."""
    first = story(now)
    stories.save(connection, first)
    assert stories.get(connection, 1) == first
    later = replace(first, trust=Trust.OFFICIAL, is_disputed=True, posts=3, closed=now, into=2, version=4)
    stories.save(connection, later)
    assert stories.get(connection, 1) == later


def test_posts_come_back_with_what_binds_them(connection: Connection, now: datetime) -> None:
    """The oldest first; reports and copies apart, and copies counted by what they repeat."""
    stories.save(connection, story(now))
    for one in (member(now, 1), member(now, 2, copied=1), member(now, 3)):
        stories.join(connection, one)
    assert [p.membership for p in stories.posts_of(connection, 1)] == [
        member(now, 1),
        member(now, 2, copied=1),
        member(now, 3),
    ]
    assert [p.stored.id for p in stories.posts_of(connection, 1, role=Role.COPY)] == [2]
    assert [p.stored.id for p in stories.posts_of(connection, 1, limit=2)] == [1, 2]
    assert [p.stored.id for p in stories.newest_of(connection, 1, 1)] == [3]
    assert stories.copies_of(connection, 1) == {1: 1}
    assert stories.keys_of(connection, 1, limit=2) == [f"{SOURCE}/1", f"{SOURCE}/2"]


def test_a_post_is_found_in_its_story(connection: Connection, now: datetime) -> None:
    """With its source's title, or the source's name where it has none; other posts are in none."""
    stories.save(connection, story(now))
    stories.join(connection, member(now, 1))
    found = stories.post_of(connection, 1)
    assert found is not None
    assert (found.title, found.membership.story) == ("open_belgorod", 1)
    assert (stories.of_post(connection, 1), stories.of_post(connection, 2)) == (1, None)
    assert stories.post_of(connection, 2) is None


def test_a_story_that_became_part_of_another_gives_it_its_posts(
    connection: Connection, now: datetime
) -> None:
    """It is not listed any more, but still there for what points to it."""
    stories.save(connection, story(now, 1))
    stories.save(connection, replace(story(now, 2), into=1))
    stories.join(connection, member(now, 1, of=1))
    stories.join(connection, member(now, 2, of=2))
    stories.move_all(connection, 2, 1)
    assert [p.stored.id for p in stories.posts_of(connection, 1)] == [1, 2]
    assert [s.id for s in stories.since(connection, now)] == [1]
    assert stories.since(connection, now + timedelta(seconds=1)) == []


def test_what_happened_is_written_down_in_order(connection: Connection, now: datetime) -> None:
    """Each step with the posts that are its evidence."""
    stories.save(connection, story(now))
    steps = [
        Step(1, now, StepKind.TRUST, "corroborated", (1, 3)),
        Step(1, now + timedelta(minutes=1), StepKind.DELETED, "", (3,)),
    ]
    stories.note(connection, steps)
    assert stories.steps_of(connection, 1) == steps


def test_numbers_are_never_given_out_twice(connection: Connection, now: datetime) -> None:
    """Neither those of stories nor those of alerts that sound again, also once a story is gone."""
    stories.save(connection, story(now, 7))
    assert [stories.next_step(connection, 7) for _ in range(2)] == [1, 2]
    stories.close(connection, [7], now)
    stories.drop(connection, [7])
    assert (stories.get(connection, 7), stories.next_id(connection)) == (None, 8)


def test_what_was_announced_outlives_a_change_of_the_story(connection: Connection, now: datetime) -> None:
    """How a story stands and whom it was told to are kept apart."""
    stories.save(connection, story(now))
    stories.note_announced(connection, 1, {"topic:shelling": Severity.CRITICAL})
    stories.save(connection, replace(story(now), posts=2))
    assert stories.announced(connection, 1) == {"topic:shelling": Severity.CRITICAL}
    assert stories.announced(connection, 2) == {}
