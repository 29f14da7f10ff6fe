"""A chat's time zone, set from chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from storage import wishes
from storage.model import Wishes
from tests.desks import CHAT, ask, desk_of

if TYPE_CHECKING:
    from storage.database import Database

REGION: dict[str, Any] = {"timezone": "Europe/Moscow"}


async def test_how_it_stands_is_shown(database: Database) -> None:
    """With the time there, by which anybody sees whether it is right, and what can be typed."""
    told = (await ask(await desk_of(database, region=REGION), "timezone")).splitlines()
    assert told[0] == "Times here are the region's, those of Europe/Moscow, where it is 09:00."
    assert told[-1] == "Or type a city, or an offset such as UTC+3."


@pytest.mark.parametrize(
    ("argument", "stored", "told"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdam", "those of Europe/Amsterdam, where it is 08:00."),
        ("amsterdam", "Europe/Amsterdam", "those of Europe/Amsterdam, where it is 08:00."),
        ("new york", "America/New_York", "those of America/New_York, where it is 02:00."),
        ("Київ", "Europe/Kyiv", "those of Europe/Kyiv, where it is 09:00."),
        ("utc+5", "Etc/GMT-5", "those of UTC+5, where it is 11:00."),
    ],
)
async def test_it_can_be_set(database: Database, argument: str, stored: str, told: str) -> None:
    """By name, city or offset; and is shown as it counts from now on."""
    desk = await desk_of(database, region=REGION)
    assert (await ask(desk, "timezone", argument)) == f"Times here are {told}"
    assert await database.read(wishes.get, CHAT) == Wishes(zone=stored)
    assert told in await ask(desk, "timezone")


async def test_it_goes_back_to_the_region_s(database: Database) -> None:
    """Whatever it was."""
    desk = await desk_of(database, region=REGION)
    await ask(desk, "timezone", "Tokyo")
    assert "the region's, those of Europe/Moscow" in await ask(desk, "timezone", "Region")
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_what_is_planned_moves_with_it(database: Database) -> None:
    """The digest and quiet hours come by its clock, and their next times are told."""
    desk = await desk_of(database)
    await ask(desk, "digest", "daily 8")
    await ask(desk, "quiet", "23-7")
    assert (await ask(desk, "timezone", "Moscow")).splitlines()[1:] == [
        "The digest comes every day at 08:00.",
        "The next one: 23 May, 08:00.",
        "Quiet hours are from 23:00 to 07:00. What happens in them comes in one message afterwards.",
        "They begin next: 23:00.",
    ]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("Europe/Amsterdm", "Did you mean /timezone Europe/Amsterdam?"),
        ("west", "«west» can be several. Which one?\n/timezone Australia/West\n/timezone Brazil/West"),
        ("UTC+99", "«UTC+99» is no time zone"),
        ("<b>", "«<b>» is no time zone"),
        ("x" * 4000, "is no time zone that I know."),
        ("/etc/localtime", "is no time zone that I know."),
    ],
)
async def test_a_mistake_is_named(database: Database, argument: str, told: str) -> None:
    """With what is like it, and nothing is changed."""
    desk = await desk_of(database)
    assert told in await ask(desk, "timezone", argument)
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_each_chat_has_its_own(database: Database) -> None:
    """What one wishes changes nothing for another."""
    desk = await desk_of(database, region=REGION)
    await ask(desk, "timezone", "Tokyo", chat=1)
    assert "the region's, those of Europe/Moscow" in await ask(desk, "timezone", chat=2)
