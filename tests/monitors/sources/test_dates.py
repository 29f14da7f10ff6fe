"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.sources.dates import EARLIEST, parse_date

NINE = datetime(2023, 5, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 22 May 2023 09:00:00 GMT",
        "Mon, 22 May 2023 12:00:00 +0300",
        "22 May 23 12:00 MSK",
        "Monday, 22 May 2023 04:00:00 CDT",
        "Пн, 22 мая 2023 12:00:00 +0300",
        "понедельник, 22 Май 2023 12:00:00 +0300",
        "22 травня 2023 12:00:00 EEST",
        "2023-05-22T09:00:00Z",
        "2023-05-22T12:00:00.000+03:00",
        "2023-05-22 12:00 +0300",
        "2023-05-22T09:00:00",
        "20230522T090000Z",
        " 2023-05-22T09:00:00 UTC\n",
        "2023-05-22T12:00+03",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    """RFC 822, RFC 3339 and their local dialects mean the same moment."""
    assert parse_date(text) == NINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:30",
        "May 2023",
        "2023",
        "2023-05",
        "Monday",
        "yesterday",
        "0001-01-01T00:00:00Z",
        "2023-02-30",
        "1970-01-01T00:00:00Z",
        "2023-05-22T25:00:00Z",
        "99999-01-01",
        "9999-12-31T23:59:59-12:00",
        "1 " * 5000,
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Half a date, an impossible one and one before there were feeds are none."""
    assert parse_date(text) is None


def test_midnight_at_the_end_of_a_day() -> None:
    """24:00 is the next day's beginning, a leap second the next minute's."""
    assert parse_date("2023-05-22T24:00:00Z") == datetime(2023, 5, 23, tzinfo=UTC)
    assert parse_date("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)


def test_a_future_date_is_left_to_the_caller() -> None:
    """Whether a date lies too far ahead only the caller can know."""
    assert parse_date("2999-01-01T00:00:00Z") == datetime(2999, 1, 1, tzinfo=UTC)


@given(
    st.text(max_size=60) | st.from_regex(r"[0-9]{1,5}-?[0-9]{0,3}-?[0-9]{0,3}[T ]?[0-9:]{0,9}[+-]?[0-9]{0,5}")
)
def test_no_text_raises(text: str) -> None:
    """Whatever is written, the answer is a moment in UTC or none."""
    moment = parse_date(text)
    assert moment is None or (moment.tzinfo is UTC and moment >= EARLIEST)
