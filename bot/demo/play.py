"""The demo: the real program, watching a recorded day that is served on loopback, faster than life."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from bot.app import App
from bot.clock import ScaledClock
from bot.demo.reading import load_day
from bot.demo.server import DemoServer
from bot.running import Output
from bot.setup import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from rich.console import Console, RenderableType

    from bot.demo.day import Day
    from bot.running import Summary
    from bot.setup import Setup

_TICK = 0.1
"""Seconds of life between looks for sources that are due."""

_ENDING = timedelta(minutes=15)
_ENDING_AT_LEAST = 5 * _TICK
"""The day's time, but so many seconds of life at least, in which its last posts are polled too."""


async def play(speed: float, console: Console | None, on_sent: Callable[[dict[str, Any]], None]) -> Summary:
    """Run the day at so many times life's speed: to a console, or as records without one.

    What is stored goes to a temporary folder, which is gone at the end.
    """
    day = load_day()
    end = day.end + max(_ENDING, timedelta(seconds=_ENDING_AT_LEAST * speed))
    clock = ScaledClock(day.start, speed, waiting=True)
    if console is not None:
        _introduce(day, console)
    with TemporaryDirectory() as folder:
        async with DemoServer(day, clock.now) as server:
            setup = demo_setup(day, server.url, Path(folder))
            output = Output(console, on_sent if console is None else lambda _: None)
            async with App(setup, None, clock, output, tick=_TICK) as app:
                clock.begin()
                summary = await _run(app, day.start, end, console)
    if console is not None:
        console.print(closing_table(summary, len(day.outlets)))
    return summary


def demo_setup(day: Day, url: str, folder: Path) -> Setup:
    """Return the set-up under which the day is watched; a configuration as an operator writes it."""
    setup, problems = check(
        {
            **day.watched,
            "console": {"follow": ["all"]},
            "fetch": {
                "telegram_hosts": [url],
                "allow_private": ["127.0.0.1"],
                "per_host": "10/s",
                # A slow start is hours of the day: what happened meanwhile is told all the same.
                "alert_backlog": "12h",
            },
            "polling": {"min_interval": "5m", "max_interval": "10m"},
            "canary": {"every": "0s"},
            "sources": [
                {"kind": outlet.kind, "name": outlet.name, "voice": outlet.voice.value, "home": outlet.home}
                | ({"url": f"{url}/feeds/{outlet.name}.rss"} if outlet.kind == "feed" else {})
                for outlet in day.outlets
            ],
        },
        folder,
    )
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return setup


async def _run(app: App, start: datetime, end: datetime, console: Console | None) -> Summary:
    """Run the program until its clock tells the end, under a bar that tells how far the day is."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = asyncio.create_task(app.run(stop))
    columns = (
        TextColumn("[bold]{task.description}[/]"),
        BarColumn(None, complete_style="red", finished_style="red"),
        TextColumn("{task.fields[told]} alerts"),
    )
    with Progress(*columns, console=console, disable=console is None, transient=True) as progress:
        bar = progress.add_task("", total=(end - start).total_seconds(), told=0)
        while not (running.done() or stop.is_set()) and (now := app.clock.now()) < end:
            local = now.astimezone(app.setup.config.region.timezone)
            told, done = app.delivery.tally.sent, (now - start).total_seconds()
            progress.update(bar, completed=done, told=told, description=f"{local:%d %B %Y, %H:%M}")
            await asyncio.sleep(_TICK)
    stop.set()
    return await running


def _introduce(day: Day, console: Console) -> None:
    start = day.start.strftime("%d %B %Y").lstrip("0")
    console.print(
        f"\n[bold]A recorded day: {start}, the Belgorod border region.[/] All channels are invented and"
        " say so; what they tell follows reported facts.\nThe real program polls them on this machine,"
        " faster than life, without a token and without the internet.\n"
    )


def closing_table(summary: Summary, sources: int) -> RenderableType:
    """Return what the day came to: polled, stored, matched, duplicated and told."""
    polls = summary.polls
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right", style="bold")
    rows = {
        f"polls of {sources} sources": polls.polls,
        "polls that were refused": polls.refused,
        "posts stored": polls.new,
        "posts changed by their authors": polls.revised,
        "times a post was seen again and not stored twice": polls.again + polls.duplicates,
        "posts that matched a topic": polls.matched,
        "alerts told": summary.sent,
        "times an alert has grown since": summary.edited,
        "alerts still owed": summary.waiting,
    }
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    return Panel(table, title="[bold]the day in numbers[/]", title_align="left", expand=False)
