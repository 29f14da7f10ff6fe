"""What people say to the bot, fetched from Telegram for ever and handled chat by chat.

PTB's own polling ends for good once Telegram refuses the token, and its start fails where Telegram
cannot be reached just then. Its get_updates drops a whole answer for one update that it cannot
parse, gets the same one again for ever, and logs what people wrote. :class:`Listener` does none of that.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import BaseUpdateProcessor, ContextTypes, MessageHandler, filters

from bot.errors import Unanswered, wait_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from telegram import Bot, Message

    AnyHandler = MessageHandler[Any, Any]

logger = logging.getLogger(__name__)

HEARD = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
)
"""The kinds of updates that the bot asks for."""

WAIT_FOR_UPDATES = 10
"""Seconds that Telegram keeps a question for updates before it answers that there are none."""

ANSWER_SECONDS = 20.0
"""Seconds that an answer may take beyond that before the connection counts as lost."""

REFUSED_PAUSE = 600.0
"""Seconds until a refused token is tried again: it may have been a passing fault of Telegram's."""

CONFLICT_PAUSE = 30.0
"""Seconds left to another program that hears with the same token."""

UNREACHABLE_FIRST, UNREACHABLE_LONGEST = 1.0, 60.0
"""Seconds after the first failure, and what doubling them may lead to."""

_ALBUMS = 1024
"""Albums that are remembered."""

_AT_ONCE = 1024
"""Updates handled at the same time; nearly all of them wait for the database or for their chat."""


class Listener:
    """Asks Telegram for updates; ``take`` gets each of them once, in order."""

    def __init__(
        self, bot: Bot, take: Callable[[Update], Awaitable[None]], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._bot = bot
        self._take = take
        self._sleep = sleep
        self._offset: int | None = None
        self._failures = 0

    async def listen(self) -> None:
        """Fetch and hand over updates for ever, whatever Telegram answers."""
        while True:
            try:
                updates = numbered(await self._fetch(WAIT_FOR_UPDATES))
            except Exception as error:  # noqa: BLE001 - whatever comes, the bot must go on listening
                self._failures += 1
                await self._sleep(self._pause_after(error))
                continue
            if self._failures:
                logger.info("commands are heard again")
                self._failures = 0
            for number, update in updates:
                self._offset = number + 1
                await self._hand_over(number, update)

    async def confirm(self) -> None:
        """Tell Telegram which updates need not come again; raises what the request raises."""
        if self._offset is not None:
            await self._fetch(0)

    async def _fetch(self, seconds: int) -> object:
        """Return what Telegram answers, as JSON; the bot's own connections for updates carry it."""
        asked = {"offset": self._offset, "timeout": seconds, "allowed_updates": HEARD}
        return await self._bot._post("getUpdates", asked, read_timeout=seconds + ANSWER_SECONDS)  # noqa: SLF001 - get_updates parses all or nothing, and do_api_request takes a refused token for a wrong method

    async def _hand_over(self, number: int, update: dict[str, Any]) -> None:
        """Pass an update on, or leave it out where PTB cannot parse it: it would not be better next time."""
        try:
            parsed = Update.de_json(update, self._bot)
        except Exception as error:  # noqa: BLE001 - whatever comes; its words may be those that a person wrote
            kind = type(error).__name__
            logger.error("update %d cannot be read and is left out (%s)", number, kind)  # noqa: TRY400 - the same
            return
        await self._take(parsed)

    def _pause_after(self, error: Exception) -> float:
        """Say why nothing is heard, and return how many seconds to wait; sending goes on meanwhile."""
        match error:
            case InvalidToken():
                logger.error("Telegram refuses the token: no commands are heard")
                return REFUSED_PAUSE
            case Conflict():
                logger.error(
                    "another program uses this token to hear commands, or a webhook is set: %s", error
                )
                return CONFLICT_PAUSE
            case RetryAfter():
                logger.warning("commands cannot be heard just now: %s", error)
                return wait_of(error).total_seconds()
            case TelegramError():
                logger.warning("commands cannot be heard just now: %s", error)
            case _:
                logger.error("updates could not be read", exc_info=error)
        return min(UNREACHABLE_FIRST * 2.0 ** min(self._failures - 1, 10), UNREACHABLE_LONGEST)


def numbered(answer: object) -> list[tuple[int, dict[str, Any]]]:
    """Return the updates in an answer to getUpdates, as JSON, each with its update_id.

    What has none cannot be confirmed, and is left out. Raises :exc:`bot.errors.Unanswered` where
    nothing else was there, so that such an answer is not asked for again at once.
    """
    if not isinstance(answer, list):
        raise Unanswered("the answer is no list of updates")
    updates = [item for item in answer if isinstance(item, dict)]
    found = [(number, update) for update in updates if type(number := update.get("update_id")) is int]
    if answer and not found:
        raise Unanswered("no update in the answer has a number")
    return found


def channel_posts(take: Callable[[dict[str, Any]], Awaitable[object]]) -> AnyHandler:
    """Return what hands on the posts and edits of channels, each as the Bot API's message.

    Nobody said them to the bot, so they are never answered.
    """

    async def publish(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message is not None:
            await take(update.effective_message.to_dict())

    return MessageHandler(filters.UpdateType.CHANNEL_POSTS, publish)


class Albums:
    """Tells the further pictures of an album, so that one of ten pictures gets one answer."""

    def __init__(self) -> None:
        self._known = deque[str](maxlen=_ALBUMS)

    def is_rest(self, message: Message) -> bool:
        """Whether this is a further picture of an album, which says nothing by itself."""
        album = message.media_group_id
        if album is None:
            return False
        known = album in self._known
        self._known.append(album)
        return known and not message.caption


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat in their order, those of different chats at the same time."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's earlier updates, then handle this one; PTB calls this."""
        chat = update.effective_chat if isinstance(update, Update) else None
        turn = self._chats.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""
