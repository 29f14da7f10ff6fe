"""``/topic``: who may use it, what it shows, and what it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.commands import COMMANDS
from bot.commands.desk import Desk
from bot.reloading.layers import override_path
from bot.reloading.reload import Reload
from bot.setup import load
from storage import sources
from tests.desks import ask
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.setup import Setup
    from storage.database import Database

BASE = """
[[topics]]
name = "shelling"
severity = "critical"
rule = "обстрел"
[[topics]]
name = "power cut"
rule = '"без света"'
"""


class Office:
    """A program that takes over what is changed, and the desk at which operators ask."""

    def __init__(self, database: Database, path: Path) -> None:
        path.write_text(BASE, encoding="utf-8")
        self.setup = load(path)
        self.path = path
        self._desk = Desk(database, self.setup, InstantClock(), Reload(path, self, InstantClock()))

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up."""
        self.setup = setup

    def tell_operators(self, lines: Sequence[str], but: int | None = None) -> None:
        """Tell nobody."""

    async def topic(self, argument: str = "", *, operator: bool = True) -> str:
        """Return the answer to ``/topic``."""
        return await ask(replace(self._desk, setup=self.setup), "topic", argument, operator=operator)

    def rules(self) -> dict[str, str]:
        """Return the rules at work by their topics."""
        return {topic.name: topic.rule.text for topic in self.setup.topics}


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> Office:
    """Return a program with two topics."""
    made = Office(database, tmp_path / "config.toml")
    await database.write(sources.configure, made.setup.sources)
    return made


@pytest.mark.parametrize("argument", ["", "shelling", "shelling прилёт", "shelling default"])
async def test_it_is_for_operators(office: Office, argument: str) -> None:
    """Nobody else sees or changes anything."""
    assert await office.topic(argument, operator=False) == "Only operators can do that."
    assert not override_path(office.path).exists()


async def test_it_stands_in_no_menu_of_others(office: Office) -> None:
    """Operators find it in /help."""
    desk = replace(office._desk)
    assert "/topic" not in await ask(desk, "help")
    assert "/topic" in await ask(desk, "help", operator=True)
    assert COMMANDS["topic"].for_operators


async def test_without_a_name_it_lists_the_topics(office: Office) -> None:
    """Each with its severity."""
    answer = await office.topic()
    assert "• shelling: critical" in answer
    assert "• power cut: warning" in answer


async def test_it_shows_a_rule_and_where_it_stands(office: Office) -> None:
    """A name of several words, in any capitals, is understood; what was changed can be undone."""
    answer = await office.topic("Power Cut")
    assert ("It stands in config.toml." in answer, '"без света"' in answer) == (True, True)
    await office.topic("power cut темно")
    answer = await office.topic("power cut")
    assert "was changed in config.override.toml" in answer
    assert "/topic power cut default" in answer


async def test_it_sets_a_rule_and_gives_back_the_old_one(office: Office) -> None:
    """The severity stays, and the answer says what is new."""
    assert "topic power cut: its rule has changed" in await office.topic("power cut темно")
    assert office.rules() == {"shelling": "обстрел", "power cut": "темно"}
    assert await office.topic("power cut темно") == "That is how it was already."
    assert "topic power cut: its rule has changed" in await office.topic("power cut default")
    assert office.rules()["power cut"] == '"без света"'
    assert await office.topic("power cut default") == "That is how it was already."


async def test_it_makes_new_topics(office: Office) -> None:
    """Of one word, or of several in quotation marks of any kind; the configuration's own again ends them."""
    await office.topic("flood паводок OR разлив")
    await office.topic("«high water» вода")
    assert list(office.rules())[2:] == ["flood", "high water"]
    assert "added from chat" in await office.topic("flood")
    assert "topic removed: flood" in await office.topic("flood default")


@pytest.mark.parametrize("argument", ["shellin", "shellin default"])
async def test_an_unknown_name_is_explained(office: Office, argument: str) -> None:
    """With the name that was probably meant."""
    answer = await office.topic(argument)
    assert "There is no topic shellin." in answer
    assert "/topic shelling" in answer


async def test_a_wrong_rule_is_shown_with_its_place(office: Office) -> None:
    """As /follow shows it; and nothing is written."""
    answer = await office.topic('shelling обстрел AND "прилёт')
    assert "I cannot understand this rule:" in answer
    assert "^" in answer
    assert not override_path(office.path).exists()


@pytest.mark.parametrize("argument", ["flood:high a", "all a", "shelling topic:shelling"])
async def test_what_would_be_wrong_is_not_taken_over(office: Office, argument: str) -> None:
    """Names that cannot be, and topics that stand for themselves, are problems of the configuration."""
    assert "so nothing was changed" in await office.topic(argument)
    assert list(office.rules()) == ["shelling", "power cut"]


async def test_while_the_file_is_broken_nothing_is_changed(office: Office) -> None:
    """The operator reads what is wrong with it."""
    office.path.write_text("[[", encoding="utf-8")
    assert "expected TOML" in await office.topic("shelling прилёт")
    assert "cannot be read just now" in await office.topic("shelling")


async def test_a_folder_that_cannot_be_written_is_told(office: Office) -> None:
    """The reason is the machine's own."""
    override_path(office.path).with_name("config.override.toml.new").mkdir()
    assert "config.override.toml cannot be written: Is a directory" in await office.topic("shelling прилёт")
