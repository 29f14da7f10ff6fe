"""The Telegram side: commands in, answers and alerts out."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic as machine_time
from typing import TYPE_CHECKING

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.hearing import messages
from bot.inbox import Inbox
from bot.inline import inline_queries
from bot.joining import memberships, migrations
from bot.listening import ChatByChat, Listener, channel_posts
from bot.menus import show_menus
from bot.pace import Pace
from bot.pressing import presses
from bot.replying import Replies
from bot.request import AiohttpRequest
from bot.telegram_sender import TelegramSender

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from typing import Any

    from pydantic import SecretStr
    from telegram import Update

    from bot.commands.desk import Answer, Desk
    from bot.config_sections import Telegram
    from bot.texts import Texts
    from storage.model.seals import Seals

    AnyApplication = Application[Any, Any, Any, Any, Any, Any]

logger = logging.getLogger(__name__)

_RETRY_FIRST, _RETRY_LONGEST = 1.0, 60.0
"""Seconds between questions while Telegram cannot be reached at the start."""

CLOSE_SECONDS = 4.0
"""How long answers that are on their way may still take when the program stops."""


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
        self._pace = Pace(monotonic, sleep, per_second=config.per_second)
        self._desk = desk
        self._texts = texts
        turns = ChatByChat(self._beginning, self._finished)
        self._application = _application(token, config, self._pace, turns, desk.setup.seals)
        self._replies = Replies(self._application.bot, sleep, monotonic)
        for handler in (
            migrations(self._at_hand),
            messages(self._at_hand, self._replies.answer),
            memberships(self._at_hand, self.tell),
            presses(self._at_hand, self._replies.reply),
            inline_queries(self._at_hand),
        ):
            self._application.add_handler(handler)
        self._application.add_error_handler(_note_error)
        self._inbox = Inbox(
            self._application.bot,
            desk.database,
            desk.clock.now,
            self._application.update_queue.put,
            self._application.process_update,
        )
        self._listener = Listener(self._application.bot, self._inbox.take, sleep)
        self.sender = TelegramSender(
            self._application.bot, self._pace, desk.clock, paid_broadcast=config.paid_broadcast
        )

    def take_over(self, desk: Desk, texts: Texts) -> None:
        """Answer from this desk from now on; an answer that is being written keeps the one it has."""
        self._desk = desk
        self._texts = texts

    def _at_hand(self) -> tuple[Desk, Texts]:
        return self._desk, self._texts

    def hand_posts_to(self, take: Callable[[dict[str, Any]], Awaitable[object]]) -> None:
        """Let this have what channels publish that have the bot as a member; see :func:`channel_posts`."""
        self._application.add_handler(channel_posts(take))

    def tell(self, people: Iterable[int], answer: Answer) -> None:
        """Send these people something that they did not ask for, as far as they can be reached."""
        if self._application.running:
            for person in people:
                self._application.create_task(self._replies.send(person, answer))

    async def reach(self, people: Iterable[int], answer: Answer) -> bool:
        """Send these people something now; return whether one has it, or none of them will ever take it."""
        if not self._application.running:
            return False
        replies = (self._replies.send(person, answer) for person in people)
        ends = await asyncio.gather(*replies, return_exceptions=True)
        failures = [end for end in ends if isinstance(end, BaseException)]
        for failure in failures:
            logger.warning("an operator could not be told: %s", failure)
        is_told = len(failures) < len(ends)
        return is_told or all(isinstance(failure, Forbidden | BadRequest) for failure in failures)

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
        """Show the menus and answer people, for ever; a bot that is connected can listen."""
        await self._application.start()
        admins = self._desk.setup.operators
        self._application.create_task(show_menus(self._application.bot, admins))
        await self._inbox.resume()
        await self._listener.listen()

    async def _beginning(self, update: Update) -> None:
        await self._inbox.beginning(update)

    async def _finished(self, update: Update) -> None:
        await self._inbox.finished(update)

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


def _application(
    token: SecretStr, config: Telegram, pace: Pace, turns: ChatByChat, seals: Seals
) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(f"{config.api_url}/bot")
        .base_file_url(f"{config.api_url}/file/bot")
        .request(AiohttpRequest(proxy=config.proxy).sealed(seals))
        .get_updates_request(AiohttpRequest(proxy=config.proxy).sealed(seals))
        .rate_limiter(pace)
        .concurrent_updates(turns)
        .updater(None)
        .job_queue(None)
        .build()
    )


async def _note_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what an answer failed with in the end; the person can ask again."""
    del update
    if isinstance(context.error, TelegramError):
        logger.warning("an answer could not be sent: %s", context.error)
    else:
        logger.error("a command failed: %s", context.error, exc_info=context.error)
