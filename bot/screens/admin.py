"""The screen for operators: one message that changes in place, and leads to all that they can do.

Who presses is looked at for every press and every word (see :mod:`bot.screens.running`): whoever is taken out
of the configuration can do nothing more, also with a screen that is open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.screens.administering import adding, history, notices, people, reports, sources, topics, trials
from bot.screens.administering.leading import GO, OUTCOME, Part, go
from bot.screens.screen import Page, Screen, Turn

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choice, State


async def _home(desk: Desk, asked: Asked, state: State) -> Page:
    del desk, state
    say = asked.texts.say
    rows = (
        (go(say("Sources"), "sources"), go(say("Broken sources"), "reports")),
        (go(say("Topics"), "topics"), go(say("Changes"), "history")),
        (go(say("People"), "people"), go(say("Message to all"), "notices")),
    )
    return Page(f"<b>{say('For operators')}</b>\n{say('What do you want to look at?')}", rows)


_PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("home", _home),
        OUTCOME,
        *(
            part
            for theme in (sources, adding, topics, trials, history, people, notices, reports)
            for part in theme.PARTS
        ),
    )
}


def _part(state: State) -> Part:
    found: str = state.get("page", "")
    return _PARTS.get(found, _PARTS["home"])


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    return await _part(state).show(desk, asked, state)


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    if choice.act == GO:
        return Turn(json.loads(choice.value))
    if choice.act == "page":
        return Turn({**state, "number": int(choice.value)})
    press = _part(state).press
    return await press(desk, asked, state, choice) if press else Turn()


async def _hear(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    hear = _part(state).hear
    return await hear(desk, asked, state, text) if hear else Turn()


SCREENS: tuple[Screen, ...] = (Screen("admin", _show, _press, _hear, for_operators=True),)
"""The screen of ``/admin``."""
