"""One fan-out, killed with -9 at random moments before it is done: what is lost, and what comes twice.

``python -m tests.trials.killed [--kills 200] [--deliveries 2280] [--seed 1]`` prints the figures. One post is
owed to so many chats. The whole program sends it, as a process of its own, to a Bot API that this process
serves, so what that accepted is known whatever is killed. One kill in ten comes while the program starts, the
others within :data:`LONGEST_RUN` after it is ready. The rate is steered, by what the lives before it have
left to do, to the highest that leaves something to send for every kill that is still to come: so the program
is hit while it sends, as fast as it may. Its patience with uncertain alerts is the real one, 60 s: they go
again when everything else was sent, after the last kill.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from tests.fakes.bot_api import BotApi
from tests.trials.findings import Findings, conclude
from tests.trials.program import Program
from tests.trials.sending import fill, is_done, read, states, write_config

LONGEST_RUN = 0.5
"""Seconds after it is ready within which the program is killed: it begins to send about then."""

KILLED_EARLY = 0.1
"""The part of the kills that come before the program is ready."""

FEW_KILLS = 10
"""Up to so many kills, copies are not averaged."""

MOST_PER_KILL, MOST_COPIES, MOST_SECONDS = 1.6, 2, 2.0
"""Repeats for each kill, copies of one alert, and seconds until sending goes on: what must hold."""

SLOWEST, FASTEST = 10.0, 1000.0
"""Messages a second: what the rate is steered between."""

BUNCH = 0.1
"""Seconds whose messages go at once when the program begins to send."""


@dataclass
class Life:
    """One run of the program up to its kill, in seconds of time.time; 0 for what it did not come to."""

    started: float
    fresh: int = 0
    """The alerts that were never begun before."""
    ready: float = 0.0
    first: float = 0.0
    ended: float = 0.0


@dataclass
class Steering:
    """Finds the rate at which what is left lasts just until the last kill."""

    sending: list[float] = field(default_factory=lambda: [LONGEST_RUN / 2])
    per_second: float = SLOWEST

    def learn(self, life: Life) -> None:
        """Note for how long a life was sending."""
        self.sending.append(life.ended - life.first if life.first else 0.0)

    def aim(self, left: int, kills_left: int) -> None:
        """Set the rate for the next life: those still to come send as long as those before, on average."""
        share = left / (kills_left + 1)
        seconds = mean(self.sending) + BUNCH
        self.per_second = min(max(share / seconds, SLOWEST), FASTEST)


@dataclass
class Result:
    """What came of a trial; ``hit`` are the sends that a kill hit."""

    deliveries: int
    lives: list[Life] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    arrived: Counter[int] = field(default_factory=Counter)
    repeats: int = 0
    hit: int = 0
    states: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        """How often it was killed."""
        return len(self.lives) - 1

    @property
    def copies(self) -> int:
        """How many messages came beyond one for each alert."""
        return self.arrived.total() - len(self.arrived)

    def since(self, begin: str) -> list[float]:
        """Return the seconds from a moment of each life until it went on sending."""
        return [life.first - getattr(life, begin) for life in self.lives if life.first and life.fresh]

    def findings(self) -> Findings:
        """Return the figures, and what was promised and did not hold."""
        found, lost = Findings("killed"), self.deliveries - len(self.arrived)
        most, per_kill = max(self.arrived.values(), default=0), self.copies / max(self.kills, 1)
        found.tell(
            f"{self.deliveries} deliveries, {self.kills} kills, rate {_spread(self.rates)} a second,"
            f" lost {lost}, copies per kill {per_kill:.2f}, most copies of one {most},"
            f" sends hit by a kill {self.hit}, repeats counted {self.repeats}"
        )
        ready, started = self.since("ready"), self.since("started")
        found.tell(
            f"seconds until sending goes on: from ready {_spread(ready)}, from the start of the process"
            f" {_spread(started)} (median, p95, max; {len(ready)} lives)"
        )
        promise = found.promise
        promise(f"lost 0, but {lost}", holds=lost == 0)
        counts = len(self.lives) > FEW_KILLS  # a mean of one or two says nothing
        is_met = per_kill <= MOST_PER_KILL or not counts
        promise(f"copies per kill <= {MOST_PER_KILL}, but {per_kill:.2f}", holds=is_met)
        promise(f"copies of one <= {MOST_COPIES}, but {most}", holds=most <= MOST_COPIES)
        promise(f"sending on within {MOST_SECONDS} s of ready", holds=max(ready) <= MOST_SECONDS)
        promise("each kill hits a fan-out that is not done", holds=all(life.fresh for life in self.lives))
        promise(f"the states add up: {dict(self.states)}", holds=self.states == {"sent": self.deliveries})
        promise("every copy is counted", holds=self.copies <= self.repeats <= self.hit)
        return found


def _spread(values: list[float]) -> str:
    cuts = quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
    return f"{cuts[49]:.2f}, {cuts[94]:.2f}, {max(values):.2f}"


@dataclass
class Trial:
    """The fan-out in a folder, the Bot API, and the program between them; ``patience`` is in seconds."""

    folder: Path
    api: BotApi
    result: Result
    chance: Random
    patience: float = 60.0
    steering: Steering = field(default_factory=Steering)

    async def run(self, kills: int) -> Result:
        """Kill so often, then let the program finish."""
        await fill(self.folder, self.result.deliveries)
        for left in range(kills, -1, -1):
            await self._live(left)
            self.result.hit += states(self.folder)["attempting"]
        self.result.states = states(self.folder)
        self.result.repeats = read(self.folder, "SELECT coalesce(sum(repeats), 0) FROM alerts")[0]
        self.result.arrived = Counter(message.chat_id for message in self.api.accepted)
        return self.result

    async def _live(self, kills_left: int) -> None:
        life = Life(time.time(), states(self.folder)["queued"])
        self.steering.aim(life.fresh, kills_left)
        self.result.rates.append(self.steering.per_second)
        config = write_config(self.folder, self.api.url, self.steering.per_second)
        before = len(self.api.accepted)
        words = ("--resend-after", str(self.patience))
        async with Program(config, words, "tests.trials.wired") as program:
            if kills_left:
                await self._kill(program, life)
            else:
                await program.until(lambda: is_done(self.folder), "the end", seconds=600.0)
                assert (await program.stop())[0] == 0
        life.ended = time.time()
        if found := re.search(r"ready at ([\d.]+)", program.output):
            life.ready = float(found[1])
        after = (message.time for message in self.api.accepted[before:])
        life.first = next((moment for moment in after if life.ready and moment > life.ready), 0.0)
        self.result.lives.append(life)
        self.steering.learn(life)

    async def _kill(self, program: Program, life: Life) -> None:
        if self.chance.random() < KILLED_EARLY:
            began = min((one.ready - one.started for one in self.result.lives if one.ready), default=1.0)
            await _sleep_until(life.started + self.chance.uniform(0.0, began))
        else:
            await program.until(lambda: "ready" in program.output, "ready", seconds=60.0)
            await _sleep_until(time.time() + self.chance.uniform(0.0, LONGEST_RUN))
        await program.kill()


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.time()))


async def trial(folder: Path, kills: int, deliveries: int, seed: int, patience: float = 60.0) -> Result:
    """Kill the program so often during one fan-out; return what came of it."""
    chance = Random(seed)  # noqa: S311 - no secret depends on it
    async with BotApi() as api:
        return await Trial(folder, api, Result(deliveries), chance, patience).run(kills)


async def _found(*words: Any) -> Findings:  # noqa: ANN401 - those of trial
    return (await trial(*words)).findings()


def main() -> None:
    """Run one trial and print its figures; exit 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description="Kill the program at random points of one fan-out.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--deliveries", type=int, default=2280)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(_found(Path(folder), words.kills, words.deliveries, words.seed))


if __name__ == "__main__":
    main()
