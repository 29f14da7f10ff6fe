"""Telegram says "not now": 429 of all kinds, a wait of hours over a restart, and ten minutes of 502.

``python -m tests.trials.storms [--chats 200] [--seed 1]`` prints the figures of five storms on simulated
time, over the real delivery, pacer and reading of answers. A message may never be asked for before what
Telegram demanded is over: of its chat, or of all after a 429 that names no chat and after three chats in a
row. Chats that Telegram had nothing against are told as soon as in a run without any trouble.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.pace import CHATS_IN_A_ROW
from tests.fakes.bot_api_troubles import BAD_GATEWAY, FLOOD_PAGE, flood
from tests.trials.findings import Findings, conclude
from tests.trials.simulated import World, spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.model import AlertState
    from tests.fakes.bot_api_troubles import ApiError
    from tests.fakes.simulated_telegram import Asked

LONG_WAIT = 10_072
"""Seconds: the longest that Telegram is known to have demanded."""

OUTAGE = 600.0
"""Seconds of 502."""

LONGEST_RUN = 4 * 3600.0
"""Simulated seconds after which a run is given up."""

EVERY, STORIES = 20.0, 5
"""Seconds between two stories, and how many there are."""

ROUNDING = 1e-3
"""Seconds: times are stored in thousandths."""

MOST_DELAY = 1.05
"""How much longer than in a calm the untouched may wait, on average."""


@dataclass
class Demands:
    """What Telegram demanded, read off what it was asked; ``wholes`` are pauses of all: from, until."""

    chats: list[tuple[int, float, float]] = field(default_factory=list)
    wholes: list[tuple[float, float]] = field(default_factory=list)

    @classmethod
    def read(cls, asked: Iterable[Asked]) -> Demands:
        """Return the demands in a run."""
        found, row = cls(), dict[int, float]()
        for one in sorted((one for one in asked if one.answered), key=lambda one: one.answered):
            until = one.answered + one.wait
            if not one.wait:
                row.clear()
            elif one.refusal and one.refusal.content_type == "text/html":
                found.wholes.append((one.answered, until))
            else:
                found.chats.append((one.chat, one.answered, until))
                row.pop(one.chat, None)
                row[one.chat] = until
                found._end_row(row, one.answered)
        return found

    def _end_row(self, row: dict[int, float], now: float) -> None:
        if len(row) >= CHATS_IN_A_ROW:
            self.wholes.append((now, min(row.values())))
            row.pop(next(iter(row)))

    def early(self, asked: Iterable[Asked]) -> list[Asked]:
        """Return what was asked for before a demand of its chat or of all was over."""
        return [
            one
            for one in asked
            if any(chat == one.chat and _within(one.at, *span) for chat, *span in self.chats)
            or any(_within(one.at, *span) for span in self.wholes)
        ]


def _within(at: float, begin: float, end: float) -> bool:
    return begin <= at < end - ROUNDING


@dataclass
class Storms:
    """The storms over so many chats, one after the other; each begins with a file of its own."""

    folder: Path
    chats: int
    seed: int
    findings: Findings = field(default_factory=lambda: Findings("storms"))

    def world(self, name: str, *, apart: bool = False) -> World:
        """Return a world in which two thirds of the pace are needed for all stories.

        Every chat is owed each of them or, ``apart``, one: then each story has as many of its own, and
        there is so much room that what goes again takes nobody's turn.
        """
        pace = self.chats / EVERY * (20.0 if apart else 1.5)
        made = World(self.folder / f"{name}.db", per_second=pace)
        for story in range(1, STORIES + 1):
            first = self.chats * (story - 1) * apart
            made.follow(range(first + 1, first + self.chats + 1), f"topic{story}")
            made.publish(EVERY * (story - 1), story, f"topic{story}")
        return made

    async def all(self) -> Findings:
        """Raise every storm."""
        await self.scattered()
        await self.thick()
        await self.hours()
        await self.pages()
        await self.outage()
        return self.findings

    async def scattered(self) -> None:
        """30 % of the chats are refused with waits of 1 to 60 s, never three in a row: the others go on."""
        chance = Random(self.seed)  # noqa: S311 - no secret depends on it
        everybody = range(1, STORIES * self.chats + 1)
        waits = {chat: chance.randint(1, 60) for chat in everybody if chat % 10 in {2, 5, 8}}
        rest = set(everybody) - waits.keys()

        def decide(one: Asked) -> ApiError | None:
            seconds = waits.pop(one.chat, 0)
            return flood(seconds).refusal if seconds else None

        calm, world = self.world("calm", apart=True), self.world("scattered", apart=True)
        await calm.run(LONGEST_RUN)
        world.telegram.decide = decide
        states = await world.run(LONGEST_RUN)
        before, after = spread(calm.delays(rest)), spread(world.delays(rest))
        self._tell("30 % of chats 429", world, states)
        self.findings.tell(
            f"  untouched chats: delay mean {before[0]:.2f} -> {after[0]:.2f} s,"
            f" p99 {before[1]:.2f} -> {after[1]:.2f} s"
        )
        holds = after[0] <= MOST_DELAY * before[0] and after[1] <= before[1] + 1.0
        self.findings.promise(f"others are not delayed: {before} -> {after}", holds=holds)

    async def thick(self) -> None:
        """Each request is refused with a chance of 30 %, so that three in a row happen and pause all."""
        chance = Random(self.seed)  # noqa: S311 - no secret depends on it
        world = self.world("thick")
        world.telegram.decide = lambda _: (
            flood(chance.randint(1, 60)).refusal if chance.random() < 0.3 else None
        )
        self._tell("30 % of requests 429", world, await world.run(LONGEST_RUN))

    async def hours(self) -> None:
        """One chat is to wait for hours: two restarts, and another story meanwhile, make it no shorter."""
        world, one = World(self.folder / "hours.db"), self.chats // 2
        world.follow(range(1, self.chats + 1))
        world.follow([one], "fire")
        world.publish(0.0, 1)
        world.publish(300.0, 2, "fire")
        world.telegram.decide = lambda asked: (
            flood(LONG_WAIT).refusal
            if asked.chat == one and not any(was.wait for was in world.telegram.asked)
            else None
        )
        for until in (120.0, 5000.0):
            await world.run(until)
        states = await world.run(LONGEST_RUN)
        self._tell(f"one wait of {LONG_WAIT} s, 2 restarts", world, states)
        again = min((sent.at for sent in world.telegram.accepted if sent.chat == one), default=0.0)
        self.findings.tell(f"  its chat is sent to again after {again:.1f} s")

    async def pages(self) -> None:
        """Every hundredth request is answered with a 429 that is a page and names no time."""
        world = self.world("pages")
        world.telegram.decide = lambda _: (
            FLOOD_PAGE.refusal if len(world.telegram.asked) % 100 == 50 else None
        )
        self._tell("429 as HTML", world, await world.run(LONGEST_RUN))

    async def outage(self) -> None:
        """For ten minutes all is answered by a gateway: whether something was sent stays open."""
        world = self.world("outage")
        world.telegram.decide = lambda one: BAD_GATEWAY.refusal if one.at < OUTAGE else None
        states = await world.run(LONGEST_RUN)
        self._tell("10 min of 502", world, states)
        refused = [one for one in world.telegram.asked if one.refusal]
        last = max((one.answered for one in world.telegram.accepted), default=0.0)
        self.findings.tell(
            f"  {len(refused)} requests in the outage, all delivered {last - OUTAGE:.0f} s after it"
        )

    def _tell(self, name: str, world: World, states: dict[AlertState, int]) -> None:
        asked, copies = world.telegram.asked, world.copies
        demands = Demands.read(asked)
        early = demands.early(asked)
        missing = world.owed.keys() - copies.keys() - world.gathered
        most = max(copies.values(), default=0)
        self.findings.tell(
            f"{name}: {len(world.owed)} alerts, {len(asked)} requests, {len(demands.chats)} waits of chats,"
            f" {len(demands.wholes)} of all, early {len(early)}, undelivered {len(missing)},"
            f" told in summaries {len(world.gathered)},"
            f" most copies {most}, done after {world.time.now:.0f} s"
        )
        promise = self.findings.promise
        promise(f"{name}: never early, but {len(early)} were: {early[:3]}", holds=not early)
        promise(f"{name}: all are delivered, but not {sorted(missing)[:9]}", holds=not missing)
        promise(f"{name}: each once, but one {most} times", holds=most <= 1)
        held = {state.value: number for state, number in states.items() if number}
        promise(f"{name}: the states add up: {held}", holds=sum(states.values()) == world.enqueued)


def main() -> None:
    """Raise the storms and print the figures."""
    parser = argparse.ArgumentParser(description="Telegram says not now.")
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(Storms(Path(folder), words.chats, words.seed).all())


if __name__ == "__main__":
    main()
