"""The command line. Exit 0: done. 1: it failed. 2: the words or the configuration are off."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import __version__
from bot.adding.command import add_command, remove_command
from bot.adding.opml_command import export_command, import_command
from bot.app import App
from bot.clock import SystemClock
from bot.config import KeyFileError
from bot.demo.play import play
from bot.finding import find
from bot.gazetteer.init import init
from bot.health.command import health_command, tell_age
from bot.health.standings import picture, standings, stands
from bot.health.texts import as_of
from bot.key_commands import decrypt_command, make_key_command
from bot.logs import set_up_logging
from bot.printing import Lines, Terminal
from bot.retelling.replay_command import replay_command
from bot.retelling.stories_command import stories_command
from bot.running import Output, Summary
from bot.tables import found_record, found_text, source_record, sources_table
from bot.telegram_bot import TokenRefused
from bot.tuning.command_line import FAILED, WRONG
from bot.tuning.command_line import config_option as _config_option
from bot.tuning.command_line import fail as _fail
from bot.tuning.command_line import json_option as _json_option
from bot.tuning.command_line import loaded as _loaded
from bot.tuning.command_line import rule_of as _rule
from bot.tuning.command_line import say as _say
from bot.tuning.command_line import stored as _stored
from bot.tuning.command_line import texts_of as _texts
from bot.tuning.doubts import doubts
from bot.tuning.explain_command import explain_command
from bot.tuning.match_command import match_command
from bot.tuning.try_command import try_command
from storage import posts, sources
from storage.backup import backup
from storage.errors import StorageError
from storage.model import SourceState

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.setup import Setup


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="regionwatch", message="%(prog)s %(version)s")
def main() -> None:
    """Watch public channels for what happens in one region, and tell subscribers."""


@main.command()
@_config_option
@click.option("--once", is_flag=True, help="Poll each source once, deliver what is owed, and exit.")
@_json_option
def run(config_path: Path, *, once: bool, as_json: bool) -> None:
    """Watch the sources and send alerts; without a token, to this terminal."""
    setup = _loaded(config_path)
    token = _token(setup, config_path)
    set_up_logging(token)
    if not setup.sources:
        _say(f"{config_path}: no sources are configured, so there is nothing to watch")
    if token is None and setup.config.telegram.token_file is not None:
        _say(f"{setup.config.telegram.token_file} is not there: alerts go to this terminal")
    app = App(setup, token, SystemClock(), _output(as_json=as_json))
    app.watch(config_path)
    try:
        summary = asyncio.run(_run(app, once=once))
    except (StorageError, TokenRefused) as error:
        _fail(FAILED, str(error))
    if once:
        _say(told(summary))


def _output(*, as_json: bool) -> Output:
    """Return where alerts appear; one that nobody reads stays owed, and the program stops."""
    lines = Lines(must_be_read=True)
    return Output(None, lines.print) if as_json else Output(Terminal(must_be_read=True))


async def _run(app: App, *, once: bool) -> Summary:
    async with app:
        if once:
            return await app.once()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        at_terminal = os.isatty(0)

        def hang_up() -> None:
            # A terminal that was closed sends the same signal as an operator who changed the file.
            if at_terminal and not os.isatty(0):
                stop.set()
            else:
                app.ask_reload()

        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hang_up)
        return await app.run(stop)


@main.command()
@_config_option
def check(config_path: Path) -> None:
    """Check the configuration and say everything that is wrong with it.

    What is right but odd is told too, on standard error: rules that can never hold, words without
    forms, and words that mostly stand in stored posts outside the region. The exit code is 0 then.
    """
    setup = _loaded(config_path)
    _token(setup, config_path)
    try:
        setup.unlocked()
    except KeyFileError as error:
        _fail(WRONG, str(error))
    click.echo(f"{config_path}: right, {len(setup.sources)} sources and {len(setup.topics)} topics")
    for doubt in doubts(setup):
        _say(f"warning: {doubt}")


@main.command()
@click.argument("rule")
@_config_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most posts.")
@_json_option
def search(rule: str, config_path: Path, limit: int, *, as_json: bool) -> None:
    """Find stored posts by a RULE, the newest first; also while the program runs."""
    setup = _loaded(config_path)
    parsed = _rule(rule, setup, "regionwatch search '\"Гора-Подол\" OR Козинка'")
    found = _stored(
        setup, lambda connection: find(connection, parsed, setup.vocabulary, setup.watched, limit)
    )
    if as_json:
        lines = Lines()
        for one in found:
            lines.print(found_record(one))
    elif found:
        Terminal().print(found_text(found, _texts(setup), SystemClock().now()))
    else:
        click.echo("no stored post fits")
    if not found:
        tell_age(setup)


@main.group("sources", invoke_without_command=True)
@_config_option
@_json_option
@click.pass_context
def sources_command(context: click.Context, config_path: Path, *, as_json: bool) -> None:
    """Show every source: how fresh it is, and what is wrong with it; or change which there are."""
    if context.invoked_subcommand is not None:
        return
    setup = _loaded(config_path)
    now = SystemClock().now()
    states = {source.key: SourceState(source.key) for source in setup.sources}
    counts: dict[str, int] = {}
    if setup.config.database.exists():
        known, counts = _stored(
            setup, lambda connection: (sources.states(connection), posts.counts(connection))
        )
        states |= {state.source: state for state in known}
    if not as_json:
        stand = standings((states[source.key] for source in setup.sources), setup, now)
        Terminal().print(sources_table(stand, setup.watched, _texts(setup), now))
        click.echo(as_of(picture(stand, now), _texts(setup)))
        return
    lines = Lines()
    for source in setup.sources:
        lines.print(source_record(source, stands(states[source.key], setup, now), counts.get(source.key, 0)))


@main.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_config_option
def backup_command(file: Path, config_path: Path) -> None:
    """Copy the database to FILE, also while the program runs, and check the copy."""
    setup = _loaded(config_path)
    try:
        size = backup(setup.config.database, file)
    except StorageError as error:
        _fail(FAILED, str(error))
    click.echo(f"{file}: {size:,} bytes, checked")


@main.command()
@click.option("--speed", type=click.FloatRange(min=1), default=1500, show_default=True, help="Times life.")
@_json_option
def demo(speed: float, *, as_json: bool) -> None:
    """Watch a recorded day on this machine, faster than life: no token, no internet."""
    set_up_logging(level=logging.ERROR)
    asyncio.run(play(speed, Terminal() if not as_json else None, Lines().print))


for command in (
    init,
    match_command,
    explain_command,
    try_command,
    health_command,
    stories_command,
    replay_command,
    make_key_command,
    decrypt_command,
):
    main.add_command(command)
for command in (add_command, remove_command, export_command, import_command):
    sources_command.add_command(command)


def told(summary: Summary) -> str:
    """Return what one run came to, in a sentence, and how old the picture is, in another."""
    polls = summary.polls
    left_alone = f", {polls.held} left alone" if polls.held else ""
    return (
        f"{polls.polls} sources polled ({polls.refused} refused{left_alone}), {polls.new} posts new,"
        f" {polls.revised} changed, {polls.matched} matched;"
        f" {summary.sent} alerts sent, {summary.waiting} waiting\n{summary.as_of}"
    ).rstrip()


def _token(setup: Setup, config_path: Path) -> SecretStr | None:
    try:
        return setup.config.token()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        _fail(WRONG, f"{config_path}: telegram.token_file: expected a readable file ({reason})")
