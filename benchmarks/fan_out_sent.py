"""A fan-out over loopback in real time: the whole delivery beside PTB's default request alone."""

from __future__ import annotations

import asyncio
import os
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from benchmarks import sending
from benchmarks.fan_out_store import BEGUN, SOURCE, TOPIC, announce, follow, tell
from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.pace import Pace
from bot.request import AiohttpRequest
from bot.telegram_sender import TelegramSender
from bot.texts import Texts
from storage.database import Database
from storage.model import Severity

if TYPE_CHECKING:
    from bot.outcomes import Outcome
    from bot.render import Message
    from storage.database import Connection
    from storage.model import Alert

HEAD = 100
"""Messages by which the connections are open and all code has run once, before anything is measured."""


@dataclass
class Timed:
    """A sender that notes when each send was answered, in seconds; all else is the real one's."""

    sender: TelegramSender
    answered: list[float]
    cpu: list[float]
    is_console = False

    def pause(self, peer: int, seconds: float) -> None:
        """Keep a pause from before."""
        self.sender.pause(peer, seconds)

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Wait for the turn."""
        return await self.sender.ready(alert, edit=edit)

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Send, and note the time."""
        outcome = await self.sender.send(alert, message)
        self.answered.append(time.perf_counter())
        self.cpu.append(time.process_time())
        return outcome

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Edit."""
        return await self.sender.edit(alert, message)


def _owe(connection: Connection, chats: int) -> None:
    follow(connection, 1, chats, TOPIC)
    tell(connection, 1, BEGUN)
    announce(connection, 1, TOPIC, Severity.CRITICAL, BEGUN)


async def deliver(url: str, chats: int, per_second: float) -> dict[str, Any]:
    """Send one event to so many chats and return how fast that went and what it cost."""
    loop, clock = asyncio.get_running_loop(), SystemClock()
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "a.db") as database:
        await database.write(_owe, chats)
        pace = Pace(loop.time, asyncio.sleep, per_second=per_second)
        async with AiohttpRequest() as request, AiohttpRequest() as other:
            # Only the transport is opened: ExtBot.initialize would ask the responder for getMe.
            bot = ExtBot(sending.TOKEN, url, request=request, get_updates_request=other, rate_limiter=pace)
            sender = Timed(TelegramSender(bot, pace, clock), [], [])
            watched = {SOURCE.key: SOURCE}
            delivery = Delivery(database, sender, watched, Texts(), clock, per_second=per_second)
            await delivery.drain()
            return _figures(sender, chats, per_second) | {"sent": delivery.tally.sent}


def _figures(sender: Timed, chats: int, per_second: float) -> dict[str, Any]:
    answered, cpu = sender.answered, sender.cpu
    counted = chats - HEAD
    seconds = answered[-1] - answered[HEAD - 1]
    return {
        "rate": counted / seconds,
        "of_limit": counted / seconds / per_second,
        "against_bucket": seconds / (counted / per_second),
        "per_cpu_second": counted / (cpu[-1] - cpu[HEAD - 1]),
        "rss_mb": _rss() / 2**20,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _rss() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def measured(chats: int, per_second: float, rounds: int = 3) -> dict[str, Any]:
    """Deliver between two looks at PTB's default, in one run; return the figures and their ratio."""
    with sending.responder() as url:
        default = [_default(url) for _ in range(rounds)]
        found = asyncio.run(deliver(url, chats, per_second))
        default += [_default(url) for _ in range(rounds)]
    found["ptb_default_per_cpu_second"] = sorted(default)[len(default) // 2]
    found["ratio"] = found["per_cpu_second"] / found["ptb_default_per_cpu_second"]
    return found


def _default(url: str) -> float:
    request = lambda: HTTPXRequest(connection_pool_size=64)  # noqa: E731 - as benchmarks/sending.py makes it
    return asyncio.run(sending.rate(url, request, sending.bare_request, 320))
