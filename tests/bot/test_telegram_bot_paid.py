"""What Telegram may take Stars for: alerts where that is configured, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.commands.desk import Desk
from bot.config_sections import Telegram
from bot.passage import Piece
from bot.render import Message
from bot.setup import check
from bot.telegram_bot import TelegramBot
from bot.texts import Texts
from storage.model import Alert, AlertState, Severity
from tests.conftest import MORNING
from tests.fakes.bot_api import BotApi
from tests.fakes.instant_clock import InstantClock
from tests.talking import TOKEN, answers, until

if TYPE_CHECKING:
    from storage.database import Database

ALERT = Alert(9, 7, 1, 0, Severity.WARNING, ("all",), AlertState.ATTEMPTING, MORNING, peer=7)
MESSAGE = Message("🔴", "shelling", "Open Belgorod", "09:00", (Piece("Обстрел"),), "https://t.me/a/1")


@pytest.mark.parametrize("paid", [True, False])
async def test_answers_are_never_paid_for(
    database: Database,
    paid: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """Whatever is configured for alerts, a person's answer goes within the limits that cost nothing."""
    setup, _ = check({}, database.path.parent)
    async with BotApi() as api:
        config = Telegram(api_url=api.url, paid_broadcast=paid, per_second=1000)
        bot = TelegramBot(SecretStr(TOKEN), config, Desk(database, setup, InstantClock()), Texts())
        await bot.connect(patient=False)
        listening = asyncio.create_task(bot.listen())
        api.say(7, "/help")
        await until(lambda: answers(api, 7))
        await bot.sender.send(ALERT, MESSAGE)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await bot.close()
    found = [message.params.get("allow_paid_broadcast") for message in api.accepted]
    assert found == [None, True if paid else None]
