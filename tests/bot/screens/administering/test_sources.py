"""The sources in ``/admin``: how they stand, pausing, polling, and taking them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.health import standings
from bot.tables import source_record, sources_table
from storage import sources
from storage.model import SourceState, Trouble
from tests.conftest import MORNING
from tests.desks import ask
from tests.offices import TOPICS, Office, opened, source_lines

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database

KEY = "telegram:open_town"
HOUR = timedelta(hours=1)
READ = SourceState(
    KEY,
    title="Open <Town>",
    first_success=MORNING - HOUR,
    last_success=MORNING,
    last_attempt=MORNING,
    last_post=MORNING - HOUR,
    next_poll=MORNING + HOUR,
)
FAILING = replace(
    READ, failures=5, trouble=Trouble.TIMEOUT, trouble_detail="15 s <passed>", trouble_since=MORNING - HOUR
)


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Return a program with one source that was read just now."""
    made = await opened(database, tmp_path / "config.toml", source_lines("open_town") + TOPICS)
    await database.write(sources.save, READ)
    return made


async def due(office: Office, after: timedelta = timedelta()) -> list[str]:
    """Return which sources are to be polled some time later."""
    return await office.database.read(sources.due, MORNING + after, timedelta(days=9), 9)


async def test_a_source_shows_how_it_stands(office: Office) -> None:
    """What is known of it, whatever characters its title has, and where it was configured."""
    operator = await office.open("Sources", "🟢 Open <Town>")
    for line in (KEY, "Open <Town>", "voice: channel", "🟢 fresh", "newest post 60 min ago"):
        assert line in operator.text
    assert "It stands in config.toml" in operator.text


async def test_a_broken_source_shows_its_trouble(office: Office) -> None:
    """Since when, why, and what exactly was answered."""
    await office.database.write(sources.save, FAILING)
    operator = await office.open("Sources", "🔴")
    assert "🔴 broken since 05:00: its server does not answer in time" in operator.text
    assert "15 s <passed>" in operator.text


@pytest.mark.parametrize(("label", "rests"), [("Pause for a day", 24), ("Pause", 24 * 365)])
async def test_a_paused_source_is_not_polled(office: Office, label: str, rests: int) -> None:
    """For a day or for good; it is late by then, and everybody can see why."""
    operator = await office.open("Sources", "Open <Town>")
    assert (await operator.press(label)).toast == "It is paused."
    assert "Resume" in operator.labels
    assert await due(office, (rests - 1) * HOUR) == []
    assert "the operators have paused it" in await ask(operator.desk, "status")
    await office.take_over(office.setup)
    assert await due(office, 23 * HOUR) == []


async def test_the_command_line_tells_of_a_pause(office: Office) -> None:
    """For machines it is the reason; for people it stands in the column of reasons."""
    operator = await office.open("Sources", "Open <Town>", "Pause")
    [one] = await office.database.read(standings.stored, office.setup, MORNING)
    record = source_record(office.setup.watched[KEY], one, 0)
    assert (record["state"], record["reason"]) == ("late", "paused")
    table = sources_table([one], office.setup.watched, operator.texts, MORNING)
    assert [str(cell) for cell in table.columns[-1].cells] == ["paused since 06:00"]


async def test_a_pause_of_a_day_ends_by_itself(office: Office) -> None:
    """Nobody has to think of it."""
    operator = await office.open("Sources", "Open <Town>", "Pause for a day")
    assert "It is paused until 23 May, 06:00." in operator.text
    assert await due(office, 24 * HOUR) == [KEY]


async def test_a_resumed_source_is_polled_at_once(office: Office) -> None:
    """As one that is new: what it published meanwhile is no news."""
    operator = await office.open("Sources", "Open <Town>", "Pause")
    assert (await operator.press("Resume")).toast == "It is polled again."
    assert await due(office) == [KEY]
    state = await office.database.read(sources.state, KEY)
    assert (state.paused, state.first_success) == (None, None)


async def test_a_source_can_be_polled_now(office: Office) -> None:
    """It is due at once, as far as its server allows."""
    assert await due(office) == []
    operator = await office.open("Sources", "Open <Town>")
    await operator.press("Poll now")
    assert await due(office) == [KEY]


async def test_what_the_configuration_says_cannot_be_taken_out(office: Office) -> None:
    """The page says where it stands."""
    operator = await office.open("Sources", "Open <Town>", "Remove")
    assert operator.text == "It stands in config.toml: it can be taken out there."
    assert operator.labels == ["Back"]


async def test_reports_lead_to_the_broken_sources(office: Office) -> None:
    """Those alone, and from there back to the reports; what operators paused is none."""
    operator = await office.open("Broken sources")
    assert "All sources are in order." in operator.text
    await office.database.write(sources.save, FAILING)
    await office.open("Broken sources")
    assert "since 05:00: its server does not answer in time" in operator.text
    await operator.press(f"Look: {KEY}")
    await operator.press("Pause")
    await operator.press("Back")
    assert operator.text.endswith("All sources are in order.")
