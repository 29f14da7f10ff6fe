"""Connections to sources: kept alive, to public addresses alone, one request for each that is asked for.

aiohttp 3.14 is not left to inflate bodies (:mod:`monitors.fetching.inflate` counts), nor to repeat a GET by
itself after a lost connection, past any pacer (:func:`_only_once`).
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.abc import AbstractResolver

from monitors.fetching.addresses import PrivateAddress, is_reachable
from monitors.fetching.refusals import Lost

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractAsyncContextManager

    from aiohttp.abc import ResolveResult
    from yarl import URL

    from monitors.fetching.addresses import Network

_ADDRESSES_TRIED = 8
"""How many addresses of one name are tried: a hostile name server may list thousands."""

_RECEIVED_AT_ONCE = 32 * 1024
"""Bytes for the system's receive buffer: what is parsed in one step of the loop is of that order.

A flood of empty "100 Continue" held up the loop for 150 ms with the system's own size, 60 ms with 64 KiB.
"""


class Connections:
    """The pools of connections; to be made and closed where an event loop runs.

    Private addresses are not connected to, but those in ``allowed``. ``resolver`` and ``tls`` replace
    the system's name resolution and trusted certificates.
    """

    def __init__(
        self,
        user_agent: str,
        allowed: Iterable[Network],
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._allowed = tuple(allowed)
        self._direct = self._session(
            aiohttp.TCPConnector(
                limit=0,  # the fetcher's places limit, outside of the deadline
                socket_factory=self._guarded_socket,
                resolver=_FewAddresses(resolver or aiohttp.ThreadedResolver()),
                ssl=tls or True,
            )
        )

    def get(
        self, url: URL, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Ask for an address; the answer's head is there when the context is entered."""
        return self._direct.get(url, headers=headers, allow_redirects=False)

    async def close(self) -> None:
        """Close all that is open."""
        await self._direct.close()

    def _session(self, connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),  # none: the fetcher's deadline is over all of it
            auto_decompress=False,
            trust_env=False,
            read_bufsize=64 * 1024,
            middlewares=(_only_once,),
        )

    def _guarded_socket(self, target: tuple[Any, ...]) -> socket.socket:
        """Open a socket to a target as ``getaddrinfo`` lists it, unless its address is private."""
        family, kind, protocol, _, (address, *_) = target
        if not is_reachable(address, self._allowed):
            raise PrivateAddress(address)
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
