"""A rule of one's own: what it would have found of late, and whether it is followed.

One that would find very much is followed only when its chat has seen that and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.subscribing import Begun, begin, begun_lines, going_on, near_topic, own_rule
from bot.names import target_name
from bot.passage import escape, html_of, passage
from bot.render import moment_of
from bot.screens.screen import Choice, Page, Turn
from bot.trying_out import LOOKED_AT, examples
from monitors.rules import RuleError, parse
from storage import chats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import State
    from storage.model import Match, StoredPost

_PASSAGE = 160


async def show(desk: Desk, asked: Asked, state: State) -> Page:
    """Return the page of a state that :func:`bot.commands.follow.tried` made; in a group, two lines of it."""
    target, say = str(state["target"]), asked.texts.say
    is_held = target in {one.target for one in await desk.database.read(chats.following, asked.chat)}
    name = f"<b>{escape(target_name(target, asked.texts))}</b>"
    if is_held:
        head = [say("You will hear of: {name}", name=name), *going_on(state["welcomed"], asked.texts)]
    elif state["is_full"]:
        head = begun_lines(target, Begun(is_full=True), asked.texts)
    else:
        head = [say("You do not follow it: {name}", name=name)]
    asks = [] if is_held or state.get("is_left") else _is_meant(asked, state)
    rows = _rows(asked, state, is_held=is_held)
    if not asked.is_private:
        return Page(lines(head[0], *(asks or _count(asked, state)[:1])).html, rows)
    shown = [*head, *near_topic(target, desk, asked.texts), "", *_count(asked, state), *asks]
    return Page(lines(*shown, *await _newest(desk, asked, state)).html, rows)


async def press(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    """Return what a choice comes to: it is followed, it is not any more, or it is left at that."""
    target = str(state["target"])
    match choice.act:
        case "follow":
            begun = await begin(desk, asked.chat, target)
            welcomed = begun.welcomed or state["welcomed"]
            return Turn({**state, "welcomed": welcomed, "is_full": begun.is_full, "is_left": False})
        case "unfollow":
            await desk.database.write(chats.unfollow, asked.chat, target)
            return Turn({**state, "welcomed": 0, "is_left": True}, asked.texts.say("You do not follow it."))
        case _:
            return Turn({**state, "is_left": True})


def _rows(asked: Asked, state: State, *, is_held: bool) -> tuple[tuple[Choice, ...], ...]:
    say = asked.texts.say
    mine = Choice(say("What I follow"), "view", "mine")
    if is_held:
        return ((Choice(say("Undo"), "unfollow"), mine),)
    follow = Choice(say("Follow"), "follow")
    return ((follow, mine),) if state.get("is_left") else ((follow, Choice(say("Not now"), "leave")),)


def _count(asked: Asked, state: State) -> list[str]:
    """Return how much the rule would have found."""
    say, count = asked.texts.say, asked.texts.count
    partly = (
        [] if state["is_all"] else [say("Only the newest {count} posts were looked at.", count=LOOKED_AT)]
    )
    if not state["posts"]:
        return [say("In the last three days it would have found nothing."), *partly]
    posts = count(
        "In the last three days it would have found {number} post.",
        "In the last three days it would have found {number} posts.",
        state["posts"],
    )
    events = count("They tell of {number} event.", "They tell of {number} events.", state["stories"])
    return [posts, *([events] if state["stories"] else []), *partly]


def _is_meant(asked: Asked, state: State) -> list[str]:
    """Return the question whether so much is meant, where it is much."""
    told = asked.texts.count(
        "That is about {number} a day. Do you really want to hear of each?",
        "That is about {number} a day. Do you really want to hear of each?",
        state["a_day"],
    )
    return [told] if state["is_noisy"] else []


async def _newest(desk: Desk, asked: Asked, state: State) -> list[str]:
    """Return the newest posts that it would have found, with its words in bold."""
    try:
        rule = parse(own_rule(str(state["target"])), desk.setup.known)
    except RuleError:  # a topic or a place that it names is gone since
        return []
    found = await desk.database.read(examples, rule, desk.setup, tuple(state["newest"]))
    return [_entry(desk, asked, one, matches) for one, matches in found]


def _entry(desk: Desk, asked: Asked, stored: StoredPost, matches: Iterable[Match]) -> str:
    name = escape(stored.post.source.partition(":")[2])
    head = f'<a href="{escape(stored.post.link)}">{name}</a>' if stored.post.link else name
    age = escape(asked.texts.age(desk.clock.now() - moment_of(stored)))
    return f"\n{head}, {age}\n{html_of(passage(stored.post.text, matches, _PASSAGE))}"
