"""Bluesky's feeds from the wire to the outbox."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from monitors.sources import bluesky
from storage.model import Source
from tests.fakes.bluesky_server import FakeBluesky
from tests.fakes.instant_clock import InstantClock
from tests.monitors.watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.database import Database
    from tests.monitors.watching import Watch

DID, OTHER = "did:plc:newsroomnewsroomnewsro22", "did:plc:watcherwatcherwatcherwa22"


@asynccontextmanager
async def feed(
    database: Database, name: str = "newsroom.example", url: str = ""
) -> AsyncIterator[tuple[FakeBluesky, Watch]]:
    """Watch a feed on a real server."""
    async with FakeBluesky(InstantClock().now) as server:
        server.join("newsroom.example", DID)
        server.join("watch.example", OTHER)
        source = Source("bluesky", name, urls=bluesky.urls(name, url, (server.url,)), host="bluesky")
        async with watching(database, source) as watch:
            yield server, watch


async def test_new_posts_are_told_and_edits_are_seen(database: Database) -> None:
    """What an account had is stored without an alert, what comes is told."""
    async with feed(database) as (server, watch):
        server.post(DID, "3a", "Тихо")
        assert (await watch.poll()).saved.new == 1
        server.repost(DID, server.post(OTHER, "3b", "Обстрел окраины"))
        saved = (await watch.poll()).saved
        assert (saved.new, saved.alerts) == (1, 1)
        server.post(DID, "3a", "Начался обстрел")
        assert (await watch.poll()).saved.revised == 1


async def test_a_renamed_account_goes_on(database: Database) -> None:
    """Its handle is resolved once; whoever takes the handle over is not taken for it."""
    async with feed(database) as (server, watch):
        server.post(DID, "3a", "Тихо")
        await watch.poll()
        server.rename("newsroom.example", "renamed.example")
        server.join("newsroom.example", "did:plc:somebodyelse")
        server.post(DID, "3b", "Обстрел окраины")
        assert (await watch.poll()).saved.new == 1
        assert server.requests["com.atproto.identity.resolveHandle"] == 1
        assert (await watch.state()).identity == DID


async def test_posts_beyond_a_page_are_reached(database: Database) -> None:
    """Cursors lead back to what is known."""
    async with feed(database) as (server, watch):
        server.post(DID, "3a", "Тихо")
        await watch.poll()
        for number in range(120):
            server.post(DID, f"3b{number:03}", f"Сообщение {number}")
        assert (await watch.poll()).saved.new == 120
        assert (await watch.state()).gap is None


async def test_a_list_is_read_under_its_owners_lasting_name(database: Database) -> None:
    """The owner's handle is resolved, and the posts of all in the list are read."""
    async with feed(database, "окраина", "https://bsky.app/profile/newsroom.example/lists/3l") as (
        server,
        watch,
    ):
        server.lists[f"at://{DID}/app.bsky.graph.list/3l"] = [DID, OTHER]
        server.post(DID, "3a", "Тихо")
        server.post(OTHER, "3b", "Громко")
        assert (await watch.poll()).saved.new == 2


async def test_a_search_is_read(database: Database) -> None:
    """Posts of anybody that hold the words are kept under the one source."""
    async with feed(database, "поиск", "https://bsky.app/search?q=обстрел") as (server, watch):
        server.post(DID, "3a", "Тихо")
        server.post(OTHER, "3b", "Обстрел окраины")
        assert (await watch.poll()).saved.new == 1
