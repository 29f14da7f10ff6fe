"""A source that posts 10,000 posts a minute beside others, shortly and at length."""

from __future__ import annotations

from statistics import mean, median

import pytest

from tests.trials.flood import MOST, compare, figures, run

PATIENCE = 1.0
"""Seconds that a post may take longer than it does on average on a machine that does nothing else."""


async def test_a_flood_leaves_the_others_alone() -> None:
    """Beside it every quiet source is read on, and its posts are told within a poll or two."""
    delays = await run(2.0, is_flooding=True, start_up=0.8)
    assert delays.new > 150
    assert len(delays.feeds) > 3
    assert median(delays.feeds) < PATIENCE
    assert median(delays.channels) < 2 * PATIENCE


@pytest.mark.long
async def test_a_flood_makes_nobody_wait_a_tenth_longer() -> None:
    """The same run with and without it: other hosts' sources, and those of the same network."""
    without, with_flood = await compare(seconds=30, rounds=2)
    assert mean(with_flood.feeds) <= MOST * mean(without.feeds), figures(without, with_flood)
    assert mean(with_flood.channels) <= MOST * mean(without.channels), figures(without, with_flood)
