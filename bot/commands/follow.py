"""Following and unfollowing, one thing or several: one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
from bot.commands.mistakes import line_mistake, rule_mistake
from bot.commands.subscriptions import listed, meant, nothing_followed
from bot.config_values import nearest
from bot.names import target_name
from bot.passage import escape, shortened
from bot.setup import target_of
from bot.trying_out import try_lately
from bot.within_reach import within_reach
from monitors import rules
from storage import catching_up, chats
from storage.model import rule_target

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from typing import Any

    from bot.commands.desk import Asked, Desk
    from bot.texts import Texts
    from storage.database import Connection

MOST_SUBSCRIPTIONS = 50
"""How much one chat may follow: every rule of its own is looked for in every post."""

MOST_LINES = 20
"""How many lines of one message are looked at: each own rule among them is looked for in what goes on."""

_LINES = re.compile(r"(?<!AND)(?<!OR)(?<!NOT)(?<!&&)(?<!\|\|)(?<!\()\n\s*(?!(?:AND|OR)\b|&&|\|\||\))")
"""Between two lines of which neither needs the other: an operator at the end or begin joins them."""

_EXAMPLE = "/follow дрон* AND Белгород"
_TYPED = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of a wish to follow: new, with so many stories that still go on, or followed already.

    ``is_full`` says that nothing came of it, as the chat follows as much as it may.
    """

    is_new: bool = False
    welcomed: int = 0
    is_full: bool = False


async def follow(desk: Desk, asked: Asked) -> Answer:
    """Subscribe to every topic, to one, or to a rule; to several, one a line; without an argument, offer."""
    if not asked.argument:
        return Answer(opens=Opened("follow"))
    typed = parts_of(desk, asked.argument)
    if len(typed) > 1:
        return lines(*await follow_all(desk, asked, typed))
    try:
        target = target_of(asked.argument, desk.setup.known)
    except rules.RuleError as error:
        return rule_mistake(error, asked, _EXAMPLE)
    if own_rule(target) and not await _follows(desk, asked.chat, target):
        return Answer(opens=Opened("follow", await tried(desk, asked, target)))
    return lines(*begun_lines(target, await begin(desk, asked.chat, target), asked.texts))


def own_rule(target: str) -> str:
    """Return the text of a chat's own rule, empty where a target is a topic, or all of them."""
    text = target.removeprefix(rule_target(""))
    return "" if text == target else text


def lines_of(typed: str) -> list[str]:
    """Return the lines of a message; one that an operator joins to the next belongs to it."""
    joined = re.sub(r"[^\S\n]+\n", "\n", typed.strip())
    if _LINES.search(joined) is None:
        return [typed]
    return [line.strip() for line in _LINES.split(joined) if line.strip()]


def parts_of(desk: Desk, typed: str) -> list[str]:
    """Return what is to be followed, one by one: a line that is wrong takes none of the others with it."""
    parts = lines_of(typed)
    found = [one for part in parts for one in ([part] if _is_right(desk, part) else part.splitlines())]
    return [one for one in found if one.strip()] or [typed]


def _is_right(desk: Desk, text: str) -> bool:
    try:
        target_of(text, desk.setup.known)
    except rules.RuleError:
        return False
    return True


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


async def follow_all(desk: Desk, asked: Asked, typed: list[str]) -> list[str]:
    """Follow what each line says; return what became of each, in their order."""
    told, welcomed = list[str](), 0
    for line in typed[:MOST_LINES]:
        try:
            target = target_of(line, desk.setup.known)
        except rules.RuleError as error:
            told.append(line_mistake(error, line))
            continue
        begun = await begin(desk, asked.chat, target)
        welcomed += begun.welcomed
        told.append(_told_of_line(target, begun, asked.texts))
    return [*told, *_left_out(typed, asked.texts), *going_on(welcomed, asked.texts)]


def _told_of_line(target: str, begun: Begun, texts: Texts) -> str:
    name = f"<b>{escape(target_name(target, texts))}</b>"
    if begun.is_full:
        return texts.say("✗ {name}: you follow {count} things, the most", name=name, count=MOST_SUBSCRIPTIONS)
    if begun.is_new:
        return texts.say("✓ {name}: you will hear of it", name=name)
    return texts.say("✓ {name}: you follow that already", name=name)


def _left_out(typed: list[str], texts: Texts) -> list[str]:
    """Return which lines were not looked at, because there are too many."""
    if len(typed) <= MOST_LINES:
        return []
    first = f"«{escape(shortened(typed[MOST_LINES], _TYPED))}»"
    return [
        texts.say(
            "{count} lines are the most at once. Send the others again, from here on: {line}",
            count=MOST_LINES,
            line=first,
        )
    ]


def near_topic(target: str, desk: Desk, texts: Texts) -> list[str]:
    """Return a line for those who mistyped a topic's name, and now follow a word that nobody writes."""
    near = nearest(own_rule(target), desk.setup.known.topics) if own_rule(target) else ""
    command = f"<code>/follow {escape(near)}</code>"
    return [texts.say("If you meant the topic, type {command}", command=command)] if near else []


async def _follows(desk: Desk, chat: int, target: str) -> bool:
    return target in {one.target for one in await desk.database.read(chats.following, chat)}


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


# --- ending -----------------------------------------------------------------------------------


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
    if not ended:
        return lines(say("You do not follow that. You follow:"), *listed(held, texts))
    return lines(
        say("You will not hear any more of:"),
        *(f"• {escape(target_name(target, texts))}" for target in ended),
        *(
            say("You do not follow that: {name}", name=f"«{escape(shortened(line, _TYPED))}»")
            for line, those in found.items()
            if not those
        ),
    )


async def following(desk: Desk, asked: Asked) -> Answer:
    """Show a chat's subscriptions, with buttons to change how each comes, or to end it."""
    if not await desk.database.read(chats.following, asked.chat):
        return nothing_followed(asked.texts)
    return Answer(opens=Opened("following"))
