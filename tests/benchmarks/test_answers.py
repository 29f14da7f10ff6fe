"""The benchmark of answers during a fan-out, in short."""

from __future__ import annotations

from benchmarks.answers import measured


async def test_people_are_answered_while_many_are_told() -> None:
    """Half of them within 300 ms, and all of them while alerts are still owed; p99 is the long form's."""
    found = await measured(2_000, 1.0, 30.0, every=0.1)
    assert found["alerts_left"] > 0
    assert found["p50_ms"] <= 300
