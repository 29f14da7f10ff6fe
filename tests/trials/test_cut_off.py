"""Telegram cut off in the middle of a fan-out, in this process; the trial cuts off a whole program."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.telegram_sender import TelegramSender
from bot.texts import Texts
from tests.conftest import MORNING
from tests.fakes.bot_api import BotApi
from tests.fakes.gate import Gate
from tests.fakes.instant_clock import InstantClock
from tests.posting import TOKEN, rows
from tests.trials.owing import follow, owe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.database import Database

CHATS = range(1, 13)


@asynccontextmanager
async def behind_gate(database: Database) -> AsyncIterator[tuple[Delivery, BotApi, Gate, InstantClock]]:
    """Owe chats a post and wire a delivery to a Bot API behind a gate."""
    await database.write(follow, MORNING, CHATS)
    await database.write(owe, MORNING)
    clock = InstantClock()
    pace = Pace(lambda: clock.now().timestamp(), clock.sleep, per_second=1000)
    transport = AiohttpRequest(read=0.1, write=0.1, connect=0.1, pool=0.1)
    async with BotApi() as api, Gate(urlsplit(api.url).port or 0) as gate:
        other = AiohttpRequest()
        async with ExtBot(
            TOKEN, f"{gate.url}/bot", request=transport, get_updates_request=other, rate_limiter=pace
        ) as bot:
            sender = TelegramSender(bot, pace, clock)
            yield Delivery(database, sender, {}, Texts(), clock), api, gate, clock


async def settled(database: Database, delivery: Delivery, clock: InstantClock) -> set[str]:
    """Send until nothing is owed, for at most a few hours; return where alerts stand then."""
    for _ in range(20):
        await delivery.drain()
        states = {state for state, _ in await database.read(rows)}
        if states == {"sent"}:
            break
        clock.advance(601)
    return states


async def test_refused_connections_are_no_sends(database: Database) -> None:
    """While nobody can connect nothing counts as begun; afterwards each chat is told once."""
    async with behind_gate(database) as (delivery, api, gate, clock):
        await gate.shut()
        await delivery.drain()
        assert {state for state, _ in await database.read(rows)} <= {"queued", "waiting"}
        await gate.open()
        assert await settled(database, delivery, clock) == {"sent"}
    assert sorted(message.chat_id for message in api.accepted) == list(CHATS)


async def test_what_vanishes_on_the_way_goes_again(database: Database) -> None:
    """What was sent into a dead line is uncertain, goes again when the line is back, and arrives."""
    async with behind_gate(database) as (delivery, api, gate, clock):
        gate.deafen()
        await delivery.drain()
        assert "uncertain" in {state for state, _ in await database.read(rows)}
        await gate.open()
        assert await settled(database, delivery, clock) == {"sent"}
    assert sorted(message.chat_id for message in api.accepted) == list(CHATS)
