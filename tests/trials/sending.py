"""A program that has only alerts to send, over a store that was filled before it starts, and Telegram."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from storage.database import Database, connect
from tests.fakes.bot_api import BotApi
from tests.fakes.gate import Gate
from tests.trials.owing import follow, owe
from tests.trials.program import Program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.trials.findings import Findings

TOGETHER = 900.0
"""Seconds after which a trial has failed that waits for the last alert."""


def write_config(folder: Path, api: str, per_second: float) -> Path:
    """Write the configuration of a program that has nothing to watch, only to send; return its path."""
    path = folder / "config.toml"
    path.write_text(
        f"""
        [telegram]
        api_url = "{api}"
        per_second = {per_second:.1f}
        paid_broadcast = true
        [region]
        languages = ["ru"]
        [canary]
        every = "0s"
        [delivery]
        flood = 0
        catch_up_after = "1d"
        [[topics]]
        name = "shelling"
        severity = "critical"
        rule = '"обстрел"'
        """,
        encoding="utf-8",
    )
    return path


def read(folder: Path, statement: str) -> list[Any]:
    """Return the rows of a statement over a program's store: tuples, or values where there is one column."""
    with closing(connect(folder / "regionwatch.db", readonly=True).conn) as look:
        rows = look.execute(statement).fetchall()
    return [tuple(row) if len(row) > 1 else row[0] for row in rows]


def states(folder: Path) -> Counter[str]:
    """Return how many alerts stand where."""
    return Counter(dict(read(folder, "SELECT state, count(*) FROM alerts GROUP BY state")))


def is_done(folder: Path) -> bool:
    """Tell whether nothing is owed any more."""
    return not read(folder, "SELECT 1 FROM alerts WHERE settled IS NULL LIMIT 1")


def made(folder: Path) -> Path:
    """Return a folder that is there now."""
    folder.mkdir(exist_ok=True)
    return folder


async def fill(folder: Path, chats: int) -> None:
    """Owe one post to so many chats."""
    with Database.open(folder / "regionwatch.db") as database:
        await database.write(follow, datetime.now(UTC), range(1, chats + 1))
        await database.write(owe, datetime.now(UTC))


@dataclass
class Fanned:
    """A fan-out in a folder, the Bot API, the gate in front of it, and how the program is to be run."""

    folder: Path
    chats: int
    api: BotApi
    gate: Gate
    per_second: float = 30.0
    words: tuple[str, ...] = ()

    def program(self, api: str = "") -> Program:
        """Return a run of the program, to be started with ``async with``."""
        config = write_config(self.folder, api or self.gate.url, self.per_second)
        return Program(config, self.words, "tests.trials.wired")

    async def until_sent(self, program: Program, number: int) -> None:
        """Wait until so many messages are there."""
        await program.until(lambda: len(self.api.accepted) >= number, f"{number} messages", TOGETHER)

    async def until_done(self, program: Program) -> None:
        """Wait until nothing is owed."""
        await program.until(lambda: is_done(self.folder), "the end", TOGETHER)

    @property
    def repeats(self) -> str:
        """How much came more than once, in words."""
        copies = self.copies
        return f"repeats {copies.total() - len(copies)}, most copies {max(copies.values(), default=0)}"

    def check(self, found: Findings, most: int = 2) -> Findings:
        """Note what must hold in the end: all is there, each at most so often, and the states say so."""
        stand = states(self.folder)
        found.promise(f"lost 0, but {self.lost}", holds=self.lost == 0)
        found.promise(f"each at most {most} times: {self.repeats}", holds=max(self.copies.values()) <= most)
        found.promise(f"states add up: {dict(stand)}", holds=stand == {"sent": self.chats})
        wrong = self.api.violations
        found.promise(f"Telegram has nothing to object: {wrong[:3]}", holds=not wrong)
        return found

    @property
    def copies(self) -> Counter[int]:
        """How often each chat was told."""
        return Counter(message.chat_id for message in self.api.accepted)

    @property
    def lost(self) -> int:
        """How many chats were never told."""
        return self.chats - len(self.copies)


@asynccontextmanager
async def fanned(
    folder: Path, chats: int, *, per_second: float = 30.0, patience: float = 60.0
) -> AsyncIterator[Fanned]:
    """Begin a fan-out that nobody sends yet; ``patience`` with uncertain alerts is in seconds."""
    await fill(made(folder), chats)
    words = ("--resend-after", str(patience))
    async with BotApi() as api, Gate(urlsplit(api.url).port or 0) as gate:
        yield Fanned(folder, chats, api, gate, per_second, words)
