"""The only socket towards sources: one request in, ``Page | NotModified | Refused`` out.

Whatever a server or the network does ends in one of these values, within the deadline, in bounded
memory and without holding up the event loop; only cancellation passes through as an exception.

aiohttp 3.14 is not left to inflate bodies (:mod:`monitors.fetching.inflate` counts), nor to repeat a GET by
itself after a lost connection, past any pacer (:func:`_only_once`).
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from monitors.exchange import Answer, NotModified, Page, Refused
from monitors.fetching.addresses import PrivateAddress, is_reachable, parse_networks
from monitors.fetching.body import read_body
from monitors.fetching.pacer import Pacer, retry_after
from monitors.fetching.refusals import Lost, bad_redirect, left_alone, of_error, of_status, refused
from storage.model import Trouble

if TYPE_CHECKING:
    import ssl
    from datetime import datetime
    from random import Random
    from types import TracebackType

    from aiohttp.abc import ResolveResult

    from monitors.clock import Clock
    from monitors.exchange import Request

_ADDRESSES_TRIED = 8
"""How many addresses of one name are tried: a hostile name server may list thousands."""

_RECEIVED_AT_ONCE = 32 * 1024
"""Bytes for the system's receive buffer: what is parsed in one step of the loop is of that order.

A flood of empty "100 Continue" held up the loop for 150 ms with the system's own size, 60 ms with 64 KiB.
"""

_SUCCESSES = range(200, 300)
_REDIRECTS = frozenset(range(300, 400)) - {HTTPStatus.NOT_MODIFIED}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetcher allows itself and its servers.

    ``per_host`` is in requests per second (positive), ``jitter`` the share by which a gap may be
    longer, ``deadline`` in seconds for one fetch without the wait for its turn, ``max_bytes`` of a
    body both as sent and inflated, ``concurrency`` the fetches under way at once. ``allow_private``
    is as :func:`monitors.fetching.addresses.parse_networks` takes it.
    """

    user_agent: str
    per_host: float = 0.5
    jitter: float = 0.2
    deadline: float = 20.0
    max_bytes: int = 5 * 1024 * 1024
    max_redirects: int = 5
    concurrency: int = 20
    allow_private: tuple[str, ...] = ()


@dataclass(slots=True)
class _Trip:
    """One fetch under way: the addresses that it was led through, the seconds that it has left."""

    session: aiohttp.ClientSession
    request: Request
    chain: list[URL]
    left: float

    @property
    def url(self) -> URL:
        return self.chain[-1]

    @property
    def host(self) -> str:
        """The pacer's name for where the trip has come: the request's, until it leaves that host."""
        return self.request.host if self.url.raw_host == self.chain[0].raw_host else str(self.url.raw_host)


