"""The wired program when its set-up is replaced: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.app import App
from bot.clock import SystemClock
from bot.demo.shown import Shown
from bot.running import Output
from bot.setup import check
from storage import chats, sources
from storage.errors import StorageError
from storage.model import CONSOLE
from tests.fakes.preview_server import FakePreviews

if TYPE_CHECKING:
    from pathlib import Path

    from bot.setup import Setup

OTHER = {
    "sources": [{"kind": "telegram", "name": "kursk_now"}],
    "topics": [{"name": "flood", "rule": "паводок"}],
    "console": {"follow": ["flood"]},
}


def setup_of(folder: Path, server: FakePreviews, **more: Any) -> Setup:  # noqa: ANN401 - any part of a configuration
    """Return a set-up over a server, with parts of it replaced."""
    values: dict[str, Any] = {
        "fetch": {"telegram_hosts": [server.url], "allow_private": ["127.0.0.1"], "per_host": "50/s"},
        "sources": [{"kind": "telegram", "name": "open_belgorod"}],
        "topics": [{"name": "shelling", "rule": "обстрел"}],
    }
    setup, problems = check(values | more, folder)
    assert problems == []
    return setup


async def test_every_part_works_by_the_new_set_up(tmp_path: Path) -> None:
    """Other sources are polled for other topics, and the terminal follows what it is told to."""
    records: list[dict[str, Any]] = []
    async with FakePreviews() as server:
        output = Output(None, records.append)
        async with App(setup_of(tmp_path, server), None, SystemClock(), output) as app:
            for channel in ("open_belgorod", "kursk_now"):
                server.shelf.put(channel, [Shown(1, app.clock.now(), "обстрел и паводок")])
            await app.take_over(setup_of(tmp_path, server, **OTHER))
            await app.once()
            following = await app.database.read(chats.following, CONSOLE)
    assert [(record["source"], record["topics"]) for record in records] == [("telegram:kursk_now", ["flood"])]
    assert [one.target for one in following] == ["topic:flood"]


async def test_where_the_store_fails_nothing_changes(tmp_path: Path) -> None:
    """Everything goes on by the old set-up."""
    async with FakePreviews() as server:
        old, new = setup_of(tmp_path, server), setup_of(tmp_path, server, **OTHER)
        async with App(old, None, SystemClock(), Output()) as app:
            refuse = "CREATE TRIGGER t BEFORE INSERT ON subscriptions BEGIN SELECT RAISE(ABORT, 'no'); END"
            await app.database.write(lambda connection: connection.conn.execute(refuse).rowcount)
            with pytest.raises(StorageError):
                await app.take_over(new)
            states = await app.database.read(sources.states)
            assert app.setup is old
            assert [state.source for state in states] == ["telegram:open_belgorod"]
            assert (await app.once()).polls.refused == 1  # the channel that the old one watches is empty
