"""Following and unfollowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.mistakes import rule_mistake
from bot.render import escape, target_name
from bot.setup import target_of
from monitors.rules import RuleError
from storage import chats
from storage.model import EVERY_TOPIC, rule_target

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.model import Subscription

MOST_SUBSCRIPTIONS = 50
"""How much one chat may follow: every rule of its own is looked for in every post."""


async def follow(desk: Desk, asked: Asked) -> Answer:
    """Subscribe to every topic, to one, or to a rule; without an argument, say what there is."""
    if not asked.argument:
        return _what_there_is(desk, asked.texts)
    try:
        target = target_of(asked.argument, desk.setup.known)
    except RuleError as error:
        return rule_mistake(error, asked, "/follow дрон* AND Белгород")
    held = await desk.database.read(chats.following, asked.chat)
    if len(held) >= MOST_SUBSCRIPTIONS and target not in {one.target for one in held}:
        return lines(asked.texts.say("You follow {count} things, that is the most.", count=len(held)))
    is_new = await desk.database.write(chats.follow, asked.chat, target, desk.clock.now())
    name = escape(target_name(target, asked.texts))
    if not is_new:
        return lines(asked.texts.say("You follow that already: {name}", name=name))
    return lines(
        asked.texts.say("You will hear of: {name}", name=f"<b>{name}</b>"),
        asked.texts.say("/latest shows what there was lately, /unfollow ends it."),
    )


async def unfollow(desk: Desk, asked: Asked) -> Answer:
    """End one subscription, or all of them with ``all``; without an argument, list them."""
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return _nothing_followed(asked.texts)
    if not asked.argument:
        return lines(
            asked.texts.say("Which one? Type /unfollow and one of these:"), *_listed(held, asked.texts)
        )
    ended = [one for one in held if _is_meant(one, asked.argument, desk)]
    for one in ended:
        await desk.database.write(chats.unfollow, asked.chat, one.target)
    if not ended:
        return lines(asked.texts.say("You do not follow that. You follow:"), *_listed(held, asked.texts))
    names = ", ".join(escape(target_name(one.target, asked.texts)) for one in ended)
    return lines(asked.texts.say("You hear no more of: {names}", names=names))


async def following(desk: Desk, asked: Asked) -> Answer:
    """List a chat's subscriptions."""
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return _nothing_followed(asked.texts)
    return lines(asked.texts.say("You follow:"), *_listed(held, asked.texts))


def _is_meant(held: Subscription, argument: str, desk: Desk) -> bool:
    """Tell whether a subscription is meant, also one whose rule is not right any more."""
    if argument.casefold() == EVERY_TOPIC:
        return True
    try:
        target = target_of(argument, desk.setup.known)
    except RuleError:
        target = rule_target(argument)
    return held.target == target or held.target.partition(":")[2].casefold() == argument.casefold()


def _listed(held: list[Subscription], texts: Texts) -> list[str]:
    return [f"• {escape(target_name(one.target, texts))}" for one in held]


def _nothing_followed(texts: Texts) -> Answer:
    return lines(texts.say("You follow nothing yet. /follow all follows every topic."))


def _what_there_is(desk: Desk, texts: Texts) -> Answer:
    return lines(
        texts.say("Type /follow and what you want to hear of:"),
        f"<code>/follow all</code> — {escape(texts.say('every topic'))}",
        *(f"<code>/follow {escape(topic.name)}</code>" for topic in desk.setup.topics),
        texts.say(
            "or a rule of your own, for example {example}", example="<code>/follow дрон* AND Белгород</code>"
        ),
    )
