"""Several subscriptions in one message, one a line: each is followed, and a wrong one takes none with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.commands.mistakes import line_mistake
from bot.commands.subscribing import MOST_SUBSCRIPTIONS, begin, going_on, target_meant
from bot.names import target_name
from bot.passage import escape, shortened
from bot.setup import target_of
from monitors.rules import RuleError

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.subscribing import Begun
    from bot.texts import Texts

MOST_LINES = 20
"""How many lines of one message are looked at: each own rule among them is looked for in what goes on."""

_LINES = re.compile(r"(?<!\bAND)(?<!\bOR)(?<!\bNOT)(?<!&&)(?<!\|\|)(?<!\()\n\s*(?!(?:AND|OR)\b|&&|\|\||\))")
"""Between two lines of which neither needs the other: an operator at the end or begin joins them."""

_TYPED, _SHORT = 60, 300


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
    except RuleError:
        return False
    return True


async def follow_all(desk: Desk, asked: Asked, typed: list[str]) -> list[str]:
    """Follow what each line says; return what became of each, in their order, or in a group in short."""
    told, names, wrong, welcomed = list[str](), list[str](), list[str](), 0
    for line in typed[:MOST_LINES]:
        try:
            target = target_meant(line, desk, asked.texts)
        except RuleError as error:
            told.append(line_mistake(error, line))
            wrong.append(line)
            continue
        begun = await begin(desk, asked.chat, target)
        welcomed += begun.welcomed
        told.append(_told_of_line(target, begun, asked.texts))
        (wrong if begun.is_full else names).append(target_name(target, asked.texts))
    if not asked.is_private:
        return _in_short(names, [*wrong, *typed[MOST_LINES:]], asked.texts)
    return [*told, *_left_out(typed, asked.texts), *going_on(welcomed, asked.texts)]


def _in_short(names: list[str], wrong: list[str], texts: Texts) -> list[str]:
    """Return what is followed on one line, and on another what is not."""
    followed = escape(shortened(texts.listed(names), _SHORT))
    failed = escape(shortened(texts.listed([f"«{shortened(one, _TYPED)}»" for one in wrong]), _SHORT))
    return [
        *([texts.say("You will hear of: {name}", name=f"<b>{followed}</b>")] if names else []),
        *([texts.say("Not followed: {name}", name=failed)] if wrong else []),
    ]


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


def _told_of_line(target: str, begun: Begun, texts: Texts) -> str:
    name = f"<b>{escape(target_name(target, texts))}</b>"
    if begun.is_full:
        return texts.say("✗ {name}: you follow {count} things, the most", name=name, count=MOST_SUBSCRIPTIONS)
    if begun.is_new:
        return texts.say("✓ {name}: you will hear of it", name=name)
    return texts.say("✓ {name}: you follow that already", name=name)
