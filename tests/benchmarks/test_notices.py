"""The measurement of a message to everybody, in a short form."""

from __future__ import annotations

from benchmarks.notices import measured


async def test_an_alert_goes_before_a_notice_that_is_owed_to_many() -> None:
    """Finding it takes no longer for all that waits behind it."""
    found = await measured(500)
    assert found["is_alert_first"]
    assert found["due_ms"] < 100
