"""The demo: the real program tells of the posts that a reader has labelled, and of no others."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from bot.demo.play import closing_table, demo_setup, play
from bot.demo.reading import load_day
from bot.topics import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from bot.running import Summary

SPEED = 10_000
DAY = load_day()


def labelled() -> dict[str, set[str]]:
    """Return the topics of the day's posts that concern the region, by their ``channel/id``.

    Those of the day before are left out: who begins to watch is told of the last twelve hours.
    """
    return {
        f"{one.outlet}/{one.post.id}": set(one.topics | one.edited_topics)
        for one in DAY.posts
        if one.topics | one.edited_topics and one.post.published > DAY.start - timedelta(hours=12)
    }


def short_lived() -> set[str]:
    """Return the posts that are deleted: at high speed none may see them."""
    return {f"{one.outlet}/{one.post.id}" for one in DAY.posts if one.deleted_at}


@dataclass
class Told:
    """What a demo at high speed told, and what it came to."""

    records: list[dict[str, Any]] = field(default_factory=list)
    summary: Summary | None = None
    left: set[Path] = field(default_factory=set)

    @property
    def sounding(self) -> list[dict[str, Any]]:
        """The messages that sound: first ones, and replies to them."""
        return [record for record in self.records if record["action"] != "edit"]

    @property
    def topics(self) -> dict[str, set[str]]:
        """The topics that were told, by post."""
        sites = {outlet.channel.home: outlet.name for outlet in DAY.outlets if outlet.channel.home}
        found = {}
        for record in self.sounding:
            begun = next((site for site in sites if record["post"].startswith(site)), "")
            name = sites.get(begun) or record["post"].split("/")[3]
            found[f"{name}/{record['post'].rpartition('/')[2]}"] = set(record["topics"])
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the demo makes its own."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(folder: Path) -> Told:
    """Run the demo once for all tests, as records."""
    found = Told()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        found.summary = asyncio.run(play(SPEED, None, found.records.append))
    finally:
        tempfile.tempdir = before
    found.left = set(folder.iterdir())
    return found


def test_each_labelled_event_is_told_and_nothing_else(told: Told) -> None:
    """A message begins with one of the event's posts, with its topics; few messages tell of the same one."""
    wanted = labelled()
    events = {f"{one.outlet}/{one.post.id}": one.story for one in DAY.posts}
    assert told.topics == {name: wanted[name] for name in told.topics}
    assert {events[name] for name in told.topics} == {events[name] for name in wanted}
    assert len(told.sounding) <= 2 * len(set(events.values()))


def test_messages_grow(told: Told) -> None:
    """Of a day of many copies, most of what is told is told by messages that are there already."""
    edits = [record for record in told.records if record["action"] == "edit"]
    assert told.summary is not None
    assert len(edits) == told.summary.edited > len(told.sounding)


def test_it_ends_by_itself_and_owes_nothing(told: Told) -> None:
    """All of the day's posts were seen, none twice, and no file is left."""
    assert told.summary is not None
    polls = told.summary.polls
    assert (told.summary.sent, told.summary.waiting) == (len(told.sounding), 0)
    assert len(DAY.posts) - len(short_lived()) <= polls.new <= len(DAY.posts)
    assert (polls.refused, polls.revised) == (0, sum(one.edited_at is not None for one in DAY.posts))
    assert told.left == set()


def test_the_closing_table_counts_what_was_done(told: Told) -> None:
    """What was polled, stored, matched, duplicated and told, each with its number."""
    assert told.summary is not None
    console = Console(file=StringIO(), record=True, width=80)
    console.print(closing_table(told.summary, len(DAY.outlets)))
    shown = console.export_text()
    assert f"polls of {len(DAY.outlets)} sources" in shown
    for number in (told.summary.polls.new, told.summary.polls.matched, told.summary.sent):
        assert f" {number:,} " in shown


async def test_for_people_there_are_boxes_and_the_table() -> None:
    """On a console: what this is, an alert with its words, and at last the numbers of the day."""
    console = Console(file=StringIO(), record=True, width=80, force_terminal=True)
    await play(SPEED, console, lambda _: None)
    shown = console.export_text()
    for words in ("A recorded day", "🔴 shelling", "t.me/region_press_demo/404", "the day in numbers"):
        assert words in shown
    assert shown.index("A recorded day") < shown.index("🔴 shelling") < shown.index("the day in numbers")


def test_its_configuration_is_one_that_an_operator_may_write(folder: Path) -> None:
    """It passes the same checks, and watches every outlet, and the topics that ship besides its own."""
    setup = demo_setup(DAY, "http://127.0.0.1:1", folder)
    assert [source.name for source in setup.sources] == [outlet.name for outlet in DAY.outlets]
    shipped = [topic.name for topic in catalogue.shipped("hazards")]
    assert [topic.name for topic in setup.topics] == [*shipped, "damage", "aircraft"]
