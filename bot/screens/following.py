"""What a chat follows, and what it could: topics as buttons, rules and places typed, and what is followed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.mistakes import rule_mistake
from bot.commands.several import follow_all, parts_of
from bot.commands.subscribing import begin, begun_lines, begun_toast, own_rule, target_meant, tried
from bot.passage import escape
from bot.screens import followed, ruling
from bot.screens.choosing import in_rows, named, number, one_of
from bot.screens.screen import Choice, Page, Screen, Turn, paged, turning
from monitors.rules import RuleError
from storage import chats
from storage.model import EVERY_TOPIC, topic_target

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State

_MOST, _MOST_IN_GROUP = 6, 2
"""Rows of two topics on one page."""

_EXAMPLE = '"Гора-Подол" AND (свет OR вода)'


async def _show_topics(desk: Desk, asked: Asked, state: State) -> Page:
    say = asked.texts.say
    held = {one.target for one in await desk.database.read(chats.following, asked.chat)}
    every = _choice(EVERY_TOPIC, say("Every topic"), held)
    topics = [_choice(topic_target(one.name), one.name, held) for one in desk.setup.topics]
    most = _MOST if asked.is_private else _MOST_IN_GROUP
    rows, page, pages = paged(in_rows(topics), number(state.get("page")), most)
    turn = turning(page, pages)
    mine = Choice(say("What I follow"), "view", "mine")
    rows = ((every,), *rows, *([turn] if turn else []), *([(mine,)] if held else []))
    if not asked.is_private:
        return Page(say("What should I tell of here? A place or a rule can be typed behind /follow."), rows)
    return Page(_hint(desk, asked), rows, asks=True)


def _hint(desk: Desk, asked: Asked) -> str:
    say = asked.texts.say
    return lines(
        say("What do you want to hear of? Choose topics, ✓ marks what you follow."),
        "",
        say("Or type a place, or a rule of your own; several, one a line. For example:"),
        *(f"<code>{escape(place.name)}</code>" for place in desk.setup.places[:1]),
        f"<code>{escape(_EXAMPLE)}</code>",
    ).html


def _choice(target: str, text: str, held: set[str]) -> Choice:
    if target in held:
        return one_of("unfollow", target, text, target)
    return named("follow", target, text)


async def _press_topics(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    match choice.act:
        case "follow":
            begun = await begin(desk, asked.chat, choice.value)
            return Turn(toast=begun_toast(begun, asked.texts))
        case "unfollow":
            await desk.database.write(chats.unfollow, asked.chat, choice.value)
            return Turn()
        case "page":
            return Turn({**state, "page": number(choice.value)})
        case _:
            return Turn()


async def _hear_topics(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    """Follow what was typed: several things, one a line, or a rule, whose own page comes then."""
    del state
    typed = parts_of(desk, text)
    if len(typed) > 1:
        return Turn(answer=lines(*await follow_all(desk, asked, typed)))
    try:
        target = target_meant(text, desk, asked.texts)
    except RuleError as error:
        return Turn(answer=rule_mistake(error, replace(asked, argument=text), _EXAMPLE))
    if own_rule(target):
        return Turn(await tried(desk, asked, target))
    return Turn(answer=lines(*begun_lines(target, await begin(desk, asked.chat, target), asked.texts)))


# --- all of them ------------------------------------------------------------------------------

_Show = Callable[["Desk", "Asked", "State"], Awaitable[Page]]
_Press = Callable[["Desk", "Asked", "State", Choice], Awaitable[Turn]]

_VIEWS: Mapping[str, tuple[_Show, _Press]] = {
    "topics": (_show_topics, _press_topics),
    "rule": (ruling.show, ruling.press),
    "mine": (followed.show_all, followed.press_all),
    "one": (followed.show_one, followed.press_one),
}


def _screen(name: str, first: str) -> Screen:
    """Return a screen of these views that begins with one of them; each is reached from the others."""

    def view(state: State) -> str:
        return str(state.get("view", first))

    async def show(desk: Desk, asked: Asked, state: State) -> Page:
        return await _VIEWS[view(state)][0](desk, asked, state)

    async def press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
        if choice.act == "view":
            return Turn({"view": choice.value})
        return await _VIEWS[view(state)][1](desk, asked, state, choice)

    async def hear(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
        return await _hear_topics(desk, asked, state, text)

    return Screen(name, show, press, hear, changes=True)


SCREENS: tuple[Screen, ...] = (_screen("follow", "topics"), _screen("following", "mine"))
