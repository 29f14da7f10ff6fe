"""The commands under ``sources``: add one by its address, remove one."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import parts
from bot.adding.finding_out import Finding, Scout
from bot.adding.probing import what_matches
from bot.adding.showing import found_lines, found_record, refused_lines
from bot.adding.writing import AlreadyThere, Wanted, added, entry_of
from bot.clock import SystemClock
from bot.config import ConfigError
from bot.passage import plain
from bot.printing import Lines
from bot.reloading import overrides
from bot.reloading.layers import override_path, read_layers
from bot.tuning.command_line import FAILED, WRONG, fail, json_option, loaded, say, texts_of
from bot.tuning.source_names import SourceNames
from monitors.sources import KINDS
from storage.model import Voice

if TYPE_CHECKING:
    from typing import Any

    from bot.adding.probing import Probe
    from bot.reloading.overrides import Edit
    from bot.setup import Setup


def _config_of_the_group() -> object:
    """Return the configuration that was named before the subcommand, or the usual one."""
    above = click.get_current_context().parent
    return above.params["config_path"] if above and "config_path" in above.params else "config.toml"


config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=_config_of_the_group,
    show_default="config.toml",
    help="The configuration file.",
)


@click.command("add")
@click.argument("address")
@click.option("--voice", type=click.Choice([voice.value for voice in Voice]), help="Whose word it is.")
@click.option("--home", metavar="PLACE", help="The place that it writes about.")
@click.option("--name", help="What it is to be called, where its network does not say.")
@click.option("--kind", type=click.Choice([*KINDS]), help="Its network, if it is not to be found out.")
@click.option("--pick", type=click.IntRange(min=1), metavar="N", help="Take the Nth of a page's feeds.")
@click.option(
    "--select", multiple=True, metavar="KEY=SELECTOR", help="How to read a web page; again for more."
)
@click.option("--yes", "-y", is_flag=True, help="Add it without asking.")
@config_option
@json_option
def add_command(address: str, config_path: Path, *, yes: bool, as_json: bool, **said: Any) -> None:  # noqa: ANN401 - options of several types
    """Find out what ADDRESS is, show its newest posts and what would have matched, and add it.

    ADDRESS is written as people copy it: t.me/name, https://example.org, a profile's page, @name. What is
    added goes to the override file beside the configuration; a running program takes it over by itself.
    Where nobody can be asked, --yes is needed.
    """
    setup = loaded(config_path)
    finding, found = _found(setup, address, _wanted(**said))
    seen = what_matches(found.posts, found.source, setup)
    if not as_json:
        for line in found_lines(finding, found, seen, texts_of(setup), SystemClock().now()):
            click.echo(plain(line))
    if not yes and not sys.stdin.isatty():
        if as_json:
            Lines().print(found_record(finding, found, seen, added=False))
        fail(WRONG, f"{plain(found.source.key)} was not added: nobody can be asked here, so say --yes")
    if not yes:
        click.confirm(f"Add {plain(found.source.key)}?", abort=True, err=True)
    change(config_path, added([finding.entry] if finding.entry else []))
    if as_json:
        Lines().print(found_record(finding, found, seen, added=True))
    else:
        file = override_path(config_path).name
        say(f"{plain(found.source.key)} is in {file} now; a running program takes it over by itself")


@click.command("remove")
@click.argument("name")
@config_option
def remove_command(name: str, config_path: Path) -> None:
    """Take the source NAME out again, if it was added by a command or from chat.

    NAME is kind:name, or the name alone. What stands in the configuration itself is taken out there.
    """
    setup = loaded(config_path)
    source = SourceNames(setup.sources).named(name)
    if (entry := entry_of(source.key, setup)) is None:
        fail(WRONG, f"{plain(name)}: there is no such source")
    named = {"kind": entry.kind, "name": entry.name}
    layers, over = read_layers(config_path), override_path(config_path).name
    if overrides.held(layers.override, "sources", **named) is None:
        fail(WRONG, f"{source.key} stands in {config_path.name}: take it out there")
    change(config_path, overrides.remove("sources", **named))
    left = overrides.held(layers.base, "sources", **named)
    click.echo(
        f"{source.key}: taken out of {over}" + (f"; it stands in {config_path.name} too" if left else "")
    )


# --- finding out ------------------------------------------------------------------------------


def _wanted(select: tuple[str, ...], **said: Any) -> Wanted:  # noqa: ANN401 - options of several types
    """Return what was said of the source, or end the program."""
    pairs = [one.partition("=") for one in select]
    if odd := next((key for key, equals, value in pairs if not equals or not value), None):
        fail(WRONG, f"--select: expected KEY=SELECTOR, as in item=article, got {plain(odd)}")
    selectors = {key.strip(): value.strip() for key, _, value in pairs}
    given = {name: value for name, value in said.items() if value is not None}
    if selectors and "kind" not in given:
        given["kind"] = next((kind.KIND for kind in KINDS.values() if kind.SELECTS), "")
    return Wanted(**given | {"select": selectors, "voice": Voice(given.get("voice", Voice.CHANNEL))})


def _found(setup: Setup, address: str, wanted: Wanted) -> tuple[Finding, Probe]:
    """Return what an address is, or end the program with the reason why it cannot be added."""
    try:
        finding = asyncio.run(_look(setup, address, wanted))
    except ValueError as error:
        fail(WRONG, plain(str(error)))
    if finding.probe is None:
        there = finding.already is not None or not finding.refusals
        fail(WRONG if there else FAILED, plain("\n".join(refused_lines(finding, texts_of(setup)))))
    return finding, finding.probe


async def _look(setup: Setup, address: str, wanted: Wanted) -> Finding:
    clock = SystemClock()
    async with parts.fetcher(setup, clock) as fetcher:
        return await Scout(setup, fetcher).find_out(address, wanted)


# --- writing down -----------------------------------------------------------------------------


def change(path: Path, edit: Edit) -> None:
    """Change the override file, or end the program: nothing is written then."""
    try:
        overrides.change(path, edit, at=SystemClock().now())
    except AlreadyThere as error:
        fail(WRONG, f"{plain(str(error))}")
    except ConfigError as error:
        fail(WRONG, plain(str(error)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fail(FAILED, f"{override_path(path)} cannot be written ({reason})")
