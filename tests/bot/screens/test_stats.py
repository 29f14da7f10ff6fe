"""Pictures of what happened, and the same in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.pictures import drawn
from bot.pictures.map import hull
from bot.pictures.model import UNSURE, Chart, Map, Series, Spot, Theme
from bot.texts import Texts, languages
from tests.chatting import Person
from tests.desks import desk_of, store

if TYPE_CHECKING:
    from storage.database import Database

PLACES = [
    {"name": "Грайворон", "at": [50.48, 35.68]},
    {"name": "Козинка", "at": [50.46, 35.6]},
    {"name": "Белгород", "at": [50.6, 36.58]},
]


async def somebody(database: Database, language: str = "en", **more: object) -> Person:
    """Return somebody at a desk where two stories are stored."""
    desk = await desk_of(database, **{"places": PLACES, **more})
    await store(desk, "Обстрел, Козинка", "Белгород без света")
    return Person(desk, language)


def size(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG, which is read whole."""
    with Image.open(BytesIO(picture)) as image:
        image.load()
        assert image.format == "PNG"
        return image.size


@pytest.mark.parametrize("language", languages())
async def test_the_numbers_stand_below_the_picture(database: Database, language: str) -> None:
    """In the reader's language, the same that are drawn, by topic and by trust."""
    person, say = await somebody(database, language), Texts(language).say
    await person.say("/stats")
    assert {f"• {say('shelling')}: 1", "• power cut: 1"} <= set(person.text.splitlines())
    assert size(person.page.picture) == (880, 616)
    await person.press(say("By trust"))
    assert f"• {say('unconfirmed')}: 2" in person.text


async def test_each_button_is_another_picture(database: Database) -> None:
    """By day, and in light colours; the present choice is marked."""
    person = await somebody(database)
    await person.say("/stats")
    seen = [person.page.picture]
    for label in ("By day", "Light"):
        await person.press(label)
        seen.append(person.page.picture)
    assert len(set(seen)) == 3
    assert {"✓ By day", "✓ ☀ Light"} <= set(person.labels)


async def test_the_map_counts_by_place(database: Database) -> None:
    """Of today or of seven days, each place with its number in words too."""
    person = await somebody(database)
    await person.say("/where")
    assert "• Козинка: 1" in person.text
    assert size(person.page.picture) == (880, 616)
    await person.press("7 days")
    assert "Where it happened in the last 7 days" in person.text


async def test_without_coordinates_there_are_words(database: Database) -> None:
    """And why there is no map."""
    person = await somebody(database, places=[{"name": "Козинка"}])
    await person.say("/where")
    assert person.page.picture == b""
    assert "have no coordinates" in person.text


@pytest.mark.parametrize("theme", Theme)
async def test_anything_can_be_drawn(theme: Theme) -> None:
    """Nothing, one place, many in one point, long names; the same picture has the same bytes."""
    nothing = Chart("Т", ("",), (Series("x", UNSURE, (0,)),), "Ничего", theme)
    spots = tuple(Spot("Дуже довга назва місця " * 3, 50.0, 36.0, number, UNSURE) for number in range(20))
    for picture in (
        nothing,
        Map("Т", spots, (("x", UNSURE),), "e", theme),
        Map("Т", (), (), "Ничего", theme),
    ):
        assert await drawn(picture) == await drawn(picture)
        assert size(await drawn(picture)) == (880, 616)


def test_a_hull_goes_around_all_points() -> None:
    """Its corners alone, each once; two points have none but themselves."""
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert set(hull([*square, (1.0, 1.0), (1.0, 0.0)])) == set(square)
    assert hull([(1.0, 1.0), (0.0, 0.0), (1.0, 1.0)]) == [(0.0, 0.0), (1.0, 1.0)]
