"""The time zone in which a chat reads times, and by whose clock its digest and quiet hours come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, lines
from bot.commands.wishing import comes_now, digest_comes, quiet_comes, stand_of
from bot.passage import escape
from bot.texts import languages
from bot.zones import like, meant, zone_name
from storage import wishes

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.commands.wishing import Stand

_REGION = frozenset({"region", "default", "off"})
_EXAMPLES = ("/timezone Europe/Amsterdam", "/timezone Moscow", "/timezone UTC+3", "/timezone region")
_MOST, _TYPED = 8, 60


async def timezone(desk: Desk, asked: Asked) -> Answer:
    """Set a chat's time zone by its name, a city or an offset, or go back to the region's; or show it."""
    stand = await stand_of(desk, asked)
    if not asked.argument:
        examples = (f"<code>{example}</code>" for example in _EXAMPLES)
        return lines(_standing(stand), "", asked.texts.say("To change that:"), *examples)
    spoken = dict.fromkeys([*languages(), *desk.setup.config.region.languages])
    found = meant(asked.argument, stand.now, spoken)
    if asked.argument.casefold() in _REGION:
        found = ("",)
    if len(found) != 1:
        return _unclear(found or like(asked.argument, spoken), asked, is_known=bool(found))
    region = desk.setup.config.region.timezone
    let_go = await desk.database.write(wishes.set_zone, asked.chat, found[0], stand.now, region)
    after = await stand_of(desk, asked)
    times = [*digest_comes(after), *quiet_comes(after)]
    return lines(_standing(after), *times, *comes_now(let_go, asked.texts))


def _standing(stand: Stand) -> str:
    values = {"zone": stand.zone_name, "time": stand.texts.moment(stand.now, stand.now)}
    if stand.chat.wishes.zone:
        return stand.texts.say("Times here are those of {zone}, where it is {time}.", **values)
    return stand.texts.say("Times here are the region's, those of {zone}, where it is {time}.", **values)


def _unclear(near: tuple[str, ...], asked: Asked, *, is_known: bool) -> Answer:
    """Return the zones that may be meant, or that a mistyped name is like."""
    say = asked.texts.say
    typed = f"«{escape(asked.argument[:_TYPED])}»"
    names = [f"<code>/timezone {escape(zone_name(name))}</code>" for name in near[:_MOST]]
    if is_known:
        return lines(say("{typed} can be several. Which one?", typed=typed), *names)
    return lines(
        say("{typed} is no time zone that I know.", typed=typed),
        *(say("Did you mean {name}?", name=name) for name in names),
        say("These can be typed:"),
        *(f"<code>{example}</code>" for example in _EXAMPLES),
    )
