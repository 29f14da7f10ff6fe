"""Through a proxy: names are resolved there, what is encrypted stays so, and no password is seen."""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.names import Names
from tests.fakes.proxies import Babbler, HttpProxy, SocksProxy

if TYPE_CHECKING:
    from monitors.exchange import Answer

TLS = Path(__file__).parents[1] / "data" / "tls"
LOGIN = ("watcher", "p@ss:word/%41")
PROXIES = [HttpProxy, SocksProxy]
Kind = type[HttpProxy] | type[SocksProxy]


def _fetcher(*allow: str, deadline: float = 5) -> Fetcher:
    """Return a fetcher that knows no name itself."""
    limits = FetchLimits("regionwatch/test", allow_private=allow, deadline=deadline)
    tls = ssl.create_default_context(cafile=TLS / "authority.pem")
    return Fetcher(limits, InstantClock(), Random(1), resolver=Names({}), tls=tls)  # noqa: S311 - a fixed seed


async def _fetch(url: str, proxy: str, *allow: str) -> Answer:
    async with _fetcher(*allow) as fetcher:
        return await fetcher.fetch(Request(url, "h", proxy=proxy))


async def _refused(url: str, proxy: str) -> Refused:
    answer = await _fetch(url, proxy)
    assert isinstance(answer, Refused)
    return answer


def _identity(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / f"{name}.pem")
    return context


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("kind", PROXIES)
async def test_names_arrive_unresolved(kind: Kind) -> None:
    """The proxy is asked for the name, which no resolver here knows."""
    async with HostileServer({"/x?a=1": reply(200, [], b"1")}) as server, kind() as proxy:
        url = server.url("/x?a=1", "a.test")
        assert await _fetch(url, proxy.url()) == Page(url, b"1")
    assert proxy.asked == [f"a.test:{server.port}"]


@pytest.mark.parametrize("kind", PROXIES)
async def test_a_name_and_a_password_are_given(kind: Kind) -> None:
    """Letters that an address must encode arrive as they are."""
    async with HostileServer({"/": reply(200, [], b"1")}) as server, kind(LOGIN) as proxy:
        assert isinstance(await _fetch(server.url("/", "a.test"), proxy.url(*LOGIN)), Page)
    assert "proxy-authorization" not in server.asked[0].headers or kind is HttpProxy


@pytest.mark.parametrize("kind", PROXIES)
async def test_what_is_encrypted_is_so_through_the_proxy(kind: Kind) -> None:
    """The server proves the name that was asked for, to us and not to the proxy."""
    async with HostileServer({"/": reply(200, [], b"1")}, _identity("localhost")) as server, kind() as proxy:
        url = server.url("/", "localhost")
        assert await _fetch(url, proxy.url(), "127.0.0.1") == Page(url, b"1")
        assert proxy.asked == [f"localhost:{server.port}"]
        assert server.connections == 1


@pytest.mark.parametrize("kind", PROXIES)
@pytest.mark.parametrize(
    ("certificate", "host", "words"),
    [("expired", "localhost", "expired"), ("localhost", "a.test", "mismatch")],
)
async def test_a_bad_certificate_is_refused_behind_a_proxy(
    kind: Kind, certificate: str, host: str, words: str
) -> None:
    """A proxy cannot pass itself, or anyone, off as the server."""
    async with HostileServer({"/": reply(200)}, _identity(certificate)) as server, kind() as proxy:
        answer = await _fetch(server.url("/", host), proxy.url(), "127.0.0.1")
    assert isinstance(answer, Refused)
    assert answer.trouble is Trouble.TLS
    assert words in answer.detail
    assert not server.asked


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", PROXIES)
@pytest.mark.parametrize("login", [("watcher", "wrong-pass"), ()])
async def test_a_wrong_password_is_the_proxys_refusal(
    kind: Kind, scheme: str, login: tuple[str, ...]
) -> None:
    """Who is not let in is told so in plain words, without the password; nobody is connected to."""
    async with kind(LOGIN) as proxy:
        answer = await _refused(f"{scheme}://a.test/", proxy.url(*login))
    assert answer.trouble is Trouble.CONNECTION
    assert answer.detail.startswith("a.test: the proxy ")
    assert "another name or password" in answer.detail
    assert "wrong-pass" not in answer.detail
    assert proxy.asked == []


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("where", ["127.0.0.1", "proxy.invalid"])
async def test_a_proxy_that_is_not_there_is_named_without_its_password(scheme: str, where: str) -> None:
    """The detail says that it is the proxy and why, not which one."""
    proxy = f"{scheme}://watcher:{'s' * 9}@{where}:{_closed_port()}"
    for url in ("http://a.test/", "https://a.test/"):
        answer = await _refused(url, proxy)
        assert answer.trouble is Trouble.CONNECTION
        assert answer.detail.startswith("a.test: the proxy cannot be reached: ")
        assert "ssss" not in answer.detail


