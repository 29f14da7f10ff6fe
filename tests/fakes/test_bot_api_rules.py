"""What the fake Bot API knows of chats, rights, topics and pictures, and how its reader objects."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChatMember
from telegram.error import BadRequest

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_ledger import FOLDER, Ledger
from tests.fakes.bot_api_reading import Call, understood
from tests.fakes.bot_api_troubles import ApiError, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing
ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n\xff"


def bot_of(api: BotApi) -> Bot:
    """Return PTB's own bot, with its own transport."""
    return Bot(TOKEN, base_url=f"{api.url}/bot")


async def test_all_that_a_bot_asks_is_read_back() -> None:
    """Files, nested objects, scopes and answers of every kind satisfy aiogram in both directions."""
    async with BotApi() as api, bot_of(api) as bot:
        photo = await bot.send_photo(5, PNG, "<b>A</b> day", parse_mode="HTML", disable_notification=True)
        assert photo.photo
        await bot.edit_message_caption(5, photo.message_id, caption="Another day")
        await bot.set_my_commands([BotCommand("a", "b")], scope=BotCommandScopeChatMember(-5, 7))
        await bot.set_my_commands([BotCommand("a", "b")], BotCommandScopeAllGroupChats(), "uk")
        assert await bot.delete_message(5, photo.message_id)
        await bot.get_chat(5)
        await bot.get_chat_member_count(-5)
        await bot.send_chat_action(-5, "typing", message_thread_id=3)
    assert (len(api.accepted), api.violations) == (2, [])


async def test_knows_who_may_what() -> None:
    """Each person has a place in each chat, with the rights that a test gives them."""
    async with BotApi() as api, bot_of(api) as bot:
        api.chats.members |= {(-5, 7): "administrator", (-5, 8): "restricted", (-5, 9): "creator"}
        api.chats.members |= {(-6, 7): "kicked", (-6, bot.id): "left"}
        api.chats.rights[-5, 7] = {"can_pin_messages": True, "can_change_info": False}
        places = [await bot.get_chat_member(-5, user) for user in (6, 7, 8, 9)]
        assert [place.status for place in places] == ["member", "administrator", "restricted", "creator"]
        assert {one.user.id for one in await bot.get_chat_administrators(-5)} == {7, 9}
        assert [(await bot.get_chat_member(-6, user)).status for user in (7, bot.id)] == ["kicked", "left"]


@pytest.mark.parametrize(
    ("words", "ask"),
    [
        ("Chat not found", lambda bot: bot.send_message(404, "a")),
        ("Chat not found", lambda bot: bot.get_chat(404)),
        ("Message thread not found", lambda bot: bot.send_message(-5, "a", message_thread_id=12)),
        ("Message to delete not found", lambda bot: bot.delete_message(5, 99)),
        ("There is no text in the message", lambda bot: bot.edit_message_text("a", 5, 1)),
        ("There is no caption in the message", lambda bot: bot.edit_message_caption(5, 2, caption="a")),
        ("Message caption is too long", lambda bot: bot.send_photo(5, PNG, "a" * 1025)),
    ],
)
async def test_refuses_what_is_not_there(words: str, ask: Callable[[Bot], Any]) -> None:
    """In the real server's words; the topic and the messages that are there are none of that."""
    async with BotApi() as api, bot_of(api) as bot:
        api.chats.absent.add(404)
        api.chats.topics[-5] = {11}
        await bot.send_photo(5, PNG)
        await bot.send_message(5, "a text")
        await bot.send_message(-5, "a", message_thread_id=11)
        with pytest.raises(BadRequest, match=words):
            await ask(bot)


