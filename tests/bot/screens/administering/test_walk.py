"""A walk at random over all that ``/admin`` offers: no page is a dead end, and none that Telegram refuses."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from storage import chats
from tests.offices import TOPICS, opened, source_lines

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database

PRESSES = 40
WORDS = ["обстрел OR прилёт", '"', "<b>&", "Good day to all", "я" * 4000, "/", "topic:shelling"]


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_button_leads_on(database: Database, tmp_path: Path, seed: int) -> None:
    """Whatever is pressed or typed, there is something to press, and nothing that was not foreseen."""
    names = [f"town_number_{number}" for number in range(15)]
    office = await opened(database, tmp_path / "config.toml", source_lines(*names) + TOPICS)
    for chat in range(5, 8):
        await database.write(chats.follow, chat, "topic:shelling", office.clock.now())
    operator, chance = await office.open(), Random(seed)  # noqa: S311 - a fixed seed
    for _ in range(PRESSES):
        if chance.random() < 0.3:
            await operator.say(chance.choice(WORDS))
        reaction = await operator.press(chance.choice(operator.labels))
        assert operator.labels
        assert reaction.toast != "This had changed meanwhile."
