"""Digests and quiet hours as people type them."""

from __future__ import annotations

import pytest

from bot.commands.typed_schedules import Unclear, digest_of, quiet_of
from storage.model.schedules import Digest, Quiet


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("hourly", "hourly"),
        ("Every hour", "hourly"),
        ("daily", "daily 08:00"),
        ("daily 8", "daily 08:00"),
        ("8:00", "daily 08:00"),
        ("8.30", "daily 08:30"),
        ("every day at 7:05 pm", "daily 19:05"),
        ("12am", "daily 00:00"),
        ("24:00", "daily 00:00"),
        ("weekly", "weekly mon 08:00"),
        ("weekly mon 08:00", "weekly mon 08:00"),
        ("WEEKLY, 9:15, Wednesday", "weekly wed 09:15"),
        ("Fridays", "weekly fri 08:00"),
        ("on thurs at 18", "weekly thu 18:00"),
        ("weds 9", "weekly wed 09:00"),
    ],
)
def test_a_digest_is_understood(typed: str, written: str) -> None:
    """In whatever order and form its parts stand."""
    assert digest_of(typed) == Digest.parse(written)


@pytest.mark.parametrize("typed", ["off", "OFF", "none", "never"])
def test_none_is_understood(typed: str) -> None:
    """In several words."""
    assert digest_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("dayly 9", "daily 09:00"),
        ("weekly firday 8pm", "weekly fri 20:00"),
        ("offf", "off"),
        ("daily 25:00", ""),
        ("daily 8:60", ""),
        ("13pm", ""),
        ("hourly 8:00", ""),
        ("daily mon", ""),
        ("8:00 9:00", ""),
        ("every", ""),
        ("shelling", ""),
        ("<b>", ""),
        ("٣", ""),
        ("9" * 5000, ""),
        ("dayly " * 700, ""),
    ],
)
def test_what_is_no_digest_is_not_guessed(typed: str, near: str) -> None:
    """What is nearly one is offered as it should be typed."""
    assert digest_of(typed) == Unclear(near)


@pytest.mark.parametrize(
    "typed",
    ["23:00-07:00", "23-7", "23 – 7", "from 23.00 to 7", "23:00 07:00", "11pm-7am", "11 PM until 7 am"],
)
def test_quiet_hours_are_understood(typed: str) -> None:
    """With any dash, or a word for it."""
    assert quiet_of(typed) == Quiet.parse("23:00-07:00")


@pytest.mark.parametrize("typed", ["", "23", "7-7", "0-24", "25-7", "23:60-7", "237", "off", "a-b", "23-7-9"])
def test_what_are_no_quiet_hours_is_not_guessed(typed: str) -> None:
    """Nor are hours of no length."""
    assert quiet_of(typed) is None
