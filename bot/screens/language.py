"""How a chat is spoken to: its language, and the clock by which times are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.desk import lines
from bot.commands.language import language_meant, language_stands, own_name
from bot.commands.timezone import set_zone, unclear_zone, zone_stands, zones_meant
from bot.commands.wishing import comes_now, stand_of
from bot.screens.choosing import anew, in_rows, offered, one_of
from bot.screens.screen import Page, Screen, Turn
from bot.texts import languages
from bot.zones import zone_name
from storage import chats

if TYPE_CHECKING:
    from bot.commands.desk import Asked, Desk
    from bot.screens.screen import Choice, State

_TELEGRAMS, _REGIONS = "telegram", "region"
_ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Asia/Yekaterinburg",
    "America/New_York",
)
"""Where those live who read the languages that there are texts in; all others can be typed."""


async def language_of(desk: Desk, chat: int) -> str:
    """Return the code of a chat's own language, empty where it has none."""
    known = await desk.database.read(chats.get, chat)
    return known.language if known else ""


async def _show_language(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    asked, now = await anew(desk, asked), await language_of(desk, asked.chat)
    choices = [one_of("language", code, own_name(code), now) for code in languages()]
    name = asked.texts.say("As my Telegram") if asked.chat > 0 else asked.texts.say("As I was set up")
    own = one_of("language", _TELEGRAMS, name, now or _TELEGRAMS)
    return Page(lines(language_stands(asked, now)).html, (*in_rows(choices), (own,)))


async def _press_language(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    code = language_meant(choice.value)
    if code is not None:
        await desk.database.write(chats.set_language, asked.chat, code)
    return Turn()


async def _show_zone(desk: Desk, asked: Asked, state: State) -> Page:
    del state
    asked = await anew(desk, asked)
    stand, say = await stand_of(desk, asked), asked.texts.say
    now = stand.chat.wishes.zone or _REGIONS
    choices = [one_of("zone", name, zone_name(name), now) for name in offered(_ZONES, now, _REGIONS)]
    region = one_of("zone", _REGIONS, say("The region's"), now)
    rows = ((region,), *in_rows(choices))
    if not asked.is_private:
        return Page(zone_stands(stand), rows)
    hint = say("Or type a city, or an offset such as {example}.", example="<code>UTC+3</code>")
    return Page(lines(zone_stands(stand), "", hint).html, rows, asks=True)


async def _press_zone(desk: Desk, asked: Asked, state: State, choice: Choice) -> Turn:
    del state
    found, _ = zones_meant(desk, choice.value)
    if len(found) != 1:
        return Turn()
    let_go = await set_zone(desk, asked, found[0])
    return Turn(toast=" ".join(comes_now(let_go, asked.texts)))


async def _hear_zone(desk: Desk, asked: Asked, state: State, text: str) -> Turn:
    del state
    found, near = zones_meant(desk, text)
    if len(found) != 1:
        return Turn(answer=unclear_zone(found or near, replace(asked, argument=text), is_known=bool(found)))
    told = comes_now(await set_zone(desk, asked, found[0]), asked.texts)
    return Turn(answer=lines(*told) if told else None)


SCREENS: tuple[Screen, ...] = (
    Screen("language", _show_language, _press_language, changes=True),
    Screen("timezone", _show_zone, _press_zone, _hear_zone, changes=True),
)
