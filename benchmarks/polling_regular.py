"""Policies of one interval a source: every source alike, in proportion to 1/rate, and the square-root rule.

The rates are the true ones: how many posts there were in the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from benchmarks.polling_oracle import Limits
    from benchmarks.polling_world import Floats, World


def intervals(eagerness: Floats, per_second: float, limits: Limits) -> Floats:
    """Return the intervals, in seconds, in proportion to 1/eagerness, that spend a budget."""
    low, high = 1e-9, 1e9
    for _ in range(200):
        scale = float(np.sqrt(low * high))
        found: Floats = np.clip(scale / np.maximum(eagerness, 1e-12), limits.shortest, limits.longest)
        low, high = (scale, high) if (1 / found).sum() > per_second else (low, scale)
    return found


def noticed(world: World, interval: Floats, start: Floats) -> Floats:
    """Return when each post is seen if its source is polled regularly from ``start`` on."""
    mine, first = interval[world.of], (start % interval)[world.of]
    seen: Floats = first + np.ceil((world.times - first) / mine) * mine
    return seen


def rates(world: World) -> Floats:
    """Return the sources' true rates over the whole time, in posts per second."""
    found: Floats = np.diff(world.first) / world.seconds
    return found
