"""Adding and removing sources from chat: for operators alone, into the override file, and at once at work."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from bot.adding.finding_out import Scout
from bot.adding.probing import what_matches
from bot.adding.showing import found_lines, refused_lines
from bot.adding.writing import AlreadyThere, Wanted, added, entry_of
from bot.commands.changing import change
from bot.commands.desk import Answer, lines
from bot.config import ConfigError
from bot.config_values import nearest, shown
from bot.names import voice_name
from bot.passage import escape
from bot.reloading.overrides import remove
from bot.tuning.source_names import SourceNames
from monitors.sources import KINDS
from storage.model import Voice

if TYPE_CHECKING:
    from bot.adding.finding_out import Finding
    from bot.commands.desk import Asked, Desk
    from bot.reloading.reload import Reload
    from monitors.fetch import Fetcher

_ADD, _REMOVE = "add", "remove"
_SAID = re.compile(r"""\s+(?P<key>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<value>\S+))""", re.IGNORECASE)
_KEYS = ("voice", "home", "name", "kind", "pick")
_LONGEST_PICK = 4


async def source(desk: Desk, asked: Asked) -> Answer:
    """List the sources, look at one by its address, add it (``add ADDRESS``) or ``remove NAME``.

    Whether an operator asks is looked at here: that the command stands in no menu keeps nobody away.
    """
    say = asked.texts.say
    if not asked.is_operator:
        return lines(say("Only operators can do that."))
    if not asked.argument:
        return _all(desk, asked)
    if desk.reload is None or desk.fetcher is None:
        return lines(say("There is no file in which a change could be kept."))
    verb, rest, *_ = [*asked.argument.split(maxsplit=1), ""]
    if verb.casefold() == _REMOVE and rest:
        return await _removed(rest.strip(), desk, desk.reload, asked)
    is_added = verb.casefold() == _ADD and bool(rest)
    try:
        address, wanted = read_typed(rest if is_added else asked.argument)
        return await _looked_at(address, wanted, desk, desk.fetcher, asked, desk.reload if is_added else None)
    except ValueError as error:
        return lines(escape(str(error)))


def _all(desk: Desk, asked: Asked) -> Answer:
    say, sources = asked.texts.say, desk.setup.sources
    return lines(
        say("The sources, and whose word they are:") if sources else say("There are no sources."),
        *(f"• {escape(one.key)}: {voice_name(one.voice, asked.texts)}" for one in sources),
        "",
        say("/source and an address looks at what is there, /source add and an address adds it."),
        say("/source remove and a name takes out what was added from chat."),
    )


def read_typed(argument: str) -> tuple[str, Wanted]:
    """Return the address, and what is said of it behind (``voice=official``); raises :exc:`ValueError`."""
    address, rest, *_ = [*argument.split(maxsplit=1), ""]
    rest = f" {rest}"
    if left := _SAID.sub("", rest).strip():
        raise ValueError(f'expected voice=official or home="…" behind the address, got {shown(left)}')
    said = {found["key"].lower(): found["quoted"] or found["value"] or "" for found in _SAID.finditer(rest)}
    if unknown := next((key for key in said if key not in _KEYS), ""):
        raise ValueError(f"expected one of {', '.join(_KEYS)}, got {shown(unknown)}")
    _one_of("voice", said.get("voice", Voice.CHANNEL), [*Voice])
    _one_of("kind", said.get("kind", next(iter(KINDS))), [*KINDS])
    pick = said.get("pick", "")[:_LONGEST_PICK]
    return address, Wanted(
        kind=said.get("kind", ""),
        name=said.get("name", ""),
        voice=Voice(said.get("voice", Voice.CHANNEL)),
        home=said.get("home", ""),
        pick=int(pick) if pick.isdecimal() else 0,
    )


def _one_of(key: str, value: str, known: list[str]) -> None:
    if value not in known:
        near = nearest(value, known)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
        raise ValueError(f"{key}: got {shown(value)} ({hint})")


async def _looked_at(
    address: str, wanted: Wanted, desk: Desk, fetcher: Fetcher, asked: Asked, to_add: Reload | None
) -> Answer:
    """Show what is at an address; add it if that is asked for, else say how."""
    finding = await Scout(desk.setup, fetcher).find_out(address, wanted)
    if (found := finding.probe) is None:
        return lines(*map(escape, refused_lines(finding, asked.texts)))
    seen = await asyncio.to_thread(what_matches, found.posts, found.source, desk.setup)
    shown_lines = found_lines(finding, found, seen, asked.texts, desk.clock.now())
    if to_add is not None:
        outcome = (await _added(finding, to_add, asked)).html
    else:
        again = f"<code>/source {_ADD} {escape(asked.argument)}</code>"
        outcome = asked.texts.say("To add it: {command}", command=again)
    return lines(outcome, "", *map(escape, shown_lines))


async def _added(finding: Finding, reload: Reload, asked: Asked) -> Answer:
    try:
        return await change(added([finding.entry] if finding.entry else []), reload, asked)
    except AlreadyThere as error:  # added by somebody else while this one was looked at
        return lines(asked.texts.say("{source} is watched already.", source=escape(error.source)))


async def _removed(name: str, desk: Desk, reload: Reload, asked: Asked) -> Answer:
    """Take a source out that was added from chat or by a command; others stand in the configuration."""
    say, file = asked.texts.say, escape(reload.path.name)
    known = SourceNames(desk.setup.sources).named(name)
    if (entry := entry_of(known.key, desk.setup)) is None:
        near = nearest(name, desk.setup.watched)
        hint = [say("Did you mean {name}?", name=f"<code>{escape(near)}</code>")] if near else []
        return lines(say("There is no source {name}.", name=f"<b>{escape(name)}</b>"), *hint)
    try:
        _, above = await reload.entries("sources", kind=entry.kind, name=entry.name)
    except ConfigError:
        return lines(say("{file} cannot be read just now.", file=file))
    if above is None:
        return lines(say("It stands in {file}: it can be taken out there.", file=file))
    return await change(remove("sources", kind=entry.kind, name=entry.name), reload, asked)
