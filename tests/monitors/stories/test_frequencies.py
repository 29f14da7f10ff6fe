"""How common stems are, learnt from what is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitors.stories.weighing.frequencies import Frequencies
from tests.monitors.stories.told import told

FIRE = told("Пожар в Козинке")


def test_rare_stems_weigh_more_than_common_ones() -> None:
    """A stem of every post weighs less than one of a single post, and that less than one never read."""
    read = Frequencies()
    for number in range(600):
        read.add(replace(FIRE, stems=frozenset({"common", f"rare{number}"})))
    assert 0 < read.weight("common") < read.weight("rare7") < read.weight("unread")


def test_before_anything_was_read_all_weigh_the_same() -> None:
    """Without posts no stem is known to be rarer than another."""
    read = Frequencies()
    assert read.weight("fire") == read.weight("козинк") > 0
    assert read.total(["fire", "козинк"]) == pytest.approx(2 * read.weight("fire"))


def test_what_was_common_long_ago_is_forgotten() -> None:
    """Counts are halved again and again, and what stood in single posts is let go."""
    read = Frequencies(most=100)
    for number in range(1100):
        read.add(replace(FIRE, stems=frozenset({f"rare{number}"})))
    assert read.weight("rare5") == read.weight("unread")
