"""Time zones as people name them, and texts in a chat's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.texts import Texts
from bot.zones import like, meant, texts_for, texts_here, zone_name
from storage.model import Chat, Wishes
from tests.conftest import MORNING
from tests.desks import ask, desk_of

if TYPE_CHECKING:
    from storage.database import Database


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Europe/Moscow", ["Europe/Moscow"]),
        ("EUROPE/moscow", ["Europe/Moscow"]),
        ("amsterdam", ["Europe/Amsterdam"]),
        ("New  York", ["America/New_York"]),
        ("Москва", ["Europe/Moscow"]),
        ("Київ", ["Europe/Kyiv"]),
        ("Киев", ["Europe/Kyiv"]),
        ("Europe/Kiev", ["Europe/Kyiv"]),
        ("utc", ["UTC"]),
        ("UTC+3", ["Etc/GMT-3"]),
        ("-05:00", ["Etc/GMT+5"]),
        ("gmt+0", ["UTC"]),
        ("istanbul", ["Asia/Istanbul"]),
        ("west", ["Australia/West", "Brazil/West"]),
        ("UTC+15", []),
        ("localtime", []),
        ("../../etc/passwd", []),
        ("", []),
    ],
)
def test_a_zone_is_known_by_its_name_a_city_or_an_offset(typed: str, zones: list[str]) -> None:
    """One of several that tell the same time is enough; those that do not are all named."""
    assert list(meant(typed, MORNING, ("ru", "uk"))) == zones


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Europe/Mosco", ["Europe/Moscow"]),
        ("amsterdm", ["Europe/Amsterdam"]),
        ("Масква", ["Europe/Moscow"]),
        ("?" * 5000, []),
    ],
)
def test_a_mistyped_zone_is_recognised(typed: str, zones: list[str]) -> None:
    """By what it is like."""
    assert list(like(typed, ("ru",))) == zones


def test_languages_without_tables_know_no_cities() -> None:
    """They are no mistake."""
    assert meant("Москва", MORNING, ("xx",)) == ()


def test_zones_of_fixed_offsets_are_named_as_people_read_them() -> None:
    """Their names in the database have the sign turned round."""
    names = ("Etc/GMT-3", "Etc/GMT+11", "Etc/GMT", "Europe/Moscow")
    assert [zone_name(name) for name in names] == ["UTC+3", "UTC-11", "Etc/GMT", "Europe/Moscow"]


@pytest.mark.parametrize(
    ("zone", "clock"), [("", "09:00"), ("Europe/Amsterdam", "08:00"), ("Europe/Atlantis", "09:00")]
)
def test_times_are_told_by_the_chat_s_own_clock(zone: str, clock: str) -> None:
    """Or by the region's, where it has none that is known."""
    texts = texts_for(Texts(), Chat(1, wishes=Wishes(zone=zone)), ZoneInfo("Europe/Moscow"))
    assert texts.moment(MORNING, MORNING) == clock


async def test_texts_can_be_had_for_a_chat_by_its_id(database: Database) -> None:
    """One that never spoke reads the region's times."""
    desk = await desk_of(database, region={"timezone": "Europe/Moscow"})
    await ask(desk, "timezone", "Tokyo", chat=1)
    clocks = [(await texts_here(Texts(), desk, chat)).moment(MORNING, MORNING) for chat in (1, 2)]
    assert clocks == ["15:00", "09:00"]
