"""The command ``health``: one line and an exit code, for what keeps the program running."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.clock import SystemClock
from bot.health.standings import picture, standings
from bot.health.texts import as_of
from bot.health.verdict import remembered, verdict
from bot.tuning.command_line import FAILED, config_option, loaded, look_into, say, texts_of
from storage import sources
from storage.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.health.standings import Picture
    from bot.setup import Setup


def picture_now(setup: Setup) -> Picture | None:
    """Return how old the picture in the store is; None where there is no store that can be read."""
    try:
        states = look_into(setup.config.database, sources.states)
    except StorageError:
        return None
    now = SystemClock().now()
    return picture(standings(states, setup, now), now)


def tell_age(setup: Setup) -> None:
    """Say on standard error what "nothing was found" is worth."""
    if seen := picture_now(setup):
        say(as_of(seen, texts_of(setup)))


@click.command("health")
@config_option
def health_command(config_path: Path) -> None:
    """Say in one line whether silence can be believed; exit 0 if so, 1 if not.

    It cannot be while alerts are due and nothing is sent, while the way from wire to store or delivery is not
    proved (see [canary]), while polling stands still, or while no source at all can be read. Only the
    database is read, so it may be asked often, and also while the program hangs.
    """
    setup, now = loaded(config_path), SystemClock().now()
    try:
        setup = setup.unlocked()
        known = look_into(setup.config.database, lambda connection: remembered(connection, setup, now))
    except StorageError as error:
        say(str(error))
        sys.exit(FAILED)
    found = verdict(known, setup, now)
    click.echo(found.line)
    if not found.is_healthy:
        sys.exit(FAILED)
