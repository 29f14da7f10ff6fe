"""The Telegram side: commands in, answers and alerts out."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING

from telegram import BotCommand, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.commands import COMMANDS
from bot.commands.desk import Asked
from bot.commands.start import hint
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.telegram_sender import NO_PREVIEW, TelegramSender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pydantic import SecretStr

    from bot.commands.desk import Answer, Desk
    from bot.texts import Texts
    from monitors.clock import Clock

    AnyApplication = Application[Any, Any, Any, Any, Any, Any]

logger = logging.getLogger(__name__)

_RETRY_FIRST, _RETRY_LONGEST = 1.0, 60.0


class TokenRefused(Exception):
    """Telegram does not know the token; the text holds no part of it."""


class TelegramBot:
    """One bot: connects, answers commands, and sends alerts as :attr:`sender`.

    ``operators`` are the ids of people who see more in ``/status``.
    """

    def __init__(
        self, token: SecretStr, api_url: str, operators: Sequence[int], desk: Desk, texts: Texts, clock: Clock
    ) -> None:
        loop = asyncio.get_running_loop()
        self._pace = Pace(loop.time, asyncio.sleep)
        self._desk = desk
        self._texts = texts
        self._operators = frozenset(operators)
        self._application = _application(token, api_url, self._pace)
        self._application.add_handler(MessageHandler(filters.TEXT, self._heard))
        self._application.add_error_handler(_note_error)
        self.sender = TelegramSender(self._application.bot, self._pace, clock)

    async def connect(self, *, patient: bool) -> bool:
        """Ask Telegram who we are; return whether it answered.

        With patience it is asked until it does. Raises :exc:`TokenRefused`.
        """
        pause = _RETRY_FIRST
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise TokenRefused("Telegram refuses the token: is it complete, and not revoked?") from None
            except TelegramError as error:
                logger.warning("Telegram cannot be reached: %s", error)
                if not patient:
                    return False
                await asyncio.sleep(pause)
                pause = min(2 * pause, _RETRY_LONGEST)
            else:
                return True

    async def listen(self) -> None:
        """Begin to answer commands."""
        await self._application.start()
        updater = self._application.updater
        assert updater is not None  # noqa: S101 - the builder makes one
        await updater.start_polling(allowed_updates=[Update.MESSAGE], error_callback=_note_polling_error)
        menu = [BotCommand(c.name, self._texts.say(c.description)) for c in COMMANDS.values()]
        try:
            await self._application.bot.set_my_commands(menu)
        except TelegramError as error:
            logger.warning("the menu could not be set: %s", error)

    async def close(self) -> None:
        """Stop listening and let the connections go."""
        updater = self._application.updater
        if updater and updater.running:
            await updater.stop()
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()

    async def _heard(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer one message, if it is for the bot."""
        message = update.effective_message
        chat = update.effective_chat
        if message is None or chat is None or message.text is None:
            return
        answer = await self._answer(message.text, chat.id, update, private=chat.type == ChatType.PRIVATE)
        if answer is not None:
            await context.bot.send_message(
                chat.id,
                answer.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=message.message_thread_id if message.is_topic_message else None,
            )

    async def _answer(self, text: str, chat: int, update: Update, *, private: bool) -> Answer | None:
        """Return the answer to a text; in a group, only commands are meant for the bot."""
        name, argument = split_command(text, self._application.bot.username)
        if name is None:
            return hint(self._texts) if private else None
        command = COMMANDS.get(name)
        if command is None:
            return hint(self._texts) if private or "@" in text.split(maxsplit=1)[0] else None
        user = update.effective_user
        asked = Asked(chat, argument, self._texts, is_operator=bool(user and user.id in self._operators))
        return await command.run(self._desk, asked)


_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<argument>.*))?", re.DOTALL)


def split_command(text: str, username: str) -> tuple[str | None, str]:
    """Return a command's name and what stands behind it; no name where it is none, or another bot's."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None or (found["bot"] or username).casefold() != username.casefold():
        return None, ""
    return found["name"].casefold(), (found["argument"] or "").strip()


def _application(token: SecretStr, api_url: str, pace: Pace) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .rate_limiter(pace)
        .job_queue(None)
        .build()
    )


async def _note_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what a command failed with; the person can ask again."""
    del update
    logger.error("a command failed: %s", context.error, exc_info=context.error)


def _note_polling_error(error: TelegramError) -> None:
    """Log why no commands come in; sending goes on."""
    if isinstance(error, Conflict):
        logger.error("another program uses this token to hear commands, or a webhook is set: %s", error)
    else:
        logger.warning("commands cannot be heard just now: %s", error)
