"""The only socket towards sources: one request in, ``Page | NotModified | Refused`` out.

Whatever a server or the network does ends in one of these values, within the deadline, in bounded
memory and without holding up the event loop; only cancellation passes through as an exception.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from yarl import URL

from monitors.exchange import Answer, NotModified, Page, Refused
from monitors.fetching.addresses import parse_networks
from monitors.fetching.body import read_body
from monitors.fetching.connections import Connections
from monitors.fetching.deadline import Deadline
from monitors.fetching.pacer import Pacer, retry_after
from monitors.fetching.proxies import WRONG_PASSWORD, wants_password
from monitors.fetching.quotas import spent_for
from monitors.fetching.refusals import bad_redirect, left_alone, of_error, of_status, refused
from monitors.fetching.trip import Trip, discreet
from storage.model import Trouble

if TYPE_CHECKING:
    import ssl
    from datetime import datetime
    from random import Random
    from types import TracebackType

    from aiohttp import ClientResponse
    from aiohttp.abc import AbstractResolver

    from monitors.clock import Clock
    from monitors.exchange import Request

_SUCCESSES = range(200, 300)
_REDIRECTS = frozenset(range(300, 400)) - {HTTPStatus.NOT_MODIFIED}
_OWN_ERRORS = frozenset(range(400, 500)) - {HTTPStatus.TOO_MANY_REQUESTS}


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
        self._connections: Connections | None = None

    async def __aenter__(self) -> Self:
        self._connections = Connections(self._limits.user_agent, self._allowed, self._resolver, self._tls)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        connections, self._connections = self._connections, None
        if connections:
            await connections.close()

    async def fetch(self, request: Request) -> Answer:
        """Fetch one page in its host's turn.

        A host that wants to be left alone is not asked: the answer is ``RATE_LIMITED`` with
        ``retry_at`` and without ``asked``. Raises :exc:`RuntimeError` outside of ``async with``.
        """
        if self._connections is None:
            raise RuntimeError("the fetcher is not open")
        start = _web_address(request.url)
        if start is None:
            return refused(Trouble.CONNECTION, f"not a web address: {request.url}")
        answer = await self._follow(Trip(request, [start], self._limits.deadline), self._connections)
        return discreet(answer, request) if request.headers or request.query or request.proxy else answer

    async def _follow(self, trip: Trip, connections: Connections) -> Answer:
        while True:
            answer = await self._in_turn(trip, connections)
            if not (isinstance(answer, Page) and answer.status in _REDIRECTS and trip.request.redirects):
                return answer
            if refusal := self._lengthen(trip, answer.location):
                return refusal

    def _lengthen(self, trip: Trip, location: str) -> Refused | None:
        chain = trip.chain
        target = _web_address(location, trip.url) if location else None
        if target is None:
            return bad_redirect("leads to no web address", [*chain, location])
        trip.goes_to(target)
        if trip.url in chain[:-1]:
            return bad_redirect("goes round in a circle", chain)
        if len(chain) > self._limits.max_redirects + 1:
            return bad_redirect(f"goes on after {self._limits.max_redirects} hops", chain)
        return None

    async def _in_turn(self, trip: Trip, connections: Connections) -> Answer:
        """Make one request when the host's turn and a place have come."""
        host = trip.host
        if closed := self.pacer.closed_until(host):
            return left_alone(host, closed)
        if wait := self.pacer.book(host):
            await self._clock.sleep(wait)
        async with self._places:
            if closed := self.pacer.closed_until(host):  # another answer said so meanwhile
                return left_alone(host, closed)
            # The loop's own clock: sockets live in real time, whatever clock paces the program.
            time = asyncio.get_running_loop().time
            begun = time()
            answer = await self._in_time(trip, connections)
            trip.left -= time() - begun
            return answer

    async def _in_time(self, trip: Trip, connections: Connections) -> Answer:
        try:
            with Deadline(trip.left):
                async with connections.get(trip.target, trip.headers, trip.request.proxy) as response:
                    return await self._answer(trip, response)
        except Exception as error:  # noqa: BLE001 - a hostile server may find one nobody thought of
            proxied = bool(trip.request.proxy)
            return of_error(error, str(trip.url.raw_host), self._limits.deadline, proxied=proxied)

    async def _answer(self, trip: Trip, response: ClientResponse) -> Answer:
        status, request = response.status, trip.request
        retry_at = self._heed(response, trip.host)
        if request.proxy and wants_password(status):
            return refused(Trouble.CONNECTION, f"{response.url.host}: the proxy {WRONG_PASSWORD}")
        if status in _SUCCESSES or (request.own_errors and status in _OWN_ERRORS):
            return await self._page(trip, response)
        if status == HTTPStatus.NOT_MODIFIED and (request.etag or request.last_modified):
            return NotModified()
        if status in _REDIRECTS:
            return Page(trip.shown, b"", status, location=_text(response.headers.get("Location", "")))
        return of_status(status, f"{response.url.host} answered {status} {response.reason}", retry_at)

    def _heed(self, response: ClientResponse, host: str) -> datetime | None:
        """Tell the pacer what an answer means for its host; return when it may be asked again."""
        now, headers = self._clock.now, response.headers
        limited = response.status == HTTPStatus.TOO_MANY_REQUESTS
        if limited or response.status == HTTPStatus.SERVICE_UNAVAILABLE:
            wait = retry_after(headers.get("Retry-After", ""), now())
            wait = wait or (spent_for(headers, now) if limited else None)
            return self.pacer.back_off(host, wait) if limited or wait else None
        if response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            if spent := spent_for(headers, now):
                self.pacer.back_off(host, spent)
            self.pacer.relax(host)
        return None

    async def _page(self, trip: Trip, response: ClientResponse) -> Page | Refused:
        body = await read_body(response, self._limits.max_bytes)
        if isinstance(body, Refused):
            return body
        headers = response.headers
        return Page(
            url=trip.shown,
            body=body,
            status=response.status,
            content_type=_text(headers.get("Content-Type", "")),
            etag=_text(headers.get("ETag", "")),
            last_modified=_text(headers.get("Last-Modified", "")),
            # Several lines are one list (RFC 9110, 5.3).
            link=_text(", ".join(headers.getall("Link"))) if "Link" in headers else "",
        )


def _web_address(text: str, base: URL | None = None) -> URL | None:
    try:
        url = base.join(URL(text)) if base else URL(text)
    except ValueError:
        return None
    return url if url.scheme in {"http", "https"} and url.raw_host else None


def _text(value: str) -> str:
    """Return a header that can be stored and sent back; empty where its bytes are no text."""
    return value if value.isprintable() else ""
