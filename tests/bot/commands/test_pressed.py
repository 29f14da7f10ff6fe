"""What becomes of a button that was pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commands.desk import Asked
from bot.commands.pressed import Reaction, react
from bot.texts import Texts
from storage import silences
from storage.model import SilenceKind
from tests.conftest import MORNING
from tests.desks import CHAT
from tests.fakes.bot_api_html import read_html
from tests.storing import desk_of_shelling, put_story

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database


async def press(
    desk: Desk, data: str, *, chat: int = CHAT, admin: bool = True, public: bool = False
) -> Reaction:
    """Press a button, in a public place or not, as one who may decide for the chat or not."""

    async def may() -> bool:
        return admin

    return await react(desk, Asked(chat, data, Texts()), may, is_public=public)


def said(reaction: Reaction) -> str:
    """Return what is read in the answer."""
    return read_html(reaction.answer.html).text if reaction.answer else ""


def names(reaction: Reaction) -> list[list[str]]:
    """Return the new buttons by their names."""
    return [[one.text for one in row] for row in reaction.rows or ()]


async def muted(desk: Desk) -> list[tuple[SilenceKind, str, timedelta]]:
    """Return what the chat muted and for how long."""
    held = await desk.database.read(silences.held, CHAT, MORNING)
    return [(one.kind, one.value, one.until - MORNING) for one in held]


async def test_all_sources_and_why_are_answered(database: Database) -> None:
    """By anybody, with the whole story and with the words that matched."""
    desk = await desk_of_shelling(database)
    assert said(await press(desk, "s:12", admin=False)).startswith("Story 12 · shelling: Козинка")
    assert said(await press(desk, "w:12", admin=False)).startswith("shelling\n• обстрел: «Обстрел»")


async def test_muting_asks_for_how_long(database: Database) -> None:
    """Then mutes the story for that time, offers to undo it, and undoes it."""
    desk = await desk_of_shelling(database)
    assert names(await press(desk, "m:12")) == [["1 hour", "6 hours", "Until it is over"], ["Back"]]
    assert names(await press(desk, "b:12")) == [["Sources", "Why", "Mute"]]
    reaction = await press(desk, "m:12:6h")
    assert (reaction.toast, names(reaction)) == ("Muted until 12:00.", [["Sources", "Why", "Unmute"]])
    assert await muted(desk) == [(SilenceKind.STORY, "12", timedelta(hours=6))]
    assert names(await press(desk, "b:12")) == [["Sources", "Why", "Unmute"]]
    reaction = await press(desk, "u:12")
    assert (reaction.toast, names(reaction)) == ("You hear of it again.", [["Sources", "Why", "Mute"]])
    assert await muted(desk) == []
    assert (await press(desk, "m:12:end")).toast == "Muted until it is over."


@pytest.mark.parametrize("data", ["", "s", "m:12:9h", "s:0", "s:" + "9" * 60, "x:12", "s:12;DROP"])
async def test_forged_data_comes_to_nothing(database: Database, data: str) -> None:
    """It is answered, and nothing is looked up or changed."""
    desk = await desk_of_shelling(database)
    assert await press(desk, data) == Reaction("I do not know this button any more.")
    assert await muted(desk) == []


@pytest.mark.parametrize(("data", "chat"), [("s:99", CHAT), ("s:12", CHAT + 1), ("m:12:1h", CHAT + 1)])
async def test_a_chat_learns_only_of_what_it_was_told(database: Database, data: str, chat: int) -> None:
    """Of another's stories as little as of those that are gone."""
    desk = await desk_of_shelling(database)
    assert await press(desk, data, chat=chat) == Reaction("I do not know this message any more.")


async def test_only_admins_mute(database: Database) -> None:
    """And in a channel only they let the bot say something."""
    desk = await desk_of_shelling(database)
    refused = Reaction("Only admins can do that here.")
    for data in ("m:12", "m:12:1h", "u:12", "b:12"):
        assert await press(desk, data, admin=False) == refused
    assert await press(desk, "s:12", admin=False, public=True) == refused
    assert (await press(desk, "s:12", public=True)).answer
    assert await muted(desk) == []


async def test_an_old_button_leads_to_what_its_story_became(database: Database) -> None:
    """Muted is what goes on."""
    desk = await desk_of_shelling(database)
    await database.write(lambda connection: put_story(connection, 11, into=12))
    assert said(await press(desk, "s:11")).startswith("Story 11 became part of story 12.")
    await press(desk, "m:11:1h")
    assert await muted(desk) == [(SilenceKind.STORY, "12", timedelta(hours=1))]
    await press(desk, "u:11")
    assert await muted(desk) == []


async def test_a_story_whose_posts_are_gone_is_answered(database: Database) -> None:
    """Its alert is still known, but there is nothing left to show."""
    desk = await desk_of_shelling(database)
    await database.write(lambda connection: connection.conn.execute("DELETE FROM posts") and None)
    assert said(await press(desk, "s:12")).startswith("Of story 12 nothing is kept")
    assert said(await press(desk, "w:12")) == "Of this alert no post is kept any more."
