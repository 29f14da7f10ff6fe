"""Time zones: a chat's own, and those that people mean by what they type."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.localedata import exists

from bot.config_values import nearest
from bot.languages import spoken
from storage import chats
from storage.holding import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.commands.desk import Desk
    from bot.texts import Texts
    from storage.model import Chat

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*0?([0-9]{1,2})(?::?00)?", re.IGNORECASE)
_FIXED = re.compile(r"Etc/GMT([+-])([1-9][0-9]?)")
_NOT_OF_THE_WORLD = frozenset({"localtime", "Factory"})
"""Names in the database that stand for no zone, or for that of the machine."""

_RENAMED = {"Europe/Kiev": "Europe/Kyiv"}
"""Zones whose name the time zone database changed, where Unicode's tables keep the former one."""

_SEASONS = tuple(timedelta(days=91 * number) for number in range(4))
_TURNED = {"+": "-", "-": "+"}


def in_zone(texts: Texts, name: str, region: ZoneInfo) -> Texts:
    """Return texts that tell times in the zone of an IANA name, or in the region's where that is empty."""
    return replace(texts, zone=zone_of(name, region))


def texts_for(texts: Texts, chat: Chat, region: ZoneInfo) -> Texts:
    """Return texts in a chat's language and by its clock; ``region`` is the zone where it has no own."""
    return in_zone(spoken(texts, chat.reads), chat.wishes.zone, region)


async def texts_here(texts: Texts, desk: Desk, chat: int, here: int | None = None) -> Texts:
    """Return texts by the clock of a chat and in its language; what is not known stays as it is.

    Where one chat is managed from another, ``here``, the language is that of the latter.
    """
    known = await desk.database.read(chats.get, chat)
    told = in_zone(texts, "", desk.setup.config.region.timezone)
    if known is not None:
        told = texts_for(texts, known, desk.setup.config.region.timezone)
    if here is None or here == chat:
        return told
    spoken_here = await texts_here(texts, desk, here)
    return replace(told, language=spoken_here.language)


def zone_name(name: str) -> str:
    """Return a zone's name as people read it: ``Etc/GMT-3`` is what everybody else calls UTC+3."""
    fixed = _FIXED.fullmatch(name)
    return f"UTC{_TURNED[fixed[1]]}{fixed[2]}" if fixed else name


def meant(text: str, now: datetime, languages: Collection[str] = ()) -> tuple[str, ...]:
    """Return the zones that a text means, by their IANA names: one where that is clear.

    It may be a name of the database, a city of one, also as people of these languages call it, or an offset
    like ``UTC+3``. Of zones that tell the same time all year round one is enough.
    """
    wanted = _folded(text)
    if offset := _OFFSET.fullmatch(text.strip()):
        hours = int(offset[2])
        wanted = _folded(f"Etc/GMT{_TURNED[offset[1]]}{hours}" if hours else "UTC")
    if name := _names().get(wanted):
        return (_RENAMED.get(name, name),)
    found = _cities().get(wanted) or _cities_in(tuple(languages)).get(wanted, ())
    current = [_RENAMED.get(name, name) for name in reversed(found)]
    alike = {tuple(_offset(name, now + season) for season in _SEASONS): name for name in current}
    return tuple(sorted(alike.values()))


def like(text: str, languages: Collection[str] = ()) -> tuple[str, ...]:
    """Return the zones whose name or city is like a text that means none; none where nothing is."""
    known = {**_cities_in(tuple(languages)), **_cities()}
    known |= {folded: (name,) for folded, name in _names().items()}
    return known.get(nearest(_folded(text), known), ())


def is_zone(name: str) -> bool:
    """Whether there is a zone of this IANA name."""
    return _names().get(_folded(name)) == name


@cache
def _names() -> Mapping[str, str]:
    return {_folded(name): name for name in available_timezones() - _NOT_OF_THE_WORLD}


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    found = defaultdict[str, list[str]](list)
    for name in sorted(_names().values(), key=lambda name: (len(name), name)):
        found[_folded(name.rpartition("/")[2])].append(name)
    return {city: tuple(zones) for city, zones in found.items()}


@cache
def _cities_in(languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return what the Unicode consortium's tables call the cities of zones in these languages."""
    found = {}
    for language in filter(exists, languages):
        for name, entry in Locale(language).time_zones.items():
            if "city" in entry and _folded(name) in _names():
                found[_folded(entry["city"])] = (name,)
    return found


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("_", " ").split())


def _offset(name: str, moment: datetime) -> timedelta | None:
    return moment.astimezone(ZoneInfo(name)).utcoffset()
