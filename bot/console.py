"""Delivery without a token: alerts in the terminal, from the same outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.text import Text

from bot.outcomes import Sent
from bot.render import Message

if TYPE_CHECKING:
    from rich.console import Console

    from bot.outcomes import Outcome
    from bot.render import Written
    from storage.model import Alert

_COLOURS = {"🔴": "red", "🟠": "yellow", "🔵": "blue", "🟢": "green"}


class ConsoleSender:
    """Prints alerts as panels; with no console given it prints nothing (``--json`` does that)."""

    is_console = True

    def __init__(self, console: Console | None) -> None:
        self._console = console

    def pause(self, peer: int, seconds: float) -> None:
        """Go on: a terminal demands no pause."""

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Return at once: a terminal has no limits."""

    async def send(self, alert: Alert, message: Written) -> Outcome:
        """Print one alert."""
        if self._console is not None:
            self._console.print(panel(message))
        return Sent(alert.id)

    async def edit(self, alert: Alert, message: Written) -> Outcome:
        """Print in one line how a story stands: what was printed cannot be changed."""
        if self._console is not None:
            self._console.print(update(message), overflow="ellipsis", no_wrap=True)
        return Sent(alert.id)


def panel(message: Written) -> Panel:
    """Return a message as a box; whatever a post contains is printed as text."""
    title, body = _alert(message) if isinstance(message, Message) else _plain(message)
    if message.link:
        body.append(f"\n\n{message.link}", "blue underline")
    colour = _COLOURS.get(title[:1], "")
    return Panel(body, title=Text(title, f"bold {colour}"), title_align="left", border_style=colour or "none")


def _alert(message: Message) -> tuple[str, Text]:
    body = Text()
    for note in message.notes:
        body.append(f"{note}\n")
    body.append(f"\n{message.attribution}\n" if message.attribution else "\n", "dim")
    for piece in message.passage:
        body.append(piece.text, "bold" if piece.is_match else "")
    if below := (*message.tail, *message.folded):
        body.append("\n\n" + "\n".join(below), "dim")
    return f"{message.symbol} {message.headline}", body


def _plain(message: Written) -> tuple[str, Text]:
    title, _, rest = message.as_text().partition("\n")
    return title, Text(rest.lstrip("\n"))


def update(message: Written) -> Text:
    """Return one line that says how a story stands now."""
    if isinstance(message, Message):
        standing = " · ".join([f"{message.symbol} {message.headline}", *message.notes])
    else:
        standing = _plain(message)[0]
    return Text(f"↻ {standing}".replace("\n", " "), "dim")
