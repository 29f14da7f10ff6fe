"""Menus of commands: every language and kind of chat its own."""

from __future__ import annotations

import pytest
from telegram import BotCommandScope

from bot.commands import COMMANDS
from bot.menus import LONGEST_SHORT, Menu, descriptions, menus
from bot.texts import languages

MENUS = list(menus([5]))
GROUPS, ADMINS = BotCommandScope.ALL_GROUP_CHATS, BotCommandScope.ALL_CHAT_ADMINISTRATORS


def names(kind: str, language: str = "") -> list[str]:
    """Return the commands of a kind of chat."""
    found = [menu for menu in MENUS if (menu.scope.type, menu.language) == (kind, language)]
    assert len(found) == 1
    return [one.command for one in found[0].commands]


@pytest.mark.parametrize("menu", MENUS, ids=lambda menu: f"{menu.scope.type}-{menu.language}")
def test_a_menu_is_one_that_telegram_takes(menu: Menu) -> None:
    """At most 100 commands, each with 1 to 256 characters said of it."""
    assert 0 < len(menu.commands) <= 100
    assert all(0 < len(one.description) <= 256 for one in menu.commands)


def test_every_language_has_its_menus() -> None:
    """The default one is for all languages that there are no texts in."""
    spoken = {"" if language == "en" else language for language in languages()}
    assert {menu.language for menu in MENUS} == spoken
    told = {menu.commands[0].description for menu in MENUS if menu.scope.type == GROUPS}
    assert len(told) == len(spoken)


def test_a_menu_shows_what_its_readers_can_do() -> None:
    """Operators see all, people what is public, groups what everybody may, their admins more."""
    assert names(BotCommandScope.CHAT) == list(COMMANDS)
    assert names(BotCommandScope.ALL_PRIVATE_CHATS) == [
        c.name for c in COMMANDS.values() if not c.for_operators
    ]
    assert {"latest", "search", "follow"} <= set(names(GROUPS))
    assert not {"admin", "chats", "export", "deletemydata"} & set(names(GROUPS))
    assert set(names(GROUPS)) < set(names(ADMINS))
    assert {"deletemydata", "start"} <= set(names(ADMINS))


def test_the_bot_describes_itself_within_the_limits() -> None:
    """In short and at length, in every language."""
    told = list(descriptions())
    assert all(0 < len(short) <= LONGEST_SHORT and 0 < len(full) <= 512 for _, short, full in told)
    assert len({full for _, _, full in told}) == len(languages())
