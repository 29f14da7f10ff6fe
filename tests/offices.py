"""A program with a configuration file, and an operator who works on it in chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.desk import Desk
from bot.reloading.reload import Reload
from bot.setup import load
from storage import sources
from tests.chatting import Person
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.setup import Setup
    from monitors.fetch import Fetcher
    from storage.database import Database

TOPICS = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел"
[[topics]]
name = "power cut"
rule = '"без света"'
"""


def source_lines(*names: str) -> str:
    """Return the lines that configure channels."""
    return "".join(f'[[sources]]\nkind = "telegram"\nname = "{name}"\n' for name in names)


class Office:
    """A program that takes over what is changed; ``operator`` talks with it."""

    def __init__(self, database: Database, path: Path, fetcher: Fetcher | None = None) -> None:
        self.setup = load(path)
        self.clock = InstantClock()
        self.database = database
        reload = Reload(path, self, self.clock)
        desk = Desk(database, self.setup, self.clock, reload, fetcher=fetcher)
        self.operator = Person(desk, operator=True)

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up."""
        await self.database.write(sources.configure, setup.sources)
        self.setup = setup
        self.operator.desk = replace(self.operator.desk, setup=setup)

    def tell_operators(self, lines: Sequence[str], but: int | None = None) -> None:
        """Tell nobody."""

    async def open(self, *labels: str) -> Person:
        """Open the screen for operators and press these buttons one after another."""
        await self.operator.say("/admin")
        for label in labels:
            await self.operator.press(label)
        return self.operator


def written(path: Path, text: str) -> Path:
    """Write a file; return its path."""
    path.write_text(text, encoding="utf-8")
    return path


async def opened(database: Database, path: Path, text: str, fetcher: Fetcher | None = None) -> Office:
    """Write a configuration, and return the program that works by it."""
    office = Office(database, written(path, text), fetcher)
    await database.write(sources.configure, office.setup.sources)
    return office
