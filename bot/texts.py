"""The words that people read, in their language: gettext catalogues, read as translators keep them.

A catalogue is ``bot/locales/<language>/messages.po``; nothing has to be compiled. Message ids are the
English sentences, and the English catalogue leaves them as they are. A message holds no markup, so it
can stand in any; values that are put in have to be escaped by whoever puts them in. Code that speaks
to people takes a :class:`Texts` and never glues sentences.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_timedelta, get_datetime_format, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_LANGUAGE = "en"

_LOCALES = {"en": "en_GB"}
"""Where a language's dates have several forms: "22 May, 09:05", not "May 22"."""


_MOST_MINUTES = 90
"""What is longer is told in hours."""


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are catalogues for."""
    folder = files("bot") / "locales"
    return tuple(sorted(entry.name for entry in folder.iterdir() if (entry / "messages.po").is_file()))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    source = files("bot") / "locales" / language / "messages.po"
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(8_192)
def _written(locale: str, form: str, moment: datetime) -> str:
    """Return a time in a form; remembered, since a message that grows tells the same times every 30 s."""
    return str(format_skeleton(form, moment, locale=locale))


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences, dates and ages for one reader: their language and time zone."""

    language: str = DEFAULT_LANGUAGE
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def say(self, message: str, **values: object) -> str:
        """Return a message in the reader's language, its ``{names}`` filled in."""
        return _catalogue(self.language).gettext(message).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a message whose form depends on a number, which it gets as ``{number}``."""
        chosen = _catalogue(self.language).ngettext(one, many, number)
        return chosen.format(number=number, **values)

    def listed(self, things: Sequence[str]) -> str:
        """Return things in a row, as in "a, b and c"."""
        return format_list(things, locale=self._locale)

    def moment(self, moment: datetime, now: datetime) -> str:
        """Return a time in the reader's zone, with the day where it is not today."""
        local, today = self._local(moment), self._local(now)
        clock = _written(self._locale, "Hm", datetime.combine(date.min, time(local.hour, local.minute)))
        if local.date() == today.date():
            return clock
        form = "MMMd" if local.year == today.year else "yMMMd"
        day = _written(self._locale, form, datetime.combine(local.date(), time()))
        return str(get_datetime_format("medium", self._locale)).format(clock, day)

    def day(self, iso: str) -> str:
        """Return a day that is written as ISO 8601 has it, as people do: "22 May"."""
        return _written(self._locale, "MMMd", datetime.combine(date.fromisoformat(iso), time()))

    def weekday(self, day: int) -> str:
        """Return the name of a day of the week; 0 is Monday."""
        return str(get_day_names("wide", "stand-alone", self._locale)[day])

    def age(self, span: timedelta) -> str:
        """Return how long ago something was, in words: "12 min ago"."""
        if span < timedelta(seconds=1):
            return self.say("just now")
        return format_timedelta(-span, add_direction=True, threshold=1.5, format="short", locale=self._locale)

    def span(self, span: timedelta) -> str:
        """Return a length of time in whole days, or in hours, rounded up: "30 days"."""
        hours = -(-span // timedelta(hours=1))
        if hours % 24:
            return self._counted(hours, "duration-hour")
        return self._counted(hours // 24, "duration-day")

    def lasting(self, span: timedelta) -> str:
        """Return a length of time, rounded up to minutes, or what is longer as :meth:`span` does: "5 min"."""
        minutes = max(1, -(-span // timedelta(minutes=1)))
        if minutes > _MOST_MINUTES:
            return self.span(span)
        return str(format_unit(minutes, "duration-minute", length="short", locale=self._locale))

    def _counted(self, number: int, unit: str) -> str:
        """Return a number of units in words, in short ones where the language's tables hold no long ones.

        Of Dutch hours and days Babel has but the short form, which is a whole word; else it gives the unit's
        own name: "6 duration-hour".
        """
        long, short = (format_unit(number, unit, one, locale=self._locale) for one in ("long", "short"))
        return str(short if unit in long else long)

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)

    def _local(self, moment: datetime) -> datetime:
        """Return a time on the reader's clock; at the ends of the calendar, where that fails, in UTC."""
        try:
            local = moment.astimezone(self.zone)
        except OverflowError:
            local = moment
        return local.replace(tzinfo=None)