@pytest.mark.parametrize(("kind", "words"), [(HttpProxy, "answered 502"), (SocksProxy, "was refused by")])
async def test_a_server_that_the_proxy_cannot_reach(kind: Kind, words: str) -> None:
    """The proxy's own words for it are put into ours."""
    async with kind() as proxy:
        answer = await _refused(f"https://a.test:{_closed_port()}/", proxy.url())
    assert answer.trouble is Trouble.CONNECTION
    assert f"the proxy {words}" in answer.detail


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 418 p-a-s-s-w-o-r-d\r\n\r\n", b"\x05\x09"]
)
async def test_a_proxy_that_speaks_nonsense_ends_in_a_refusal(scheme: str, answer: bytes) -> None:
    """Whatever a proxy says, no exception gets out and no password."""
    async with Babbler(answer) as proxy:
        address = f"{scheme}://watcher:p-a-s-s-w-o-r-d@127.0.0.1:{proxy.port}"
        refusals = [await _refused(f"{way}://a.test/", address) for way in ("http", "https")]
    assert all("p-a-s-s" not in refusal.detail and refusal.detail.isprintable() for refusal in refusals)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_says_nothing_is_left_at_the_deadline(scheme: str) -> None:
    """The way through the proxy counts towards the deadline, and who gives up gets away at once."""
    async with Babbler(None) as proxy, _fetcher(deadline=0.2) as fetcher:
        request = Request("https://a.test/", "h", proxy=f"{scheme}://127.0.0.1:{proxy.port}")
        answer = await fetcher.fetch(request)
        task = asyncio.create_task(fetcher.fetch(request))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert answer == Refused(Trouble.TIMEOUT, "a.test: not finished within 0.2 s")


@pytest.mark.parametrize("proxy", ["socks5://x:hidden-word@[::1", "http://x:hidden-word@:99999"])
async def test_a_proxy_that_is_no_address_is_refused_without_its_password(proxy: str) -> None:
    """What a configuration would not let pass ends in a refusal as well."""
    answer = await _refused("http://a.test/", proxy)
    assert "hidden-word" not in answer.detail


@pytest.mark.parametrize("kind", PROXIES)
@pytest.mark.parametrize("host", [
    *("127.0.0.1", "localhost", "LOCALHOST.", "x.localhost", "0.0.0.0", "10.0.0.1", "169.254.169.254"),  # noqa: S104 - an address to refuse
    *("2130706433", "017700000001", "0x7f.1", "127.1", "127.0.0.1.", "127%2e0%2e0%2e1", "①②⑦.0.0.1"),
    *("[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff02::1]", "[fe80::1%25lo]"),
])  # fmt: skip
async def test_a_written_private_address_is_refused_before_the_proxy_is_asked(kind: Kind, host: str) -> None:
    """In every notation, at first and after a redirect."""
    async with HostileServer() as server, kind() as proxy:
        written = host.encode().decode("latin-1")  # as bytes go into a header
        server.behaviours["/"] = reply(302, [f"Location: http://{written}:{server.port}/secret"])
        for url in (f"http://{host}:{server.port}/secret", server.url("/", "a.test")):
            assert (await _refused(url, proxy.url())).trouble is Trouble.PRIVATE_ADDRESS
    assert proxy.asked == [f"a.test:{server.port}"]


@pytest.mark.parametrize("kind", PROXIES)
async def test_where_a_name_leads_is_the_proxys_business(kind: Kind) -> None:
    """What cannot be promised: a name that leads inside the proxy's network is not noticed."""
    async with HostileServer({"/": reply(200, [], b"inside")}) as server, kind() as proxy:
        answer = await _fetch(server.url("/", "inside.test"), proxy.url())
    assert isinstance(answer, Page)


async def test_each_request_goes_through_its_own_proxy() -> None:
    """Three networks, two proxies and none: each takes its way, and connections are kept."""
    async with (
        HostileServer(otherwise=reply(200)) as server,
        HttpProxy() as one,
        SocksProxy() as other,
        _fetcher("127.0.0.1") as fetcher,
    ):
        for name, proxy in [("a", one.url()), ("b", other.url()), ("b", other.url())]:
            await fetcher.fetch(Request(server.url("/", f"{name}.test"), name, proxy=proxy))
        await fetcher.fetch(Request(server.url("/"), "c"))
    assert one.asked == [f"a.test:{server.port}"]
    assert other.asked == [f"b.test:{server.port}"]
    assert (len(server.asked), server.connections) == (4, 3)


async def test_proxies_that_are_no_longer_used_are_let_go() -> None:
    """Of twenty addresses of a proxy, eight keep their connections."""
    async with HostileServer(otherwise=reply(200)) as server, SocksProxy() as proxy, _fetcher() as fetcher:
        for number in range(20):
            url = server.url("/", "a.test")
            await fetcher.fetch(Request(url, "h", proxy=proxy.url(f"name{number}", "password")))
        assert len(server.asked) == 20
        await asyncio.sleep(0.05)
        assert proxy.connections <= 8
