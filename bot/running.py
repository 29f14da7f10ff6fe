"""Where a run's alerts appear, and what a run has come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from bot.polling import PollTally


@dataclass(frozen=True)
class Output:
    """Where alerts appear: panels on a console (None: nowhere), and records for machines."""

    console: Console | None = None
    on_sent: Callable[[dict[str, Any]], None] | None = None


@dataclass(frozen=True)
class Summary:
    """What a run has come to, in numbers; ``as_of`` says how old the picture is.

    ``sent`` counts messages that sound, ``edited`` those that have grown since.
    """

    polls: PollTally
    sent: int
    waiting: int
    as_of: str = ""
    edited: int = 0