class Fetcher:
    """Fetches pages over one pool of connections; an asynchronous context manager.

    ``pacer`` is open to callers that learn from a page that its host wants to be left alone.
    ``resolver`` and ``tls`` replace the system's name resolution and trusted certificates. Raises
    :exc:`ValueError` for a wrong entry in ``allow_private``.
    """

    def __init__(
        self,
        limits: FetchLimits,
        clock: Clock,
        random: Random,
        *,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.pacer = Pacer(limits.per_host, limits.jitter, clock, random)
        self._limits = limits
        self._clock = clock
        self._resolver = resolver
        self._tls = tls
        self._allowed = parse_networks(limits.allow_private)
        self._places = asyncio.Semaphore(limits.concurrency)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # `_places` limits, outside of the deadline
                socket_factory=self._guarded_socket,
                resolver=_FewAddresses(self._resolver or aiohttp.ThreadedResolver()),
                ssl=self._tls or True,
            ),
            headers={"User-Agent": self._limits.user_agent, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),  # none: the deadline is over all of it
            auto_decompress=False,
            trust_env=False,
            read_bufsize=64 * 1024,
            middlewares=(_only_once,),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _guarded_socket(self, target: tuple[Any, ...]) -> socket.socket:
        """Open a socket to a target as ``getaddrinfo`` lists it, unless its address is private."""
        family, kind, protocol, _, (address, *_) = target
        if not is_reachable(address, self._allowed):
            raise PrivateAddress(address)
        opened = socket.socket(family, kind, protocol)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED_AT_ONCE)
        return opened

    async def fetch(self, request: Request) -> Answer:
        """Fetch one page in its host's turn.

        A host that wants to be left alone is not asked: the answer is ``RATE_LIMITED`` with
        ``retry_at`` and without ``asked``. Raises :exc:`RuntimeError` outside of ``async with``.
        """
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        start = _web_address(request.url)
        if start is None:
            return refused(Trouble.CONNECTION, f"not a web address: {request.url}")
        return await self._follow(_Trip(self._session, request, [start], self._limits.deadline))

    async def _follow(self, trip: _Trip) -> Answer:
        while True:
            answer = await self._in_turn(trip)
            if not (isinstance(answer, Page) and answer.status in _REDIRECTS and trip.request.redirects):
                return answer
            if refusal := self._lengthen(trip.chain, answer.location):
                return refusal

    def _lengthen(self, chain: list[URL], location: str) -> Refused | None:
        target = _web_address(location, chain[-1]) if location else None
        if target is None:
            return bad_redirect("leads to no web address", [*chain, location])
        chain.append(target)
        if target in chain[:-1]:
            return bad_redirect("goes round in a circle", chain)
        if len(chain) > self._limits.max_redirects + 1:
            return bad_redirect(f"goes on after {self._limits.max_redirects} hops", chain)
        return None

    async def _in_turn(self, trip: _Trip) -> Answer:
        """Make one request when the host's turn and a place have come."""
        if closed := self.pacer.closed_until(trip.host):
            return left_alone(trip.host, closed)
        await self.pacer.turn(trip.host)
        async with self._places:
            if closed := self.pacer.closed_until(trip.host):  # another answer said so meanwhile
                return left_alone(trip.host, closed)
            # The loop's own clock: sockets live in real time, whatever clock paces the program.
            time = asyncio.get_running_loop().time
            begun = time()
            answer = await self._in_time(trip)
            trip.left -= time() - begun
            return answer

    async def _in_time(self, trip: _Trip) -> Answer:
        headers = _conditions(trip.request)
        try:
            async with (
                asyncio.timeout(trip.left),
                trip.session.get(trip.url, headers=headers, allow_redirects=False) as response,
            ):
                return await self._answer(trip, response)
        except Exception as error:  # noqa: BLE001 - a hostile server may find one nobody thought of
            return of_error(error, str(trip.url.raw_host), self._limits.deadline)

    async def _answer(self, trip: _Trip, response: aiohttp.ClientResponse) -> Answer:
        status = response.status
        retry_at = self._heed(response, trip.host)
        if status in _SUCCESSES:
            return await self._page(response)
        if status == HTTPStatus.NOT_MODIFIED and (trip.request.etag or trip.request.last_modified):
            return NotModified()
        if status in _REDIRECTS:
            return Page(str(response.url), b"", status, location=_header(response, "Location"))
        return of_status(status, f"{response.url.host} answered {status} {response.reason}", retry_at)

    def _heed(self, response: aiohttp.ClientResponse, host: str) -> datetime | None:
        """Tell the pacer what an answer means for its host; return when it may be asked again."""
        limited = response.status == HTTPStatus.TOO_MANY_REQUESTS
        if limited or response.status == HTTPStatus.SERVICE_UNAVAILABLE:
            wait = retry_after(response.headers.get("Retry-After", ""), self._clock.now())
            return self.pacer.back_off(host, wait) if limited or wait else None
        if response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self.pacer.relax(host)
        return None

    async def _page(self, response: aiohttp.ClientResponse) -> Page | Refused:
        body = await read_body(response, self._limits.max_bytes)
        if isinstance(body, Refused):
            return body
        return Page(
            url=str(response.url),
            body=body,
            status=response.status,
            content_type=_header(response, "Content-Type"),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )


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


def _web_address(text: str, base: URL | None = None) -> URL | None:
    try:
        url = base.join(URL(text)) if base else URL(text)
    except ValueError:
        return None
    return url if url.scheme in {"http", "https"} and url.raw_host else None


def _conditions(request: Request) -> dict[str, str]:
    validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in validators.items() if value}


def _header(response: aiohttp.ClientResponse, name: str) -> str:
    """Return a header that can be stored and sent back; empty where its bytes are no text."""
    value = response.headers.get(name, "")
    return value if value.isprintable() else ""
