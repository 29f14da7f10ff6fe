"""Quiet hours set from chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.texts import Texts
from storage import wishes
from storage.model import Severity, Wishes
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.wishing import hold

if TYPE_CHECKING:
    from datetime import time

    from storage.database import Database

REGION: dict[str, Any] = {"timezone": "Europe/Moscow"}
EXAMPLES = ["/quiet 23:00-07:00", "/quiet off", "/quiet critical off", "/quiet critical on"]


async def test_without_any_it_is_said_how_to_have_some(database: Database) -> None:
    """Also to a chat that never spoke before."""
    desk = await desk_of(database)
    assert (await ask(desk, "quiet")).splitlines() == [
        "There are no quiet hours: alerts come by day and night.",
        "",
        "Other hours can be typed: 21:30-06:00",
    ]


@pytest.mark.parametrize(
    ("argument", "written", "next_one"),
    [
        ("23:00-07:00", "23:00-07:00", "They begin next: 23:00."),
        ("23-7", "23:00-07:00", "They begin next: 23:00."),
        ("from 8 to 8:30", "08:00-08:30", "They begin next: 23 May, 08:00."),
        ("10pm - 10am", "22:00-10:00", "It is quiet now, until 10:00."),
    ],
)
async def test_they_can_be_set(database: Database, argument: str, written: str, next_one: str) -> None:
    """And it is told when they come or end next, by the region's clock."""
    desk = await desk_of(database, region=REGION)
    begin, end = written.split("-")
    assert (await ask(desk, "quiet", argument)).splitlines() == [
        f"Quiet hours are from {begin} to {end}. What happens in them comes in one message afterwards.",
        next_one,
        "What is critical comes at once all the same.",
        "Times are those of Europe/Moscow; /timezone changes that.",
    ]
    assert await database.read(wishes.get, CHAT) == Wishes(quiet=written)
    assert next_one in await ask(desk, "quiet")


async def test_they_end(database: Database) -> None:
    """And what was held until then is told of."""
    desk = await desk_of(database)
    await ask(desk, "quiet", "5-11")
    await database.write(hold, CHAT, MORNING + timedelta(hours=5))
    assert (await ask(desk, "quiet", "off")).splitlines() == [
        "There are no quiet hours: alerts come by day and night.",
        "1 alert was held until now: you get it now.",
    ]
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_what_is_critical_can_wait_too(database: Database) -> None:
    """Until it may come again."""
    desk = await desk_of(database)
    await ask(desk, "quiet", "5-11")
    assert "What is critical waits too." in await ask(desk, "quiet", "Critical  OFF")
    await database.write(hold, CHAT, MORNING + timedelta(hours=5), Severity.CRITICAL)
    assert not (await database.read(wishes.get, CHAT)).critical_through
    told = await ask(desk, "quiet", "critical on")
    assert "What is critical comes at once all the same." in told
    assert "1 alert was held until now: you get it now." in told


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("critcal of", "Did you mean /quiet critical off?"),
        ("oof", "Did you mean /quiet off?"),
        ("critical", "«critical» are no quiet hours"),
        ("25-7", "«25-7» are no quiet hours"),
        ("7-7", "«7-7» are no quiet hours"),
        ("<b>", "«<b>» are no quiet hours"),
        ("x" * 4000, "are no quiet hours that I know."),
    ],
)
async def test_a_mistake_is_named(database: Database, argument: str, told: str) -> None:
    """With what can be typed, and nothing is changed."""
    desk = await desk_of(database)
    answer = await ask(desk, "quiet", argument)
    assert told in answer
    assert answer.splitlines()[-4:] == EXAMPLES
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_each_chat_has_its_own(database: Database) -> None:
    """What one wishes changes nothing for another."""
    desk = await desk_of(database)
    await ask(desk, "quiet", "23-7", chat=1)
    await ask(desk, "quiet", "critical off", chat=1)
    assert "There are no quiet hours" in await ask(desk, "quiet", chat=2)
    assert await database.read(wishes.get, 2) == Wishes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.times(), min_size=2, max_size=2, unique_by=lambda at: (at.hour, at.minute)),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]),
)
async def test_the_time_that_is_shown_is_the_time_that_is_stored(
    database: Database, times: list[time], zone: str
) -> None:
    """Whatever the hours and the zone: their end where it is quiet now, or else their beginning."""
    desk = await desk_of(database)
    await ask(desk, "timezone", zone)
    told = await ask(desk, "quiet", "-".join(f"{at:%H:%M}" for at in times))
    planned = await database.read(wishes.planned, CHAT)
    assert planned.quiet_begin is not None
    is_quiet = planned.quiet_begin <= MORNING
    shown = planned.quiet_end if is_quiet else planned.quiet_begin
    assert shown is not None
    moment = Texts(zone=ZoneInfo(zone)).moment(shown, MORNING)
    assert (f"now, until {moment}." if is_quiet else f"begin next: {moment}.") in told
