"""Links by which others begin to hear of a place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.commands.desk import Answer, lines
from bot.commands.start import LINK
from bot.passage import escape
from bot.place_choice import code_of, named
from bot.render import Button
from monitors import rules
from storage import chats
from storage.model import And, Field, Or, rule_target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.commands.desk import Asked, Desk
    from storage.model import Node

MOST = 5
"""Places that one answer gives links for."""

_LABEL = 24


async def share(desk: Desk, asked: Asked) -> Answer:
    """Give links for the places that are named or that the chat follows; without any, for the bot."""
    say = asked.texts.say
    if asked.argument:
        places = (await asyncio.to_thread(named, desk.setup, asked.argument))[:MOST]
        if not places:
            return lines(say("I know no place {name} here.", name=f"<b>{escape(asked.argument[:40])}</b>"))
    else:
        held = await desk.database.read(chats.following, asked.chat)
        places = _followed(desk, (one.target for one in held))[:MOST]
    link = f"https://t.me/{asked.bot}"
    if not places:
        button = _button(say("Share"), link, say("Alerts about our places:"))
        return Answer(say("By this link others begin: {link}", link=escape(link)), ((button,),))
    told = [f"{escape(key)}: {link}?start={LINK}{code_of(key)}" for key in places]
    invited = {key: say("Alerts about {place}:", place=key) for key in places}
    rows = tuple(
        (_button(key[:_LABEL], f"{link}?start={LINK}{code_of(key)}", text),) for key, text in invited.items()
    )
    return Answer("\n".join([say("By these links others hear of the same places:"), *told]), rows)


def _button(label: str, link: str, text: str) -> Button:
    """Return a button by which Telegram asks in which chat to put a link."""
    return Button(f"↗ {label}", url=f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text)}")


def _followed(desk: Desk, targets: Iterable[str]) -> list[str]:
    """Return the places that rules of a chat ask for, as far as they can be read still."""
    found: list[str] = []
    for target in targets:
        text = target.removeprefix(rule_target(""))
        if text == target:
            continue
        try:
            found += _places(rules.parse(text, desk.setup.known).root)
        except rules.RuleError:
            continue  # it names what is gone
    known = desk.setup.vocabulary.gazetteer.keys
    return [key for key in dict.fromkeys(found) if key in known]


def _places(node: Node) -> list[str]:
    """Return the places of a rule that it asks for, not those that it excludes."""
    match node:
        case Field("place", value):
            return [value]
        case And(parts) | Or(parts):
            return [place for part in parts for place in _places(part)]
    return []
