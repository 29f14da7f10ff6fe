"""What a thread that has much to do leaves the event loop."""

from __future__ import annotations

import time

from storage.yielding import REST, rest


def test_a_thread_rests_once_in_its_turn() -> None:
    """Of a tenth of a second of asking without end, it rests about every five milliseconds, not oftener."""
    began, rests, asked = time.monotonic(), 0, 0
    while time.monotonic() - began < 0.1:
        before = time.monotonic()
        rest()
        asked += 1
        rests += time.monotonic() - before >= REST
    assert rests >= 3
    assert asked > 100 * rests
