"""``sources export`` and ``sources import``: files out and in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.adding.opml import MOST_BYTES, Outline, written
from bot.reloading.layers import override_path
from bot.setup import load
from tests.fakes.hostile_server import HostileServer, reply
from tests.trials.command import configured, feed_source, said, telegram_source

if TYPE_CHECKING:
    from pathlib import Path

RSS = b"<rss version='2.0'><channel><title>Wire</title></channel></rss>"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration of a channel and a feed."""
    return configured(tmp_path, telegram_source("open_town"), feed_source("wire", "https://example.org/rss"))


def test_a_list_goes_to_another_bot(config: Path, tmp_path: Path) -> None:
    """What one exports, another one without sources imports; a second time nothing is new."""
    file = tmp_path / "sources.opml"
    assert said("sources", "export", file, config).out == f"{file}: 2 sources\n"
    (tmp_path / "b").mkdir()
    other = configured(tmp_path / "b")
    ended = said("sources", "import", file, other)
    assert (ended.code, ended.out) == (0, "added: telegram:open_town\nadded: feed:wire\n")
    assert load(other).config.sources == load(config).config.sources
    again = said("sources", "import", file, "--json", other)
    assert [record["reason"] for record in again.records] == [
        "telegram:open_town is watched already",
        "feed:wire is watched already",
    ]
    assert again.err == "0 sources added to config.override.toml, 2 left out\n"


async def test_with_a_check_only_what_can_be_read_is_added(config: Path, tmp_path: Path) -> None:
    """Each is polled once, and what refuses is left out with its reason."""
    async with HostileServer({"/good": reply(200, (), RSS), "/page": reply(200, (), b"<html>")}) as server:
        file = tmp_path / "a.opml"
        feeds = [Outline(path, feed=server.url(path)) for path in ("/good", "/page", "/gone")]
        file.write_bytes(written("", [*feeds, Outline("inside", feed="http://10.0.0.1/rss")]))
        ended = await asyncio.to_thread(
            said, "sources", "import", file, "--check", "--voice", "media", config
        )
    assert ended.out.splitlines()[0] == "added: feed:127.0.0.1-good"
    assert ["it is not a feed" in ended.out, "404" in ended.out, "not a public address" in ended.out] == [
        True
    ] * 3
    assert [source.voice for source in load(config).sources if source.name == "127.0.0.1-good"] == ["media"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<rss/>", "expected OPML"),
        (b"<opml>" + bytes(MOST_BYTES), "expected at most"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing(
    config: Path, tmp_path: Path, body: bytes | None, problem: str
) -> None:
    """It is told which, and why."""
    file = tmp_path / "a.opml"
    if body is not None:
        file.write_bytes(body)
    ended = said("sources", "import", file, config)
    assert (ended.code, ended.out, ended.err.startswith(f"{file}: ")) == (1, "", True)
    assert problem in ended.err
    assert not override_path(config).exists()


@pytest.mark.parametrize(
    ("end", "is_said"), [(b"</body></opml>", False), (b"<outline xmlUrl='https://b.ex", True)]
)
def test_a_list_that_was_cut_off_is_taken_as_far_as_it_goes(
    config: Path,
    tmp_path: Path,
    end: bytes,
    is_said: bool,  # noqa: FBT001 - a row
) -> None:
    """And it is said that something is missing."""
    file = tmp_path / "a.opml"
    file.write_bytes(b"<opml><body><outline xmlUrl='https://a.example/rss'/>" + end)
    ended = said("sources", "import", file, config)
    assert (ended.code, "1 sources added" in ended.err) == (0, True)
    assert ("ends in the middle" in ended.err) is is_said


def test_a_list_that_cannot_be_written(config: Path, tmp_path: Path) -> None:
    """The reason is the machine's own."""
    ended = said("sources", "export", tmp_path / "missing" / "a.opml", config)
    assert (ended.code, "cannot be written (No such file or directory)" in ended.err) == (1, True)
