"""What operators are told at once: whether they have it, or it has to be tried again."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.commands.desk import lines
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.talking import answers, bot_of, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.telegram_bot import TelegramBot
    from storage.database import Database

NEWS = lines("🔴 broken")


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator[tuple[BotApi, TelegramBot]]:
    """Connect a bot that waits by a clock of its own."""
    async with BotApi() as api:
        bot = bot_of(database, api.url, InstantClock())
        await bot.connect(patient=False)
        task = asyncio.create_task(bot.listen())
        await until(lambda: any(call.method == "getUpdates" for call in api.requests))
        yield api, bot
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.close()


async def test_every_operator_is_told(database: Database) -> None:
    """And it is known that they were."""
    async with connected(database) as (api, bot):
        assert await bot.reach([7, 8], NEWS)
        assert answers(api, 7) == answers(api, 8) == ["🔴 broken"]


@pytest.mark.parametrize(
    ("trouble", "is_settled"),
    [(troubles.BLOCKED, True), (troubles.NO_CHAT, True), (troubles.BAD_GATEWAY, False)],
    ids=["blocked", "unknown", "502"],
)
async def test_what_is_tried_again(
    database: Database, trouble: troubles.Trouble, *, is_settled: bool
) -> None:
    """What Telegram could not take; an operator who has blocked the bot will never be told."""
    async with connected(database) as (api, bot):
        api.trouble(trouble, method="sendMessage", times=99)
        assert await bot.reach([7], NEWS) is is_settled


async def test_before_it_listens_nothing_is_handed_over(database: Database) -> None:
    """So that it is told later."""
    assert not await bot_of(database, "http://127.0.0.1:9").reach([7], NEWS)
