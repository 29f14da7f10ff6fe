"""A bot that answers people on a Bot API on loopback, for tests of what is said to it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.buttons import story_rows
from bot.commands.desk import Desk
from bot.config_sections import Telegram
from bot.replying import keyboard_of
from bot.setup import check
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from storage.model.seals import UNSEALED
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api_chats import person
from tests.fakes.instant_clock import InstantClock
from tests.storing import STORY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from storage.database import Database
    from storage.model.seals import Seals

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing


def bot_of(
    database: Database, url: str, clock: InstantClock | None = None, seals: Seals = UNSEALED, **values: object
) -> TelegramBot:
    """Return a bot that is not connected yet, of a configuration with these values; it waits by a clock."""
    setup = replace(check(values, database.path.parent)[0], seals=seals)
    desk = Desk(database, setup, InstantClock())
    made = partial(TelegramBot, SecretStr(TOKEN), Telegram(api_url=url), desk, Texts())
    return made(sleep=clock.sleep, monotonic=lambda: clock.now().timestamp()) if clock else made()


@asynccontextmanager
async def listening(
    database: Database, clock: InstantClock | None = None, seals: Seals = UNSEALED, **values: object
) -> AsyncIterator[BotApi]:
    """Let a bot answer people on a Bot API."""
    async with BotApi() as api:
        bot = bot_of(database, api.url, clock, seals, **values)
        await bot.connect(patient=False)
        task = asyncio.create_task(bot.listen())
        try:
            yield api
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await bot.close()
        assert api.violations == []


async def until(holds: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what is waited for is another server's list
            await asyncio.sleep(0.01)


def answers(api: BotApi, chat: int) -> list[str]:
    """Return what a chat was sent."""
    return [message.text for message in api.accepted if message.chat_id == chat]


def alert_in(api: BotApi, chat: int, kind: str = "", thread: int | None = None) -> int:
    """Put an alert with its buttons into a chat or topic, as the bot sends it; return the message's id."""
    api.chats.chat(chat, kind)
    keyboard = keyboard_of(story_rows(STORY, "https://t.me/ashes/1", Texts()))
    where = {} if thread is None else {"message_thread_id": thread}
    sent = api.chats.send(chat, {"text": "shelling", "reply_markup": keyboard and keyboard.to_dict()} | where)
    return int(sent["message_id"])


def asked_to_send(api: BotApi) -> int:
    """Return how often the bot tried to send something."""
    return len([call for call in api.requests if call.method == "sendMessage"])


def send_file(api: BotApi, chat: int, name: str, content: bytes, **fields: object) -> None:
    """Let a person send a file; ``fields`` are further ones of the message."""
    file_id = f"file{len(api.chats.files)}"
    api.chats.files[file_id] = content
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
    api.chats.chat(chat)
    said = {"document": document} | fields
    api.push(api.chats.update("message", api.chats._new_message(chat, person(abs(chat), "en"), said)))


def send_in(api: BotApi, chat: int, kind: str = "message", **content: object) -> None:
    """Let a person send something that is no text."""
    api.push(api.chats.update(kind, api.chats._new_message(chat, person(7, "en"), content)))
