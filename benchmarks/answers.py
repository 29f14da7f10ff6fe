"""How long people wait for an answer while an event is told to very many chats, and while nothing goes on.

The whole program is a process of its own, over a real file, and sends to a Bot API on loopback that this
process serves. People type commands and press buttons, each in a chat of their own, at random moments; what
is counted is the time from the update's being there until its answer (a message, or the answer to the press)
arrives, in milliseconds. All that Telegram's limit lets through is used: ``--per-second`` for everything.

    python -m benchmarks.answers [--chats 100000] [--seconds 60] [--per-second 30] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import TYPE_CHECKING

from benchmarks.fan_out_store import TOPIC, follow
from storage.database import Database
from tests.fakes.bot_api import BotApi
from tests.storing import told
from tests.talking import alert_in
from tests.trials.owing import owe
from tests.trials.program import Program
from tests.trials.sending import read, write_config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database import Connection
    from tests.fakes.bot_api_reading import Call

EVERY = 0.2
"""Seconds between what two people say, on average: a sixth of Telegram's ordinary limit goes to answers."""

FIRST = 1_000_001
"""The first chat of those who speak: none of them is told of the event."""

COMMANDS = ("/help", "/status", "/latest", "/following", "/privacy", "/trust official", "/story 1")

WARM_UP = 10
"""Answers that are not counted: all code has run once then, and the connections are open."""


@dataclass
class People:
    """Those who speak, and when (time.monotonic) each did."""

    api: BotApi
    chance: Random
    alerts: Mapping[int, int]
    every: float = EVERY
    spoke: dict[int | str, float] = field(default_factory=dict)

    async def talk(self) -> None:
        """Let each of them speak once: two of three type, one presses."""
        for number, (chat, message) in enumerate(self.alerts.items()):
            await asyncio.sleep(self.chance.expovariate(1 / self.every))
            if number % 3:
                self.spoke[chat] = time.monotonic()
                self.api.say(chat, self.chance.choice(COMMANDS))
            else:
                self._press(chat, message)

    def _press(self, chat: int, message: int) -> None:
        update = self.api.chats.pressed(chat, message, "m:1", chat, "en")
        self.spoke[update["callback_query"]["id"]] = time.monotonic()
        self.api.push(update)

    def waited(self) -> list[float]:
        """Return how many milliseconds each waited who has an answer, without the first few."""
        answered: dict[int | str, float] = {}
        for call in self.api.requests:
            answered.setdefault(_answers_whom(call), call.at)
        found = [(answered[one] - at) * 1000 for one, at in self.spoke.items() if one in answered]
        return found[WARM_UP:]

    async def until_answered(self, program: Program) -> None:
        """Wait until everybody has an answer."""

        def everybody() -> bool:
            return not set(self.spoke) - {_answers_whom(call) for call in self.api.requests}

        await program.until(everybody, "the last answer", seconds=60.0)


def _answers_whom(call: Call) -> int | str:
    """Return who is answered by a request: a press or a chat; 0 for nobody, since alerts are edited too."""
    if "callback_query_id" in call.params:
        return str(call.params["callback_query_id"])
    return call.chat or 0 if call.method.lower() == "sendmessage" else 0


def _fill(connection: Connection, chats: int, alerts: Mapping[int, int]) -> None:
    """Owe an event to so many chats, and tell those who will speak of it."""
    follow(connection, 1, chats, TOPIC)
    owe(connection, datetime.now(UTC))
    for chat, message in alerts.items():
        told(connection, chat, message, 1)


async def measured(chats: int, seconds: float, per_second: float, every: float = EVERY) -> dict[str, float]:
    """Let people speak for so long beside an event that so many chats are owed; return what they waited."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with BotApi() as api:
            number = WARM_UP + int(seconds / every)
            alerts = {chat: alert_in(api, chat) for chat in range(FIRST, FIRST + number)}
            with Database.open(folder / "regionwatch.db") as database:
                await database.write(_fill, chats, alerts)
            people = People(api, Random(1), alerts, every)  # noqa: S311 - no secret depends on it
            config = write_config(folder, api.url, per_second)
            async with Program(config, (), "tests.trials.wired") as program:
                await program.until(lambda: "ready" in program.output, "ready", seconds=60.0)
                await people.talk()
                await people.until_answered(program)
                left = len(read(folder, "SELECT id FROM alerts WHERE settled IS NULL"))
                await program.stop()
            told_of_it = sum(message.chat_id <= chats for message in api.accepted)
    return _figures(people.waited()) | {"alerts_sent": told_of_it, "alerts_left": left}


def _figures(waited: list[float]) -> dict[str, float]:
    cuts = quantiles(waited, n=100, method="inclusive")
    return {"answers": len(waited), "p50_ms": cuts[49], "p99_ms": cuts[98], "max_ms": max(waited)}


async def both(chats: int, seconds: float, per_second: float) -> dict[str, dict[str, float]]:
    """Return the figures beside one chat that is told of the event, and beside all."""
    idle = await measured(1, seconds, per_second)
    return {"idle": idle, "fan_out": await measured(chats, seconds, per_second)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long people wait for an answer during a fan-out.")
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long people speak, each time")
    parser.add_argument("--per-second", type=float, default=30.0, help="of all messages together")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    words = parser.parse_args()
    found = asyncio.run(both(words.chats, words.seconds, words.per_second))
    if words.json:
        return print(json.dumps({"answers": found}))
    for part, figures in found.items():
        print(f"{part:<10}", "  ".join(f"{name} {value:.0f}" for name, value in figures.items()))
    return None


if __name__ == "__main__":
    main()
