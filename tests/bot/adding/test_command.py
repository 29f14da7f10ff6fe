"""``sources add`` and ``sources remove``: what is shown, what is written, and the exit codes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.demo.shown import Shown
from bot.reloading.layers import override_path
from bot.setup import load
from tests.fakes.preview_server import FakePreviews
from tests.trials.command import Ended, configured, feed_source, said, telegram_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NAME = "open_town"


class Keyboard(BytesIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        """Say that somebody sits there."""
        return True


@pytest.fixture
async def server() -> AsyncIterator[FakePreviews]:
    """Serve a channel whose newest post is ten minutes old."""
    async with FakePreviews() as made:
        hour = timedelta(hours=1)
        now = datetime.now(UTC) - hour / 6
        texts = ["Тихо", "Обстрел\nГрайворона <b>", "Тихо"]
        made.shelf.put(NAME, [Shown(i, now - (3 - i) * hour, text) for i, text in enumerate(texts, 1)])
        yield made


@pytest.fixture
def config(tmp_path: Path, server: FakePreviews) -> Path:
    """Return a configuration of one other channel."""
    return configured(tmp_path, telegram_source("other_town"), telegram=server.url)


async def sources(*words: str, config: Path) -> Ended:
    """Run a command in a thread of its own, so that the server can answer."""
    return await asyncio.to_thread(said, "sources", *words, config)


def watched(config: Path) -> list[str]:
    """Return the sources of a configuration as it is now."""
    return [source.key for source in load(config).sources]


async def test_a_source_is_shown_and_added(config: Path) -> None:
    """Title, rhythm, the newest posts with what they would have matched; and it is watched from then on."""
    ended = await sources("add", "t.me/open_town", "--voice", "official", "--yes", config=config)
    assert ended.code == 0
    told = ended.out.splitlines()
    assert told[:3] == [
        "telegram:open_town: open_town (fake)",
        "voice: official",
        "About 24 posts a day; the newest is from 10 min ago.",
    ]
    assert "Обстрел Грайворона <b> [shelling: Обстрел]" in told[4]
    assert told[-2:] == ["Of 3 posts, 1 would have matched.", "  shelling: 1"]
    assert "telegram:open_town is in config.override.toml now" in ended.err
    assert [source.voice for source in load(config).sources if source.name == NAME] == ["official"]


async def test_a_source_as_a_record(config: Path, server: FakePreviews) -> None:
    """Every field."""
    ended = await sources("add", f"{server.url}/feeds/open_town.rss", "--json", "--yes", config=config)
    (record,) = ended.records
    assert {key: record[key] for key in ("source", "title", "shown", "matched", "topics", "added")} == {
        "source": "feed:127.0.0.1-open_town",
        "title": "open_town (fake)",
        "shown": 3,
        "matched": 1,
        "topics": {"shelling": 1},
        "added": True,
    }
    assert (record["url"], record["feeds"]) == (f"{server.url}/feeds/open_town.rss", [])
    assert record["posts"][1]["words"] == ["Обстрел"]


async def test_where_nobody_can_be_asked_nothing_is_added(config: Path) -> None:
    """What was found is shown all the same."""
    ended = await sources("add", "t.me/open_town", config=config)
    assert (ended.code, "nobody can be asked here, so say --yes" in ended.err) == (2, True)
    assert "Of 3 posts, 1 would have matched." in ended.out
    ended = await sources("add", "t.me/open_town", "--json", config=config)
    assert (ended.code, ended.records[0]["added"]) == (2, False)
    assert not override_path(config).exists()


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (["t.me/nobody_here"], 1, "there is nothing of this name (no channel of this name)"),
        (["t.me/other_town"], 2, "telegram:other_town is watched already"),
        (["https://T.me/s/Other_Town"], 2, "telegram:other_town is watched already"),
        (["http://10.0.0.1/rss"], 1, "10.0.0.1 is not a public address"),
        (["no address"], 2, "expected an address like t.me/name"),
        (["t.me/open_town", "--home", "Nowhere"], 2, "home: expected one of [[places]]"),
        (["t.me/open_town", "--kind", "fed"], 2, "'fed' is not one of"),
        (["t.me/open_town", "--select", "item"], 2, "--select: expected KEY=SELECTOR"),
        (
            ["t.me/open_town", "--kind", "telegram", "--select", "item=p"],
            2,
            "select: expected a known key, got 'item'",
        ),
        (["@+", "--kind", "telegram"], 2, "is the address of no network that is known"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_written(
    config: Path, words: list[str], code: int, problem: str
) -> None:
    """Whatever it is; the exit code says whether the words or the world are off."""
    ended = await sources("add", *words, "--yes", config=config)
    assert (ended.code, ended.out) == (code, "")
    assert problem in ended.err
    assert not override_path(config).exists()


async def test_it_is_added_once(config: Path, server: FakePreviews) -> None:
    """Neither again, nor under another name."""
    url = f"{server.url}/feeds/open_town.rss"
    assert (await sources("add", url, "--name", "town", "--yes", config=config)).code == 0
    again = await sources("add", url.replace("http://", "HTTP://"), "--name", "b", "--yes", config=config)
    assert (again.code, again.err) == (2, "feed:town is watched already.\n")
    assert watched(config) == ["telegram:other_town", "feed:town"]


async def test_an_override_file_that_cannot_be_written(config: Path) -> None:
    """The reason is the machine's own."""
    override_path(config).with_name("config.override.toml.new").mkdir()
    ended = await sources("add", "t.me/open_town", "--yes", config=config)
    assert (ended.code, "cannot be written (Is a directory)" in ended.err) == (1, True)
    assert watched(config) == ["telegram:other_town"]


def test_a_configuration_named_before_the_subcommand(config: Path) -> None:
    """The option stands on both sides, as people put it."""
    ended = CliRunner().invoke(main, ["sources", "--config", str(config), "remove", "nobody"])
    assert (ended.exit_code, ended.stderr) == (2, "nobody: there is no such source\n")


async def test_what_was_added_can_be_removed(config: Path) -> None:
    """What stands in the configuration itself is not."""
    await sources("add", "t.me/open_town", "--yes", config=config)
    assert (await sources("remove", "Open_Town", config=config)).out.startswith(
        "telegram:open_town: taken out"
    )
    assert watched(config) == ["telegram:other_town"]
    ended = await sources("remove", "telegram:other_town", config=config)
    assert (ended.code, ended.err) == (2, "telegram:other_town stands in config.toml: take it out there\n")


def test_the_group_lists_as_it_always_did(tmp_path: Path) -> None:
    """Without a subcommand; another word is an error."""
    config = configured(tmp_path, feed_source("wire", "https://example.org/rss"))
    assert [record["source"] for record in said("sources", "--json", config).records] == ["feed:wire"]
    assert said("sources", "ad", config).code == 2


@pytest.mark.parametrize(("answer", "code", "is_added"), [("y", 0, True), ("n", 1, False), ("", 1, False)])
async def test_at_a_terminal_it_asks(config: Path, answer: str, code: int, is_added: bool) -> None:  # noqa: FBT001 - a case
    """And does as it is told."""
    words = ["sources", "add", "t.me/open_town", "--config", str(config)]
    ended = await asyncio.to_thread(CliRunner().invoke, main, words, Keyboard(answer.encode()))
    assert ended.exit_code == code
    assert "Add telegram:open_town? [y/N]:" in ended.stderr
    assert ("telegram:open_town" in watched(config)) == is_added
