"""Searching stored posts: the index narrows down, what it cannot know is asked of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import posts, search
from storage.model import And, Entry, Field, Not, Or, Term
from tests.examples import post, sighting, verdict

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Node

SHELLING = Term("обстрел", ("обстрел",))
GRAYVORON = Term("грайв*", ("грайв",), prefix=True)
GORA = Term("Гора-Подол", ("гора", "подол"))
FIELD = Field("voice", "official")


@pytest.fixture
def texts(connection: Connection, now: datetime) -> list[str]:
    """Store a few posts, the oldest first."""
    stored = ["обстрел грайворона", "грайворон спокоен", "гора подол обстрел", "п'ять днів"]
    entries = [Entry(sighting(post(str(key), text)), announce=False) for key, text in enumerate(stored)]
    posts.save(connection, verdict(*entries), now)
    return stored


@pytest.mark.parametrize(
    ("root", "found"),
    [
        (SHELLING, [2, 0]),
        (GRAYVORON, [1, 0]),
        (GORA, [2]),
        (And((SHELLING, GRAYVORON)), [0]),
        (Or((SHELLING, GRAYVORON)), [2, 1, 0]),
        (And((SHELLING, Not(GRAYVORON))), [2, 0]),
        (And((SHELLING, FIELD)), [2, 0]),
        (Or((SHELLING, FIELD)), [3, 2, 1, 0]),
        (FIELD, [3, 2, 1, 0]),
        (Term("п'ять", ("п'ять",)), [3]),
        (Term('"', ('"',)), [3, 2, 1, 0]),
    ],
)
def test_the_index_finds_at_least_what_a_rule_finds(
    connection: Connection, texts: list[str], root: Node, found: list[int]
) -> None:
    """Newest first; NOT and fields do not narrow down."""
    results = search.find(connection, root, lambda _: True, 9)
    assert [texts.index(result.post.text) for result in results] == found


def test_the_caller_decides_and_the_limit_counts_what_was_accepted(
    connection: Connection, texts: list[str]
) -> None:
    """What is not accepted does not use up the limit."""
    results = search.find(connection, FIELD, lambda stored: "обстрел" in stored.post.text, 1)
    assert [result.post.text for result in results] == [texts[2]]


def test_only_so_many_posts_are_looked_at(connection: Connection, texts: list[str]) -> None:
    """The newest ones, whether the index narrows down or not."""
    for root, found in ((FIELD, [3, 2]), (Or((SHELLING, GRAYVORON)), [2, 1])):
        results = search.find(connection, root, lambda _: True, 9, most=2)
        assert [texts.index(result.post.text) for result in results] == found


@pytest.mark.parametrize(
    "word", ['" OR *', "NEAR(a b)", "a) OR (b", "posts_words", "'; DROP TABLE posts; --", "\x00"]
)
def test_nothing_that_people_write_is_a_query(connection: Connection, texts: list[str], word: str) -> None:
    """Whatever stands in a term is looked for as words, and breaks nothing."""
    search.find(connection, Term(word, (word,)), lambda _: True, 9)
    assert sum(posts.counts(connection).values()) == len(texts)
