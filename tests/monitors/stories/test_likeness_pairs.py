"""Likeness on pairs of real texts that people judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.stories import of_articles, of_headlines
from benchmarks.stories_pairs import HEADLINES, PAIRS, article_pairs, headline_pairs
from benchmarks.stories_training import best_threshold, learn

if TYPE_CHECKING:
    from pathlib import Path


def test_articles_of_one_event_are_told_from_others(corpora: Path) -> None:
    """Russian and English articles are judged as people judge them, at the shipped settings."""
    found = of_articles(article_pairs(corpora / PAIRS))
    assert found["pairs"] == 75
    assert found["f1"] >= 0.88


def test_headlines_of_one_event_are_told_from_others(corpora: Path) -> None:
    """Of some headlines it is seen which tell of one event, and mostly which say the same."""
    found = of_headlines(headline_pairs(corpora / HEADLINES, 400))
    assert found["f1_related"] >= 0.8
    assert found["f1_same"] >= 0.45


def test_learning_finds_what_decides() -> None:
    """A regression gives weight to the feature that decides, and none to the other."""
    rows = [(float(index % 2), float(index % 3)) for index in range(60)]
    model = learn(rows, [row[0] > 0 for row in rows], penalty=1.0)
    assert model.weights[0] > 10 * abs(model.weights[1])
    assert model.odds((1.0, 0.0)) > 0 > model.odds((0.0, 0.0))


def test_the_best_threshold_takes_equals_together() -> None:
    """Pairs of one probability are found or not found together."""
    assert best_threshold([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == (0.5, 0.8)
