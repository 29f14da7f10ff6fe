"""Delivery through Telegram: one alert, one message with its buttons, edited as its story grows.

A message with a picture is a photo with the text as its caption, where that is short enough for one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import MessageLimit, ParseMode

from bot.outcomes import BadMarkup, Sent, Unknown, outcome_of
from bot.pace import AlertTurn
from bot.render import Button

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict
    from telegram.ext import ExtBot

    from bot.outcomes import Outcome
    from bot.pace import Pace
    from bot.render import Written
    from monitors.clock import Clock
    from storage.model import Alert

_LONGEST_LINK = 1000
"""Characters of an address that is written out; a message has at most 4,096."""

_NO_TEXT, _NO_CAPTION = (
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
"""What Telegram says where a message is a photo, and where it is none."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class _Form:
    """A message in one of the ways in which it can be put; ``picture`` is empty where it is no photo."""

    text: str
    mode: ParseMode | None
    keyboard: InlineKeyboardMarkup | None
    picture: bytes
    preview: LinkPreviewOptions = NO_PREVIEW

    def as_photo(self, *, is_photo: bool) -> _Form:
        """Return it as the text of a message, or as the caption of a photo with as much as that can hold."""
        if not is_photo:
            return replace(self, picture=b"")
        return replace(self, text=cut(self.text), mode=None, picture=b"-")


_Write = Callable[[_Form], Awaitable[Message | bool]]


class TelegramSender:
    """Sends alerts through a bot whose rate limiter is ``pace``.

    With ``paid_broadcast`` alerts may go beyond 30 a second, for which Telegram takes Stars from the bot's
    balance (https://core.telegram.org/bots/api#paid-broadcasts).
    """

    is_console = False

    def __init__(
        self, bot: ExtBot[AlertTurn], pace: Pace, clock: Clock, *, paid_broadcast: bool = False
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock
        self._paid_broadcast = paid_broadcast

    def pause(self, peer: int, seconds: float) -> None:
        """Send nothing to a chat (0: to any), answers included, for so long."""
        self._pace.pause(peer, seconds)

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait for the turn of an alert or its edit; return the pause where Telegram demands a long one."""
        try:
            await self._pace.turn(alert.peer, _turn_of(alert, edit=edit))
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return None

    async def send(self, alert: Alert, message: Written) -> Outcome:
        """Send one alert whose turn has come; plainly where Telegram refuses its markup or a button.

        One that sounds again is a reply to the story's message, also where that was deleted.
        """
        about = self._about(alert)

        async def send(form: _Form) -> Message:
            options = about | {"parse_mode": form.mode, "reply_markup": form.keyboard}
            if form.picture:
                return await self._bot.send_photo(alert.peer, form.picture, form.text, **options)
            return await self._bot.send_message(
                alert.peer, form.text, link_preview_options=form.preview, **options
            )

        return await self._write(message, send)

    async def edit(self, alert: Alert, message: Written) -> Outcome:
        """Change the message of an alert whose turn has come; plainly where Telegram refuses it otherwise.

        Where the message at Telegram is a photo and this one is not, or the other way round, the words change
        and the rest stays: a photo's caption then holds as much as it can.
        """
        outcome = await self._write(message, lambda form: self._change(alert, form))
        if not isinstance(outcome, Unknown) or (is_photo := _is_photo(outcome.reason)) is None:
            return outcome
        form = _plain(message).as_photo(is_photo=is_photo)
        return await self._try(lambda form: self._change(alert, form), form)

    async def _change(self, alert: Alert, form: _Form) -> Message | bool:
        options: dict[str, Any] = {
            "parse_mode": form.mode,
            "reply_markup": form.keyboard,
            "rate_limit_args": _turn_of(alert, edit=True, taken=True),
        }
        if form.picture:
            return await self._bot.edit_message_caption(
                alert.peer, alert.message, caption=form.text, **options
            )
        return await self._bot.edit_message_text(
            form.text, alert.peer, alert.message, link_preview_options=form.preview, **options
        )

    def _about(self, alert: Alert) -> dict[str, Any]:
        """Return how an alert is sent, whatever it says."""
        reply = alert.reply_to and ReplyParameters(alert.reply_to, allow_sending_without_reply=True)
        return {
            "message_thread_id": alert.thread,
            "disable_notification": alert.silent or None,
            "reply_parameters": reply or None,
            "allow_paid_broadcast": self._paid_broadcast or None,
            "rate_limit_args": _turn_of(alert, taken=True),
        }

    async def _write(self, message: Written, write: _Write) -> Outcome:
        outcome = await self._try(write, _marked(message))
        return await self._try(write, _plain(message)) if isinstance(outcome, BadMarkup) else outcome

    async def _try(self, write: _Write, form: _Form) -> Outcome:
        try:
            written = await write(form)
        except Exception as error:  # noqa: BLE001 - every error is an outcome
            return outcome_of(error, self._clock.now())
        return Sent(written.message_id if isinstance(written, Message) else 0)


def _turn_of(alert: Alert, *, edit: bool = False, taken: bool = False) -> AlertTurn:
    return AlertTurn(alert.severity, alert.enqueued.timestamp(), taken=taken, edit=edit)


def _is_photo(refusal: str) -> bool | None:
    """Return what the message that was to be edited is, None where the refusal does not tell."""
    words = refusal.casefold()
    return True if _NO_TEXT in words else False if _NO_CAPTION in words else None


@lru_cache(maxsize=64)
def _marked(message: Written) -> _Form:
    """Return a message in Telegram's HTML; made once for all chats that get it."""
    picture = message.picture if message.picture and fits_caption(message.as_text()) else b""
    return _Form(message.as_html(), ParseMode.HTML, keyboard(message), picture, _preview(message))


def _preview(message: Written) -> LinkPreviewOptions:
    """Return what is previewed below a message: the address that it names, or nothing."""
    address = message.preview
    return LinkPreviewOptions(url=address, prefer_small_media=True) if address else NO_PREVIEW


def _plain(message: Written) -> _Form:
    """Return a message without markup, with the post's address in words where there is room for it."""
    text, link = message.as_text(), message.link
    picture = message.picture if fits_caption(text) else b""
    whole = f"{text}\n\n{link}" if 0 < len(link) <= _LONGEST_LINK else text
    shown = whole if not picture or fits_caption(whole) else text
    return _Form(shown, None, keyboard(message, links=False), picture)


def fits_caption(text: str) -> bool:
    """Whether a photo's caption can hold a text, counted in UTF-16 units as Telegram counts entities."""
    return len(text.encode("utf-16-le", "surrogatepass")) <= 2 * MessageLimit.CAPTION_LENGTH


def cut(text: str) -> str:
    """Return a text, or its beginning where a caption cannot hold all of it."""
    if fits_caption(text):
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (MessageLimit.CAPTION_LENGTH - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


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


def keyboard(message: Written, *, links: bool = True) -> InlineKeyboardMarkup | None:
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
