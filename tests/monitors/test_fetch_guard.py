"""Where a fetch goes: no private address by whatever name, no server that cannot prove its own."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, head, raw, reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.names import Names

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult

TLS = Path(__file__).parents[1] / "data" / "tls"
"""Certificates made for these tests: an authority, one for localhost, one that ended in 2020."""


def _fetcher(allow: tuple[str, ...] = (), names: Names | None = None, *, trust: bool = False) -> Fetcher:
    limits = FetchLimits(user_agent="regionwatch/test", allow_private=allow, deadline=5)
    context = ssl.create_default_context(cafile=TLS / "authority.pem") if trust else None
    return Fetcher(limits, InstantClock(), Random(1), resolver=names, tls=context)  # noqa: S311 - a fixed seed


async def _refused(fetcher: Fetcher, url: str) -> Refused:
    """Return the refusal that one fetch ends in."""
    async with fetcher:
        answer = await fetcher.fetch(Request(url, "h"))
    assert isinstance(answer, Refused)
    return answer


def _identity(name: str) -> ssl.SSLContext:
    """Return the server's side of TLS with one of the certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{name}.pem")
    return context


@pytest.mark.parametrize("host", [
    "127.0.0.1",
    "localhost",
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
    "2130706433",
    "017700000001",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[ff02::1]",
    "①②⑦.0.0.1",
    "127。0。0。1",
])  # fmt: skip
async def test_no_spelling_of_the_loopback_gets_through(host: str) -> None:
    """A server that is there is not reached, however its address is written."""
    async with HostileServer({"/": reply(200)}) as server:
        answer = await _refused(_fetcher(), server.url("/", host))
        assert answer.trouble is Trouble.PRIVATE_ADDRESS
        assert server.connections == 0


async def test_the_detail_names_the_address() -> None:
    """An operator sees where a name led."""
    answer = await _refused(_fetcher(names=Names({"a.test": ["10.1.2.3"]})), "http://a.test/")
    assert answer == Refused(Trouble.PRIVATE_ADDRESS, "a.test: 10.1.2.3 is not a public address")


async def test_an_allowed_address_is_reached_and_its_neighbour_is_not() -> None:
    """What the configuration allows is allowed, and nothing beside it."""
    async with HostileServer({"/": reply(200)}) as server:
        async with _fetcher(("127.0.0.1",)) as fetcher:
            assert isinstance(await fetcher.fetch(Request(server.url("/"), "h")), Page)
        refusal = await _refused(_fetcher(("127.0.0.1",)), "http://127.0.0.2/")
        assert refusal.trouble is Trouble.PRIVATE_ADDRESS


async def test_of_several_addresses_the_allowed_one_is_used() -> None:
    """A name with private and reachable addresses leads to the reachable one alone."""
    names = Names({"a.test": ["10.0.0.1", "192.168.0.1", "127.0.0.1"]})
    async with HostileServer({"/": reply(200)}) as server, _fetcher(("127.0.0.1",), names) as fetcher:
        assert isinstance(await fetcher.fetch(Request(server.url("/", "a.test"), "h")), Page)


async def test_a_name_that_turns_private_is_refused_at_the_next_connection() -> None:
    """What a name led to before counts for nothing (DNS rebinding)."""
    names = Names({"a.test": ["127.0.0.1"]})
    async with HostileServer({"/": raw(b"")}) as server, _fetcher(("127.0.0.1",), names) as fetcher:
        await fetcher.fetch(Request(server.url("/", "a.test"), "h"))
        names.addresses["a.test"] = ["127.0.0.2"]
        answer = await fetcher.fetch(Request(f"http://a.test:{server.port + 1}/", "h"))
    assert isinstance(answer, Refused)
    assert answer.trouble is Trouble.PRIVATE_ADDRESS


