"""When a digest is due, and when a chat has quiet hours: texts that people write, and moments in UTC.

A digest is ``hourly``, ``daily 08:00`` or ``weekly mon 08:00``; quiet hours are ``23:00-07:00``. Times are
those on the wall of the chat's time zone. One that a change of clocks leaves out counts as long after
midnight as if the clocks had not been changed; one that comes twice counts the first time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MORNING = time(8)
"""When a digest comes whose time nobody named."""

_TIME = r"([01]?\d|2[0-3])[:.]([0-5]\d)"
_DIGEST = re.compile(rf"(?P<every>hourly|daily|weekly)(?:\s+(?P<day>[a-z]{{3}}))?(?:\s+(?P<at>{_TIME}))?")
_QUIET = re.compile(rf"(?P<begin>{_TIME})\s*[-–—]\s*(?P<end>{_TIME})")


@dataclass(frozen=True, slots=True)
class Digest:
    """How often a digest comes: ``hourly``, ``daily`` at a time, ``weekly`` on a day (0: Monday) too."""

    every: str
    at: time = MORNING
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a schedule; raises :exc:`ValueError` where it is none."""
        found = _DIGEST.fullmatch(text.strip().casefold())
        if found is None:
            raise ValueError("expected hourly, daily 08:00 or weekly mon 08:00")
        every, day, at = found["every"], found["day"], found["at"]
        if (day and (every != "weekly" or day not in DAYS)) or (at and every == "hourly"):
            raise ValueError("expected hourly, daily 08:00 or weekly mon 08:00")
        return cls(every, _time(at) if at else MORNING, DAYS.index(day) if day else 0)

    @property
    def text(self) -> str:
        """The schedule as it is written."""
        parts = {"hourly": [], "daily": [f"{self.at:%H:%M}"], "weekly": [DAYS[self.day], f"{self.at:%H:%M}"]}
        return " ".join([self.every, *parts[self.every]])

    @property
    def span(self) -> timedelta:
        """About how long the time is that one digest tells of."""
        return {
            "hourly": timedelta(hours=1),
            "daily": timedelta(days=1),
            "weekly": timedelta(days=7),
        }[self.every]

    def next(self, after: datetime, zone: ZoneInfo) -> datetime:
        """Return the first moment later than ``after`` at which a digest is due, in UTC."""
        local = after.astimezone(zone)
        if self.every == "hourly":
            whole = after.replace(minute=0, second=0, microsecond=0)
            return whole + timedelta(hours=1)
        for days in range(9):
            on = local.date() + timedelta(days=days)
            moment = _moment(datetime.combine(on, self.at), zone)
            if moment > after and (self.every == "daily" or on.weekday() == self.day):
                return moment
        raise AssertionError("every weekday comes within nine days")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of every day in which a chat is not to be disturbed; they may go over midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read quiet hours; raises :exc:`ValueError` where they are none."""
        found = _QUIET.fullmatch(text.strip())
        if found is None or _time(found["begin"]) == _time(found["end"]):
            raise ValueError("expected two different times, as 23:00-07:00")
        return cls(_time(found["begin"]), _time(found["end"]))

    @property
    def text(self) -> str:
        """The hours as they are written."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def around(self, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return begin and end, in UTC, of the quiet hours that hold ``now``, or else of the next ones."""
        today = now.astimezone(zone).date()
        for days in (-1, 0, 1, 2):
            on = today + timedelta(days=days)
            until = on if self.begin < self.end else on + timedelta(days=1)
            begin = _moment(datetime.combine(on, self.begin), zone)
            end = _moment(datetime.combine(until, self.end), zone)
            if end > now and end > begin:
                return begin, end
        raise AssertionError("quiet hours come every day")


def _time(text: str) -> time:
    hours, minutes = re.split("[:.]", text)
    return time(int(hours), int(minutes))


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
