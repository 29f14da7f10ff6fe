"""The language and the time zone of a chat, chosen with buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.commands.desk import Asked
from bot.screens.choosing import anew
from bot.texts import Texts
from storage import chats, wishes
from tests.chatting import Person
from tests.desks import CHAT, ask, desk_of

if TYPE_CHECKING:
    from storage.database import Database

REGION: dict[str, Any] = {"timezone": "Europe/Moscow"}
NAMES = {"en": "English", "nl": "Nederlands", "ru": "Русский", "uk": "Українська"}


async def language_of(database: Database) -> str:
    """Return the chat's own language."""
    chat = await database.read(chats.get, CHAT)
    return chat.language if chat else ""


@pytest.mark.parametrize("spoken", NAMES)
async def test_each_language_stands_by_its_own_name(database: Database, spoken: str) -> None:
    """The present one is marked, and Telegram's comes back."""
    person = Person(await desk_of(database), spoken)
    await person.say("/language")
    assert person.labels[:4] == list(NAMES.values())
    assert person.labels[4].startswith("✓ ")
    await person.press("Русский")
    assert person.labels[:4] == ["English", "Nederlands", "✓ Русский", "Українська"]
    assert await language_of(database) == "ru"
    await person.press_data(person.page.rows[-1][0].data)
    assert await language_of(database) == ""


async def test_the_next_page_is_in_the_new_language(database: Database) -> None:
    """And in that of Telegram, when that is to count again."""
    desk = await desk_of(database)
    await database.write(chats.set_language, CHAT, "nl")
    before = Asked(CHAT, "", Texts("en"), language="ru")
    assert (await anew(desk, before)).texts.language == "nl"
    await database.write(chats.set_language, CHAT, "")
    assert (await anew(desk, before)).texts.language == "ru"
    assert (await anew(desk, replace(before, chat=-5))).texts.language == "en"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("nl", "nl"), ("Русский", "ru"), ("ukrainian", "uk"), ("NL-be", "nl"), ("telegram", "")],
)
async def test_it_can_be_typed(database: Database, typed: str, code: str) -> None:
    """By its code, its own name, or that in another language."""
    desk = await desk_of(database)
    await database.write(chats.set_language, CHAT, "en")
    await ask(desk, "language", typed)
    assert await language_of(database) == code


async def test_an_unknown_one_is_named(database: Database) -> None:
    """With those that there are, the nearest first; and nothing is changed."""
    desk = await desk_of(database)
    for typed in ("dutsch", "klingon", "<b>", "x" * 3000):
        told = await ask(desk, "language", typed)
        assert "is no language that I speak" in told
        assert ("Did you mean /language dutch?" in told) == (typed == "dutsch")
    assert await database.read(chats.get, CHAT) is None


async def test_zones_are_chosen_and_typed(database: Database) -> None:
    """The time there shows whether it is right; one that is not among them is added, marked."""
    person = Person(await desk_of(database, region=REGION))
    await person.say("/timezone")
    assert person.labels[0] == "✓ The region's"
    await person.press("Europe/Amsterdam")
    assert "those of Europe/Amsterdam, where it is 08:00." in person.text
    assert "✓ Europe/Amsterdam" in person.labels
    await person.say("utc+5")
    assert "✓ UTC+5" in person.labels
    assert (await database.read(wishes.get, CHAT)).zone == "Etc/GMT-5"
    await person.press("The region's")
    assert (await database.read(wishes.get, CHAT)).zone == ""


async def test_every_zone_on_a_button_is_one(database: Database) -> None:
    """Whatever it is called in the database of zones here."""
    person = Person(await desk_of(database, region=REGION))
    await person.say("/timezone")
    for label in person.labels[1:]:
        await person.press(label)
        assert f"✓ {label}" in person.labels


async def test_a_city_that_is_none_is_said(database: Database) -> None:
    """Above the page, which still asks."""
    person = Person(await desk_of(database, region=REGION))
    await person.say("/timezone")
    await person.say("Europe/Amsterdm")
    assert "Did you mean /timezone Europe/Amsterdam?" in person.text
    await person.say("west")
    assert "«west» can be several." in person.text
