"""When digests are due and hours are quiet: on the wall of a zone, through changes of its clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.model.schedules import Digest, Quiet

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = st.sampled_from(
    [ZoneInfo(n) for n in ("Europe/Amsterdam", "Asia/Kathmandu", "Pacific/Chatham", "UTC")]
)
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2024, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def utc(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    """Return a moment of 2023."""
    return datetime(2023, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hourly", utc(22, 7)),
        ("daily 08:00", utc(23, 6)),
        ("daily 08:01", utc(22, 6, 1)),
        ("weekly mon 08:00", utc(29, 6)),
        ("weekly sun 23:59", utc(28, 21, 59)),
    ],
)
def test_a_digest_is_due_later_than_now(text: str, expected: datetime) -> None:
    """Never at the very moment: the one of now has been. It is Monday, eight in the morning."""
    schedule = Digest.parse(text)
    assert (schedule.next(utc(22, 6), AMSTERDAM), schedule.text) == (expected, text)


@pytest.mark.parametrize(
    ("at", "after", "expected"),
    [
        ("08:00", utc(25, 12, month=3), utc(26, 6, month=3)),  # the first day of summer time
        ("02:30", utc(25, 12, month=3), utc(26, 1, 30, month=3)),  # there is no 02:30: 03:30
        ("08:00", utc(28, 12, month=10), utc(29, 7, month=10)),  # the first day of winter time
        ("02:30", utc(28, 12, month=10), utc(29, 0, 30, month=10)),  # the first 02:30 of two
        ("02:30", utc(29, 0, 30, month=10), utc(30, 1, 30, month=10)),  # and not the second
    ],
)
def test_a_digest_keeps_its_time_when_clocks_change(at: str, after: datetime, expected: datetime) -> None:
    """It comes once a day at the time on the wall, whatever that is in UTC."""
    assert Digest.parse(f"daily {at}").next(after, AMSTERDAM) == expected


@pytest.mark.parametrize(
    ("now", "begin", "end"),
    [
        (utc(22, 6), utc(22, 21), utc(23, 5)),  # by day: the next night
        (utc(22, 21), utc(22, 21), utc(23, 5)),  # it has just begun
        (utc(22, 2), utc(21, 21), utc(22, 5)),  # after midnight: since yesterday
        (utc(22, 5), utc(22, 21), utc(23, 5)),  # it is just over
        (utc(26, 2, month=3), utc(25, 22, month=3), utc(26, 5, month=3)),  # a night of seven hours
        (utc(29, 2, month=10), utc(28, 21, month=10), utc(29, 6, month=10)),  # a night of nine
    ],
)
def test_quiet_hours_go_over_midnight(now: datetime, begin: datetime, end: datetime) -> None:
    """From eleven to seven on the wall, also in the nights in which clocks change."""
    assert Quiet.parse("23:00-07:00").around(now, AMSTERDAM) == (begin, end)


def test_quiet_hours_that_a_change_of_clocks_leaves_out_are_those_of_the_next_day() -> None:
    """Half past two to three does not come in the night in which that hour is skipped."""
    hours = Quiet.parse("02:30-03:00").around(utc(26, 0, month=3), AMSTERDAM)
    assert hours == (utc(27, 0, 30, month=3), utc(27, 1, month=3))


@pytest.mark.parametrize("text", ["", "daily 24:00", "hourly 08:00", "weekly 8", "daily mon", "weekly moo"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    """With the forms that there are."""
    with pytest.raises(ValueError, match="expected hourly"):
        Digest.parse(text)


@pytest.mark.parametrize("text", ["", "23:00", "23:00-23:00", "25:00-07:00", "23-7"])
def test_what_are_no_quiet_hours_is_refused(text: str) -> None:
    """Hours that begin and end at the same time would be none, or all of them."""
    with pytest.raises(ValueError, match="expected two different times"):
        Quiet.parse(text)


@settings(max_examples=60, deadline=None)
@given(now=MOMENTS, zone=ZONES, at=st.times())
def test_digests_follow_one_another(now: datetime, zone: ZoneInfo, at: datetime) -> None:
    """Each is due after the one before, a daily one after a day of 22 to 26 hours."""
    schedule = Digest.parse(f"daily {at:%H:%M}")
    first = schedule.next(now, zone)
    second = schedule.next(first, zone)
    assert now < first <= now + timedelta(hours=26)
    assert timedelta(hours=22) <= second - first <= timedelta(hours=26)


@settings(max_examples=60, deadline=None)
@given(now=MOMENTS, zone=ZONES, begin=st.times(), end=st.times())
def test_quiet_hours_are_those_of_now_or_the_next(
    now: datetime, zone: ZoneInfo, begin: datetime, end: datetime
) -> None:
    """They end after now, and when they are over, others come that do not overlap them."""
    if f"{begin:%H:%M}" == f"{end:%H:%M}":
        return
    hours = Quiet.parse(f"{begin:%H:%M}-{end:%H:%M}")
    first, next_ = hours.around(now, zone), hours.around(hours.around(now, zone)[1], zone)
    assert now < first[1] <= now + timedelta(hours=50)
    assert first[0] < first[1] <= next_[0] < next_[1]
