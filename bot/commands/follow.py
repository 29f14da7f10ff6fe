"""Following and unfollowing, one thing or several: one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.mistakes import rule_mistake
from bot.commands.several import MOST_LINES, follow_all, lines_of, parts_of
from bot.commands.subscribing import begin, begun_lines, own_rule, target_meant, tried
from bot.commands.subscriptions import listed, meant, nothing_followed
from bot.names import target_name
from bot.passage import escape, shortened
from monitors import rules
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk

_EXAMPLE = "/follow дрон* AND Белгород"
_TYPED = 60
_MOST_IN_GROUP = 5


async def follow(desk: Desk, asked: Asked) -> Answer:
    """Subscribe to every topic, to one, or to a rule; to several, one a line; without an argument, offer."""
    if not asked.argument:
        return Answer(opens=Opened("follow"))
    typed = parts_of(desk, asked.argument)
    if len(typed) > 1:
        return lines(*await follow_all(desk, asked, typed))
    try:
        target = target_meant(asked.argument, desk, asked.texts)
    except rules.RuleError as error:
        return rule_mistake(error, asked, _EXAMPLE)
    if own_rule(target) and not await _follows(desk, asked.chat, target):
        return Answer(opens=Opened("follow", await tried(desk, asked, target)))
    return lines(*begun_lines(target, await begin(desk, asked.chat, target), asked.texts))


async def unfollow(desk: Desk, asked: Asked) -> Answer:
    """End subscriptions, one a line, or all of them with ``all``; without an argument, offer them."""
    held = await desk.database.read(chats.following, asked.chat)
    if not held:
        return nothing_followed(asked.texts)
    if not asked.argument:
        return Answer(opens=Opened("following", {"view": "mine", "ends": True}))
    say, texts = asked.texts.say, asked.texts
    found = {asked.argument: meant(held, asked.argument, texts)}
    if not found[asked.argument] and len(typed := lines_of(asked.argument)) > 1:
        found = {line: meant(held, line, texts) for line in typed[:MOST_LINES]}
    ended = {one.target: one for those in found.values() for one in those}
    for target in ended:
        await desk.database.write(chats.unfollow, asked.chat, target)
    if not ended and not asked.is_private:
        return lines(say("You do not follow that. /following shows what you follow."))
    if not ended:
        return lines(say("You do not follow that. You follow:"), *listed(held, texts))
    return lines(
        say("You will not hear any more of:"),
        *_named(list(ended), asked),
        *(
            say("You do not follow that: {name}", name=f"«{escape(shortened(line, _TYPED))}»")
            for line, those in found.items()
            if not those
        ),
    )


def _named(targets: list[str], asked: Asked) -> list[str]:
    """Return what was ended, a line each; in a group only the first, and how many more."""
    shown = targets if asked.is_private else targets[:_MOST_IN_GROUP]
    more = len(targets) - len(shown)
    return [
        *(f"• {escape(target_name(target, asked.texts))}" for target in shown),
        *([asked.texts.count("… and {number} more", "… and {number} more", more)] if more else []),
    ]


async def following(desk: Desk, asked: Asked) -> Answer:
    """Show a chat's subscriptions, with buttons to change how each comes, or to end it; or to begin."""
    del desk, asked
    return Answer(opens=Opened("following"))


async def _follows(desk: Desk, chat: int, target: str) -> bool:
    return target in {one.target for one in await desk.database.read(chats.following, chat)}
