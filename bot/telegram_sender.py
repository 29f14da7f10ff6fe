"""Delivery through Telegram: one alert, one message with its buttons, edited as its story grows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.outcomes import BadMarkup, Sent, outcome_of
from bot.pace import TURN_TAKEN, AlertTurn
from bot.render import Button

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict
    from telegram.ext import ExtBot

    from bot.outcomes import Outcome
    from bot.pace import Pace
    from bot.render import Message as AlertMessage
    from monitors.clock import Clock
    from storage.model import Alert

_LONGEST_LINK = 1000
"""Characters of an address that is written out; a message has at most 4,096."""

_Write = Callable[[str, ParseMode | None, InlineKeyboardMarkup | None], Awaitable[Message | bool]]

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Sends alerts through a bot whose rate limiter is ``pace``."""

    is_console = False

    def __init__(self, bot: ExtBot[AlertTurn], pace: Pace, clock: Clock) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait for the turn of an alert or its edit; return the pause where Telegram demands a long one."""
        turn = AlertTurn(alert.severity, alert.enqueued.timestamp(), edit=edit)
        try:
            await self._pace.turn(alert.chat, turn)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return None

    async def send(self, alert: Alert, message: AlertMessage) -> Outcome:
        """Send one alert whose turn has come; plainly where Telegram refuses its markup or a button.

        One that sounds again is a reply to the story's message, also where that was deleted.
        """
        reply = alert.reply_to and ReplyParameters(alert.reply_to, allow_sending_without_reply=True)

        async def send(text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None) -> Message:
            return await self._bot.send_message(
                alert.chat,
                text,
                parse_mode=mode,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
                reply_parameters=reply or None,
                rate_limit_args=TURN_TAKEN,
            )

        return await self._write(message, send)

    async def edit(self, alert: Alert, message: AlertMessage) -> Outcome:
        """Change the message of an alert whose turn has come; plainly where Telegram refuses it otherwise."""

        async def edit(
            text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None
        ) -> Message | bool:
            return await self._bot.edit_message_text(
                text,
                alert.chat,
                alert.message,
                parse_mode=mode,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard,
                rate_limit_args=TURN_TAKEN,
            )

        return await self._write(message, edit)

    async def _write(self, message: AlertMessage, write: _Write) -> Outcome:
        outcome = await self._try(write, message.as_html(), ParseMode.HTML, keyboard(message))
        if isinstance(outcome, BadMarkup):
            return await self._try(write, _plainly(message), None, keyboard(message, links=False))
        return outcome

    async def _try(
        self, write: _Write, text: str, mode: ParseMode | None, buttons: InlineKeyboardMarkup | None
    ) -> Outcome:
        try:
            written = await write(text, mode, buttons)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return Sent(written.message_id if isinstance(written, Message) else 0)


def _plainly(message: AlertMessage) -> str:
    """Return a message without markup, with the post's address in words."""
    text = message.as_text()
    return f"{text}\n\n{message.link}" if 0 < len(message.link) <= _LONGEST_LINK else text


class _Keyboard(InlineKeyboardMarkup):
    """Buttons that are written once for all chats that get them."""

    __slots__ = ("_written",)

    def to_dict(self, recursive: bool = True) -> JSONDict:  # noqa: FBT001, FBT002 - the library's signature
        """Return the buttons as Telegram takes them."""
        if not recursive:
            return super().to_dict(recursive=False)
        if not hasattr(self, "_written"):
            self._written = super().to_dict()
        return self._written


@lru_cache(maxsize=64)
def keyboard(message: AlertMessage, *, links: bool = True) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, None without any; ``links``: also those that open an address."""
    rows = message.buttons or (((Button(message.button, url=message.link),),) if message.link else ())
    shown = [[button for button in row if links or not button.url] for row in rows]
    made = [[button_of(button) for button in row] for row in shown if row]
    return _Keyboard(made) if made else None


def button_of(button: Button) -> InlineKeyboardButton:
    """Return a button as Telegram's library takes it."""
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    return InlineKeyboardButton(button.text, callback_data=button.data)
