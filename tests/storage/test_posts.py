"""Saving what a poll came to, and finding it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import posts, sources
from storage.model import (
    Entry,
    Forward,
    Kept,
    LinkPreview,
    Media,
    Poll,
    Source,
    SourceState,
)
from tests.examples import SOURCE, hit, post, sighting, told, verdict

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection


@pytest.fixture(autouse=True)
def _watched(connection: Connection) -> None:
    sources.configure(connection, [Source("telegram", "open_belgorod", host="t.me")])


def test_a_post_comes_back_as_it_was_saved(connection: Connection, now: datetime) -> None:
    """Everything that a post says survives, but for addresses that expire."""
    full = post(
        published=now,
        edited=True,
        author="Ann",
        views=12,
        forward=Forward("Other", "https://t.me/other/5"),
        media=(Media("photo", url="https://cdn/1.jpg"),),
        links=("https://example.org",),
        preview=LinkPreview("https://example.org", title="T"),
        poll=Poll("Q?", "Anonymous Poll", ("yes", "no")),
        parts=("2", "3"),
        lang="ru",
    )
    posts.save(connection, verdict(Entry(sighting(full, hit()), announce=False)), now)
    stored = posts.get(connection, 1)
    assert stored is not None
    assert stored.post == replace(full, media=(Media("photo"),))
    assert (stored.seen, stored.hits, stored.topics) == (now, (hit(),), ("shelling",))


def test_posts_and_cursor_are_saved_together(connection: Connection, now: datetime) -> None:
    """One verdict moves the cursor and stores the post, whose id comes back."""
    written = posts.save(connection, verdict(told(), state=SourceState(SOURCE, newest="1")), now)
    assert [post_id for _, post_id in written.new] == [1]
    assert sources.state(connection, SOURCE).newest == "1"


def test_a_verdict_that_fails_changes_nothing(connection: Connection, now: datetime) -> None:
    """Where one part cannot be saved, no part is."""
    with pytest.raises(Exception, match="UNIQUE"), connection.atomic():
        posts.save(connection, verdict(told(), told(), state=SourceState(SOURCE, newest="1")), now)
    assert sources.state(connection, SOURCE).newest == ""
    assert posts.get(connection, 1) is None


def test_a_changed_text_makes_a_revision(connection: Connection, now: datetime) -> None:
    """The earlier text is kept with the time at which it was replaced."""
    posts.save(connection, verdict(told()), now)
    edited = Entry(sighting(post(text="Обстрел Козинки"), hit(), digest=b"d2"), announce=True)
    written = posts.save(connection, verdict(revised=(edited,)), now + timedelta(minutes=5))
    stored = posts.get(connection, 1)
    assert stored is not None
    assert ([i for _, i in written.revised], stored.post.text, stored.revisions) == (
        [1],
        "Обстрел Козинки",
        1,
    )
    assert posts.revisions(connection, 1) == [("Обстрел Грайворона", now + timedelta(minutes=5))]


def test_of_a_text_that_never_stops_changing_the_first_and_last_are_kept(
    connection: Connection, now: datetime
) -> None:
    """A clock in a text does not fill the disk."""
    posts.save(connection, verdict(told(text="0")), now)
    for number in range(1, 41):
        edited = Entry(sighting(post(text=str(number))), announce=False)
        posts.save(connection, verdict(revised=(edited,)), now)
    texts = [int(text) for text, _ in posts.revisions(connection, 1)]
    assert texts == [0, *range(20, 40)]


def test_fingerprints_know_what_was_shown(connection: Connection, now: datetime) -> None:
    """A saved post's digest is found by its key, and by its words."""
    posts.save(connection, verdict(told()), now)
    known = posts.fingerprints(connection, SOURCE, ["1", "2"])
    recalled = posts.recall(connection, SOURCE, ["1"], ["Обстрел Грайворона".encode(), b"other"])
    assert {key: value.digest for key, value in known.items()} == {"1": b"d1"}
    assert [twin.key for twin in recalled.by_content.values()] == ["1"]
    assert recalled.kept == {"1": Kept("Обстрел Грайворона", frozenset({"topic:shelling"}))}


def test_the_latest_matches_are_those_that_a_chat_asked_for(connection: Connection, now: datetime) -> None:
    """``all`` finds every topic, a topic finds itself, and what matched nothing is not found."""
    power = Entry(sighting(post("2", "Нет света"), hit("power")), announce=False)
    other = Entry(sighting(post("3", "Погода")), announce=False)
    posts.save(connection, verdict(told("1"), power, other), now)
    found = {
        target: [stored.post.key for stored in posts.latest_matched(connection, [target], 9)]
        for target in ("all", "topic:power", "topic:drone")
    }
    assert {key: sorted(value) for key, value in found.items()} == {
        "all": ["1", "2"],
        "topic:power": ["2"],
        "topic:drone": [],
    }
