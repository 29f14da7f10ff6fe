"""Lengths of time as people type them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.spans import parted


@pytest.mark.parametrize(
    ("text", "rest", "span"),
    [
        ("shelling 2h", "shelling", timedelta(hours=2)),
        ("power cut 90 min", "power cut", timedelta(minutes=90)),
        ("Грайворон 6ч", "Грайворон", timedelta(hours=6)),
        ("story 12 3H", "story 12", timedelta(hours=3)),
        ("  1d ", "", timedelta(days=1)),
    ],
)
def test_a_time_stands_at_the_end(text: str, rest: str, span: timedelta) -> None:
    """In minutes, hours or days, close to its unit or not, in the languages of the region."""
    before, typed, found = parted(text)
    assert (before, found) == (rest, span)
    assert text.strip().endswith(typed)


def test_what_is_no_time_is_told_apart() -> None:
    """No number, a number without a unit, and a unit that there is none of."""
    assert parted("shelling") == ("shelling", "", None)
    assert parted("story 12") == ("story 12", "", None)
    assert parted("shelling 2 weeks") == ("shelling", "2 weeks", None)
    assert parted("дрон2h") == ("дрон2h", "", None)
