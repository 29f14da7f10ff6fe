"""What holds of the likeness of any two posts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitors.stories.likeness import likeness
from monitors.stories.telling import Telling
from monitors.stories.weighing.frequencies import Frequencies
from storage.model import Severity, Voice

READ = Frequencies()
WORDS = ("обстрел", "козинка", "дрон", "сбит", "пожар", "shelling", "drone", "дома", "ночью", "не")
PLACES = ("Козинка", "Глотово", "Грайворон")


def some(among: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    """Return a strategy for a few of some things."""
    return st.frozensets(st.sampled_from(among), max_size=3)


def telling(words: tuple[str, ...], **facts: Any) -> Telling:  # noqa: ANN401 - any field
    """Return a telling of words and facts, with one topic."""
    bare = Telling(1, "telegram:a", "telegram:a", Voice.CHANNEL, 0.0, words, frozenset(words))
    return replace(bare, targets={"topic:shelling": Severity.WARNING}, **facts)


TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(tuple)
TELLINGS = st.builds(
    telling,
    TEXTS,
    places=some(PLACES),
    numbers=some(("2 wounded", "3 wounded", "1 killed", "5")),
    times=st.frozensets(st.integers(0, 1439), max_size=2),
)


def nearness(one: str, other: str) -> float:
    """Say that two places are half near."""
    return 0.5 if one != other else 1.0


@given(TELLINGS, TELLINGS, st.floats(-1e6, 1e6))
def test_likeness_is_symmetric_and_a_probability(one: Telling, other: Telling, later: float) -> None:
    """It does not matter which comes first, and the score lies between 0 and 1."""
    other = replace(other, moment=later)
    there, back = likeness(one, other, READ, nearness), likeness(other, one, READ, nearness)
    assert 0.0 <= there.score <= 1.0
    assert abs(there.score - back.score) < 1e-9


@given(TEXTS, TEXTS)
def test_a_place_in_common_raises_it_and_another_lowers_it(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    """Agreement in place makes one event likelier, places far apart make it less likely."""
    here = telling(one, places=frozenset({"Козинка"}))
    unknown, same, far = (
        likeness(here, telling(other, places=frozenset(places)), READ).score
        for places in ((), ("Козинка",), ("Глотово",))
    )
    assert far < unknown < same


@given(TEXTS, TEXTS)
def test_a_number_in_common_raises_it_and_another_lowers_it(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    """So do numbers of the same thing."""
    two = telling(one, numbers=frozenset({"2 wounded"}))
    same, unknown, differ = (
        likeness(two, telling(other, numbers=frozenset(numbers)), READ).score
        for numbers in (("2 wounded",), (), ("7 wounded",))
    )
    assert differ < unknown < same


@given(TEXTS, TEXTS, st.floats(0, 1e5), st.floats(0, 1e5))
def test_the_later_the_less_likely(
    one: tuple[str, ...], other: tuple[str, ...], soon: float, further: float
) -> None:
    """The farther apart two posts are, the less likely they are of one event."""
    first, place = telling(one, places=frozenset({"Козинка"})), frozenset({"Козинка"})
    earlier = likeness(first, replace(telling(other, places=place), moment=soon), READ)
    later = likeness(first, replace(telling(other, places=place), moment=soon + further), READ)
    assert later.score <= earlier.score


@given(TEXTS)
def test_times_across_midnight_are_near(words: tuple[str, ...]) -> None:
    """Five to midnight and midnight are five minutes apart."""
    late, early, noon = (telling(words, times=frozenset({time})) for time in (1435, 0, 720))
    assert likeness(late, early, READ).score > likeness(late, noon, READ).score
