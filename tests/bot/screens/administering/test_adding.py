"""Adding a source by its link in ``/admin``, and taking it out again."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot import parts
from bot.demo.shown import Shown
from bot.reloading.layers import override_path
from tests.conftest import MORNING
from tests.fakes.preview_server import FakePreviews
from tests.offices import Office
from tests.trials.command import configured, telegram_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from storage.database import Database


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """Return a program with one source, and a server with another channel."""
    async with FakePreviews(lambda: MORNING) as server:
        texts = ["Тихо", "Обстрел <b>Грайворона</b> & округа"]
        hour = timedelta(hours=1)
        server.shelf.put("open_town", [Shown(i, MORNING - hour / i, text) for i, text in enumerate(texts, 1)])
        path = configured(tmp_path, telegram_source("other_town"), telegram=server.url)
        office = Office(database, path)
        async with parts.fetcher(office.setup, office.clock, Random(1)) as fetcher:  # noqa: S311 - a fixed seed
            made = Office(database, path, fetcher)
            await made.take_over(made.setup)
            yield made


@pytest.mark.parametrize(
    ("label", "voice"), [("Add", "channel"), ("As official", "official"), ("As media", "media")]
)
async def test_a_link_is_looked_at_and_then_added(office: Office, label: str, voice: str) -> None:
    """What is there is shown with what would have matched; it is at work at once, with that voice."""
    operator = await office.open("Sources", "Add by link")
    await operator.say("t.me/open_town")
    assert "• 30 min ago: Обстрел <b>Грайворона</b> & округа [shelling: Обстрел]" in operator.text
    assert "telegram:open_town" not in office.setup.watched
    await operator.press(label)
    assert "source added: telegram:open_town" in operator.text
    assert office.setup.watched["telegram:open_town"].voice == voice
    await operator.press("Back")
    assert "🟡 telegram:open_town" in operator.labels


async def test_nothing_is_added_without_a_yes(office: Office) -> None:
    """Cancelled, nothing is written."""
    operator = await office.open("Sources", "Add by link")
    await operator.say("t.me/open_town")
    await operator.press("Cancel")
    assert operator.desk.reload is not None
    assert not override_path(operator.desk.reload.path).exists()
    assert "Add by link" in operator.labels


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("t.me/nobody_here", "there is nothing of this name"),
        ("<b>&", "is the address of no network that is known"),
        ("t.me/open_town voise=media", "expected one of voice, home, name"),
        ("t.me/other_town", "telegram:other_town is watched already."),
    ],
)
async def test_what_cannot_be_added_is_told(office: Office, words: str, told: str) -> None:
    """With the reason; another address can be sent at once."""
    operator = await office.open("Sources", "Add by link")
    await operator.say(words)
    assert told in operator.text
    await operator.say("t.me/open_town")
    assert "Add" in operator.labels


async def test_it_is_added_once(office: Office) -> None:
    """Also where somebody else added it while it was looked at."""
    operator = await office.open("Sources", "Add by link")
    await operator.say("t.me/open_town")
    page = operator.page
    await operator.press("Add")
    assert (await operator.press("Add", page)).toast == "This had changed meanwhile."
    assert list(office.setup.watched) == ["telegram:other_town", "telegram:open_town"]


async def test_what_was_added_can_be_taken_out_and_that_undone(office: Office) -> None:
    """After a second question; the page of changes has both, and gives back what was there."""
    operator = await office.open("Sources", "Add by link")
    await operator.say("t.me/open_town")
    await operator.press("As media")
    await office.open("Sources", "telegram:open_town", "Remove")
    assert "Take telegram:open_town out?" in operator.text
    await operator.press("Yes, remove it")
    assert list(office.setup.watched) == ["telegram:other_town"]
    await office.open("Changes")
    assert "1. 06:00, by you:\n• source open_town: taken out" in operator.text
    await operator.press("Undo 1")
    assert office.setup.watched["telegram:open_town"].voice == "media"
