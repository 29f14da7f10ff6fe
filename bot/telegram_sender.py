"""Delivery through Telegram: one alert, one message with a button to the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode

from bot.outcomes import BadMarkup, Sent, outcome_of
from bot.pace import TURN_TAKEN, AlertTurn

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.outcomes import Outcome
    from bot.pace import Pace
    from bot.render import Message as AlertMessage
    from monitors.clock import Clock
    from storage.model import Alert

_LONGEST_LINK = 1000
"""Characters of an address that is written out; a message has at most 4,096."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Sends alerts through a bot whose rate limiter is ``pace``."""

    is_console = False

    def __init__(self, bot: ExtBot[AlertTurn], pace: Pace, clock: Clock) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock

    async def ready(self, alert: Alert) -> Outcome | None:
        """Wait for the alert's turn; return the pause where Telegram demands a long one."""
        turn = AlertTurn(alert.severity, alert.enqueued.timestamp())
        try:
            await self._pace.turn(alert.chat, turn)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return None

    async def send(self, alert: Alert, message: AlertMessage) -> Outcome:
        """Send one alert whose turn has come; plainly where Telegram refuses its markup or button."""
        outcome = await self._try(alert, message.as_html(), ParseMode.HTML, _button(message))
        if isinstance(outcome, BadMarkup):
            return await self._try(alert, _plainly(message))
        return outcome

    async def _try(
        self,
        alert: Alert,
        text: str,
        parse_mode: ParseMode | None = None,
        button: InlineKeyboardMarkup | None = None,
    ) -> Outcome:
        try:
            sent: Message = await self._bot.send_message(
                alert.chat,
                text,
                parse_mode=parse_mode,
                link_preview_options=NO_PREVIEW,
                reply_markup=button,
                rate_limit_args=TURN_TAKEN,
            )
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return Sent(sent.message_id)


def _plainly(message: AlertMessage) -> str:
    """Return a message without markup and button, with the post's address in words."""
    text = message.as_text()
    return f"{text}\n\n{message.link}" if 0 < len(message.link) <= _LONGEST_LINK else text


def _button(message: AlertMessage) -> InlineKeyboardMarkup | None:
    """Return the button to the post; a feed's item may have no address."""
    if not message.link:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(message.button, url=message.link)]])
