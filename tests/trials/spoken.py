"""People type and press while the program is killed with -9: nobody is left without an answer.

``python -m tests.trials.spoken [--kills 40] [--people 400] [--seed 1]`` prints the figures. Each person is
heard once: they follow a topic, or mute a story of which they were told. They speak at random
moments, through all lives of the program; half of the kills come within milliseconds of what somebody says,
when it is about to be handled. The Bot API is served by this process, so what it took is known.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage.database import Database
from storage.updates import MOST_LIVES
from tests.desks import CHAT
from tests.fakes.bot_api import BotApi
from tests.storing import STORY, shelling, told
from tests.talking import alert_in
from tests.trials.findings import Findings, conclude
from tests.trials.program import Program
from tests.trials.sending import read, write_config

if TYPE_CHECKING:
    from storage.database import Connection

LONGEST_LIFE = 0.6
"""Seconds after it is ready within which the program is killed."""

SOON = 0.03
"""Seconds after something is said within which half of the kills come: it is stored and answered in them."""

FASTEST = 1_000.0
"""Messages a second: answers do not wait for each other."""

ANSWERS = ("You will hear of: shelling", "You follow that already: shelling")

KEEPING = """
[storage]
keep_matched = "36500d"
"""
"""The story of which all were told happened long ago."""

_UNHANDLED = "SELECT id FROM updates WHERE handled IS NULL"


@dataclass
class Trial:
    """The Bot API, the program's folder, and those who have not spoken yet."""

    folder: Path
    api: BotApi
    people: int
    chance: Random
    silent: list[int] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    async def run(self, kills: int) -> Findings:
        """Kill so often, then let the program finish."""
        alerts = {chat: alert_in(self.api, chat) for chat in range(1, self.people + 1)}
        with Database.open(self.folder / "regionwatch.db") as database:
            await database.write(_tell, alerts)
        config = write_config(self.folder, self.api.url, FASTEST)
        with config.open("a", encoding="utf-8") as more:
            more.write(KEEPING)
        self.silent = self.chance.sample(sorted(alerts), len(alerts))
        for left in range(kills, -1, -1):
            talking = asyncio.create_task(self._talk(alerts, self.people // (kills + 1)))
            async with Program(config, (), "tests.trials.wired") as program:
                await (self._kill(program, alerts) if left else self._finish(program, alerts))
                self.outputs.append(program.output)
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        return self._findings(kills)

    async def _talk(self, alerts: dict[int, int], share: int) -> None:
        for _ in range(share):
            await asyncio.sleep(self.chance.expovariate(share / (LONGEST_LIFE * 2)))
            self._say(alerts)

    def _say(self, alerts: dict[int, int]) -> None:
        """Let the next of those who are silent speak: every other presses."""
        if self.silent:
            chat = self.silent.pop()
            if chat % 2:
                self.api.say(chat, "/follow shelling")
            else:
                self.api.press(chat, alerts[chat], f"m:{STORY}:6h")

    async def _kill(self, program: Program, alerts: dict[int, int]) -> None:
        """Kill it while it starts (one in ten), just after somebody spoke, or at any moment."""
        kind = self.chance.random()
        if kind < 0.1:
            await asyncio.sleep(self.chance.uniform(0.0, 1.0))
        else:
            await program.until(lambda: "ready" in program.output, "ready", seconds=60.0)
            await asyncio.sleep(self.chance.uniform(0.0, LONGEST_LIFE))
        if kind > 0.5:
            self._say(alerts)
            await asyncio.sleep(self.chance.uniform(0.0, SOON))
        await program.kill()

    async def _finish(self, program: Program, alerts: dict[int, int]) -> None:
        while self.silent:
            self._say(alerts)
        heard = self.people
        await program.until(lambda: self._heard() >= heard, "the last words", seconds=120.0)
        await program.until(lambda: not read(self.folder, _UNHANDLED), "the last answer", seconds=120.0)
        assert (await program.stop())[0] == 0

    def _heard(self) -> int:
        return int(read(self.folder, "SELECT count(*) FROM updates")[0])

    def _findings(self, kills: int) -> Findings:
        found = Findings("spoken")
        typed, pressed = range(1, self.people + 1, 2), range(2, self.people + 1, 2)
        answers = Counter(m.chat_id for m in self.api.accepted if m.text.startswith(ANSWERS))
        calls = [c for c in self.api.requests if c.method.lower() == "answercallbackquery"]
        toasts = Counter(call.params["callback_query_id"] for call in calls)
        took = len(
            read(self.folder, "SELECT DISTINCT chat FROM subscriptions WHERE target = 'topic:shelling'")
        )
        muted = len(read(self.folder, "SELECT DISTINCT chat FROM silences"))
        repeats = answers.total() - len(answers) + toasts.total() - len(toasts)
        found.tell(
            f"{self.people} heard, {kills} kills, followed {took}, muted {muted}, answers {len(answers)}"
        )
        found.tell(f"presses answered {len(toasts)}, answers repeated {repeats}")
        for name, seen, people in (("typed", answers, typed), ("pressed", toasts, pressed)):
            most = max(seen.values(), default=0)
            found.promise(f"{name}: all answered, but {len(seen)}", holds=len(seen) == len(people))
            allowed = min(kills + 1, MOST_LIVES)  # one for each life in which it was begun
            found.tell(f"{name}: most answers to one person {most}")
            found.promise(f"{name}: at most {allowed} answers, but {most}", holds=most <= allowed)
        effects = (took, muted) == (len(typed), len(pressed))
        found.promise(f"every effect is there, but {took} and {muted}", holds=effects)
        kept = read(self.folder, "SELECT id FROM updates WHERE body <> '' OR chat <> 0")
        found.promise(f"nothing said is kept, but of {len(kept)}", holds=not kept)
        wrong = [line for text in self.outputs for line in text.splitlines() if " ERROR " in line]
        found.promise(f"no error is logged, but {wrong[:3]}", holds=not wrong)
        return found


def _tell(connection: Connection, alerts: dict[int, int]) -> None:
    shelling(connection)
    for chat, message in alerts.items():
        if chat != CHAT:  # whom the shelling is told of already
            told(connection, chat, message)


async def trial(folder: Path, kills: int, people: int, seed: int) -> Findings:
    """Kill the program so often while so many people speak; return what came of it."""
    chance = Random(seed)  # noqa: S311 - no secret depends on it
    async with BotApi() as api:
        return await Trial(folder, api, people, chance).run(kills)


def main() -> None:
    """Run one trial and print its figures; exit 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description="Kill the program while people type and press.")
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(trial(Path(folder), words.kills, words.people, words.seed))


if __name__ == "__main__":
    main()
