"""The example configuration on real spellings and real posts: what it must reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.places import labelled, lexicon, spellings

if TYPE_CHECKING:
    from pathlib import Path

    from monitors.lexicon import Lexicon


@pytest.fixture(scope="module")
def compiled(corpora: Path) -> Lexicon:
    """Return the example configuration, compiled; skipped without real data."""
    assert corpora.is_dir()
    return lexicon()


def test_spellings_seen_in_seven_languages(compiled: Lexicon, corpora: Path) -> None:
    """Of those in the region at least 92 % are found, of those outside none; the exact string finds few."""
    ours, exact = (spellings(compiled, corpora, exactly=exactly) for exactly in (False, True))
    assert ours.found >= 0.92 * ours.inside
    assert ours.wrong == 0
    assert exact.found < 0.5 * exact.inside


def test_labelled_posts(compiled: Lexicon, corpora: Path) -> None:
    """Every post of the region names a place of it, no other does; and few of all posts raise an alert."""
    found = labelled(compiled, corpora)
    assert (found.right, found.wrong) == (found.inside, 0)
    assert len(found.alerts) <= 20
