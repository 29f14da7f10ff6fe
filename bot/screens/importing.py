"""A file of ``/export`` that would replace what is set: shown and confirmed before it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import portable
from bot.commands.data import put_back
from bot.screens.screen import Choice, Page, Screen, Turn
from storage import chats, portability

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State

_DONE = "done"


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    """Ask whether the file is to replace what is there; or show what came of it."""
    if _DONE in state:
        return Page("\n".join(state[_DONE]))
    say, count = asked.texts.say, asked.texts.count
    reading = await _reading(desk, asked, state)
    wanted = len(reading.portable.followed) if reading.portable else 0
    there = len(await desk.database.read(chats.following, asked.chat))
    told = [
        say("This file would replace all that is set and followed here."),
        count("You follow {number} thing now.", "You follow {number} things now.", there),
        count("The file holds {number} thing.", "The file holds {number} things.", wanted),
        *([say("This could not be taken:"), *(f"• {line}" for line in reading.told)] if reading.told else []),
    ]
    row = (Choice(say("Replace"), "replace"), Choice(say("Keep"), "keep"))
    return Page("\n".join(told), (row,))


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    if choice.act != "replace":
        return Turn({_DONE: [asked.texts.say("Nothing was changed.")]})
    if _DONE in state:
        return Turn()
    return Turn({_DONE: await put_back(desk, asked, await _reading(desk, asked, state))})


async def _reading(desk: Desk, asked: Asked, state: State) -> portable.Reading:
    """Return what the file holds by now: a topic may have gone since it was sent."""
    store = await desk.database.read(portability.store_mark)
    ground = portable.Ground(desk.setup.known, store, desk.clock.now(), asked.texts)
    reading = portable.read(state["file"].encode(), ground)
    return replace(reading, told=tuple(dict.fromkeys([*state["left_out"], *reading.told])))


IMPORTING = Screen("importing", _show, _press, changes=True)