@pytest.mark.parametrize(
    ("method", "params", "fault"),
    [
        ("sendMessage", {"chat_id": "5"}, "sendMessage.text: Field required"),
        (
            "sendMessage",
            {
                "chat_id": "5",
                "text": "a",
                "reply_markup": '{"inline_keyboard": [[{"text": "a", "ur": "b"}]]}',
            },
            "sendMessage.reply_markup.inline_keyboard.0.0.ur is not known",
        ),
        (
            "sendMessage",
            {"chat_id": "5", "text": "a", "reply_parameters": '{"message_id": 1, "chat": 5}'},
            "sendMessage.reply_parameters.chat is not known",
        ),
        ("sendMessage", {"chat_id": "5", "text": PNG}, "sendMessage.text: "),
        ("sendPhoto", {"chat_id": "5", "photo": PNG, "other": PNG}, "sendPhoto.other is not known"),
        (
            "setMyCommands",
            {"commands": '[{"command": "a", "description": "b", "scope": 1}]'},
            "setMyCommands.commands.0.scope is not known",
        ),
        (
            "editMessageText",
            {"text": "a", "allow_paid_broadcast": "true"},
            "allow_paid_broadcast is not known",
        ),
        ("sendMessage", {"chat_id": "5", "text": "a", "disable_notification": "tru"}, "is not JSON"),
    ],
)
def test_objects_to_a_field_at_any_depth(method: str, params: dict[str, Any], fault: str) -> None:
    """One that is missing, that nobody knows, or that is of another kind."""
    _, found = understood(method, params)
    assert len(found) == 1
    assert fault in found[0]


def test_a_file_may_be_a_part_that_a_field_refers_to() -> None:
    """As in an album, whose description names its parts."""
    media = '[{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two"}]'
    assert understood("sendMediaGroup", {"chat_id": "5", "media": media, "one": PNG, "two": PNG})[1] == []


@pytest.mark.parametrize(("paid", "most"), [(False, 30), (True, 1000)])
def test_a_paid_broadcast_may_be_faster(paid: bool, most: int) -> None:  # noqa: FBT001 - a row of the table
    """A thousand a second instead of thirty."""
    limits, more = Limits(), {"allow_paid_broadcast": True} if paid else {}

    def call(chat: int) -> Call:
        return Call("sendMessage", {"chat_id": chat, **more}, TOKEN, at=1.0)

    for chat in range(1, most + 1):
        limits.check(call(chat))
    with pytest.raises(ApiError):
        limits.check(call(most + 1))


def test_the_ledger_tells_of_each_test_once(tmp_path: Path) -> None:
    """What a server has found is told when the test ends, unless the test cleared it, and never again."""
    ledger, first, second = Ledger(), list[str](), list[str]()
    ledger.watch(first)
    ledger.watch(second)
    first.append("a fault")
    second.append("one that was meant")
    second.clear()
    assert ledger.faults_of_test(tmp_path) == ["a fault"]
    assert ledger.faults_of_test(tmp_path) == []
    assert ledger.faults == 1


async def test_runs_as_a_program(tmp_path: Path) -> None:
    """It prints its address, has written a message down when it answers, and what was wrong for the test."""
    record, ledgers = tmp_path / "accepted.jsonl", tmp_path / "ledgers"
    ledgers.mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.bot_api", "--record", str(record)),
        cwd=ROOT,
        env={**os.environ, FOLDER: str(ledgers)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    address = f"{(await process.stdout.readline()).decode().strip()}/bot{TOKEN}"
    async with aiohttp.ClientSession() as http:
        for method, params in (("sendMessage", {"text": "Hello"}), ("sendMessage", {"txt": "a"}), ("x", {})):
            await http.post(f"{address}/{method}", data={"chat_id": 5, **params})
    process.kill()
    _, told = await process.communicate()
    ledger = Ledger()
    faults = ledger.faults_of_test(ledgers)
    assert [json.loads(line)["text"] for line in record.read_text().splitlines()] == ["Hello"]
    assert [fault.split(":")[0] for fault in faults] == ["sendMessage.text", "x is no method of the Bot API"]
    assert (ledger.requests, told.decode().splitlines()) == (2, faults)
