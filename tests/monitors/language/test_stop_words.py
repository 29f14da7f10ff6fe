"""Words that stand in nearly every post."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from monitors.language import fold
from monitors.language.stop_words import STOP_WORDS, only_stop_words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("language", STOP_WORDS)
def test_they_are_spelled_as_posts_are(language: str) -> None:
    """Every stop word is in canonical spelling, or it would never be met."""
    assert all(fold.words(word) == [word] for word in STOP_WORDS[language])


@pytest.mark.parametrize(
    "words", ["и", "и на", "о том что", "та й", "of the", "van de", "to be or not to be"]
)
def test_only_stop_words(words: str) -> None:
    """Words of which each says nothing say nothing together."""
    assert only_stop_words(words.split())


@pytest.mark.parametrize(
    "words", ["дрон", "и дрон", "в город", "the drone", "нато", "us", "may", "door", "ес"]
)
def test_words_that_say_something(words: str) -> None:
    """One word that says something is enough; names and nouns are none of them."""
    assert not only_stop_words(words.split())


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_real_posts_are_full_of_them(corpora: Path, language: str) -> None:
    """The ten commonest words of real posts are stop words, emblems of the channels apart."""
    lines = (corpora / "telegram_posts" / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    posts = [post["text"] for post in map(json.loads, lines) if post["lang"] == language]
    common = Counter(word for text in posts for word in set(fold.words(text))).most_common(10)
    assert {word for word, _ in common} <= STOP_WORDS[language]
