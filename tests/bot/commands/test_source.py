"""``/source``: who may use it, what it shows, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot import parts
from bot.commands import COMMANDS
from bot.commands.desk import Desk
from bot.demo.shown import Shown
from bot.reloading.layers import override_path
from bot.reloading.reload import Reload
from bot.setup import load
from tests.conftest import MORNING
from tests.desks import ask, desk_of
from tests.fakes.instant_clock import InstantClock
from tests.fakes.preview_server import FakePreviews
from tests.trials.command import configured, telegram_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.setup import Setup
    from storage.database import Database


class Office:
    """A program that takes over what is changed, and the desk at which operators ask."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.setup = desk.setup
        self.path = path
        self._desk = replace(desk, reload=Reload(path, self, desk.clock))

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up."""
        self.setup = setup

    def tell_operators(self, lines: Sequence[str], but: int | None = None) -> None:
        """Tell nobody."""

    async def source(self, argument: str = "", *, operator: bool = True) -> str:
        """Return the answer to ``/source``."""
        return await ask(replace(self._desk, setup=self.setup), "source", argument, operator=operator)

    @property
    def watched(self) -> list[str]:
        """The names of the sources at work."""
        return [*self.setup.watched]


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """Return a program with one source, and a server with another channel."""
    async with FakePreviews(lambda: MORNING) as server:
        texts = ["Тихо", "Обстрел <b>Грайворона</b> & округа"]
        hour = timedelta(hours=1)
        server.shelf.put("open_town", [Shown(i, MORNING - hour / i, text) for i, text in enumerate(texts, 1)])
        path = configured(tmp_path, telegram_source("other_town"), telegram=server.url)
        setup, clock = load(path), InstantClock()
        async with parts.fetcher(setup, clock, Random(1)) as fetcher:  # noqa: S311 - a fixed seed
            yield Office(Desk(database, setup, clock, fetcher=fetcher), path)


@pytest.mark.parametrize("argument", ["", "t.me/open_town", "add t.me/open_town", "remove other_town"])
async def test_it_is_for_operators(office: Office, argument: str) -> None:
    """Nobody else sees or changes anything, and it stands in no menu of others."""
    assert await office.source(argument, operator=False) == "Only operators can do that."
    assert not override_path(office.path).exists()
    assert COMMANDS["source"].for_operators


async def test_without_an_address_it_lists_the_sources(office: Office) -> None:
    """Each with its voice, and what can be typed."""
    answer = await office.source()
    assert "• telegram:other_town: channel" in answer
    assert "/source add and an address adds it" in answer


async def test_an_address_is_looked_at_and_not_added(office: Office) -> None:
    """The posts are shown as they are, whatever markup they hold, and how it would be added."""
    answer = await office.source("t.me/open_town voice=official")
    assert "To add it: /source add t.me/open_town voice=official" in answer
    assert "• 30 min ago: Обстрел <b>Грайворона</b> & округа [shelling: Обстрел]" in answer
    assert "Of 2 posts, 1 would have matched." in answer
    assert office.watched == ["telegram:other_town"]


async def test_it_is_added_and_at_work_at_once(office: Office) -> None:
    """With what is said behind the address; once."""
    answer = await office.source("ADD t.me/open_town voice=official")
    assert answer.startswith("Done. This is new:\n• source added: telegram:open_town\n")
    assert office.setup.watched["telegram:open_town"].voice == "official"
    assert await office.source("add @open_town") == "telegram:open_town is watched already."


async def test_what_was_added_can_be_taken_out(office: Office) -> None:
    """What stands in the configuration cannot, and an unknown name gets the nearest one."""
    await office.source("add t.me/open_town")
    assert "source removed: telegram:open_town" in await office.source("remove telegram:open_town")
    assert office.watched == ["telegram:other_town"]
    assert "It stands in config.toml" in await office.source("remove other_town")
    answer = await office.source("remove telegram:othertown")
    assert "There is no source telegram:othertown." in answer
    assert "Did you mean telegram:other_town?" in answer


@pytest.mark.parametrize(
    ("argument", "problem"),
    [
        ("add t.me/nobody_here", "there is nothing of this name"),
        ("add http://10.0.0.1/", "10.0.0.1 is not a public address"),
        ("add t.me/open_town <b>", "expected voice=official"),
        ("add t.me/open_town voise=media", "expected one of voice, home, name"),
        ("add t.me/open_town voice=offical", "did you mean official?"),
        ("add t.me/open_town kind=x", "kind: got 'x'"),
        ('add t.me/open_town home="No where"', "home: expected one of [[places]]"),
        ("<b>&", "is the address of no network that is known"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_written(
    office: Office, argument: str, problem: str
) -> None:
    """Whatever it is."""
    assert problem in await office.source(argument)
    assert not override_path(office.path).exists()


async def test_an_override_file_that_cannot_be_written_is_told(office: Office) -> None:
    """The reason is the machine's own."""
    override_path(office.path).with_name("config.override.toml.new").mkdir()
    answer = await office.source("add t.me/open_town")
    assert "config.override.toml cannot be written: Is a directory" in answer
    assert office.watched == ["telegram:other_town"]


async def test_without_a_file_nothing_can_be_added(database: Database) -> None:
    """A program that was not started from one says so."""
    answer = await ask(await desk_of(database), "source", "t.me/open_town", operator=True)
    assert answer == "There is no file in which a change could be kept."
