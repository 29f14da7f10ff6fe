"""What was changed from chat or by a command, when, by whom, what stood there before; and its undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.changing import change
from bot.passage import escape, shortened
from bot.reloading.overrides import ChangedSince, undo
from bot.screens.administering.leading import Part, back, came_of
from bot.screens.screen import Choice, Page, Turn, turning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.desk import Asked, Desk
    from bot.reloading.history import Change, Touched
    from bot.screens.screen import State

MOST = 10
"""Changes that are shown, and can be undone."""

_NAMED, _ON_PAGE = 3, 5
_NAME, _RULE = 60, 100
_UNDO = "undo"


async def _show(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    try:
        made = await _made(desk)
    except OSError as error:
        failed = say("The history cannot be read: {reason}", reason=escape(error.strerror or "?"))
        return Page(failed, (back(asked, "home"),))
    pages = max(1, -(-len(made) // _ON_PAGE))
    page = min(state.get("number", 0), pages - 1)
    here = list(enumerate(made, 1))[page * _ON_PAGE :][:_ON_PAGE]
    told = ["\n".join(_lines(number, one, desk, asked)) for number, one in here]
    heading = (
        say("Changes from chat or by a command, the newest first")
        if made
        else say("Nothing was changed yet.")
    )
    undoes = tuple(Choice(say("Undo {number}", number=number), _UNDO, one.key) for number, one in here)
    rows = (undoes, turning(page, pages), back(asked, "home"))
    return Page("\n\n".join([f"<b>{heading}</b>", *told]), rows)


async def _made(desk: Desk) -> list[Change]:
    return (await desk.reload.history())[:MOST] if desk.reload else []


def _lines(number: int, made: Change, desk: Desk, asked: Asked) -> Iterator[str]:
    say, texts = asked.texts.say, asked.texts
    time = texts.moment(made.at, desk.clock.now())
    yield say("{number}. {time}, by {who}:", number=number, time=time, who=_who(made, asked))
    for one in made.touched[:_NAMED]:
        yield from _touched(one, asked)
    if (more := len(made.touched) - _NAMED) > 0:
        yield texts.count("… and {number} more", "… and {number} more", more)


def _who(made: Change, asked: Asked) -> str:
    say = asked.texts.say
    if made.by is None:
        return say("a command on the machine")
    return say("you") if made.by == asked.person else say("operator {number}", number=made.by)


def _touched(one: Touched, asked: Asked) -> Iterator[str]:
    say, kept = asked.texts.say, one.before or {}
    yield f"• {_what(one, asked)}"
    if isinstance(rule := kept.get("rule"), str):
        yield say("before: {rule}", rule=f"<code>{escape(shortened(rule, _RULE))}</code>")
    elif one.part == "topics":
        yield say("before: as in the configuration")


def _what(one: Touched, asked: Asked) -> str:
    say = asked.texts.say
    name = f"<b>{escape(shortened(str((one.after or one.before or {}).get('name', '')), _NAME))}</b>"
    if one.part == "topics":
        if one.after is None:
            return say("topic {name}: as in the configuration again", name=name)
        return say("topic {name}: changed", name=name)
    if one.after is None:
        return say("source {name}: taken out", name=name)
    return say("source {name}: changed", name=name) if one.before else say("source {name}: added", name=name)


async def _undo(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    made = next((one for one in await _made(desk) if one.key == choice.value), None)
    if made is None or desk.reload is None:
        return came_of(asked.texts.say("That change is too long ago to be undone here."), "history")
    try:
        outcome = (await change(undo(made), desk.reload, asked)).html
    except ChangedSince:
        outcome = asked.texts.say("That was changed again since: undo the later change first.")
    return came_of(outcome, "history")


PARTS = (Part("history", _show, _undo),)
"""The page of changes."""
