"""The fake Bot API, asked by PTB and by plain HTTP: what it takes, refuses and records."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken

from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_html import CannotParseError, read_html

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing


def bot_of(api: BotApi) -> Bot:
    """Return PTB's own bot, with its own transport."""
    return Bot(TOKEN, base_url=f"{api.url}/bot")


def button(data: str) -> InlineKeyboardMarkup:
    """Return a keyboard of one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data=data)]])


async def test_keeps_a_message_as_people_see_it() -> None:
    """A message is accepted with its markup read, and both sides of the exchange satisfy aiogram."""
    async with BotApi() as api, bot_of(api) as bot:
        sent = await bot.send_message(5, "<b>A &amp; B</b>", parse_mode="HTML", reply_markup=button("stop"))
    assert [(message.chat_id, message.text) for message in api.accepted] == [(5, "A & B")]
    assert sent.message_id == api.accepted[0].message_id
    assert sent.entities[0].type == "bold"
    assert api.violations == []


async def test_hands_a_command_over_once() -> None:
    """What a person writes arrives by long poll, and is gone when the next poll confirms it."""
    async with BotApi() as api, bot_of(api) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.05)
        api.say(5, "/follow all", language="uk")
        (update,) = await poll
        assert await bot.get_updates(offset=update.update_id + 1) == ()
    assert update.message
    assert update.message.from_user
    assert (update.message.text, update.message.from_user.language_code) == ("/follow all", "uk")
    assert update.message.entities[0].length == len("/follow")
    assert api.violations == []


async def test_gives_only_allowed_kinds_of_updates() -> None:
    """A poll that asks for button presses gets no messages; a press is answered once."""
    async with BotApi() as api, bot_of(api) as bot:
        sent = await bot.send_message(5, "Hello", reply_markup=button("stop"))
        api.say(5, "/help")
        api.press(5, sent.message_id, "stop")
        (update,) = await bot.get_updates(allowed_updates=["callback_query"])
        assert update.callback_query
        await bot.answer_callback_query(update.callback_query.id)
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(update.callback_query.id)
    assert (len(api.answered), api.violations) == (1, [])


async def test_ends_the_older_of_two_polls() -> None:
    """A second poller throws the first one out, with a 409."""
    async with BotApi() as api, bot_of(api) as one, bot_of(api) as other:
        first = asyncio.create_task(one.get_updates(timeout=5))
        await asyncio.sleep(0.05)
        await other.get_updates(timeout=0)
        with pytest.raises(Conflict):
            await first


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", "Unclosed start tag at byte offset 2"),
    ],
)
def test_complains_of_markup_like_the_server(text: str, complaint: str) -> None:
    """Broken HTML gets the real server's words, with an offset in bytes."""
    with pytest.raises(CannotParseError) as raised:
        read_html(text)
    assert str(raised.value) == complaint


@pytest.mark.parametrize(
    ("tag", "kind"), [("blockquote", "blockquote"), ("blockquote expandable", "expandable_blockquote")]
)
def test_tells_a_quote_that_is_folded_from_one_that_is_not(tag: str, kind: str) -> None:
    """They are different entities."""
    assert [one["type"] for one in read_html(f"<{tag}>a</blockquote>").entities] == [kind]


async def test_refuses_what_the_server_refuses() -> None:
    """Empty and overlong texts, long callback data and unchanged edits are refused."""
    async with BotApi() as api, bot_of(api) as bot:
        with pytest.raises(BadRequest, match="Message text is empty"):
            await bot.send_message(5, "<b> </b>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(5, "a" * 4097)
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(5, "Hello", reply_markup=button("x" * 65))
        sent = await bot.send_message(5, "Hello")
        with pytest.raises(BadRequest, match="is not modified"):
            await bot.edit_message_text("Hello", 5, sent.message_id)
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([BotCommand("Help", "what it does")])
    assert len(api.accepted) == 1


async def test_gives_trouble_to_one_chat_and_one_method() -> None:
    """Trouble hits the chat, the method and the number of requests that it was meant for."""
    async with BotApi() as api, bot_of(api) as bot:
        api.trouble(troubles.BLOCKED, chat=5, times=2)
        api.trouble(troubles.UNAUTHORIZED, method="getChat")
        await bot.send_message(6, "Hello")
        for _ in range(2):
            with pytest.raises(Forbidden, match="blocked by the user"):
                await bot.send_message(5, "Hello")
        with pytest.raises(InvalidToken):
            await bot.get_chat(7)
        await bot.send_message(5, "Hello again")
    assert [message.chat_id for message in api.accepted] == [6, 5]


@pytest.mark.parametrize("trouble", [troubles.LOST, troubles.CUT])
async def test_accepts_and_loses_the_answer(trouble: troubles.Trouble) -> None:
    """A message whose answer is lost is counted as accepted all the same."""
    async with BotApi() as api, aiohttp.ClientSession() as http:
        api.trouble(trouble)
        with pytest.raises(aiohttp.ClientError):
            async with http.post(
                f"{api.url}/bot{TOKEN}/sendMessage", json={"chat_id": 5, "text": "a"}
            ) as answer:
                await answer.read()
    assert (len(api.accepted), api.statuses) == (1, [0])


async def test_notices_fields_that_the_api_does_not_know() -> None:
    """A field that is misspelt or missing, at any depth, is a violation; a bare & is one too."""
    async with BotApi() as api, aiohttp.ClientSession() as http:
        address = f"{api.url}/bot{TOKEN}/sendMessage"
        await http.post(address, data={"chat_id": "5", "txt": "a"})
        await http.post(address, data={"chat_id": "5", "text": "a", "link_preview_options": '{"off": true}'})
        await http.post(address, data={"chat_id": "5", "text": "a & b", "parse_mode": "HTML"})
    assert [violation.split(":")[0] for violation in api.violations] == [
        "sendMessage.text",
        "sendMessage.link_preview_options.off is not known",
        "sendMessage",
    ]
    api.violations.clear()


async def test_enforces_limits_when_told_to() -> None:
    """The 31st message of a second, over all chats, is refused with a wait."""
    async with BotApi(enforce_limits=True) as api, aiohttp.ClientSession() as http:
        for chat in range(1, 32):
            await http.post(f"{api.url}/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": "a"})
    assert api.statuses == [200] * 30 + [429]


async def test_replies_to_what_is_there() -> None:
    """A reply to a message that was deleted is refused, or where that is allowed sent as it is."""
    async with BotApi() as api, bot_of(api) as bot:
        first = await bot.send_message(5, "first")
        reply = await bot.send_message(5, "reply", reply_parameters=ReplyParameters(first.message_id))
        assert reply.reply_to_message
        assert reply.reply_to_message.text == "first"
        api.chats.delete(5, first.message_id)
        with pytest.raises(BadRequest, match="to be replied not found"):
            await bot.send_message(5, "late", reply_parameters=ReplyParameters(first.message_id))
        alone = ReplyParameters(first.message_id, allow_sending_without_reply=True)
        assert (await bot.send_message(5, "alone", reply_parameters=alone)).reply_to_message is None
        with pytest.raises(BadRequest, match="to edit not found"):
            await bot.edit_message_text("other", 5, first.message_id)
    assert api.violations == []
