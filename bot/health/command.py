"""The command ``health``: one line and an exit code, for what keeps the program running."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.clock import SystemClock
from bot.health import canary
from bot.health.standings import picture, standings
from bot.health.texts import as_of
from bot.tuning.command_line import FAILED, config_option, loaded, look_into, say, texts_of
from monitors.health import LATE_AFTER
from storage import sources
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.health.standings import Picture
    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import SourceState


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

    It cannot be while polling stands still, while the way from wire to store is not proved (see [canary]), or
    while no source at all can be read. Only the database is read, so it may be asked often.
    """
    setup = loaded(config_path)
    try:
        states, proof = look_into(setup.config.database, _remembered)
    except StorageError as error:
        say(str(error))
        sys.exit(FAILED)
    now = SystemClock().now()
    seen = picture(standings(states, setup, now), now)
    problem = problem_of(states, proof, seen, setup)
    age = as_of(seen, texts_of(setup))
    click.echo(f"not healthy: {problem}. {age}" if problem else f"healthy. {age}{_proved(proof, setup, now)}")
    if problem:
        sys.exit(FAILED)


def problem_of(
    states: Sequence[SourceState], proof: datetime | None, seen: Picture, setup: Setup
) -> str | None:
    """Return why silence cannot be believed, None where it can. A set-up without sources is in order."""
    texts, every = texts_of(setup), setup.config.canary.every
    if every and proof is None:
        return "the way from wire to store has not been proved yet"
    if every and proof is not None and seen.at - proof > LATE_AFTER * every:
        return f"the way from wire to store was proved {texts.age(seen.at - proof)} for the last time"
    looks = [state.last_attempt for state in states if state.last_attempt]
    longest = max((one.longest for one in setup.rhythms.values()), default=None)
    if longest and states and (not looks or seen.at - max(looks) > LATE_AFTER * longest):
        age = texts.age(seen.at - max(looks)) if looks else "never"
        return f"polling stands still, the last poll was {age}"
    return "no source can be read" if seen.total and not seen.heard else None


def _remembered(connection: Connection) -> tuple[list[SourceState], datetime | None]:
    return sources.states(connection), sources.state(connection, canary.KEY).last_post


def _proved(proof: datetime | None, setup: Setup, now: datetime) -> str:
    if not proof or not setup.config.canary.every:
        return ""
    return f" The way from wire to store was proved {texts_of(setup).age(now - proof)}."
