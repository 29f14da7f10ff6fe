"""The numbers of a digest's picture: which stretches of time, and how many reports in each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.digest_bars import bars_of
from storage.model import Severity
from storage.summary_numbers import Told
from tests.conftest import MORNING
from tests.summaries import DAY

if TYPE_CHECKING:
    from bot.digest_bars import Bars

MOSCOW, BERLIN, NEPAL = map(ZoneInfo, ("Europe/Moscow", "Europe/Berlin", "Asia/Kathmandu"))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SEVERITIES = {1: Severity.CRITICAL, 2: Severity.WARNING, 3: Severity.INFO}


def bars(span: timedelta, *told: Told, since: datetime = MORNING, zone: ZoneInfo = MOSCOW) -> Bars:
    """Return the bars of a digest of so much time."""
    return bars_of(told, SEVERITIES, since, since + span, zone)


def sums(of: Bars) -> list[int]:
    """Return which bars have any reports."""
    return [place for place, counts in enumerate(of.counts) if sum(counts)]


@pytest.mark.parametrize(
    ("span", "number", "marks"),
    [
        (HOUR, 12, ["09:00", "09:15", "09:30", "09:45", "10:00"]),
        (2 * HOUR, 24, ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "10:30", "10:45", "11:00"]),
        (DAY, 24, ["09:00", "12:00", "15:00", "18:00", "21:00", "00:00", "03:00", "06:00", "09:00"]),
        (7 * DAY, 7, ["22", "23", "24", "25", "26", "27", "28"]),
    ],
)
def test_bars_are_as_long_as_the_digest_is(span: timedelta, number: int, marks: list[str]) -> None:
    """Minutes, hours or days; a digest that comes some seconds late has no bar more."""
    for late in (timedelta(0), timedelta(seconds=20)):
        found = bars(span + late)
        assert len(found.counts) == number
        assert [text for _, text in found.marks] == marks


def test_a_report_counts_in_its_time_and_severity() -> None:
    """Not what was reported before the digest's time, nor of stories that are not shown."""
    found = bars(
        DAY,
        Told(1, MORNING, 2),
        Told(3, MORNING + 59 * MINUTE, 5),
        Told(2, MORNING + 23 * HOUR, 1),
        *(Told(1, MORNING - MINUTE, 9), Told(1, MORNING + DAY, 9), Told(4, MORNING, 9)),
    )
    assert (found.counts[0], found.counts[23]) == ((2, 0, 5), (0, 1, 0))
    assert sums(found) == [0, 23]


def test_a_short_time_is_shown_with_what_was_before() -> None:
    """A first daily digest, some hours after it was asked for, is no row of four broad bars."""
    found = bars(4 * HOUR, Told(1, MORNING, 1))
    assert len(found.counts) == 24
    assert sums(found) == [20]


def test_a_long_time_is_shown_by_its_end() -> None:
    """Of a digest that was not sent for a year, the last weeks."""
    found = bars(365 * DAY, Told(1, MORNING + 364 * DAY, 1))
    assert (len(found.counts), sums(found)) == (48, [47])


def test_bars_begin_at_whole_hours_of_the_zone() -> None:
    """Also where that is a quarter of an hour apart from others, and where clocks are changed."""
    assert bars(DAY, zone=NEPAL).marks[0] == (1.0, "12:00")
    change = datetime.fromisoformat("2023-10-28T06:00:00Z")
    day = bars(DAY + HOUR, Told(1, change, 1), since=change, zone=BERLIN)
    assert (len(day.counts), sums(day)) == (25, [0])
    week = bars(7 * DAY + HOUR, Told(1, change, 1), since=change, zone=BERLIN)
    assert (len(week.counts), sums(week)) == (7, [0])
