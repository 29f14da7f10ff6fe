"""The trials of delivery in their short forms; ``make bench`` runs them at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.trials import commit_points, gone_chats, killed, lost_answers
from tests.trials.storms import Storms

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("storm", ["scattered", "thick", "hours", "pages", "outage"])
async def test_a_storm_is_waited_out(tmp_path: Path, storm: str) -> None:
    """Never early, others not delayed, everything told once, and hours of waiting outlast a restart."""
    storms = Storms(tmp_path, chats=20, seed=1)
    await getattr(storms, storm)()
    assert storms.findings.broken == []


async def test_chats_that_go_and_move_delay_nobody(tmp_path: Path) -> None:
    """A fifth have blocked the bot and groups migrate: one copy each, and the rest notice nothing."""
    assert (await gone_chats.trial(tmp_path, chats=60, seed=1)).broken == []


async def test_lost_answers_repeat_once(tmp_path: Path) -> None:
    """Each alert whose answer is lost comes twice at most, all others once."""
    assert (await lost_answers.trial(tmp_path, alerts=60, seed=1)).broken == []


async def test_a_crash_at_any_commit_loses_nothing(tmp_path: Path) -> None:
    """Just before and just after the first write of every name: nothing is lost, little is repeated."""
    assert (await commit_points.trial(tmp_path, first=1, flood=1)).broken == []


async def test_a_kill_in_a_fan_out_loses_nothing(tmp_path: Path) -> None:
    """The program killed with -9 while it sends: each alert arrives, none more than twice."""
    result = await killed.trial(tmp_path, kills=1, deliveries=40, seed=3, patience=0.5)
    assert result.findings().broken == []
