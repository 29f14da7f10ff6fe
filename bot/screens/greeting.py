"""The first talk with somebody: which places, what of them, how loud. Three taps, everything else can wait.

The state holds ``step``, the places and topics chosen so far (``topics`` None: the set that is ready), trust
and mode as numbers, and of the page with places where in the tree it is. Places empty means everywhere.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.place_choice import around, named
from bot.screens import greeting_end, greeting_pages
from bot.screens.greeting_pages import (
    DONE,
    HAVE,
    LINK,
    LOUD,
    MOST_PLACES,
    NEAR,
    PLACES,
    RADII,
    TOPICS,
    chosen_topics,
)
from bot.screens.screen import Choice, Page, Screen, Turn

if TYPE_CHECKING:
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    state = greeting_pages.known(desk, state)
    match state["step"]:
        case step if step == DONE:
            return await greeting_end.page(desk, asked, state, chosen_topics(desk, state))
        case step if step == HAVE:
            return await greeting_pages.have(desk, asked, state)
        case step if step == LOUD:
            return await greeting_pages.loud(desk, asked, state)
        case step:
            return _DESK_PAGES[step](desk, asked.texts, state)


_DESK_PAGES = {
    LINK: greeting_pages.linked,
    PLACES: greeting_pages.places,
    TOPICS: greeting_pages.topics,
    NEAR: greeting_pages.near,
}


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    had_places = bool(state.get("places"))
    state = greeting_pages.known(desk, state)
    if had_places and not state["places"]:
        return Turn(state)  # a new configuration knows none of them: nobody chose everywhere
    if choice.act == "done":
        if await greeting_end.settle(desk, asked, state, chosen_topics(desk, state)):
            return Turn(_put(state, step=DONE))
        return Turn(toast=asked.texts.say("That is more than one chat may follow. /unfollow ends something."))
    if choice.act in {"all", "take", "drop"}:
        return _topic_chosen(desk, asked, state, choice)
    return Turn(_moved(state, choice))


def _moved(state: State, choice: Choice) -> dict[str, Any]:
    """Return the state after a choice that needs nothing but the state."""
    value = choice.value
    match choice.act:
        case "place" | "everywhere":
            return _with_places(state, [value] if value else [])
        case "radius":
            return _with_places(state, state["near"][: int(value)])
        case "open":
            came = HAVE if state["step"] in {HAVE, DONE} else state.get("came", "")
            return _put(state, step=PLACES, at=value, page=0, found=None, typed="", came=came)
        case "more":
            return _put(state, step=PLACES, at="", page=0, found=None, adding=True)
        case "page":
            return _put(state, **{"topic_page" if state["step"] == TOPICS else "page": int(value)})
    step = {"step": value, "adding": False}
    return _put(state, **(step if choice.act == "step" else {choice.act: int(value)}))  # else trust or mode


def _topic_chosen(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Take a topic in, or all, or leave one out; the last one stays."""
    chosen, value = chosen_topics(desk, state), choice.value
    match choice.act:
        case "all":
            chosen = [one.name for one in desk.setup.topics]
        case "take":
            chosen = [*chosen, value]
        case "drop" if chosen != [value]:
            chosen = [one for one in chosen if one != value]
        case _:
            return Turn(toast=asked.texts.say("One topic at least has to stay."))
    return Turn(_put(state, topics=chosen))


async def _hear(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    """Look for the place that somebody typed; one that is clear is chosen."""
    del asked
    found = await asyncio.to_thread(named, desk.setup, text)  # the first of a large region takes seconds
    if len(found) == 1:
        return Turn(_with_places(state, found))
    return Turn(_put(state, step=PLACES, found=found, typed=text, page=0, at=""))


async def _locate(desk: Desk, asked: Asked, state: State, latitude: float, longitude: float) -> Turn:
    """Look for the places around; where somebody is, is not kept."""
    del asked
    found = [around(desk.setup, latitude, longitude, radius) for radius in RADII]
    return Turn(_put(state, step=NEAR, near=found[-1][:MOST_PLACES], counts=[len(one) for one in found]))


def _with_places(state: State, places: list[str]) -> dict[str, Any]:
    """Return the next step with these places, beside those that were chosen if more were asked for."""
    if not places:
        return _put(state, step=TOPICS, places=[], adding=False)
    before = state.get("places", []) if state.get("adding") else []
    together = list(dict.fromkeys([*before, *places]))[:MOST_PLACES]
    return _put(state, step=TOPICS, places=together, adding=False)


def _put(state: State, **changes: object) -> dict[str, Any]:
    return {**state, "unknown_link": False, **changes}


SCREENS: tuple[Screen, ...] = (Screen("greeting", _show, _press, _hear, _locate, changes=True),)
