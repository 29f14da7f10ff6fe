"""Links by which others begin to hear of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.place_choice import code_of
from tests.bot.screens.test_greeting import somebody

if TYPE_CHECKING:
    from storage.database import Database


async def test_what_is_followed_can_be_shared(database: Database) -> None:
    """The places of rules, each by a link that the bot understands, and a button that passes it on."""
    person = await somebody(database)
    await person.say("/follow Козинка")
    answer = await person.say("/share")
    link = f"https://t.me/region_bot?start=place-{code_of('Козинка')}"
    assert link in answer.html
    assert answer.rows[0][0].url.startswith(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fregion_bot%3Fstart"
    )


async def test_without_places_the_bot_is_shared(database: Database) -> None:
    """Its own address; a name that is no place is said."""
    person = await somebody(database)
    assert "https://t.me/region_bot" in (await person.say("/share")).html
    assert "I know no place <b>Atlantis</b>" in (await person.say("/share Atlantis")).html
    assert code_of("Козинка") in (await person.say("/share kozinka")).html
