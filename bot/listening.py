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
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
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
    Update.INLINE_QUERY,
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
    """Asks Telegram for updates; ``take`` gets them in order, as JSON, each with its number.

    Only when that has returned are they confirmed; where it raises, the same ones are asked for again.
    """

    def __init__(
        self,
        bot: Bot,
        take: Callable[[Sequence[tuple[int, dict[str, Any]]]], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]],
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
                await self._take(updates)
            except Exception as error:  # noqa: BLE001 - whatever comes, the bot must go on listening
                self._failures += 1
                await self._sleep(self._pause_after(error))
                continue
            if self._failures:
                logger.info("commands are heard again")
                self._failures = 0
            # Where there are none, all before are confirmed. Numbers begin anew after a week without any.
            self._offset = updates[-1][0] + 1 if updates else None

    async def confirm(self) -> None:
        """Tell Telegram which updates need not come again; raises what the request raises."""
        if self._offset is not None:
            await self._fetch(0)

    async def _fetch(self, seconds: int) -> object:
        """Return what Telegram answers, as JSON; the bot's own connections for updates carry it."""
        asked = {"offset": self._offset, "timeout": seconds, "allowed_updates": HEARD}
        return await self._bot._post("getUpdates", asked, read_timeout=seconds + ANSWER_SECONDS)  # noqa: SLF001 - get_updates parses all or nothing, and do_api_request takes a refused token for a wrong method

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
            case StorageError():
                logger.error("what people say cannot be stored just now, and waits at Telegram: %s", error)
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
    """Handles the updates of one chat in their order, those of different chats at the same time.

    ``beginning`` is awaited before each, ``finished`` when it was handled, whatever came of it.
    """

    def __init__(
        self,
        beginning: Callable[[Update], Awaitable[None]],
        finished: Callable[[Update], Awaitable[None]],
    ) -> None:
        super().__init__(_AT_ONCE)
        self._beginning = beginning
        self._finished = finished
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's earlier updates, then handle this one; PTB calls this."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat = update.effective_chat
        turn = self._chats.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with turn:
            await self._beginning(update)
            await coroutine
            await self._finished(update)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""
