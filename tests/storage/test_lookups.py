"""Looking stored things up: a post by its link, an alert by its message, and what there is since when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitors.language.fold import search_text
from storage import outbox, posts, search
from storage.model import Entry, Field, Post, Sighting, Term
from tests.conftest import MORNING
from tests.examples import SOURCE, hit, verdict
from tests.posting import owe

if TYPE_CHECKING:
    from storage.database import Connection

HOUR = timedelta(hours=1)
ANYTHING = Field("anything", "")


def store(connection: Connection, number: int, text: str, link: str = "", *, matched: bool = False) -> None:
    """Store a post that is read so many hours after the morning."""
    one = Post(SOURCE, str(number), link, text)
    hits = (hit(),) if matched else ()
    sighting = Sighting(one, bytes([number]), bytes([number]), search_text(text), hits)
    posts.save(connection, verdict(Entry(sighting, announce=False)), MORNING + number * HOUR)


def test_a_post_is_found_by_its_link(connection: Connection) -> None:
    """In whatever capitals; where posts differ by capitals alone, the one that is meant."""
    store(connection, 1, "a", "https://example.org/A")
    store(connection, 2, "b", "https://example.org/a")
    store(connection, 3, "c", "https://t.me/Open/3")
    links = ["https://example.org/A", "https://example.org/a", "https://t.me/open/3"]
    found = [posts.linked(connection, link) for link in links]
    assert [stored.post.text for stored in found if stored] == ["a", "b", "c"]
    assert posts.linked(connection, "https://example.org/b") is None


def test_how_far_back_posts_are_stored(connection: Connection) -> None:
    """Those that satisfied nothing, and all of them."""
    assert posts.reach(connection) == (None, None)
    store(connection, 1, "a", matched=True)
    assert posts.reach(connection) == (None, MORNING + HOUR)
    store(connection, 2, "b")
    assert posts.reach(connection) == (MORNING + 2 * HOUR, MORNING + HOUR)


def test_an_alert_is_found_by_its_message(connection: Connection) -> None:
    """By that of its own chat alone; one that was never sent has none."""
    owe(connection, 5, 6)
    outbox.sent(connection, 1, 70, MORNING)
    found = outbox.told_in(connection, 5, 70)
    assert found is not None
    assert (found.id, found.story, found.targets) == (1, 1, ("topic:shelling",))
    assert outbox.told_in(connection, 6, 70) is None
    assert outbox.told_in(connection, 5, 71) is None


@pytest.mark.parametrize(
    ("root", "since", "texts"),
    [
        (ANYTHING, 0, ["c", "b a", "a"]),
        (Term("a", ("a",)), 0, ["b a", "a"]),
        (Term("a", ("a",)), 2, ["b a"]),
        (ANYTHING, 3, ["c"]),
        (ANYTHING, 4, []),
    ],
)
def test_the_newest_posts_come_first(
    connection: Connection, root: Field | Term, since: int, texts: list[str]
) -> None:
    """Those that a tree may mean and that were read since a time, with the index's help or without."""
    for number, text in enumerate(("a", "b a", "c"), 1):
        store(connection, number, text)
    found = search.newest(connection, root, MORNING + since * HOUR)
    assert [stored.post.text for stored in found] == texts
