"""What the commands of the command line share: their options, and how they read, say and fail."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from bot.config import ConfigError
from bot.setup import load
from bot.texts import Texts
from monitors import rules
from storage.database import Connection, open_readonly
from storage.errors import StorageError, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.setup import Setup
    from storage.model import Rule

T = TypeVar("T")

FAILED, WRONG = 1, 2

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")


def loaded(path: Path) -> Setup:
    """Return the set-up of a configuration, or end the program with all that is wrong with it."""
    try:
        return load(path)
    except ConfigError as error:
        fail(WRONG, str(error))


def rule_of(text: str, setup: Setup, example: str) -> Rule:
    """Return the rule that was typed, or end the program with the place where it is wrong."""
    try:
        return rules.parse(text, setup.known)
    except rules.RuleError as error:
        fail(WRONG, f"{rules.show(error, text)}\nfor example: {example}")


def look_into(path: Path, look: Callable[[Connection], T]) -> T:
    """Return what a look into a database gives, which it leaves as it is; raises :exc:`StorageError`."""
    with plain_errors(path), closing(open_readonly(path).conn) as raw:
        return look(Connection(raw, execute_plugins=False))


def stored(setup: Setup, look: Callable[[Connection], T]) -> T:
    """Return what a look into the configured database gives, or end the program."""
    try:
        return look_into(setup.config.database, look)
    except StorageError as error:
        fail(FAILED, str(error))


def texts_of(setup: Setup) -> Texts:
    """Return the texts of what is shown here: in English, in the region's time."""
    return Texts(zone=setup.config.region.timezone)


def say(text: str) -> None:
    """Say something on standard error."""
    click.echo(text, err=True)


def fail(code: int, text: str) -> NoReturn:
    """End the program with what is wrong."""
    say(text)
    sys.exit(code)
