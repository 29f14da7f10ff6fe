"""The time zone in which a chat reads times, and by whose clock its digest and quiet hours come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.desk import Answer, Opened, lines
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
    """Set a chat's time zone by its name, a city or an offset, or go back to the region's; or offer some."""
    if not asked.argument:
        return Answer(opens=Opened("timezone"))
    found, near = zones_meant(desk, asked.argument)
    if len(found) != 1:
        return unclear_zone(found or near, asked, is_known=bool(found))
    let_go = await set_zone(desk, asked, found[0])
    after = await stand_of(desk, asked)
    times = [*digest_comes(after), *quiet_comes(after)]
    return lines(zone_stands(after), *times, *comes_now(let_go, asked.texts))


def zones_meant(desk: Desk, typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the zones that a text means, by their IANA names (empty: the region's), and those it is like."""
    if typed.casefold() in _REGION:
        return ("",), ()
    spoken = dict.fromkeys([*languages(), *desk.setup.config.region.languages])
    found = meant(typed, desk.clock.now(), spoken)
    return found, () if found else like(typed, spoken)


async def set_zone(desk: Desk, asked: Asked, name: str) -> int:
    """Set a chat's zone by its IANA name; return how many alerts were held until now, and come now."""
    region = desk.setup.config.region.timezone
    return await desk.database.write(wishes.set_zone, asked.chat, name, desk.clock.now(), region)


def zone_stands(stand: Stand) -> str:
    """Return whose clock counts, and what it shows."""
    values = {"zone": stand.zone_name, "time": stand.texts.moment(stand.now, stand.now)}
    if stand.chat.wishes.zone:
        return stand.texts.say("Times here are those of {zone}, where it is {time}.", **values)
    return stand.texts.say("Times here are the region's, those of {zone}, where it is {time}.", **values)


def unclear_zone(near: tuple[str, ...], asked: Asked, *, is_known: bool) -> Answer:
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
