"""The pacer inside PTB's own bot."""

from __future__ import annotations

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.pace import AlertTurn, Pace
from bot.request import AiohttpRequest
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.bot_api import BotApi
from tests.fakes.simulated_time import SimulatedTime

TOKEN = "100001:a-token-for-tests"  # noqa: S105 - it opens nothing


async def test_works_inside_ptb() -> None:
    """Through PTB's bot on loopback, a 429 of one chat reaches the sender, and the chat waits."""
    time = SimulatedTime()
    pace = Pace(time.monotonic, time.sleep)
    one, other = AiohttpRequest(), AiohttpRequest()
    async with (
        BotApi() as api,
        ExtBot(TOKEN, f"{api.url}/bot", request=one, get_updates_request=other, rate_limiter=pace) as bot,
    ):
        api.trouble(troubles.flood(9), chat=5)
        with pytest.raises(RetryAfter):
            await bot.send_message(5, "An alert", rate_limit_args=AlertTurn(severity=2, since=1.0))
        await bot.send_message(6, "An answer")
    assert (pace.seconds_until(5), [message.chat_id for message in api.accepted]) == (9.0, [6])
