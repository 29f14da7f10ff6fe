"""Digests and quiet hours as people type them, which is more ways than the one in which they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from bot.config_values import nearest
from storage.model.schedules import MORNING, Digest, Quiet

if TYPE_CHECKING:
    from collections.abc import Mapping

OFF = frozenset({"off", "none", "never", "no", "stop"})
"""What ends something."""

_TIME = r"(?P<{0}hour>[0-9]{{1,2}})(?:[:.](?P<{0}minute>[0-9]{{2}}))?\s*(?P<{0}half>am|pm)?"
_AT = re.compile(_TIME.format(""))
_BETWEEN = re.compile(
    rf"(?:from\s+)?{_TIME.format('begin_')}(?:\s*[-–—]\s*|\s+(?:(?:to|till|until)\s+)?){_TIME.format('end_')}"
)
_EVERY = {
    "hourly": "hourly",
    "hour": "hourly",
    "daily": "daily",
    "day": "daily",
    "weekly": "weekly",
    "week": "weekly",
}
_FILLING = frozenset({"at", "on", "every", "each", "once", "a", "the"})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_DAY = 2
_MOST_WORDS = 8
"""What is longer is nobody's mistyped schedule, and is not compared with any."""

_NOON, _MIDNIGHT = 12, 24


@dataclass(frozen=True, slots=True)
class Unclear:
    """What was typed is no schedule; ``near`` is one that was perhaps meant, as it can be typed."""

    near: str = ""


def digest_of(text: str) -> Digest | Unclear | None:
    """Return the digest that a text means, None for none at all.

    ``daily 8``, ``8:00``, ``every day at 8 am``, ``weekly mon 08:00`` and ``Fridays`` are understood. One
    whose time is not named comes at :data:`storage.model.schedules.MORNING`.
    """
    joined = re.sub(r"(?<=[0-9])\s+(?=[ap]m\b)", "", text.casefold().replace(",", " "))
    words = [word for word in joined.split() if word not in _FILLING]
    if len(words) == 1 and words[0] in OFF:
        return None
    found = _assembled(words)
    if found is not None or len(words) > _MOST_WORDS:
        return found or Unclear()
    known = {*_EVERY, *_WEEKDAYS}
    corrected = _assembled([word if _part(word) else nearest(word, known) or word for word in words])
    return Unclear(corrected.text if corrected else nearest(text, ("off",)))


def quiet_of(text: str) -> Quiet | None:
    """Return the quiet hours that a text means, None where it means none.

    ``23:00-07:00``, ``23-7``, ``from 23 to 7`` and ``11pm-7am`` are understood.
    """
    found = _BETWEEN.fullmatch(text.casefold().strip())
    begin, end = (_time(found.groupdict(), side) if found else None for side in ("begin_", "end_"))
    return Quiet(begin, end) if begin is not None and end is not None and begin != end else None


def _assembled(words: list[str]) -> Digest | None:
    """Return the digest that words make up together, None where one is not understood, or they do not fit."""
    parts = list(map(_part, words))
    named = {kind: value for part in parts if part for kind, value in [part]}
    if not parts or None in parts or len(named) < len(parts):
        return None
    day, at = named.get("day"), named.get("at")
    every = named.get("every") or ("weekly" if day is not None else "daily")
    if (every == "hourly" and at) or (every != "weekly" and day is not None):
        return None
    return Digest(str(every), at if isinstance(at, time) else MORNING, day if isinstance(day, int) else 0)


def _part(word: str) -> tuple[str, str | int | time] | None:
    """Return what a word says of a schedule, None where it is not understood."""
    if word in _EVERY:
        return "every", _EVERY[word]
    at = _AT.fullmatch(word)
    if at and (clock := _time(at.groupdict())) is not None:
        return "at", clock
    begun = word.removesuffix("s")
    days = [day for day, name in enumerate(_WEEKDAYS) if name.startswith((word, begun))]
    return ("day", days[0]) if days and len(begun) >= _SHORTEST_DAY else None


def _time(found: Mapping[str, str | None], side: str = "") -> time | None:
    """Return a time of day, None where no clock shows it; 24 is midnight."""
    hour, minute = int(found[f"{side}hour"] or 0), int(found[f"{side}minute"] or 0)
    half = found[f"{side}half"]
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        return time(0 if (hour, minute) == (_MIDNIGHT, 0) else hour, minute)
    except ValueError:
        return None
