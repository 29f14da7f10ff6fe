"""A short walk through all that can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.trials.random_walk.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_promises_hold_at_every_step_of_a_walk(tmp_path: Path) -> None:
    """A day of a region with forty chats, and the same from the same seed again."""
    results = []
    for folder in ("once", "again"):
        (tmp_path / folder).mkdir()
        results.append(await Walk(tmp_path / folder, 3, 1, 10, 40, 8.0).run())
    assert results[0].broken == []
    assert results[0].alerts > 0
    assert results[0] == results[1]
