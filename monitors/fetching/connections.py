"""Connections to sources: kept alive, to public addresses alone, one request for each that is asked for.

aiohttp 3.14 is not left to inflate bodies (:mod:`monitors.fetching.inflate` counts), nor to repeat a GET by
itself after a lost connection, past any pacer (:func:`_only_once`).
"""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp_socks import ProxyConnector
from yarl import URL

from monitors.fetching.addresses import PrivateAddress, is_reachable
from monitors.fetching.proxies import refuse_private
from monitors.fetching.refusals import Lost

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterable, Mapping
    from contextlib import AbstractAsyncContextManager

    from aiohttp.abc import ResolveResult

    from monitors.fetching.addresses import Network

_ADDRESSES_TRIED = 8
"""How many addresses of one name are tried: a hostile name server may list thousands."""

_RECEIVED_AT_ONCE = 32 * 1024
"""Bytes for the system's receive buffer: what is parsed in one step of the loop is of that order.

A flood of empty "100 Continue" held up the loop for 150 ms with the system's own size, 60 ms with 64 KiB.
"""


_SOCKS_PORT = 1080
"""IANA's port for SOCKS."""

_PROXIES_KEPT = 8
"""How many pools of connections to proxies are kept; of more, those that are not in use are closed."""


def open_session(
    proxy: str,
    *,
    limit: int,
    tls: ssl.SSLContext | None = None,
    **options: Any,  # noqa: ANN401 - aiohttp's own, of several types
) -> aiohttp.ClientSession:
    """Open a pool of at most ``limit`` connections (0: any number) through a proxy.

    ``proxy`` is ``http://…`` or ``socks5://…``, with a name and a password where it wants them. Names are
    resolved at the proxy, and what is encrypted stays so through it. ``options`` are the session's.
    """
    address = URL(proxy)
    if address.scheme == "http":
        connector = aiohttp.TCPConnector(limit=limit, ssl=tls or True, socket_factory=_small_socket)
        return aiohttp.ClientSession(connector=connector, proxy=address, **options)
    socks = ProxyConnector(
        host=str(address.host),
        port=address.port or _SOCKS_PORT,
        username=address.user,
        password=address.password,
        rdns=True,
        limit=limit,
        ssl=tls or True,
    )
    return aiohttp.ClientSession(connector=socks, **options)


@dataclass(slots=True)
class _Way:
    """The pool of one proxy, and how many requests are under way in it."""

    session: aiohttp.ClientSession
    busy: int = 0


class Connections:
    """The pools of connections; to be made and closed where an event loop runs.

    Private addresses are not connected to, but those in ``allowed``; a proxy's own may be private.
    ``resolver`` and ``tls`` replace the system's name resolution and trusted certificates.
    """

    def __init__(
        self,
        user_agent: str,
        allowed: Iterable[Network],
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._tls = tls
        self._options: dict[str, Any] = {
            "headers": {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
            "cookie_jar": aiohttp.DummyCookieJar(),
            "timeout": aiohttp.ClientTimeout(),  # none: the fetcher's deadline is over all of it
            "auto_decompress": False,
            "trust_env": False,
            "read_bufsize": 64 * 1024,
            "middlewares": (_only_once,),
        }
        connector = aiohttp.TCPConnector(
            limit=0,  # the fetcher's places limit, outside of the deadline
            socket_factory=self._guarded_socket,
            resolver=_FewAddresses(resolver or aiohttp.ThreadedResolver()),
            ssl=tls or True,
        )
        self._direct = aiohttp.ClientSession(connector=connector, **self._options)
        self._ways: dict[str, _Way] = {}

    def get(
        self, url: URL, headers: Mapping[str, str], proxy: str
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Ask for an address; the answer's head is there when the context is entered.

        Entering raises :exc:`PrivateAddress`, and what a connection fails of.
        """
        if proxy:
            return self._through(proxy, url, headers)
        return self._direct.get(url, headers=headers, allow_redirects=False)

    @asynccontextmanager
    async def _through(
        self, proxy: str, url: URL, headers: Mapping[str, str]
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        refuse_private(url, self._allowed)
        way = self._ways.pop(proxy, None) or _Way(
            open_session(proxy, limit=0, tls=self._tls, **self._options)
        )
        self._ways[proxy] = way  # behind the others: it was used last
        way.busy += 1
        try:
            await self._forget()
            async with way.session.get(url, headers=headers, allow_redirects=False) as response:
                yield response
        finally:
            way.busy -= 1

    async def _forget(self) -> None:
        """Close the pools that were not used for longest, as many as there are too many."""
        idle = [proxy for proxy, way in self._ways.items() if not way.busy]
        for way in [self._ways.pop(proxy) for proxy in idle[: max(0, len(self._ways) - _PROXIES_KEPT)]]:
            await way.session.close()

    async def close(self) -> None:
        """Close all that is open."""
        for session in (self._direct, *(way.session for way in self._ways.values())):
            await session.close()

    def _guarded_socket(self, target: tuple[Any, ...]) -> socket.socket:
        """Open a socket to a target as ``getaddrinfo`` lists it, unless its address is private."""
        address = target[4][0]
        if not is_reachable(address, self._allowed):
            raise PrivateAddress(address)
        return _small_socket(target)


def _small_socket(target: tuple[Any, ...]) -> socket.socket:
    family, kind, protocol, *_ = target
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED_AT_ONCE)
    return opened


async def _only_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request; rewrite the errors after which aiohttp would send it again, unpaced."""
    try:
        return await send(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Lost from error


class _FewAddresses(AbstractResolver):
    """Another resolver's answers, cut to the first few addresses."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return (await self._inner.resolve(host, port, family))[:_ADDRESSES_TRIED]

    async def close(self) -> None:
        await self._inner.close()
