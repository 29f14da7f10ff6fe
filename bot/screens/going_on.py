"""What goes on, story by story: a list whose entries open in place, and how old the picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.status import how_old
from bot.commands.story import LATELY, story_line, timeline, wanted
from bot.names import places_and_topics
from bot.place_choice import above
from bot.screens.screen import Choice, Page, Screen, Turn, turning
from bot.story_words import asked_targets
from storage import stories
from storage.model import EVERY_TOPIC, topic_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from bot.texts import Texts
    from storage.database import Connection
    from storage.model import Story

_TOPIC = topic_target("")

RESULTS = 5
"""Stories on one page, each with a button that opens it."""


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    if number := state.get("story"):
        told = await timeline(desk, asked, number)
        return Page(
            told.html,
            ((Choice("⬅ " + say("Back"), "back"), Choice("🔄 " + say("Refresh"), "story", str(number))),),
        )
    targets = await desk.database.read(wanted, asked.chat)
    found = await desk.database.read(_lately, desk, targets)
    if not found:
        nothing = say("Nothing that concerns you happened in the last two days.")
        refresh = (Choice("🔄 " + say("Refresh"), "page", "0"),)
        return Page(f"{nothing}\n{await how_old(desk, asked.texts)}", (refresh,))
    pages = -(-len(found) // RESULTS)
    number = min(max(state.get("page", 0), 0), pages - 1)
    shown = found[number * RESULTS : (number + 1) * RESULTS]
    text = _listed(shown, len(found), targets, desk, asked.texts)
    opening = tuple(Choice(f"{one.id}", "story", str(one.id)) for one in shown)
    below = (Choice("🔄 " + say("Refresh"), "page", str(number)),)
    rows = (opening, turning(number, pages), below)
    return Page(f"{text}\n\n{await how_old(desk, asked.texts)}", rows)


def _lately(connection: Connection, desk: Desk, targets: tuple[str, ...]) -> list[Story]:
    """Return the stories of the last two days that matter here: those that go on first, then the newest."""
    found = stories.since(connection, desk.clock.now() - LATELY)
    mine = [one for one in found if asked_targets(one, targets) or _lies_in(one, targets, desk)]
    return sorted(mine, key=lambda one: (_goes_on(one), one.last), reverse=True)


def _lies_in(one: Story, targets: tuple[str, ...], desk: Desk) -> bool:
    """Whether a story is about places and topics that were chosen when it had begun already.

    Its posts were not matched with what nobody followed yet.
    """
    where = {name.casefold() for place in one.places for name in _with_above(place, desk)}
    about = {target.removeprefix(_TOPIC).casefold() for target in one.targets if target.startswith(_TOPIC)}
    for places, topics in filter(None, map(places_and_topics, targets)):
        wanted = {name.casefold() for name in topics} or about
        if where & {name.casefold() for name in places} and about & wanted:
            return True
    return False


def _with_above(place: str, desk: Desk) -> Iterator[str]:
    """Yield a place, and those in which it lies."""
    while place:
        yield place
        place = above(desk.setup, place)


def _goes_on(one: Story) -> bool:
    return one.ended is None and one.closed is None


def _listed(shown: list[Story], number: int, targets: tuple[str, ...], desk: Desk, texts: Texts) -> str:
    """Return one page of the list: what goes on, and below a title of its own what is over."""
    now = desk.clock.now()
    say = texts.say
    open_now = [story_line(one, targets, texts, now) for one in shown if _goes_on(one)]
    over = [story_line(one, targets, texts, now) for one in shown if not _goes_on(one)]
    count = texts.count(
        "{number} story of the last two days; a button opens it:",
        "{number} stories of the last two days; a button opens each:",
        number,
    )
    return "\n".join(
        [
            count,
            *([say("Only what you follow is counted.")] if EVERY_TOPIC not in targets else []),
            *([f"<b>{say('Going on now')}</b>", *open_now] if open_now else []),
            *([f"<b>{say('Over')}</b>", *over] if over else []),
        ]
    )


async def _press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del desk, asked
    match choice.act:
        case "page":
            return Turn({**state, "page": int(choice.value)})
        case "story":
            return Turn({**state, "story": int(choice.value)})
    return Turn({**state, "story": None})


SCREENS: tuple[Screen, ...] = (Screen("going_on", _show, _press),)