@pytest.mark.parametrize("address", [
    *("127.0.0.1", "0.0.0.0", "169.254.169.254", "10.1.2.3", "224.0.0.1", "255.255.255.255"),  # noqa: S104 - to refuse
    *("::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:224.0.0.1", "fe80::1", "ff02::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::e000:1", "64:ff9b:1::7f00:1"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:e000:1::1", "2001:0:7f00:1::"),
])  # fmt: skip
async def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    """Whatever address a name server gives for a name, and in whatever form, is judged as what it is."""
    async with HostileServer({"/": reply(200)}) as server:
        answer = await _refused(_fetcher(names=Names({"a.test": [address]})), server.url("/", "a.test"))
        assert answer == Refused(Trouble.PRIVATE_ADDRESS, f"a.test: {address} is not a public address")
        assert server.connections == 0


class _Changing(Names):
    """Gives another address each time it is asked, as a name server does that knows of the check."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the next of a name's addresses."""
        return [(await super().resolve(host, port, family))[0] | {"host": self.addresses[host].pop(0)}]


async def test_a_name_that_changes_between_check_and_connection_gains_nothing() -> None:
    """The address that is connected to is the one that was judged: nothing is looked up in between."""
    names = _Changing({"a.test": ["127.0.0.1", "127.0.0.2", "127.0.0.1"]})
    async with (
        HostileServer(otherwise=raw(head(200))) as server,
        HostileServer(otherwise=reply(200)) as other,
        _fetcher(("127.0.0.1",), names) as fetcher,
    ):
        first = await fetcher.fetch(Request(server.url("/", "a.test"), "h"))
        second = await fetcher.fetch(Request(other.url("/", "a.test"), "h"))
        assert names.addresses["a.test"] == ["127.0.0.1"]
        assert (server.connections, other.connections) == (1, 0)
    assert isinstance(first, Page)
    assert second == Refused(Trouble.PRIVATE_ADDRESS, "a.test: 127.0.0.2 is not a public address")


async def test_a_name_that_stops_resolving_is_trouble_with_names_until_it_is_back() -> None:
    """A domain that ran out is told from a server that is down, and is read again when it was renewed."""
    names = Names({"a.test": ["127.0.0.1"]})
    kinds = []
    for known in (["127.0.0.1"], None, ["127.0.0.1"]):
        names.addresses = {"a.test": known} if known else {}
        async with HostileServer({"/": raw(head(200))}) as server, _fetcher(("127.0.0.1",), names) as fetcher:
            answer = await fetcher.fetch(Request(server.url("/", "a.test"), "h"))
            kinds.append(answer.trouble if isinstance(answer, Refused) else type(answer))
    assert kinds == [Page, Trouble.DNS, Page]


async def test_a_name_with_thousands_of_addresses_is_no_work() -> None:
    """A hostile name server makes the program try a few of them."""
    names = Names({"a.test": [f"10.0.{n // 250}.{n % 250}" for n in range(5000)]})
    begun = perf_counter()
    assert (await _refused(_fetcher(names=names), "http://a.test/")).trouble is Trouble.PRIVATE_ADDRESS
    assert perf_counter() - begun < 0.5


class _Nameless(Names):
    """Knows no name, and spells each as the system does before it asks."""

    def __init__(self) -> None:
        super().__init__({})

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raise what the system raises for a name that cannot be, or is not."""
        host.encode("idna")
        return await super().resolve(host, port, family)


@pytest.mark.parametrize("host", ["nowhere.test", "a" * 64 + ".test", "a..test"])
async def test_a_name_that_does_not_exist_is_trouble_with_names(host: str) -> None:
    """An unknown name, and one that cannot be, are told from a server that is down."""
    assert (await _refused(_fetcher(names=_Nameless()), f"http://{host}/")).trouble is Trouble.DNS


async def test_a_closed_port_is_a_refused_connection() -> None:
    """Nobody listens: the system's own words say so."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = await _refused(_fetcher(("127.0.0.1",)), f"http://127.0.0.1:{port}/")
    assert answer == Refused(Trouble.CONNECTION, "127.0.0.1: Connection refused")


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org/", "http://", "http://[::1/", "http://a:b/"]
)
async def test_what_is_no_web_address_is_not_tried(url: str) -> None:
    """A request that cannot be made is refused, not raised."""
    answer = await _refused(_fetcher(), url)
    assert answer.trouble is Trouble.CONNECTION
    assert answer.detail.startswith("not a web address")


async def test_a_server_that_proves_its_name_is_read() -> None:
    """A certificate of a trusted authority for the name that was asked for is enough."""
    fetcher = _fetcher(("127.0.0.1",), Names({"localhost": ["127.0.0.1"]}), trust=True)
    async with HostileServer({"/": reply(200, [], b"1")}, _identity("localhost")) as server, fetcher:
        answer = await fetcher.fetch(Request(server.url("/", "localhost"), "h"))
    assert isinstance(answer, Page)
    assert answer.body == b"1"


@pytest.mark.parametrize(("certificate", "host", "trust", "words"), [
    ("expired", "localhost", True, "certificate has expired"),
    ("localhost", "elsewhere.test", True, "Hostname mismatch"),
    ("localhost", "localhost", False, "unable to get local issuer certificate"),
])  # fmt: skip
async def test_a_bad_certificate_is_trouble_with_tls(
    certificate: str, host: str, words: str, *, trust: bool
) -> None:
    """Expired, for another name, or from nobody known: the detail says which."""
    names = Names({"localhost": ["127.0.0.1"], "elsewhere.test": ["127.0.0.1"]})
    async with HostileServer({"/": reply(200)}, _identity(certificate)) as server:
        answer = await _refused(_fetcher(("127.0.0.1",), names, trust=trust), server.url("/", host))
    assert answer.trouble is Trouble.TLS
    assert words in answer.detail
    assert not server.asked


async def test_a_plain_server_at_a_tls_address_is_trouble_with_tls() -> None:
    """Who answers a handshake with text does not speak TLS."""

    async def text(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(text, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        answer = await _refused(_fetcher(("127.0.0.1",)), f"https://127.0.0.1:{port}/")
    assert answer.trouble is Trouble.TLS
