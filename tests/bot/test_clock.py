"""The demo's clock."""

from __future__ import annotations

import time
from datetime import timedelta

from bot.clock import ScaledClock
from tests.conftest import MORNING


def test_a_waiting_clock_stands_until_it_begins() -> None:
    """Then it runs from its start on, faster than life."""
    clock = ScaledClock(MORNING, 1000, waiting=True)
    time.sleep(0.02)
    assert clock.now() == MORNING
    clock.begin()
    assert clock.now() - MORNING < timedelta(seconds=20)
    time.sleep(0.02)
    assert clock.now() - MORNING >= timedelta(seconds=20)
