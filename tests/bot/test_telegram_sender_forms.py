"""How an alert is put at Telegram: to which chat and topic, silently, with a picture, paid for."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from telegram.ext import ExtBot

from bot.config_sections import Telegram
from bot.outcomes import RetryAt, Sent
from bot.pace import Pace
from bot.passage import Piece
from bot.render import Button, Message
from bot.request import AiohttpRequest
from bot.telegram_sender import TelegramSender, cut, fits_caption
from storage.model import FIRST_TOPIC, Alert, AlertState, Severity
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.fakes.bot_api_chats import Json

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing
GROUP, THREAD = -1_001_000_000_005, 11
ALERT = Alert(9, 7, 1, 0, Severity.WARNING, ("all",), AlertState.ATTEMPTING, MORNING, peer=7)
IN_TOPIC = replace(ALERT, chat=FIRST_TOPIC, peer=GROUP, thread=THREAD)
TEXT = Message(
    "🔴", "shelling", "Open Belgorod", "09:00", (Piece("Обстрел", is_match=True),), "https://t.me/a/1"
)
PICTURE = replace(TEXT, picture=b"\x89PNG\r\n\x1a\n\xff", buttons=((Button("Silent", data="mute"),),))
LONG = replace(PICTURE, tail=("я" * 1024,))


@asynccontextmanager
async def sending(*, paid: bool = False) -> AsyncIterator[tuple[BotApi, TelegramSender]]:
    """Wire a sender to a Bot API."""
    clock = InstantClock()
    pace = Pace(lambda: clock.now().timestamp(), clock.sleep)
    one, other = AiohttpRequest(), AiohttpRequest()
    async with (
        BotApi() as api,
        ExtBot(TOKEN, f"{api.url}/bot", request=one, get_updates_request=other, rate_limiter=pace) as bot,
    ):
        yield api, TelegramSender(bot, pace, clock, paid_broadcast=paid)


def last(api: BotApi, *names: str) -> tuple[object, ...]:
    """Return the method of the last request, and these of its fields."""
    call = api.requests[-1]
    return (call.method, *(call.params.get(name) for name in names))


def content(api: BotApi, outcome: object, chat: int = 7) -> Json:
    """Return what a chat shows of a message that was sent."""
    assert isinstance(outcome, Sent)
    return api.chats.messages[chat, outcome.message_id or 0]


async def test_a_topic_of_a_forum_gets_it() -> None:
    """It goes to the forum's id with the topic's thread, and a reply stays in the topic."""
    async with sending() as (api, sender):
        api.chats.topics[GROUP] = {THREAD}
        first = await sender.send(IN_TOPIC, TEXT)
        assert isinstance(first, Sent)
        reply = content(api, await sender.send(replace(IN_TOPIC, reply_to=first.message_id), TEXT), GROUP)
    assert last(api, "chat_id", "message_thread_id") == ("sendMessage", str(GROUP), THREAD)
    assert (reply["message_thread_id"], reply["reply_to_message"]["message_id"]) == (THREAD, first.message_id)


@pytest.mark.parametrize("silent", [True, False])
async def test_a_silent_alert_makes_no_sound(silent: bool) -> None:  # noqa: FBT001 - a row of the table
    """Only that one is sent without a notification, with a picture or not."""
    async with sending() as (api, sender):
        for message in (TEXT, PICTURE):
            await sender.send(replace(ALERT, silent=silent), message)
            assert last(api, "disable_notification")[1:] == (True if silent else None,)


@pytest.mark.parametrize("paid", [True, False])
async def test_only_paid_broadcasts_say_so(paid: bool) -> None:  # noqa: FBT001 - a row of the table
    """Alerts say that Telegram may take Stars where that is configured; edits cannot."""
    async with sending(paid=paid) as (api, sender):
        for message in (TEXT, PICTURE):
            await sender.send(ALERT, message)
            assert last(api, "allow_paid_broadcast")[1:] == (True if paid else None,)
        sent = replace(ALERT, message=api.accepted[-1].message_id)
        assert isinstance(await sender.edit(sent, replace(PICTURE, headline="over")), Sent)
    assert "allow_paid_broadcast" not in api.requests[-1].params


def test_payment_is_off_unless_it_is_configured() -> None:
    """Nobody pays by accident."""
    assert Telegram().paid_broadcast is False


async def test_a_picture_goes_with_its_text_as_caption() -> None:
    """As one photo with the markup, the buttons and the sound of a message."""
    async with sending() as (api, sender):
        photo = content(api, await sender.send(ALERT, PICTURE))
    assert last(api, "photo") == ("sendPhoto", PICTURE.picture)
    assert (photo["caption"], photo["caption_entities"][0]["type"]) == (PICTURE.as_text(), "bold")
    assert photo["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "mute"


async def test_a_text_that_no_caption_holds_goes_without_the_picture() -> None:
    """Nothing of what there is to tell is left out for the sake of a picture."""
    async with sending() as (api, sender):
        message = content(api, await sender.send(ALERT, LONG))
    assert (last(api)[0], message["text"]) == ("sendMessage", LONG.as_text())


@pytest.mark.parametrize("message", [TEXT, PICTURE])
async def test_what_telegram_cannot_read_goes_plainly(message: Message) -> None:
    """Markup that is refused goes again as it is, a photo as a photo."""
    async with sending() as (api, sender):
        api.trouble(troubles.Trouble(troubles.ApiError(400, "Bad Request: can't parse entities: x")))
        shown = content(api, await sender.send(ALERT, message))
    assert shown.get("caption", shown.get("text")) == f"{message.as_text()}\n\n{message.link}"
    assert ("photo" in shown) == bool(message.picture)


@pytest.mark.parametrize(
    ("first", "then", "field", "expected"),
    [
        (TEXT, replace(TEXT, headline="over"), "text", replace(TEXT, headline="over").as_text()),
        (PICTURE, replace(PICTURE, headline="over"), "caption", replace(PICTURE, headline="over").as_text()),
        (PICTURE, LONG, "caption", cut(f"{LONG.as_text()}\n\n{LONG.link}")),
        (LONG, PICTURE, "text", f"{PICTURE.as_text()}\n\n{PICTURE.link}"),
        (PICTURE, TEXT, "caption", f"{TEXT.as_text()}\n\n{TEXT.link}"),
    ],
)
async def test_an_edit_changes_what_is_there(
    first: Message, then: Message, field: str, expected: str
) -> None:
    """The text of a message or the caption of a photo, whichever it turns out to be."""
    async with sending() as (api, sender):
        sent = await sender.send(ALERT, first)
        assert isinstance(sent, Sent)
        assert isinstance(await sender.edit(replace(ALERT, message=sent.message_id), then), Sent)
        assert content(api, sent)[field] == expected


async def test_topics_of_a_forum_share_its_pause() -> None:
    """Telegram's limits are its chats': a 429 in one topic holds back the other, and nobody else."""
    async with sending() as (api, sender):
        api.trouble(troubles.flood(60), chat=GROUP)
        assert isinstance(await sender.send(IN_TOPIC, TEXT), RetryAt)
        other = replace(IN_TOPIC, chat=FIRST_TOPIC - 1, thread=THREAD + 1)
        assert isinstance(await sender.ready(other), RetryAt)
        assert await sender.ready(ALERT) is None


def test_a_caption_is_cut_within_no_character() -> None:
    """Its length is counted as Telegram does, in UTF-16 units, of which an emoji takes two."""
    assert [fits_caption(text) for text in ("🔴" * 512, "🔴" * 512 + "a", "я" * 1024)] == [True, False, True]
    assert cut("🔴" * 600) == "🔴" * 511 + "…"


async def test_a_preview_is_shown_only_where_a_message_asks_for_it() -> None:
    """Of that address and small, when it is sent and when it is edited; every other message has none."""
    seen = replace(TEXT, preview="https://t.me/a/1")
    async with sending() as (api, sender):
        await sender.send(ALERT, TEXT)
        await sender.send(ALERT, seen)
        await sender.edit(replace(ALERT, message=2), seen)
        found = [call.params.get("link_preview_options") for call in api.requests]
        shown = {"url": "https://t.me/a/1", "prefer_small_media": True}
        assert found[-3:] == [{"is_disabled": True}, shown, shown]
