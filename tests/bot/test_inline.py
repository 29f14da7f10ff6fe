"""Inline mode: stories as cards in any chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.desks import desk_of, store
from tests.talking import listening, until

if TYPE_CHECKING:
    from storage.database import Database
    from tests.fakes.bot_api import BotApi


async def cards(api: BotApi, text: str, language: str = "en") -> list[dict[str, Any]]:
    """Return what somebody is offered who types this."""
    before = len(api.inline)
    api.ask_inline(text, language=language)
    await until(lambda: len(api.inline) > before)
    results = api.inline[-1]["results"]
    found: list[dict[str, Any]] = json.loads(results) if isinstance(results, str) else results
    return found


async def told(database: Database, *texts: str) -> None:
    """Store posts that make a story each."""
    await store(await desk_of(database, places=[{"name": "Козинка"}, {"name": "Белгород"}]), *texts)


async def test_a_story_is_offered_and_sent_as_a_card(database: Database) -> None:
    """With how sure it is in words, the post's own, and of when that is."""
    await told(database, "Прилёт, Козинка", "Белгород без света")
    async with listening(database) as api:
        (card,) = await cards(api, "козинке")
        assert card["title"] == "shelling: Козинка"
        assert "unconfirmed: one source" in card["description"]
        message = card["input_message_content"]["message_text"]
        assert "<b>Прилёт</b>, Козинка" in message
        assert "As it stood at" in message


async def test_without_words_the_newest_are_offered(database: Database) -> None:
    """In the language of who asks."""
    await told(database, "Прилёт, Козинка", "Белгород без света")
    async with listening(database) as api:
        assert len(await cards(api, "")) == 2
        assert "не подтверждено" in (await cards(api, "", "ru"))[0]["description"]


@pytest.mark.parametrize("text", ["(", "козинка AND", "<b>", "x" * 256, "снег", "\u202e"])
async def test_what_finds_nothing_is_answered(database: Database, text: str) -> None:
    """Half typed rules are taken as words; nobody waits in vain, and there is a way to the bot."""
    await told(database, "Прилёт")
    async with listening(database) as api:
        assert await cards(api, text) == []
        assert api.inline[-1]["button"]
