"""Delivery without a token: alerts in the terminal, from the same outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.text import Text

from bot.outcomes import Sent

if TYPE_CHECKING:
    from rich.console import Console

    from bot.outcomes import Outcome
    from bot.render import Message
    from storage.model import Alert

_COLOURS = {"🔴": "red", "🟠": "yellow", "🔵": "blue"}


class ConsoleSender:
    """Prints alerts as panels; with no console given it prints nothing (``--json`` does that)."""

    is_console = True

    def __init__(self, console: Console | None) -> None:
        self._console = console

    async def ready(self, alert: Alert) -> Outcome | None:
        """Return at once: a terminal has no limits."""

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Print one alert."""
        if self._console is not None:
            self._console.print(panel(message))
        return Sent(alert.id)


def panel(message: Message) -> Panel:
    """Return an alert as a box; whatever a post contains is printed as text."""
    body = Text()
    for line in (message.source, message.when, *message.notes):
        body.append(f"{line}\n", "dim")
    body.append("\n")
    for piece in message.passage:
        body.append(piece.text, "bold" if piece.is_match else "")
    if message.link:
        body.append(f"\n\n{message.link}", "blue underline")
    colour = _COLOURS[message.symbol]
    title = Text(f"{message.symbol} {message.headline}", f"bold {colour}")
    return Panel(body, title=title, title_align="left", border_style=colour)
