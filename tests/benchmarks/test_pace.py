"""The benchmark of the pacer, in short."""

from __future__ import annotations

from benchmarks.pace import measured


def test_measures_what_the_pacer_reaches() -> None:
    """At 30 a second it stays within 5 % of the limit, also with a disk that stalls, and never above."""
    found = measured(60.0, 0.2, messages=200)
    for name in ("simulated", "simulated, a disk that stalls"):
        assert 0.95 <= found[name]["of_limit"] <= 1.0
        assert found[name]["most_in_a_second"] <= 30
    assert found["real time"]["most_in_a_second"] <= 1000
    assert found["cost"]["cpu_us_per_request"] > 0
