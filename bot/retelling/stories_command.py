"""The command ``stories``: what the stored posts are made into, and why."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click

from bot.clock import SystemClock
from bot.health.command import tell_age
from bot.printing import Lines, Terminal
from bot.retelling.story_records import story_record
from bot.retelling.story_trees import branches, story_tree
from bot.tuning.command_line import config_option, json_option, loaded, stored, texts_of
from bot.tuning.try_command import MOST_DAYS
from storage import stories

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from storage.database import Connection
    from storage.model import Story


@click.command("stories")
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=1, show_default=True, help="How far to look back."
)
@config_option
@json_option
def stories_command(days: int, config_path: Path, *, as_json: bool) -> None:
    """Show each story with its posts, how far it is confirmed, and why they were joined; the newest first.

    Stories are shown of which a post is not older than --days. Also while the program runs.
    """
    setup = loaded(config_path)
    now, texts = SystemClock().now(), texts_of(setup)
    lines, terminal = Lines(), Terminal()

    def show(connection: Connection, story: Story) -> None:
        if as_json:
            lines.print(story_record(connection, story))
        else:
            terminal.print(story_tree(branches(connection, story), texts, now), "")

    if not stored(setup, partial(_each, since=now - timedelta(days=days), show=show)):
        if not as_json:
            click.echo("no story in the last day" if days == 1 else f"no story in the last {days} days")
        tell_age(setup)


def _each(connection: Connection, since: datetime, show: Callable[[Connection, Story], None]) -> int:
    """Show every story since a time, one after the other, so that a year of them needs no memory."""
    found = stories.since(connection, since)
    for story in found:
        show(connection, story)
    return len(found)
