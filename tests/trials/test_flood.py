"""A source that posts 10,000 posts a minute beside others, shortly and at length."""

from __future__ import annotations

from statistics import mean

import pytest

from tests.trials.flood import MOST, compare, figures, run


async def test_a_flood_leaves_the_others_alone() -> None:
    """Beside it the quiet sources are read on, and their posts of those seconds are told."""
    delays = await run(2.5, is_flooding=True)
    assert delays.new > 150
    assert delays.arrived >= 5  # about 30 on a machine that does nothing else


@pytest.mark.long
async def test_a_flood_makes_nobody_wait_a_tenth_longer() -> None:
    """The same run with and without it: other hosts' sources, and those of the same network."""
    without, with_flood = await compare(seconds=30, rounds=2)
    assert mean(with_flood.feeds) <= MOST * mean(without.feeds), figures(without, with_flood)
    assert mean(with_flood.channels) <= MOST * mean(without.channels), figures(without, with_flood)
