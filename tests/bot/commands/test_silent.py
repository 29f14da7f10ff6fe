"""Alerts without a sound, set from chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import wishes
from storage.model import Mode, Wishes
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.wishing import hold

if TYPE_CHECKING:
    from storage.database import Database


async def test_how_it_stands_is_shown(database: Database) -> None:
    """Also to a chat that never spoke before."""
    assert await ask(await desk_of(database), "silent") == "Alerts come at once, with a sound."


async def test_it_can_be_set_and_ended(database: Database) -> None:
    """In this chat alone."""
    desk = await desk_of(database)
    assert await ask(desk, "silent", "ON") == "Alerts come at once, without a sound."
    assert await database.read(wishes.get, CHAT) == Wishes(Mode.SILENT)
    assert "with a sound" in await ask(desk, "silent", chat=2)
    assert await ask(desk, "silent", "off") == "Alerts come at once, with a sound."
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_a_digest_ends_when_alerts_are_to_come_silently(database: Database) -> None:
    """What was held for it comes now; one that gathers what was chosen by itself stays."""
    desk = await desk_of(database)
    await ask(desk, "digest", "daily")
    await database.write(hold, CHAT, MORNING + timedelta(hours=2))
    assert (await ask(desk, "silent", "on")).splitlines() == [
        "Alerts come at once, without a sound.",
        "1 alert was held until now: you get it now.",
    ]
    await ask(desk, "follow", "shelling")
    await ask(desk, "when", "shelling digest")
    assert "The digest comes every day at 08:00." in await ask(desk, "silent", "on")


async def test_a_digest_is_not_ended_by_switching_sounds_on(database: Database) -> None:
    """Nothing in it was silent."""
    desk = await desk_of(database)
    await ask(desk, "digest", "hourly")
    told = await ask(desk, "silent", "off")
    assert told.startswith("Alerts come together, in a digest.\nThe digest comes every hour.")
    assert await database.read(wishes.get, CHAT) == Wishes(Mode.DIGEST, "hourly")


@pytest.mark.parametrize(
    ("argument", "told"),
    [("of", "Did you mean /silent off?"), ("1", "«1» is not understood here."), ("<b>", "«<b>» is not")],
)
async def test_a_mistake_is_named(database: Database, argument: str, told: str) -> None:
    """With what can be typed, and nothing is changed."""
    desk = await desk_of(database)
    answer = await ask(desk, "silent", argument)
    assert told in answer
    assert answer.endswith("These can be typed:\n/silent on\n/silent off")
    assert await database.read(wishes.get, CHAT) == Wishes()
