"""Adding a source by its link: what is there is shown before anything is written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.adding.finding_out import Scout
from bot.adding.probing import what_matches
from bot.adding.showing import found_lines, refused_lines
from bot.adding.writing import AlreadyThere, added, fields_of
from bot.commands.changing import change
from bot.commands.desk import lines
from bot.commands.source import read_typed
from bot.config_sections import SourceEntry
from bot.passage import escape
from bot.screens.administering.leading import Part, back, came_of, go
from bot.screens.screen import Choice, Page, Turn
from storage.model import Voice

if TYPE_CHECKING:
    from bot.adding.finding_out import Finding
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State

_ADD = "add"


async def _ask(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    if desk.reload is None or desk.fetcher is None:
        return Page(say("There is no file in which a change could be kept."), (back(asked, "sources"),))
    asks = say("Send the address of a channel, feed or page. It is looked at first, that may take a while.")
    told = state.get("told", "").split("\n")
    return Page(lines(asks, "", *told).html.rstrip(), (back(asked, "sources"),), asks=True)


async def _look(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    """Look at an address as ``/source`` does; the same may stand behind it."""
    del state
    if desk.fetcher is None:
        return Turn()
    try:
        address, wanted = read_typed(text)
        finding = await Scout(desk.setup, desk.fetcher).find_out(address, wanted)
    except ValueError as error:
        return Turn({"page": "add", "told": escape(str(error))})
    if finding.probe is None or finding.entry is None:
        refused = map(escape, refused_lines(finding, asked.texts))
        return Turn({"page": "add", "told": "\n".join(refused)})
    return Turn(
        {"page": "found", "html": await _found(finding, desk, asked), "entry": fields_of(finding.entry)}
    )


async def _found(finding: Finding, desk: Desk, asked: Asked) -> str:
    probe = finding.probe
    if probe is None:
        return ""
    seen = await asyncio.to_thread(what_matches, probe.posts, probe.source, desk.setup)
    told = found_lines(finding, probe, seen, asked.texts, desk.clock.now())
    return lines(*map(escape, told)).html


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    del desk
    say = asked.texts.say
    as_what = (
        Choice(say("As official"), _ADD, Voice.OFFICIAL.value),
        Choice(say("As media"), _ADD, Voice.MEDIA.value),
    )
    rows = ((Choice(say("Add"), _ADD),), as_what, (go(say("Cancel"), "sources"),))
    return Page(state["html"], rows)


async def _add(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    if desk.reload is None:
        return Turn()
    voice = {"voice": choice.value} if choice.value else {}
    entry = SourceEntry.model_validate({**state["entry"], **voice})
    try:
        outcome = (await change(added([entry]), desk.reload, asked)).html
    except AlreadyThere as error:
        outcome = asked.texts.say("{source} is watched already.", source=escape(error.source))
    return came_of(outcome, "sources")


PARTS = (Part("add", _ask, hear=_look), Part("found", _show, _add))
"""The pages by which a source is added."""
