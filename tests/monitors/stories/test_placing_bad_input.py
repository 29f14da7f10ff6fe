"""Posts that hardly say anything, and addresses that lead nowhere."""

from __future__ import annotations

import pytest

from storage.model import Role
from tests.monitors.stories.placed import HOUR, Wire


@pytest.mark.parametrize("text", ["", "!!!", "https://a.example/1", "🔥🔥🔥", "да"])
def test_posts_of_hardly_a_word_are_in_no_story(text: str) -> None:
    """Only links, only pictures, one word: they satisfy nothing, and repeat nobody."""
    wire = Wire()
    assert [wire.tell(source, 0, text, targets=(), places=()) for source in "abc"] == [None] * 3


def test_posts_without_words_that_satisfy_a_rule_are_placed() -> None:
    """A follower's rule can ask for what has no words, as a source's every post."""
    wire = Wire()
    found = [wire.tell(source, 0, "", targets=("rule:all",), places=()) for source in "abc"]
    assert all(found)


def test_one_word_from_many_sources_is_few_stories() -> None:
    """Hundreds of sources that say one word within an hour open no hundreds of stories."""
    wire = Wire()
    assert len({wire.story(f"s{n}", n / 20, "Взрыв", places=()) for n in range(300)}) <= 6


def test_a_name_that_is_forwarded_is_no_address() -> None:
    """Two posts forwarded from a person without an address are two posts."""
    wire = Wire()
    wire.tell("a", 0, "Обстрел, село Козинка, повреждения", forward="Иван")
    placement = wire.tell("b", 1, "Пожар на складе в городе", places=("Шебекино",), forward="Иван")
    assert placement is not None
    assert (placement.is_new, placement.role) == (True, Role.REPORT)


def test_an_original_that_comes_after_its_story_closed_joins_it_silently() -> None:
    """A day later nobody is told anew of what was forwarded."""
    wire = Wire()
    first = wire.story("a", 0, "Обстрел, Козинка", forward="t.me/far/7")
    assert wire.story("far", 24 * 60, "Обстрел, Козинка", link="https://t.me/far/7/") == first
    assert wire.stories.close_silent(25 * HOUR) == []


def test_the_window_forgets_what_is_old() -> None:
    """Two days later the same long text is news, and nothing is kept of the posts before it."""
    wire = Wire()
    text = " ".join(f"слово{n}" for n in range(30))
    first = wire.story("a", 0, text)
    assert wire.story("b", 49 * 60, text) != first
    assert wire.stories._all.members.get(1) is None
