"""What people say is heard for as long as the program runs, whatever Telegram answers."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from telegram import Chat, Message, Update
from telegram.ext import ExtBot

from bot.listening import CONFLICT_PAUSE, REFUSED_PAUSE, ChatByChat, Listener, numbered
from bot.request import AiohttpRequest
from storage.errors import DatabaseFull
from tests.conftest import MORNING
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Sequence
    from typing import Any

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing
CONFLICT = troubles.Trouble(troubles.ApiError(409, "Conflict: terminated by other getUpdates request"))


class Ear:
    """A listener on a Bot API, with what it heard and how long it rested; it does not wait."""

    def __init__(self, api: BotApi, bot: ExtBot[None]) -> None:
        self.api = api
        self.heard: list[str] = []
        self.rests: list[float] = []
        self.refusals = 0
        self._something = asyncio.Event()
        self.listener = Listener(bot, self._take, self._rest)

    async def _take(self, batch: Sequence[tuple[int, dict[str, Any]]]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DatabaseFull("the disk is full")
        self.heard += [update["message"]["text"] for _, update in batch]
        if batch:
            self._something.set()

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        await asyncio.sleep(0)

    async def listen(self) -> None:
        """Listen until something is heard."""
        self._something.clear()
        listening = asyncio.create_task(self.listener.listen())
        try:
            await asyncio.wait_for(self._something.wait(), 5)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def answered_with(result: object) -> troubles.ApiError:
    """Return an answer of any shape."""
    odd = troubles.ApiError(200, "an answer of another shape")
    odd.body = json.dumps({"ok": True, "result": result}).encode()
    return odd


@asynccontextmanager
async def ear(hearing: AiohttpRequest | None = None) -> AsyncIterator[Ear]:
    """Open everything; ``hearing`` are the connections for updates."""
    one, other = AiohttpRequest(), hearing or AiohttpRequest()
    async with (
        BotApi() as api,
        ExtBot(TOKEN, f"{api.url}/bot", request=one, get_updates_request=other) as bot,
    ):
        yield Ear(api, bot)


@pytest.mark.parametrize(
    ("trouble", "rests", "words"),
    [
        (troubles.UNAUTHORIZED, [REFUSED_PAUSE] * 4, "refuses the token"),
        (CONFLICT, [CONFLICT_PAUSE] * 4, "another program uses this token"),
        (troubles.flood(9), [9.0] * 4, "cannot be heard just now"),
        (troubles.BAD_GATEWAY, [1.0, 2.0, 4.0, 8.0], "cannot be heard just now"),
        (troubles.LOST, [1.0, 2.0, 4.0, 8.0], "cannot be heard just now"),
    ],
    ids=["refused", "conflict", "flood", "bad gateway", "lost"],
)
async def test_no_trouble_ends_listening(
    trouble: troubles.Trouble, rests: list[float], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Each is reported without the token and followed by a rest that fits it; then people are heard."""
    async with ear() as one:
        one.api.trouble(trouble, method="getUpdates", times=4)
        one.api.say(7, "/start")
        await one.listen()
    assert (one.heard, one.rests) == (["/start"], rests)
    assert words in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


async def test_what_cannot_be_stored_is_asked_for_again() -> None:
    """Nothing is confirmed before it is stored: the same update comes again after a rest."""
    async with ear() as one:
        one.refusals = 2
        one.api.say(7, "/start")
        await one.listen()
    assert (one.heard, one.rests) == (["/start"], [1.0, 2.0])


async def test_numbers_may_begin_anew() -> None:
    """After a time without updates, one with a smaller number than those before is heard as well."""
    async with ear() as one:
        one.api.say(7, "/start")
        await one.listen()
        await one.listener.confirm()
        one.api.trouble(troubles.Trouble(answered_with([])), method="getUpdates")
        one.api.push(one.api.chats.said(7, "/help", 7, "en", {}) | {"update_id": 5})
        await one.listen()
    assert one.heard == ["/start", "/help"]


@pytest.mark.parametrize(
    "result",
    [True, None, 7, "text", {"update_id": 5}, [7], [{}], [{"update_id": "7"}], [{"message": {}}, None]],
    ids=repr,
)
async def test_an_answer_without_updates_ends_nothing(result: object) -> None:
    """It is asked for again after a rest, not at once, since nothing of it can be confirmed."""
    odd = answered_with(result)
    async with ear() as one:
        one.api.trouble(troubles.Trouble(odd), method="getUpdates", times=2)
        one.api.say(7, "/start")
        await one.listen()
    assert (one.heard, one.rests) == (["/start"], [1.0, 2.0])


def test_an_update_without_a_number_takes_no_other_along() -> None:
    """Those that have one are handled; an answer without any updates is no fault."""
    assert numbered([{}, {"update_id": 5}, "text", {"update_id": 6}]) == [
        (5, {"update_id": 5}),
        (6, {"update_id": 6}),
    ]
    assert numbered([]) == []


async def test_waits_for_updates_longer_than_telegram_keeps_the_question() -> None:
    """The long poll of connections that give an answer a tenth of a second is not cut short."""
    hasty = AiohttpRequest(read=0.1, write=0.1, connect=0.1, pool=0.1)
    async with ear(hasty) as one:
        asyncio.get_running_loop().call_later(0.6, one.api.say, 7, "/start")
        await one.listen()
    assert (one.heard, one.rests) == (["/start"], [])


async def test_what_was_heard_is_confirmed() -> None:
    """After a restart Telegram does not say again what was handled."""
    async with ear() as one:
        one.api.say(7, "/start")
        await one.listen()
        await one.listener.confirm()
        again = Ear(one.api, one.listener._bot)  # type: ignore[arg-type] # the same bot
        one.api.say(7, "/help")
        await again.listen()
    assert again.heard == ["/help"]


def update_of(chat: int) -> Update:
    """Return a message's update."""
    return Update(1, message=Message(1, MORNING, Chat(chat, "private")))


async def test_each_chat_has_its_order_and_none_waits_for_another() -> None:
    """Of one chat's updates the second waits for the first; another chat's does not."""
    done: list[str] = []

    async def handle(name: str, after: Awaitable[object]) -> None:
        await after
        done.append(name)

    async def note(_: Update) -> None:
        pass

    processor, gate = ChatByChat(note, note), asyncio.Event()
    works = [
        processor.process_update(update_of(7), handle("slow", gate.wait())),
        processor.process_update(update_of(7), handle("second", asyncio.sleep(0))),
        processor.process_update(update_of(8), handle("other", asyncio.sleep(0))),
    ]
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.sleep(0.01)
    assert done == ["other"]
    gate.set()
    await asyncio.gather(*tasks)
    assert done == ["other", "slow", "second"]
