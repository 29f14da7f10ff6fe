"""Times as feeds write them: RFC 822 (RSS 2.0), RFC 3339 (Atom, JSON Feed) and what people make of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_LONGEST = 100
"""Characters; a longer string is no date, and the search for one in it would take its time."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""There were no feeds before: an earlier date is a default that nobody filled in."""

_ISO = re.compile(
    r"(\d{4})-?(\d\d)?-?(\d\d)?"
    r"(?:[T ]\s*(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)
_WHOLE = re.compile(r"\d{4}-\d\d-\d\dT[01]\d:\d\d:\d\d\+00:00", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?", re.ASCII)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?\s*,?\s+(?=\d)")
_WORD = re.compile(r"[^\W\d_]+")

_MONTHS = {
    **dict.fromkeys(("янв", "січ"), "Jan"),
    **dict.fromkeys(("фев", "лют"), "Feb"),
    **dict.fromkeys(("мар", "бер"), "Mar"),
    **dict.fromkeys(("апр", "кві"), "Apr"),
    **dict.fromkeys(("май", "мая", "тра"), "May"),
    **dict.fromkeys(("июн", "чер"), "Jun"),
    **dict.fromkeys(("июл", "лип"), "Jul"),
    **dict.fromkeys(("авг", "сер"), "Aug"),
    **dict.fromkeys(("сен", "вер"), "Sep"),
    **dict.fromkeys(("окт", "жов"), "Oct"),
    **dict.fromkeys(("ноя", "лис"), "Nov"),
    **dict.fromkeys(("дек", "гру"), "Dec"),
}
"""The first letters of Russian and Ukrainian months: generators localise what RFC 822 has in English."""

_ZONES = {"MSK": "+0300", "EET": "+0200", "EEST": "+0300", "CET": "+0100", "CEST": "+0200", "BST": "+0100"}
"""Zones that RFC 822 does not know and European feeds use."""


def parse_date(text: str) -> datetime | None:
    """Return the moment in UTC that a feed's date means, or None where it means none.

    A date without a zone is taken as UTC. Nothing is filled in from today: a date needs a year, a
    month and a day. A moment before 1990 is no date either; one in the future is, and the caller
    has to judge it, who knows the time.
    """
    text = " ".join(text[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(text) if _WHOLE.fullmatch(text) else _iso(text) or _rfc822(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and moment >= EARLIEST else None


def _iso(text: str) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if month is None or day is None:
        return None
    start = datetime(int(year), int(month), int(day), tzinfo=UTC)
    # Added rather than constructed: 24:00 and the leap second 60 are legal and mean the next moment.
    clock = timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0))
    microseconds = timedelta(microseconds=int((fraction or "0")[:6].ljust(6, "0")))
    return _bounded(start, clock) + microseconds - _offset(zone or "")


def _bounded(start: datetime, clock: timedelta) -> datetime:
    if clock > timedelta(days=1, seconds=1):
        raise ValueError(f"expected a time of day, got {clock}")
    return start + clock


def _offset(zone: str) -> timedelta:
    found = _OFFSET.fullmatch(zone)
    if found is None:
        return timedelta()
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -size if found[1] == "-" else size


def _rfc822(text: str) -> datetime | None:
    parts = parsedate_tz(_WORD.sub(_english, _WEEKDAY.sub("", text)))
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    return _bounded(datetime(year, month, day, tzinfo=UTC), clock) - timedelta(seconds=parts[9] or 0)


def _english(word: re.Match[str]) -> str:
    name = word[0]
    return _ZONES.get(name.upper()) or _MONTHS.get(name[:3].lower(), name)
