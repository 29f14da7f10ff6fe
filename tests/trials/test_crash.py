"""kill -9 at random points of a fan-out: nothing is lost, and what may come twice is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.trials.crash import trial

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.long)])
async def test_kills_lose_nothing(tmp_path: Path, kills: int) -> None:
    """Every alert arrives; one extra copy at most for each kill that hit its send, and all are counted."""
    result = await trial(tmp_path, kills, people=60, seed=kills)
    print(result.figures)  # noqa: T201 - shown with pytest -s, and where it fails
    assert (result.lost, dict(result.excess)) == (set(), {})
    assert result.repeats == result.attempting
    assert result.enqueued == result.sent == len(result.owed)
