"""Lengths of time as people type them: ``2h``, ``30 min``, ``1d``."""

from __future__ import annotations

import re
from datetime import timedelta

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=30)
"""How long something can be muted: less is over before it is noticed, more is forgotten."""

_UNITS = {
    timedelta(minutes=1): (
        "m",
        "min",
        "mins",
        "minute",
        "minutes",
        "м",
        "мин",
        "минут",
        "хв",
        "minuut",
        "minuten",
    ),
    timedelta(hours=1): (
        "h",
        "hr",
        "hrs",
        "hour",
        "hours",
        "ч",
        "час",
        "часа",
        "часов",
        "година",
        "години",
        "годин",
        "uur",
        "u",
    ),
    timedelta(days=1): ("d", "day", "days", "д", "день", "дня", "дней", "дні", "днів", "dag", "dagen"),
}
_BY_NAME = {name: unit for unit, names in _UNITS.items() for name in names}

_AT_END = re.compile(
    r"(?P<rest>.*?)(?:^|\s)(?P<span>(?P<number>[0-9]{1,6})\s*(?P<unit>[^\W\d_]+))", re.DOTALL
)


def parted(text: str) -> tuple[str, str, timedelta | None]:
    """Return what stands before a length of time at a text's end, that length as typed, and the length.

    Without a number with letters at the end, the text alone; of letters that are no unit, no length.
    """
    found = _AT_END.fullmatch(text.strip())
    if found is None:
        return text.strip(), "", None
    unit = _BY_NAME.get(found["unit"].casefold())
    return found["rest"].strip(), found["span"], unit and int(found["number"]) * unit
