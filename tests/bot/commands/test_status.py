"""How fresh the picture is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage import chats, sources
from storage.model import Gap, Source, SourceState, Trouble
from tests.conftest import MORNING
from tests.desks import ask, desk_of, store

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Database

HOUR = timedelta(hours=1)
BROKEN = SourceState(
    "feed:wire",
    title="The <wire>",
    last_success=MORNING - HOUR,
    failures=3,
    trouble=Trouble.TIMEOUT,
    trouble_detail="no answer within 20 s",
    trouble_since=MORNING - HOUR,
)


async def save(desk: Desk, state: SourceState, **more: Any) -> None:  # noqa: ANN401 - any field
    """Remember a source's state."""
    await desk.database.write(sources.save, replace(state, **more))


async def test_each_source_is_shown_with_its_age_and_reason(database: Database) -> None:
    """The worst first, below how old the picture is."""
    desk = await desk_of(database)
    await store(desk, "Погода")
    await save(desk, BROKEN)
    told = (await ask(desk, "status")).splitlines()
    assert told[0] == (
        "As of 06:00, 1 of 2 sources were read within the last 1 min."
        " Not heard: wire (its server does not answer in time)."
    )
    assert told[1:] == [
        "",
        "🔴 The <wire>: broken, read 60 min ago",
        "Since 05:00: its server does not answer in time.",
        "🟢 Open Belgorod: fresh, read just now",
    ]


async def test_before_the_first_poll_nothing_has_been_read(database: Database) -> None:
    """Silence then is worth nothing, and the answer says so."""
    told = await ask(await desk_of(database), "status")
    assert told.splitlines()[0] == (
        "As of 06:00, none of 2 sources could be read lately."
        " Not heard: wire (it was never read yet) and open_belgorod (it was never read yet)."
    )
    assert "🟡 open_belgorod: late, never read" in told


async def test_the_picture_ages(database: Database) -> None:
    """When nothing has been read for long, no source is fresh and the age is told."""
    desk = await desk_of(database)
    await store(desk, "Погода")
    desk.clock.advance(7200)  # type: ignore[attr-defined] # a test's clock
    told = await ask(desk, "status")
    assert told.startswith("As of 08:00, none of 2 sources could be read lately.")
    assert "open_belgorod (it was not read in its time)" in told


async def test_a_gap_is_told(database: Database) -> None:
    """Posts that could not be fetched are not passed over in silence."""
    desk = await desk_of(database)
    await save(desk, BROKEN, gap=Gap("5", "90", MORNING - HOUR))
    assert "Some posts from before 05:00 are missing." in await ask(desk, "status")


@pytest.mark.parametrize("trouble", Trouble)
async def test_every_trouble_has_words(database: Database, trouble: Trouble) -> None:
    """What the log calls it is for operators."""
    desk = await desk_of(database)
    await save(desk, BROKEN, trouble=trouble)
    told = await ask(desk, "status")
    assert "Since 05:00: " in told
    assert f"{trouble}:" not in told
    assert f"{trouble}: no answer within 20 s" in await ask(desk, "status", operator=True)


async def test_operators_see_what_is_owed(database: Database) -> None:
    """Sent, owed and given up alerts, and the chats; others do not."""
    desk = await desk_of(database)
    await ask(desk, "follow", "all")
    await database.write(chats.pause, 5, "blocked")
    await store(desk, "Обстрел", "Прилёт")
    line = "Alerts: 0 sent, 1 owed, 0 given up. Chats: 1, 0 of them paused."
    assert line in await ask(desk, "status", operator=True)
    assert line not in await ask(desk, "status")


async def test_hundreds_of_sources_with_long_names_fit(database: Database) -> None:
    """The worst are shown, and that there are more."""
    many = [{"kind": "telegram", "name": f"channel_{number}"} for number in range(300)]
    desk = await desk_of(database, sources=many)
    for number in range(300):
        state = replace(BROKEN, source=f"telegram:channel_{number}", title="<b>&" * 3000)
        await save(desk, state, trouble_detail="я" * 5000)
    told = await ask(desk, "status", operator=True)
    assert told.endswith("\n…")


async def test_sources_of_a_set_up_that_is_on_its_way_are_left_out(database: Database) -> None:
    """The store may know of them a moment before the commands do."""
    desk = await desk_of(database)
    await database.write(sources.configure, [*desk.setup.sources, Source("telegram", "kursk_now")])
    assert "kursk_now" not in await ask(desk, "status")
