"""What messages that grow cost, in short."""

from __future__ import annotations

from benchmarks.growing import compared


def test_messages_that_grow_cost_the_same_however_many_there_are() -> None:
    """Twenty times as many are marked, looked through and edited at the same cost, in the same memory."""
    ratio = compared(messages=20_000, edits=40)["ratio"]
    assert ratio["mark_us"] < 3
    assert ratio["look_us"] < 3
    assert ratio["peak_kib"] < 2
