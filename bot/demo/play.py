"""The demo: the real program, watching a recorded day that is served on loopback, faster than life."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from bot.app import App, Output
from bot.clock import ScaledClock
from bot.demo.reading import load_day
from bot.demo.server import DemoServer
from bot.setup import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from rich.console import Console

    from bot.app import Summary
    from bot.demo.day import Day
    from bot.setup import Setup

_TICK = 0.1
_ENDING = timedelta(minutes=15)
"""Time of the day that is added, so that its last posts are polled too."""


async def play(speed: float, console: Console | None, on_sent: Callable[[dict[str, Any]], None]) -> Summary:
    """Run the day at so many times life's speed: to a console, or as records without one."""
    day = load_day()
    clock = ScaledClock(day.start, speed)
    if console is not None:
        _introduce(day, console)
    with TemporaryDirectory() as folder:
        async with DemoServer(day, clock.now) as server:
            setup = demo_setup(day, server.url, Path(folder))
            output = Output(console, on_sent if console is None else lambda _: None)
            async with App(setup, None, clock, output, tick=_TICK) as app:
                summary = await _run(app, day, console)
    if console is not None:
        console.print(_table(summary, len(day.outlets)))
    return summary


def demo_setup(day: Day, url: str, folder: Path) -> Setup:
    """Return the set-up under which the day is watched; a configuration as an operator writes it."""
    setup, problems = check(
        {
            "console": {"follow": ["all"]},
            "fetch": {"telegram_hosts": [url], "allow_private": ["127.0.0.1"], "per_host": "10/s"},
            "region": {"timezone": day.timezone},
            "polling": {"min_interval": "5m", "max_interval": "10m"},
            "sources": [
                {"kind": outlet.kind, "name": outlet.name, "voice": outlet.voice.value}
                | ({"url": f"{url}/feeds/{outlet.name}.rss"} if outlet.kind == "feed" else {})
                for outlet in day.outlets
            ],
            "topics": [
                {"name": topic.name, "severity": topic.severity.word, "rule": topic.rule.strip()}
                for topic in day.topics
            ],
        },
        folder,
    )
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return setup


async def _run(app: App, day: Day, console: Console | None) -> Summary:
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    columns = (TextColumn("{task.description}"), BarColumn(None), TextColumn("{task.fields[told]} alerts"))
    with Progress(*columns, console=console, disable=console is None, transient=True) as progress:
        seconds = (day.end + _ENDING - day.start).total_seconds()
        bar = progress.add_task("", total=seconds, told=0)
        while not running.done() and (left := day.end + _ENDING - app.clock.now()) > timedelta():
            local = app.clock.now().astimezone(app.setup.config.region.timezone)
            told, done = app.delivery.tally.sent, seconds - left.total_seconds()
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


def _table(summary: Summary, sources: int) -> Table:
    polls = summary.polls
    table = Table("the day in numbers", "", box=None, header_style="bold")
    table.columns[1].justify = "right"
    rows = {
        f"polls of {sources} sources": polls.polls,
        "polls that were refused": polls.refused,
        "posts stored": polls.new,
        "posts changed by their authors": polls.revised,
        "times a post was seen again and not stored twice": polls.again + polls.duplicates,
        "posts that matched a topic": polls.matched,
        "alerts told": summary.sent,
        "alerts still owed": summary.waiting,
    }
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    return table
