"""Following and unfollowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.mistakes import rule_mistake
from bot.commands.subscriptions import listed, listed_with_modes, meant, nothing_followed
from bot.config_values import nearest
from bot.names import target_name
from bot.passage import escape
from bot.setup import target_of
from bot.within_reach import within_reach
from monitors import rules
from storage import catching_up, chats, wishes
from storage.model import rule_target

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection

MOST_SUBSCRIPTIONS = 50
"""How much one chat may follow: every rule of its own is looked for in every post."""

_EXAMPLE = "/follow дрон* AND Белгород"


async def follow(desk: Desk, asked: Asked) -> Answer:
    """Subscribe to every topic, to one, or to a rule; without an argument, say what there is."""
    if not asked.argument:
        return _what_there_is(desk, asked.texts)
    try:
        target = target_of(asked.argument, desk.setup.known)
    except rules.RuleError as error:
        return rule_mistake(error, asked, _EXAMPLE)
    held = {one.target for one in await desk.database.read(chats.following, asked.chat)}
    if len(held) >= MOST_SUBSCRIPTIONS and target not in held:
        most = asked.texts.say("You follow {count} things, which is the most.", count=len(held))
        return lines(most, asked.texts.say("/unfollow ends one of them."))
    open_now = () if target in held else await desk.database.read(_open_now, desk, target)
    welcomed = await desk.database.write(_begin, asked.chat, target, desk.clock.now(), open_now)
    name = f"<b>{escape(target_name(target, asked.texts))}</b>"
    if welcomed is None:
        return lines(asked.texts.say("You follow that already: {name}", name=name))
    return lines(
        asked.texts.say("You will hear of: {name}", name=name),
        *_going_on(welcomed, asked.texts),
        *_near_topic(target, desk, asked.texts),
        asked.texts.say("/latest shows what there was lately, /unfollow ends it."),
    )


def _open_now(connection: Connection, desk: Desk, target: str) -> frozenset[int]:
    """Return the stories still open that a rule of one's own finds; of topics the store knows them itself."""
    text = target.removeprefix(rule_target(""))
    if text == target:
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


def _going_on(welcomed: int, texts: Texts) -> list[str]:
    going_on = texts.count(
        "{number} event is still going on: you get it now.",
        "{number} events are still going on: you get them in one message.",
        welcomed,
    )
    return [going_on] if welcomed else []


async def unfollow(desk: Desk, asked: Asked) -> Answer:
    """End one subscription, or all of them with ``all``; without an argument, list them."""
    say = asked.texts.say
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return nothing_followed(asked.texts)
    if not asked.argument:
        return lines(say("Which one? Type /unfollow and its number or its name:"), *listed(held, asked.texts))
    ended = meant(held, asked.argument, asked.texts)
    for one in ended:
        await desk.database.write(chats.unfollow, asked.chat, one.target)
    if not ended:
        return lines(say("You do not follow that. You follow:"), *listed(held, asked.texts))
    return lines(
        say("You will not hear any more of:"),
        *(f"• {escape(target_name(one.target, asked.texts))}" for one in ended),
    )


async def following(desk: Desk, asked: Asked) -> Answer:
    """List a chat's subscriptions."""
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return nothing_followed(asked.texts)
    mode = (await desk.database.read(wishes.get, asked.chat)).mode
    return lines(asked.texts.say("You follow:"), *listed_with_modes(held, mode, asked.texts))


def _near_topic(target: str, desk: Desk, texts: Texts) -> list[str]:
    """Return a line for those who mistyped a topic's name, and now follow a word that nobody writes."""
    text = target.removeprefix("rule:")
    near = nearest(text, desk.setup.known.topics) if target == rule_target(text) else ""
    command = f"<code>/follow {escape(near)}</code>"
    return [texts.say("If you meant the topic, type {command}", command=command)] if near else []


def _what_there_is(desk: Desk, texts: Texts) -> Answer:
    return lines(
        texts.say("{command} for every topic", command="<code>/follow all</code>"),
        texts.say("{command} for a rule of your own", command=f"<code>{_EXAMPLE}</code>"),
        *([texts.say("For one topic:")] if desk.setup.topics else []),
        *(f"<code>/follow {escape(topic.name)}</code>" for topic in desk.setup.topics),
    )
