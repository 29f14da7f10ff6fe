"""Channels that have the bot as a member: what they publish is handed on, and never answered."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.commands.desk import Desk
from bot.config_sections import Telegram
from bot.setup import check
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from monitors.sources import telegram_member
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.talking import TOKEN, until

if TYPE_CHECKING:
    from storage.database import Database

CHANNEL = -1001234567890


async def test_posts_and_edits_are_handed_on_and_not_answered(database: Database) -> None:
    """As the Bot API's messages, in their order; nobody said them to the bot, commands among them neither."""
    got: list[dict[str, Any]] = []

    async def take(message: dict[str, Any]) -> None:
        got.append(message)

    desk = Desk(database, check({}, Path())[0], InstantClock())
    async with BotApi() as api:
        bot = TelegramBot(SecretStr(TOKEN), Telegram(api_url=api.url), desk, Texts())
        bot.hand_posts_to(take)
        await bot.connect(patient=False)
        task = asyncio.create_task(bot.listen())
        api.say(CHANNEL, "Обстрел https://a.example/1", kind="channel")
        api.say(CHANNEL, "/status", kind="channel")
        (first, _) = (update["channel_post"] for update in api._updates)
        api.push(
            api.chats.update("edited_channel_post", {**first, "text": "Отбой", "edit_date": first["date"]})
        )
        await until(lambda: len(got) == 3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.close()
        assert (api.accepted, api.violations) == ([], [])
    read = [telegram_member.parse(message) for message in got]
    assert [(one.post.text, one.post.edited) for one in read if one] == [
        ("Обстрел https://a.example/1", False),
        ("/status", False),
        ("Отбой", True),
    ]
