"""Servers, names and interfaces with something wrong, from the wire to the outbox.

Every way of cutting off, delaying and misspelling an answer: test_fetch_hostile.py; every spelling of a
private address: test_fetch_guard.py, fetching/test_addresses.py; behind a proxy: test_fetch_proxies.py; every
spoilt field: sources/test_social_hostile.py.
"""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.model import Trouble
from tests.fakes.hostile_server import endless, head, raw, reply, reset
from tests.fakes.names import Names
from tests.monitors.enduring import (
    FEED,
    GOOD,
    PREVIEW,
    TOLD,
    Row,
    bench,
    check,
    endure,
    feed,
    polls,
    preview,
    shown,
)

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult

    from storage.database import Database

TLS = Path(__file__).parents[1] / "data" / "tls"
NEWS = (*GOOD, shown(9, "Обстрел"))
LENGTH = f"Content-Length: {len(preview())}"
HALF = preview()[:4000]

CUT_OFF = {
    "slow drip": Row(endless(head(200, [LENGTH]), b"x", pause=0.02), Trouble.TIMEOUT),
    "reset in mid-body": Row(reset(head(200, [LENGTH]) + HALF), Trouble.CONNECTION),
    "end in mid-body": Row(raw(head(200, [LENGTH]) + HALF), Trouble.CONNECTION),
}


@pytest.mark.parametrize("row", CUT_OFF.values(), ids=CUT_OFF)
async def test_an_answer_that_does_not_end_well_is_survived(
    database: Database, row: Row, caplog: pytest.LogCaptureFixture
) -> None:
    """Half a page is no page: nothing of it is read, and the next whole one is."""
    await endure(database, PREVIEW, row, caplog, deadline=0.5)


async def test_an_expired_certificate_is_survived(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The source is broken for as long as its server does not prove its name, and read on after that."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(TLS / "localhost.pem")
    client = ssl.create_default_context(cafile=TLS / "authority.pem")
    names = Names({"localhost": ["127.0.0.1"]})
    good, news = (raw(head(200, ["Connection: close"]) + feed(posts)) for posts in (GOOD, NEWS))
    async with bench(database, FEED, host="localhost", names=names, tls=(server, client)) as it:
        await it.poll(good)
        server.load_cert_chain(TLS / "expired.pem")
        await it.poll(good)
        await check(it, Row(good, Trouble.TLS, trace="certificate has expired"), caplog.text)
        server.load_cert_chain(TLS / "localhost.pem")
        assert (await it.poll(news)).alerts == TOLD + 1


class Changing(Names):
    """Leads each name elsewhere at every look-up, in turn."""

    def __init__(self, *turns: list[str]) -> None:
        super().__init__({})
        self.turns = list(turns)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses whose turn it is; the last ones stay."""
        self.addresses[host] = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        return await super().resolve(host, port, family)


WHERE = {
    "stops resolving": (Names({}), Trouble.DNS),
    **{
        address: (Names({"name.test": [address]}), Trouble.PRIVATE_ADDRESS)
        for address in (
            "127.0.0.1",
            "::ffff:127.0.0.1",
            "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
            "169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::",
            "ff0e::7f00:1",
            "224.0.0.1",
        )
    },
}


async def test_what_was_judged_is_what_is_connected_to(database: Database) -> None:
    """A name that changes at every look-up cannot slip in another address between check and connect."""
    there, inside = ["127.0.0.1"], ["169.254.169.254"]
    async with bench(database, FEED, host="name.test", names=Changing(there, inside)) as it:
        assert (await it.poll(reply(200, body=feed()))).refused == 0
        async with polls(database, it.source, it.clock, Changing(inside, there)) as polling:
            await polling.once()
        assert ((await it.state()).trouble, it.server.connections) == (Trouble.PRIVATE_ADDRESS, 1)


async def test_a_name_that_leads_nowhere_or_inside_is_survived(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is connected to there; led where it should, the source is read on by the same state."""
    good, news = (reply(200, body=feed(posts)) for posts in (GOOD, NEWS))
    async with bench(database, FEED, host="name.test", names=Names({"name.test": ["127.0.0.1"]})) as it:
        await it.poll(good)
        connections = it.server.connections
        for names, trouble in WHERE.values():
            # A new start each time: names are remembered for seconds of the real time.
            async with polls(database, it.source, it.clock, names, allow=()) as polling:
                it.clock.advance(10)
                await polling.once()
            state = await it.state()
            assert (state.trouble, polling.tally.refused, polling.tally.new) == (trouble, 1, 0)
            assert f"{it.source.key}: {trouble.value} (name.test" in caplog.text
            caplog.clear()
        assert (it.server.connections, state.failures) == (connections, len(WHERE))
        assert (await it.poll(news)).alerts == TOLD + 1
