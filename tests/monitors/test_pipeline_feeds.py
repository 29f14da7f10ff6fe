"""Feeds from the wire to the outbox: changed ids, validators, redirects."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.fakes.hostile_server import HostileServer, reply
from tests.monitors.watching import feed_source, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from storage.database import Database
    from tests.fakes.hostile_server import Behaviour
    from tests.monitors.watching import Watch

RSS = '<rss version="2.0"><channel><title>T</title><link>https://e.example/</link>{}</channel></rss>'
ITEM = (
    "<item><guid>{prefix}{number}</guid><link>https://e.example/{number}</link>"
    "<title>Обстрел {number}</title><pubDate>Mon, 22 May 2023 05:{number:02}:00 GMT</pubDate></item>"
)


def rss(prefix: str, numbers: Sequence[int], *headers: str) -> Behaviour:
    """Return a server's behaviour: a feed of items whose ids begin like this."""
    items = "".join(ITEM.format(prefix=prefix, number=number) for number in numbers)
    return reply(200, ["Content-Type: application/rss+xml", *headers], RSS.format(items).encode())


@asynccontextmanager
async def feed(database: Database, path: str = "/rss") -> AsyncIterator[tuple[HostileServer, Watch]]:
    """Watch a feed on a real server."""
    async with HostileServer() as server, watching(database, feed_source(server.url(path))) as watch:
        yield server, watch


async def test_a_feed_that_changes_all_its_ids_raises_no_alert(database: Database) -> None:
    """The same items under other ids are known by their words; real news among them is told."""
    async with feed(database) as (server, watch):
        server.behaviours["/rss"] = rss("a", range(10, 20))
        await watch.poll()
        server.behaviours["/rss"] = rss("b", range(10, 21))
        saved = (await watch.poll()).saved
        assert (saved.new, saved.duplicates, saved.alerts) == (1, 10, 1)
        assert len(await watch.stored()) == 11


async def test_a_feed_that_has_not_changed_is_not_sent_again(database: Database) -> None:
    """Its validators go out with the next request; 304 is a success without news."""
    async with feed(database) as (server, watch):
        server.behaviours["/rss"] = rss("a", range(10, 13), 'ETag: "7"')
        await watch.poll()
        server.behaviours["/rss"] = reply(304)
        outcome = await watch.poll()
        assert server.asked[-1].headers["if-none-match"] == '"7"'
        assert (outcome.refusal, outcome.saved.new) == (None, 0)
        state = await watch.state()
        assert (state.last_success, state.etag) == (watch.clock.now(), '"7"')


async def test_a_feed_that_moved_is_followed(database: Database) -> None:
    """A redirect within what may be reached leads to the items."""
    async with feed(database, "/old") as (server, watch):
        server.behaviours["/old"] = reply(301, ["Location: /rss"])
        server.behaviours["/rss"] = rss("a", range(10, 13))
        assert (await watch.poll()).saved.new == 3


async def test_a_hub_that_a_feed_announces_is_noted(database: Database) -> None:
    """And forgotten when the feed names it no more; polling goes on either way."""
    async with feed(database) as (server, watch):
        hubs = []
        for link in (
            b'<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>',
            b"",
        ):
            body = b'<rss version="2.0"><channel>' + link + b"<item><guid>1</guid></item></channel></rss>"
            server.behaviours["/rss"] = reply(200, body=body)
            await watch.poll()
            hubs.append((await watch.state()).hub)
        assert hubs == ["https://hub.example/", ""]
