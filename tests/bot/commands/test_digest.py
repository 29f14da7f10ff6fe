"""Digests set from chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.texts import Texts
from storage import wishes
from storage.model import Mode, Wishes
from storage.model.schedules import DAYS
from tests.conftest import MORNING
from tests.desks import CHAT, ask, desk_of
from tests.wishing import hold

if TYPE_CHECKING:
    from datetime import time

    from storage.database import Database

REGION: dict[str, Any] = {"timezone": "Europe/Moscow"}


async def test_how_it_stands_is_shown(database: Database) -> None:
    """Also to a chat that never spoke before, with what can be typed."""
    desk = await desk_of(database)
    assert (await ask(desk, "digest")).splitlines() == [
        "Alerts come at once, with a sound.",
        "",
        "Another time can be typed: daily 21:30",
    ]


@pytest.mark.parametrize(
    ("argument", "written", "told", "moment"),
    [
        ("hourly", "hourly", "The digest comes every hour.", "10:00"),
        ("daily 8", "daily 08:00", "The digest comes every day at 08:00.", "23 May, 08:00"),
        ("20:00", "daily 20:00", "The digest comes every day at 20:00.", "20:00"),
        ("Fri 9:30", "weekly fri 09:30", "The digest comes once a week: Friday, 09:30.", "26 May, 09:30"),
    ],
)
async def test_it_can_be_set(database: Database, argument: str, written: str, told: str, moment: str) -> None:
    """And what will happen from now on is told, with the next time by the region's clock."""
    desk = await desk_of(database, region=REGION)
    assert (await ask(desk, "digest", argument)).splitlines() == [
        "Alerts come together, in a digest.",
        told,
        f"The next one: {moment}.",
        "What is critical comes at once all the same.",
        "Times are those of Europe/Moscow; /timezone changes that.",
    ]
    assert await database.read(wishes.get, CHAT) == Wishes(Mode.DIGEST, written)
    assert f"The next one: {moment}." in await ask(desk, "digest")


async def test_it_ends(database: Database) -> None:
    """And what was held for it is told of."""
    desk = await desk_of(database)
    await ask(desk, "digest", "daily")
    for _ in range(2):
        await database.write(hold, CHAT, MORNING + timedelta(hours=2))
    assert (await ask(desk, "digest", "off")).splitlines() == [
        "Alerts come at once, with a sound.",
        "2 alerts were held until now: you get them in one message.",
    ]
    assert await database.read(wishes.get, CHAT) == Wishes()
    assert "held" not in await ask(desk, "digest", "off")


async def test_what_does_not_come_in_it_is_said(database: Database) -> None:
    """Some subscriptions can have a way of their own, and what is critical may have to wait."""
    desk = await desk_of(database)
    await ask(desk, "follow", "shelling")
    await ask(desk, "when", "1 at once")
    await ask(desk, "quiet", "critical off")
    told = await ask(desk, "digest", "daily")
    assert "Not all of them: /when shows what comes otherwise." in told
    assert "What is critical waits too." in told


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("dayly 9", "Did you mean /digest daily 09:00?"),
        ("daily 25:00", "«daily 25:00» is no digest"),
        ("shelling daily", "«shelling daily» is no digest"),
        ("<b>", "«<b>» is no digest"),
        ("x" * 4000, "is no digest that I know."),
    ],
)
async def test_a_mistake_is_named(database: Database, argument: str, told: str) -> None:
    """With what can be typed, and nothing is changed."""
    desk = await desk_of(database)
    answer = await ask(desk, "digest", argument)
    assert told in answer
    assert "/digest weekly mon 08:00" in answer
    assert await database.read(wishes.get, CHAT) == Wishes()


async def test_each_chat_has_its_own(database: Database) -> None:
    """What one wishes changes nothing for another."""
    desk = await desk_of(database)
    await ask(desk, "digest", "hourly", chat=1)
    assert "Alerts come at once" in await ask(desk, "digest", chat=2)
    assert await database.read(wishes.get, 2) == Wishes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["hourly", "daily {}", *(f"weekly {day} {{}}" for day in DAYS)]),
    st.times(),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]),
)
async def test_the_time_that_is_shown_is_the_time_that_is_stored(
    database: Database, form: str, at: time, zone: str
) -> None:
    """Whatever the schedule and the zone, as the clock there will show it."""
    desk = await desk_of(database)
    await ask(desk, "timezone", zone)
    told = await ask(desk, "digest", form.format(f"{at:%H:%M}"))
    due = (await database.read(wishes.planned, CHAT)).digest_due
    assert due is not None
    assert f"The next one: {Texts(zone=ZoneInfo(zone)).moment(due, MORNING)}." in told
    assert form == "hourly" or f"{due.astimezone(ZoneInfo(zone)):%H:%M}" == f"{at:%H:%M}"
