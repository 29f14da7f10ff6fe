"""Inline mode: stories as cards in any chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storage import stories
from storage.model import Severity, Story
from tests.conftest import MORNING
from tests.desks import desk_of, store
from tests.talking import listening, until

if TYPE_CHECKING:
    from storage.database import Connection, Database
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


def twelve(connection: Connection) -> None:
    """Put down twelve stories of the first post."""
    for number in range(1, 13):
        targets = {"topic:shelling": Severity.CRITICAL}
        stories.save(connection, Story(number, MORNING, MORNING, Severity.CRITICAL, targets, lead=1))


async def test_more_are_offered_to_who_scrolls(database: Database) -> None:
    """Ten at a time, each once."""
    await told(database, "Прилёт")
    await database.write(twelve)
    async with listening(database) as api:
        first = await cards(api, "")
        api.ask_inline("", offset=api.inline[-1]["next_offset"])
        await until(lambda: len(api.inline) == 2)
        rest = api.inline[-1]["results"]
        found = [card["id"] for card in [*first, *(json.loads(rest) if isinstance(rest, str) else rest)]]
    assert (len(first), sorted(map(int, found))) == (10, list(range(1, 13)))


async def test_a_store_that_cannot_be_read_finds_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Without an error in the log, and without the words that somebody typed."""
    await told(database, "Прилёт")
    await database.write(lambda c: c.conn.execute("DROP TABLE story_posts"))
    async with listening(database) as api:
        assert await cards(api, "прилёт") == []
    assert [one.levelname for one in caplog.records if "inline" in one.message] == ["WARNING"]
    assert "прилёт" not in caplog.text
