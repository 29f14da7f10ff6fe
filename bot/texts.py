"""The words that people read, in their language: gettext catalogues, read as translators keep them.

A catalogue is ``bot/locales/<language>/messages.po``; nothing has to be compiled. Message ids are the
English sentences. Code that speaks to people takes a :class:`Texts` and never glues sentences.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from datetime import datetime, timedelta

DEFAULT_LANGUAGE = "en"


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

    def moment(self, moment: datetime, now: datetime) -> str:
        """Return a time in the reader's zone, with the day where it is not today."""
        local = moment.astimezone(self.zone)
        clock = format_time(local, "HH:mm", locale=self.language)
        if local.date() == now.astimezone(self.zone).date():
            return clock
        this_year = local.year == now.astimezone(self.zone).year
        day = format_date(local, "d MMM" if this_year else "d MMM y", locale=self.language)
        return f"{day}, {clock}"

    def age(self, span: timedelta) -> str:
        """Return how long ago something was, in words."""
        return format_timedelta(-span, add_direction=True, threshold=1.5, locale=self.language)
