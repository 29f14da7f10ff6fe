"""Answers on their way to people: tried for about two minutes, since silence is worse than a repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter

from bot.errors import NotSent, Unanswered, wait_of
from bot.telegram_sender import NO_PREVIEW, button_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from telegram import Bot, Message

    from bot.commands.desk import Answer
    from bot.render import Rows

RETRY_FIRST = 1.0
"""Seconds until an answer is tried again; each further wait is twice as long."""

ANSWER_PATIENCE = 120.0
"""Seconds for which an answer that Telegram did not take is tried again; later nobody waits for it."""

LONGEST_DEMAND = 120.0
"""Seconds. Where Telegram demands a longer wait, the answer is given up."""


class Replies:
    """Sends answers through a bot. ``sleep`` and ``monotonic`` are in seconds, and belong together."""

    def __init__(
        self, bot: Bot, sleep: Callable[[float], Awaitable[None]], monotonic: Callable[[], float]
    ) -> None:
        self._bot = bot
        self._sleep = sleep
        self._monotonic = monotonic

    async def answer(self, message: Message, answer: Answer) -> int:
        """Send an answer to where a message stands, its topic included; return its message's id."""
        return await self.send(message.chat_id, answer, thread_of(message))

    async def reply(self, message: Message, answer: Answer) -> None:
        """Send an answer as a reply to a message, or without one that is gone."""
        to = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        await self.send(message.chat_id, answer, thread_of(message), to)

    async def send(
        self, chat: int, answer: Answer, thread: int | None = None, to: ReplyParameters | None = None
    ) -> int:
        """Send an answer, for about two minutes; one that arrives twice does no harm, silence does.

        Return the id of its message. Raises what the last try raised. What Telegram refuses by a 400 or 403
        is not tried again.
        """
        pause, last = RETRY_FIRST, self._monotonic() + ANSWER_PATIENCE
        while True:
            try:
                return await self._send(chat, answer, thread, to)
            except (NotSent, Unanswered, RetryAfter) as error:
                wait = wait_of(error).total_seconds() if isinstance(error, RetryAfter) else pause
                if self._monotonic() >= last or wait > LONGEST_DEMAND:
                    raise
            await self._sleep(wait)
            pause *= 2

    async def _send(self, chat: int, answer: Answer, thread: int | None, to: ReplyParameters | None) -> int:
        below: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "message_thread_id": thread,
            "reply_parameters": to,
            "reply_markup": keyboard_of(answer.rows),
        }
        if answer.picture:
            sent = await self._bot.send_photo(chat, answer.picture, caption=answer.html, **below)
        elif answer.file is not None:
            name, held = answer.file
            sent = await self._bot.send_document(chat, held, filename=name, caption=answer.html, **below)
        else:
            sent = await self._bot.send_message(chat, answer.html, link_preview_options=NO_PREVIEW, **below)
        return sent.message_id


async def put(message: Message, page: Answer) -> None:
    """Put a page in the place of a message; what stays the same is no error. Raises what Telegram answers."""
    keyboard = keyboard_of(page.rows)
    try:
        if page.picture:
            media = InputMediaPhoto(page.picture, caption=page.html, parse_mode=ParseMode.HTML)
            await message.edit_media(media, reply_markup=keyboard)
        elif message.photo:
            await message.edit_caption(page.html, parse_mode=ParseMode.HTML, reply_markup=keyboard)
        else:
            await message.edit_text(
                page.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
            )
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise


def keyboard_of(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram's library takes them, None without any."""
    return InlineKeyboardMarkup([[button_of(one) for one in row] for row in rows]) if rows else None


def thread_of(message: Message) -> int | None:
    """Return the topic of a forum in which a message stands; None elsewhere, also in a thread of replies."""
    return message.message_thread_id if message.is_topic_message else None
