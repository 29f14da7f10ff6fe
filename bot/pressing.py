"""Buttons that people press: from Telegram's callback query to an answer, always."""

from __future__ import annotations

import logging
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.buttons import read_chat
from bot.commands.chats import choose_chat
from bot.commands.desk import Asked
from bot.commands.pressed import Reaction, react
from bot.hearing import manager_of
from bot.languages import spoken, understood
from bot.replying import put, thread_of
from bot.rights import is_admin
from bot.screens.running import Presser, pressed
from bot.screens.signing import is_ours
from bot.telegram_sender import button_of
from bot.zones import texts_here
from storage import chats
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from typing import Any

    from telegram import CallbackQuery, MaybeInaccessibleMessage

    from bot.commands.desk import Answer, Desk
    from bot.render import Rows
    from bot.texts import Texts

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(seconds=10)
"""How long a button is not answered again in the same chat."""

_REMEMBERED = 256


def presses(
    at_hand: Callable[[], tuple[Desk, Texts]], reply: Callable[[Message, Answer], Awaitable[object]]
) -> CallbackQueryHandler[Any, Any]:
    """Return what answers pressed buttons.

    ``at_hand`` gives the desk and the texts that count just now, ``reply`` sends an answer to a message.
    """
    lately = _Lately()

    async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is not None:
            desk, texts = at_hand()
            reaction = await _reaction(query, desk, texts)
            if reaction.answer is not None and lately.was_answered(query, desk.clock.now()):
                reaction = Reaction(texts.say("That was answered just now."))
            await _toast(query, reaction.toast)
            await _show(query, reaction, reply)

    return CallbackQueryHandler(press)


class _Lately:
    """Knows what was answered a moment ago: who presses twice, or ten times, gets one answer."""

    def __init__(self) -> None:
        self._answered: deque[tuple[datetime, tuple[int, int | None, str]]] = deque(maxlen=_REMEMBERED)

    def was_answered(self, query: CallbackQuery, now: datetime) -> bool:
        """Whether the same button of the same chat was answered just now; else it counts as answered."""
        place = (query.message.chat.id if query.message else 0, _thread_of(query.message))
        pressed = (*place, query.data or "")
        if pressed in [one for at, one in self._answered if timedelta(0) <= now - at < AGAIN_AFTER]:
            return True
        self._answered.append((now, pressed))
        return False


async def _reaction(query: CallbackQuery, desk: Desk, texts: Texts) -> Reaction:
    message = query.message
    if message is None or query.data is None:  # pressed in a chat that the bot is no member of
        return Reaction(texts.say("I do not know this message any more."))
    try:
        return await _pressed(query, query.data, message, desk, texts)
    except StorageError as error:
        logger.error("a button failed: %s", error)  # noqa: TRY400 - a plain reason, no traceback
        return Reaction(texts.say("That did not work just now. Please try again in a minute."))


async def _pressed(
    query: CallbackQuery, data: str, message: MaybeInaccessibleMessage, desk: Desk, texts: Texts
) -> Reaction:
    """Return what becomes of a button: one of a list of chats, or one under a message of the chat here."""
    peer, kind, person = message.chat.id, message.chat.type, query.from_user.id
    here = await desk.database.read(chats.at, peer, _thread_of(message))
    if here is None:
        return Reaction(texts.say("I do not know this message any more."))
    manager = manager_of(query.get_bot(), person) if kind == ChatType.PRIVATE else None
    if manager is not None:
        texts = spoken(texts, query.from_user.language_code)
    texts = await texts_here(texts, desk, here)
    asked = Asked(
        here,
        data,
        texts,
        reply_to=message.message_id,
        manager=manager,
        bot=query.get_bot().username,
        language=understood(query.from_user.language_code),
    )
    choice = read_chat(data)
    if choice is not None:
        return await choose_chat(desk, asked, choice)

    async def may() -> bool | None:
        return kind == ChatType.PRIVATE or await is_admin(query.get_bot(), person, peer)

    if is_ours(data):
        presser = Presser(person, may, is_operator=person in desk.setup.operators)
        return await pressed(desk, asked, presser)
    return await react(desk, asked, may, is_public=kind == ChatType.CHANNEL)


def _thread_of(message: MaybeInaccessibleMessage | None) -> int | None:
    """Return the topic of a message; of one that is too old, Telegram does not tell."""
    return thread_of(message) if isinstance(message, Message) else None


async def _toast(query: CallbackQuery, text: str) -> None:
    """Answer the query, so that the button stops to turn; one that is too old cannot be answered."""
    try:
        await query.answer(text or None)
    except TelegramError as error:
        logger.info("a press could not be answered: %s", error)


async def _show(
    query: CallbackQuery, reaction: Reaction, reply: Callable[[Message, Answer], Awaitable[object]]
) -> None:
    """Put a new page in the message's place or new buttons below it; what there is to say is a reply."""
    message = query.message
    if not isinstance(message, Message):  # too old: Telegram gives out nothing of it
        return
    try:
        if reaction.rows is not None:
            await message.edit_reply_markup(_markup(message, reaction.rows))
        if reaction.page is not None:
            await put(message, reaction.page)
    except TelegramError as error:
        logger.info("a message could not be changed: %s", error)
    if reaction.answer is not None:
        await reply(message, reaction.answer)


def _markup(message: Message, rows: Rows) -> InlineKeyboardMarkup:
    """Return these buttons; those of the message that open an address stay, first in the last row."""
    there = message.reply_markup.inline_keyboard if message.reply_markup else ()
    opening = [button for row in there for button in row if button.url]
    *before, last = [[button_of(one) for one in row] for row in rows] or [[]]
    return InlineKeyboardMarkup([*before, [*opening, *last]])
