"""Dropping what the service needs no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitors.keeping import Keeper
from storage import chats, outbox, posts, silences, sources, stories
from storage.model import AlertState, Entry, Retention, SilenceKind, Source, SourceState
from storage.retention import prune
from tests.examples import SOURCE, post, sighting, told, verdict

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

RETENTION = Retention(matched=timedelta(days=30), other=timedelta(hours=72))


@pytest.fixture(autouse=True)
def _watched(connection: Connection) -> None:
    sources.configure(connection, [Source("telegram", "open_belgorod", host="t.me")])


def test_other_posts_go_before_matched_ones(connection: Connection, now: datetime) -> None:
    """After 72 hours only what matched is left, after 30 days nothing."""
    posts.save(connection, verdict(told("1"), Entry(sighting(post("2", "Погода")), announce=False)), now)
    assert prune(connection, RETENTION, now + timedelta(hours=71)) == 0
    assert prune(connection, RETENTION, now + timedelta(hours=73)) == 1
    assert posts.counts(connection) == {SOURCE: 1}
    assert prune(connection, RETENTION, now + timedelta(days=31)) == 1
    assert posts.counts(connection) == {}


def test_a_post_with_an_alert_still_owed_stays(connection: Connection, now: datetime) -> None:
    """Retention never takes away what is still to be told."""
    chats.follow(connection, 7, "all", now)
    Keeper().save(connection, verdict(told()), now)
    assert prune(connection, RETENTION, now + timedelta(days=60)) == 0
    outbox.sent(connection, 1, 100, now)
    assert prune(connection, RETENTION, now + timedelta(days=60)) == 1
    assert outbox.totals(connection)[AlertState.SENT] == 1


def test_dropped_texts_are_not_searchable_and_leave_no_revisions(
    connection: Connection, now: datetime
) -> None:
    """With a post go its words in the index and its earlier texts."""
    posts.save(connection, verdict(told()), now)
    edited = Entry(sighting(post(text="Обстрел Козинки"), digest=b"d2"), announce=False)
    posts.save(connection, verdict(revised=(edited,)), now)
    prune(connection, RETENTION, now + timedelta(days=60))
    left = [
        connection.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of ours
        for table in ("posts", "posts_words", "revisions")
    ]
    assert left == [0, 0, 0]


@pytest.mark.parametrize(("days_unread", "left"), [(0, 0), (200, 1)])
def test_fingerprints_outlive_texts_and_wait_for_silent_sources(
    connection: Connection, now: datetime, days_unread: int, left: int
) -> None:
    """They go 90 days after they were last shown, but not while the source cannot be read."""
    later = now + timedelta(days=200)
    state = SourceState(SOURCE, last_success=later - timedelta(days=days_unread))
    posts.save(connection, verdict(told(), state=state), now)
    prune(connection, RETENTION, later)
    assert len(posts.fingerprints(connection, SOURCE, ["1"])) == left


def test_a_post_still_on_show_keeps_its_fingerprint(connection: Connection, now: datetime) -> None:
    """What a source showed lately is not forgotten, however old it is."""
    later = now + timedelta(days=200)
    posts.save(connection, verdict(told()), now)
    state = SourceState(SOURCE, last_success=later)
    posts.save(connection, verdict(state=state, shown=("1",)), later)
    prune(connection, RETENTION, later + timedelta(days=1))
    assert list(posts.fingerprints(connection, SOURCE, ["1"])) == ["1"]


def test_dropping_goes_in_pieces(connection: Connection, now: datetime) -> None:
    """No more than so many posts go at once, and calling again drops the rest."""
    posts.save(connection, verdict(*(told(str(key)) for key in range(5))), now)
    later = now + timedelta(days=31)
    assert [prune(connection, RETENTION, later, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_stories_go_with_their_last_post(connection: Connection, now: datetime) -> None:
    """And with them what happened to them; a story of which a post is kept stays."""
    keeper = Keeper()
    keeper.save(connection, verdict(told("1")), now)
    later = now + timedelta(days=20)
    keeper.save(connection, verdict(told("2", "Дрон над Козинкой")), later)
    prune(connection, RETENTION, now + timedelta(days=31))
    assert [story.lead for story in stories.since(connection, now)] == [2]
    prune(connection, RETENTION, later + timedelta(days=31))
    assert stories.since(connection, now) == []


def test_silences_that_are_over_are_forgotten(connection: Connection, now: datetime) -> None:
    """Nothing of what a chat asked for is kept longer than it counts."""
    chats.follow(connection, 7, "all", now)
    silences.add(connection, 7, SilenceKind.TOPIC, "drone", now, now + timedelta(hours=1))
    prune(connection, RETENTION, now + timedelta(hours=2))
    assert silences.held(connection, 7, now) == []
