"""The menus of commands and what the bot says of itself, in every language and for every kind of chat.

A menu hides, it authorises nobody: each command looks itself at who gives it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, TelegramError

from bot.commands import COMMANDS
from bot.texts import DEFAULT_LANGUAGE, Texts, languages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from telegram import Bot

    from bot.commands.desk import Command

logger = logging.getLogger(__name__)

LONGEST_SHORT = 120
"""Characters of a short description; Telegram takes no more. A description may have 512."""


@dataclass(frozen=True)
class Menu:
    """The commands that one kind of chat is shown in one language; the empty one is for all others."""

    scope: BotCommandScope
    language: str
    commands: tuple[BotCommand, ...]


async def show_menus(bot: Bot, operators: Collection[int]) -> None:
    """Register menus and descriptions; one that is refused is told in the log and keeps no other away."""
    for menu in menus(operators):
        try:
            await bot.set_my_commands(menu.commands, scope=menu.scope, language_code=menu.language)
        except BadRequest as error:  # of an operator who never wrote to the bot, there is no such chat
            logger.info("a menu is not shown: %s", error)
        except TelegramError as error:
            logger.warning("the menus could not be set: %s", error)
            return
    for language, short, full in descriptions():
        try:
            await bot.set_my_short_description(short, language_code=language)
            await bot.set_my_description(full, language_code=language)
        except TelegramError as error:
            logger.warning("the description could not be set: %s", error)
            return


def menus(operators: Iterable[int] = ()) -> Iterator[Menu]:
    """Yield every menu: private chats, groups, their admins, and each operator's private chat."""
    for language, texts in _spoken():
        for scope, commands in (
            (BotCommandScopeAllPrivateChats(), _public()),
            (BotCommandScopeAllGroupChats(), [one for one in _public() if _is_for_groups(one)]),
            (BotCommandScopeAllChatAdministrators(), [one for one in _public() if not _is_private(one)]),
            *((BotCommandScopeChat(person), [*COMMANDS.values()]) for person in operators),
        ):
            entries = (BotCommand(one.name, texts.say(one.description)) for one in commands)
            yield Menu(scope, language, tuple(entries))


def descriptions() -> Iterator[tuple[str, str, str]]:
    """Yield for every language what a profile says in short, and what an empty chat says."""
    for language, texts in _spoken():
        short = texts.say("I watch public channels and tell you what concerns you, once and quickly.")
        full = texts.say(
            "I watch public channels and tell you what concerns your places: once, quickly, and how sure it"
            " is. Copies never count as confirmation. I keep your chat's number and what you follow."
        )
        yield language, short, full


def _spoken() -> Iterator[tuple[str, Texts]]:
    """Yield each language's code as Telegram takes it, with its texts; the default one is for all others."""
    for language in languages():
        yield "" if language == DEFAULT_LANGUAGE else language, Texts(language)


def _public() -> list[Command]:
    return [command for command in COMMANDS.values() if not command.for_operators]


def _is_private(command: Command) -> bool:
    return command.personal and command.name not in {"start", "help", "privacy", "deletemydata"}


def _is_for_groups(command: Command) -> bool:
    """Whether everybody in a group gets something from it."""
    return not _is_private(command) and command.name != "start" and (not command.changes or command.shows)
