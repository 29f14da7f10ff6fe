"""Words that differ by a few letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.language.edits import LONGEST, Misspelt, distance, leavings


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("дрон", "дрон", 0),
        ("дрон", "дро", 1),
        ("дрон", "дроон", 1),
        ("дрон", "дран", 1),
        ("дрон", "дорн", 1),
        ("дрон", "дом", 2),
        ("", "дом", 3),
    ],
)
def test_distance(one: str, other: str, edits: int) -> None:
    """A letter put in, left out or changed and two neighbours swapped are one each."""
    assert distance(one, other) == distance(other, one) == edits


def test_what_is_left_of_a_word() -> None:
    """With up to so many letters left out, itself among it."""
    assert leavings("дом", 1) == {"дом", "ом", "дм", "до"}
    assert leavings("а", 2) == {"а", ""}


WORDS = st.text("абв", min_size=4, max_size=7)


@given(st.lists(st.tuples(WORDS, st.integers(1, 2)), max_size=5), st.lists(WORDS, max_size=5))
def test_agrees_with_comparing_every_pair(wanted: list[tuple[str, int]], text: list[str]) -> None:
    """What is met by leaving letters out is what the distance says of each pair."""
    compiled = Misspelt.compile((word, edits, number) for number, (word, edits) in enumerate(wanted))
    near = [
        (i, tuple(n for n, (word, edits) in enumerate(wanted) if distance(word, found) <= edits))
        for i, found in enumerate(text)
    ]
    assert compiled.find(text) == [(i, numbers) for i, numbers in near if numbers]


def test_short_and_endless_words_are_left_alone() -> None:
    """A difference makes a short word another one; an endless one costs nothing."""
    compiled = Misspelt.compile([("дрон", 2, 0), ("x" * (LONGEST + 1), 1, 1)])
    start = time.process_time()
    assert compiled.find(["дро", "x" * 1_000_000]) == []
    assert time.process_time() - start < 0.1
