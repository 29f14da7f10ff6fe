"""Beginning, help, and the hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import COMMANDS
from bot.commands.start import hint
from bot.texts import Texts
from monitors import rules
from storage import chats
from tests.desks import CHAT, ask, desk_of
from tests.fakes.bot_api_html import read_html

if TYPE_CHECKING:
    from storage.database import Database


async def test_start_in_a_group_says_how_its_admins_choose(database: Database) -> None:
    """In two lines: the talk with buttons is for private chats."""
    told = await ask(await desk_of(database), "start", "anything")
    assert "Admins choose what is told here: /follow" in told
    assert len(told.splitlines()) == 2


async def test_start_wakes_a_chat(database: Database) -> None:
    """One that had blocked the bot and comes back."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all")
    await database.write(chats.pause, CHAT, "blocked")
    await ask(desk, "start")
    chat = await database.read(chats.get, CHAT)
    assert chat
    assert chat.paused == ""


async def test_help_names_every_command(database: Database) -> None:
    """In the order of the menu, each with what it does; those for operators too where one asks."""
    lines = (await ask(await desk_of(database), "help", "all", operator=True)).splitlines()
    assert lines[: len(COMMANDS)] == [f"/{c.name} — {c.description}" for c in COMMANDS.values()]


async def test_the_examples_of_help_are_rules(database: Database) -> None:
    """Each can be typed as it stands."""
    desk = await desk_of(database)
    lines = (await ask(desk, "help", "all", operator=True)).splitlines()[len(COMMANDS) + 2 : -1]
    assert len(lines) == 3
    assert all(rules.parse(line, desk.setup.known) for line in lines)


def test_unknown_text_gets_a_hint() -> None:
    """Never silence."""
    assert "/help shows what you can type" in read_html(hint(Texts()).html).text


def test_commands_fit_into_telegrams_menu() -> None:
    """Names of 1 to 32 small letters, descriptions of 1 to 256 characters."""
    assert all(name.isascii() and name.islower() and name.isalpha() and len(name) <= 32 for name in COMMANDS)
    assert all(0 < len(command.description) <= 256 for command in COMMANDS.values())
