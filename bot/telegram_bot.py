"""The Telegram side: commands in, answers and alerts out."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic as machine_time
from typing import TYPE_CHECKING

from telegram import BotCommand, ChatMember, ReplyParameters, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.commands import COMMANDS
from bot.commands.desk import Asked, lines
from bot.commands.start import hint
from bot.errors import NotSent, Unanswered, wait_of
from bot.listening import Albums, ChatByChat, Listener, channel_posts
from bot.operators import is_operator
from bot.pace import Pace
from bot.pressing import presses
from bot.request import AiohttpRequest
from bot.telegram_sender import NO_PREVIEW, TelegramSender
from bot.typed import split_command
from storage import chats, reachability
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from typing import Any

    from pydantic import SecretStr
    from telegram import Message

    from bot.commands.desk import Answer, Desk
    from bot.config_sections import Telegram
    from bot.texts import Texts

    AnyApplication = Application[Any, Any, Any, Any, Any, Any]

logger = logging.getLogger(__name__)

_RETRY_FIRST, _RETRY_LONGEST = 1.0, 60.0
"""Seconds between questions while Telegram cannot be reached at the start."""

CLOSE_SECONDS = 4.0
"""How long answers that are on their way may still take when the program stops."""

ANSWER_PATIENCE = 120.0
"""Seconds for which an answer that Telegram did not take is tried again; later nobody waits for it."""

LONGEST_DEMAND = 120.0
"""Seconds. Where Telegram demands a longer wait, the answer is given up."""

WORTH_AN_ANSWER = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
"""What people send. Edited messages are not answered again, and service messages (joined, pinned,
a new title …) not at all: nobody said them to the bot. Both silences are meant."""


class TokenRefused(Exception):
    """Telegram does not know the token; the text holds no part of it."""


class TelegramBot:
    """One bot: connects, answers commands, and sends alerts as :attr:`sender`.

    ``sleep`` and ``monotonic`` are in seconds, and must belong together.
    """

    def __init__(
        self,
        token: SecretStr,
        config: Telegram,
        desk: Desk,
        texts: Texts,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = machine_time,
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._pace = Pace(monotonic, sleep, per_second=config.per_second)
        self._desk = desk
        self._texts = texts
        self._application = _application(token, config, self._pace)
        self._application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._migrated))
        self._application.add_handler(MessageHandler(WORTH_AN_ANSWER, self._heard))
        self._application.add_handler(ChatMemberHandler(self._moved, ChatMemberHandler.MY_CHAT_MEMBER))
        self._application.add_handler(presses(lambda: (self._desk, self._texts), self._reply_to))
        self._application.add_error_handler(_note_error)
        self._albums = Albums()
        self._listener = Listener(self._application.bot, self._application.update_queue.put, sleep)
        self.sender = TelegramSender(
            self._application.bot, self._pace, desk.clock, paid_broadcast=config.paid_broadcast
        )

    def take_over(self, desk: Desk, texts: Texts) -> None:
        """Answer from this desk from now on; an answer that is being written keeps the one it has."""
        self._desk = desk
        self._texts = texts

    def hand_posts_to(self, take: Callable[[dict[str, Any]], Awaitable[object]]) -> None:
        """Let this have what channels publish that have the bot as a member; see :func:`channel_posts`."""
        self._application.add_handler(channel_posts(take))

    def tell(self, people: Iterable[int], answer: Answer) -> None:
        """Send these people something that they did not ask for, as far as they can be reached."""
        if self._application.running:
            for person in people:
                self._application.create_task(self._reply(person, None, answer))

    async def reach(self, people: Iterable[int], answer: Answer) -> bool:
        """Send these people something now; return whether one has it, or none of them will ever take it."""
        if not self._application.running:
            return False
        replies = (self._reply(person, None, answer) for person in people)
        ends = await asyncio.gather(*replies, return_exceptions=True)
        for end in filter(None, ends):
            logger.warning("an operator could not be told: %s", end)
        return None in ends or all(isinstance(end, Forbidden | BadRequest) for end in ends)

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
                await self._sleep(pause)
                pause = min(2 * pause, _RETRY_LONGEST)
            else:
                return True

    async def listen(self) -> None:
        """Show the menu and answer people, for ever; a bot that is connected can listen."""
        await self._application.start()
        public = [command for command in COMMANDS.values() if not command.for_operators]
        menu = [BotCommand(command.name, self._texts.say(command.description)) for command in public]
        try:
            await self._application.bot.set_my_commands(menu)
        except TelegramError as error:
            logger.warning("the menu could not be set: %s", error)
        await self._listener.listen()

    async def close(self) -> None:
        """Give answers that are on their way a few seconds, then let the connections go."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                if self._application.running:
                    await self._application.stop()
                    await self._listener.confirm()
        except (TimeoutError, TelegramError) as error:
            logger.info("the last updates may come again after a restart: %s", type(error).__name__)
        await self._application.shutdown()
        await self._application.bot.shutdown()  # PTB leaves it open where Telegram was never reached

    async def _heard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer one message, if it is for the bot; a caption is read like a text."""
        message = update.effective_message
        chat = update.effective_chat
        if message is None or chat is None or self._albums.is_rest(message):
            return
        text = message.text or message.caption or ""
        try:
            await self._wake(chat.id)
            answer = await self._answer(text, message, private=chat.type == ChatType.PRIVATE)
        except StorageError as error:
            logger.error("a command failed: %s", error)  # noqa: TRY400 - a plain reason, no traceback
            answer = lines(self._texts.say("That did not work just now. Please try again in a minute."))
        if answer is not None:
            await self._reply(message.chat_id, _thread_of(message), answer)

    async def _reply_to(self, message: Message, answer: Answer) -> None:
        """Send an answer as a reply to a message, or without one that is gone."""
        to = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        await self._reply(message.chat_id, _thread_of(message), answer, to)

    async def _reply(
        self, chat: int, thread: int | None, answer: Answer, to: ReplyParameters | None = None
    ) -> None:
        """Send an answer, for about two minutes; one that arrives twice does no harm, silence does.

        Raises what the last try raised. What Telegram refuses by a 400 or 403 is not tried again.
        """
        pause, last = _RETRY_FIRST, self._monotonic() + ANSWER_PATIENCE
        while True:
            try:
                await self._send(chat, thread, answer, to)
            except (NotSent, Unanswered, RetryAfter) as error:
                wait = wait_of(error).total_seconds() if isinstance(error, RetryAfter) else pause
                if self._monotonic() >= last or wait > LONGEST_DEMAND:
                    raise
            else:
                return
            await self._sleep(wait)
            pause *= 2

    async def _send(self, chat: int, thread: int | None, answer: Answer, to: ReplyParameters | None) -> None:
        await self._application.bot.send_message(
            chat,
            answer.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            message_thread_id=thread,
            reply_parameters=to,
        )

    async def _answer(self, text: str, message: Message, *, private: bool) -> Answer | None:
        """Return the answer to a text; in a group, only commands are meant for the bot."""
        name, argument = split_command(text, self._application.bot.username)
        if name is None:
            return hint(self._texts) if private else None
        command = COMMANDS.get(name)
        if command is None:
            return hint(self._texts) if private or "@" in text.split(maxsplit=1)[0] else None
        desk, replied = self._desk, message.reply_to_message
        asked = Asked(
            message.chat_id,
            argument,
            self._texts,
            is_operator=is_operator(message, desk.setup.config.telegram.admins),
            reply_to=replied.message_id if replied else None,
        )
        return await command.run(desk, asked)

    async def _moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Rest where the bot was blocked or put out, wake where it is let in again."""
        change = update.my_chat_member
        if change is None:
            return
        if change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}:
            reason = f"Telegram says that the bot is {change.new_chat_member.status} there"
            now = self._desk.clock.now()
            await self._desk.database.write(reachability.give_up_chat, change.chat.id, reason, now)
        else:
            await self._wake(change.chat.id)

    async def _migrated(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry a group over to its new id as soon as Telegram names it; both ids hear of it."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            old, new, now = message.chat_id, message.migrate_to_chat_id, self._desk.clock.now()
            await self._desk.database.write(reachability.migrate_chat, old, new, now)

    async def _wake(self, chat: int) -> None:
        """Let a chat that was paused hear of things again: whoever speaks can be reached."""
        known = await self._desk.database.read(chats.get, chat)
        if known is not None and known.paused:
            await self._desk.database.write(chats.wake, chat)


def _application(token: SecretStr, config: Telegram, pace: Pace) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(f"{config.api_url}/bot")
        .base_file_url(f"{config.api_url}/file/bot")
        .request(AiohttpRequest(proxy=config.proxy))
        .get_updates_request(AiohttpRequest(proxy=config.proxy))
        .rate_limiter(pace)
        .concurrent_updates(ChatByChat())
        .updater(None)
        .job_queue(None)
        .build()
    )


def _thread_of(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


async def _note_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what an answer failed with in the end; the person can ask again."""
    del update
    if isinstance(context.error, TelegramError):
        logger.warning("an answer could not be sent: %s", context.error)
    else:
        logger.error("a command failed: %s", context.error, exc_info=context.error)
