"""What a trial found: its figures, and the promises that it saw broken."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any


@dataclass
class Findings:
    """Lines of figures, and each broken promise in words."""

    name: str
    figures: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def tell(self, figure: str) -> None:
        """Add a line of figures."""
        self.figures.append(figure)

    def promise(self, words: str, *, holds: bool) -> None:
        """Note a promise that does not hold; ``words`` say what should, and what was seen instead."""
        if not holds:
            self.broken.append(words)

    def add(self, other: Findings) -> None:
        """Take in what a part of the trial found."""
        part = other.name.removeprefix(f"{self.name}, ")
        self.figures += [f"{part}: {figure}" for figure in other.figures]
        self.broken += [f"{part}: {words}" for words in other.broken]


def conclude(trial: Coroutine[Any, Any, Findings]) -> None:
    """Run a trial, print what it found, and exit 1 where a promise was broken."""
    logging.disable()  # thousands of lines about what the trial does to the program
    findings = asyncio.run(trial)
    for line in (*findings.figures, *(f"BROKEN: {words}" for words in findings.broken)):
        print(f"{findings.name}: {line}")  # noqa: T201 - the figures are what it is for
    sys.exit(bool(findings.broken))
