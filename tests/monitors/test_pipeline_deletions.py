"""Deleted posts: noticed by their own page alone, with requests that nobody else needs."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from monitors.proving import Prover
from tests.fakes.preview_server import FakePreviews, FakeTrouble
from tests.monitors.watching import NAME, Messages, Watch, preview_source, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage.database import Database


@asynccontextmanager
async def channel(database: Database, count: int = 5) -> AsyncIterator[tuple[FakePreviews, Watch]]:
    """Watch a channel of so many messages, which have been read."""
    async with FakePreviews() as server, watching(database, preview_source(server.url)) as watch:
        server.shelf.put(NAME, Messages(watch.clock, "Обстрел")(1, count))
        await watch.poll()
        yield server, watch


async def lose(server: FakePreviews, watch: Watch) -> None:
    """Delete the third message, and poll until all of the page has been looked at."""
    server.shelf.remove(NAME, 3)
    for _ in range(3):
        await watch.poll()


async def ask(watch: Watch) -> list[str]:
    """Let a spare request go out; return the keys of the posts that are known to be deleted."""
    watch.clock.advance(30)
    await Prover(watch.database, watch.pipeline._fetcher, watch.clock).ask([watch.source])
    return [key for key, stored in (await watch.stored()).items() if stored.deleted]


async def test_a_message_that_vanished_is_asked_for_and_found_deleted(database: Database) -> None:
    """Its text stays, with the time at which that was noticed."""
    async with channel(database) as (server, watch):
        await lose(server, watch)
        assert await ask(watch) == ["3"]
        stored = (await watch.stored())["3"]
        assert (stored.post.text, stored.deleted) == ("Обстрел 3", watch.clock.now())
        assert server.requests[f"/{NAME}/3"] == 1


async def test_an_empty_page_deletes_nothing(database: Database) -> None:
    """Neither the newest page without messages nor one message's page without an answer counts."""
    async with channel(database) as (server, watch):
        server.trouble[NAME] = FakeTrouble("empty")
        await watch.poll()
        server.trouble.clear()
        assert await ask(watch) == []
        assert server.requests[f"/{NAME}/3"] == 0


async def test_what_has_only_made_way_for_newer_messages_is_not_in_doubt(database: Database) -> None:
    """A page shows its newest messages; the others are still there."""
    async with channel(database, 20) as (server, watch):
        server.shelf.put(NAME, Messages(watch.clock)(21, 25))
        await watch.poll()
        await watch.poll()
        await ask(watch)
        assert [path for path in server.requests if path != f"/s/{NAME}"] == []


async def test_news_are_asked_for_though_they_are_below_the_page(database: Database) -> None:
    """A matched post of the last hours may be deleted unseen; it is asked for now and then."""
    async with channel(database, 3) as (server, watch):
        server.shelf.put(NAME, Messages(watch.clock)(4, 40))
        await watch.poll()
        server.shelf.remove(NAME, 2)
        watch.clock.advance(1_900)
        found = [await ask(watch) for _ in range(3)]
        assert found[-1] == ["2"]
        await ask(watch)
        assert sum(server.requests[f"/{NAME}/{number}"] for number in (1, 2, 3)) == 3


async def test_a_busy_host_is_not_asked(database: Database) -> None:
    """Only a host that could have been asked for a while gets such a request."""
    async with channel(database) as (server, watch):
        await lose(server, watch)
        watch.pipeline._fetcher.pacer.back_off("telegram")
        assert await ask(watch) == []
        watch.clock.advance(60)
        assert await ask(watch) == ["3"]
