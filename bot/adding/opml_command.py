"""The commands ``sources export`` and ``sources import``: lists of subscriptions out and in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import parts
from bot.adding import opml
from bot.adding.command import change, config_option
from bot.adding.finding_out import Scout
from bot.adding.lists import listed, outlines
from bot.adding.reasons import reason
from bot.adding.writing import added
from bot.clock import SystemClock
from bot.passage import plain
from bot.printing import Lines
from bot.reloading.files import replace_file
from bot.reloading.layers import override_path
from bot.tuning.command_line import FAILED, fail, json_option, loaded, say, stored, texts_of
from monitors.exchange import Refused
from storage import sources
from storage.model import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.adding.lists import Listed
    from bot.setup import Setup

_AT_ONCE = 20
"""Sources that are polled at the same time; each may bring a page of megabytes."""

_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command("export")
@_file
@config_option
def export_command(file: Path, config_path: Path) -> None:
    """Write the sources to FILE as OPML, the list that feed readers exchange.

    They read its feeds; "sources import" reads all of it.
    """
    setup = loaded(config_path)
    document = opml.written(setup.config.region.name or "regionwatch", outlines(setup, _titles(setup)))
    try:
        replace_file(file, document)
    except OSError as error:
        fail(FAILED, f"{file}: cannot be written ({error.strerror})")
    click.echo(f"{file}: {len(setup.sources)} sources")


@click.command("import")
@_file
@click.option(
    "--check", "is_checked", is_flag=True, help="Poll each new source once; leave out what refuses."
)
@click.option(
    "--voice",
    type=click.Choice([voice.value for voice in Voice]),
    default=Voice.CHANNEL.value,
    show_default=True,
    help="Whose word those are that the list does not say it of.",
)
@config_option
@json_option
def import_command(file: Path, voice: str, config_path: Path, *, is_checked: bool, as_json: bool) -> None:
    """Add the sources of FILE, an OPML list of any feed reader, and say what is left out and why.

    Nothing is asked for without --check. What is added goes to the override file, all of it or nothing.
    """
    setup = loaded(config_path)
    found = list(listed(_read(file), setup, Voice(voice)))
    if is_checked:
        found = asyncio.run(_checked(found, setup))
    new = [one.entry for one in found if one.entry is not None]
    if new:
        change(config_path, added(new))
    for one in found:
        _tell(one, as_json=as_json)
    say(f"{len(new)} sources added to {override_path(config_path).name}, {len(found) - len(new)} left out")


def _titles(setup: Setup) -> dict[str, str]:
    """Return what the networks call the sources, as far as they were read before."""
    if not setup.config.database.exists():
        return {}
    return {state.source: state.title for state in stored(setup, sources.states)}


def _read(file: Path) -> list[opml.Outline]:
    """Return the subscriptions of a file, or end the program; of a file no more is read than may be."""
    try:
        with file.open("rb") as stream:
            body = stream.read(opml.MOST_BYTES + 1)
        found = opml.read(body)
    except OSError as error:
        fail(FAILED, f"{file}: cannot be read ({error.strerror})")
    except opml.NoOpml as error:
        fail(FAILED, f"{file}: {error}")
    if opml.is_cut_off(body):
        say(f"{file}: it ends in the middle, without </opml>: what came behind is missing")
    return found


async def _checked(found: Sequence[Listed], setup: Setup) -> list[Listed]:
    """Poll what is new once, some at a time, and leave out what cannot be read."""
    clock, places = SystemClock(), asyncio.Semaphore(_AT_ONCE)

    async def check(one: Listed) -> Listed:
        async with places:
            return await _check(one, scout, setup)

    async with parts.fetcher(setup, clock) as fetcher:
        scout = Scout(setup, fetcher)
        return await asyncio.gather(*map(check, found))


async def _check(one: Listed, scout: Scout, setup: Setup) -> Listed:
    answer = await scout.check(one.entry) if one.entry is not None else None
    if isinstance(answer, Refused):
        return one._replace(entry=None, why_not=reason(answer, texts_of(setup)))
    return one


def _tell(one: Listed, *, as_json: bool) -> None:
    if as_json:
        entry = one.entry.model_dump(mode="json") if one.entry else {}
        Lines().print({"source": one.what, **entry, "added": one.entry is not None, "reason": one.why_not})
    elif one.entry is None:
        click.echo(plain(f"left out: {one.what}: {one.why_not}"))
    else:
        click.echo(plain(f"added: {one.what}"))
