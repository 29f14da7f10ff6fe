"""kill -9 while people type and press, in short; ``python -m tests.trials.spoken`` does it at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.trials.spoken import trial

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("kills", "people"), [(1, 40), pytest.param(40, 400, marks=pytest.mark.long)])
async def test_nobody_is_left_without_an_answer(tmp_path: Path, kills: int, people: int) -> None:
    """What is typed and pressed takes effect and is answered, twice at the most, and no error is logged."""
    assert (await trial(tmp_path, kills, people, seed=kills)).broken == []
