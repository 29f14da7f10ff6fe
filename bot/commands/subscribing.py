"""Beginning to follow something: what a chat may, what goes on of it already, and how often it would come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config_values import nearest
from bot.names import target_name, topic_name
from bot.passage import escape
from bot.setup import target_of
from bot.trying_out import try_lately
from bot.within_reach import within_reach
from monitors import rules
from storage import catching_up, chats
from storage.model import rule_target, topic_target

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection

MOST_SUBSCRIPTIONS = 50
"""How much one chat may follow: every rule of its own is looked for in every post."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of a wish to follow: new, with so many stories that still go on, or followed already.

    ``is_full`` says that nothing came of it, as the chat follows as much as it may.
    """

    is_new: bool = False
    welcomed: int = 0
    is_full: bool = False


def own_rule(target: str) -> str:
    """Return the text of a chat's own rule, empty where a target is a topic, or all of them."""
    text = target.removeprefix(rule_target(""))
    return "" if text == target else text


async def begin(desk: Desk, chat: int, target: str) -> Begun:
    """Let a chat follow a target, and owe it what goes on of that."""
    held = {one.target for one in await desk.database.read(chats.following, chat)}
    if target in held:
        return Begun()
    if len(held) >= MOST_SUBSCRIPTIONS:
        return Begun(is_full=True)
    open_now = await desk.database.read(_open_now, desk, target)
    welcomed = await desk.database.write(_begin, chat, target, desk.clock.now(), open_now)
    return Begun() if welcomed is None else Begun(is_new=True, welcomed=welcomed)


def begun_lines(target: str, begun: Begun, texts: Texts) -> list[str]:
    """Return what is said of it."""
    if begun.is_full:
        most = texts.say("You follow {count} things, which is the most.", count=MOST_SUBSCRIPTIONS)
        return [most, texts.say("/unfollow ends one of them.")]
    name = f"<b>{escape(target_name(target, texts))}</b>"
    if not begun.is_new:
        return [texts.say("You follow that already: {name}", name=name)]
    return [
        texts.say("You will hear of: {name}", name=name),
        *going_on(begun.welcomed, texts),
        texts.say("/latest shows what there was lately, /unfollow ends it."),
    ]


def begun_toast(begun: Begun, texts: Texts) -> str:
    """Return what there is to say of it for a moment, where a mark shows that it is followed."""
    if begun.is_full:
        return texts.say("You follow {count} things, which is the most.", count=MOST_SUBSCRIPTIONS)
    return " ".join(going_on(begun.welcomed, texts))


def going_on(welcomed: int, texts: Texts) -> list[str]:
    """Return that so many stories which still go on come now, where there are any."""
    told = texts.count(
        "{number} event is still going on: you get it now.",
        "{number} events are still going on: you get them in one message.",
        welcomed,
    )
    return [told] if welcomed else []


async def tried(desk: Desk, asked: Asked, target: str) -> dict[str, Any]:
    """Follow a rule of one's own, unless it would find very much; return the state of the page about it."""
    rule = rules.parse(own_rule(target), desk.setup.known)
    lately = await desk.database.read(try_lately, rule, desk.setup, desk.clock.now())
    begun = Begun() if lately.is_noisy else await begin(desk, asked.chat, target)
    return {
        "view": "rule",
        "target": target,
        "posts": lately.posts,
        "stories": lately.stories,
        "a_day": lately.a_day,
        "is_all": lately.is_all,
        "is_noisy": lately.is_noisy,
        "newest": list(lately.newest),
        "welcomed": begun.welcomed,
        "is_full": begun.is_full,
    }


def near_topic(target: str, desk: Desk, texts: Texts) -> list[str]:
    """Return a line for those who mistyped a topic's name, and now follow a word that nobody writes."""
    near = nearest(own_rule(target), desk.setup.known.topics) if own_rule(target) else ""
    command = f"<code>/follow {escape(near)}</code>"
    return [texts.say("If you meant the topic, type {command}", command=command)] if near else []


def _open_now(connection: Connection, desk: Desk, target: str) -> frozenset[int]:
    """Return the stories still open that a rule of one's own finds; of topics the store knows them itself."""
    text = own_rule(target)
    if not text:
        return frozenset()
    rule = rules.parse(text, desk.setup.known)
    return within_reach(connection, rule, desk.setup.vocabulary, desk.setup.watched, desk.clock.now())


def _begin(
    connection: Connection, chat: int, target: str, now: datetime, open_now: Collection[int]
) -> int | None:
    """Follow a target and owe what goes on of it; return how much, None where it was followed already."""
    if not chats.follow(connection, chat, target, now):
        return None
    return catching_up.welcome(connection, chat, [target], now, open_now)


def target_meant(typed: str, desk: Desk, texts: Texts) -> str:
    """Return what somebody wants to follow, a shipped topic also by its name in their language.

    Raises :exc:`monitors.rules.RuleError` where it is nothing that can be followed.
    """
    wanted = typed.strip().casefold()
    for name in desk.setup.known.topics:
        if topic_name(name, texts).casefold() == wanted:
            return topic_target(name)
    return target_of(typed, desk.setup.known)
