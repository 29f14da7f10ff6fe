"""Channels and feeds served over HTTP on loopback as t.me and a feed's server would serve them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import quote

from aiohttp import web

from bot.demo.pages import embed_page, landing_page, preview_page, rss
from bot.demo.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from aiohttp.typedefs import Middleware

    from bot.demo.day import Day
    from bot.demo.shown import View


class Library(Protocol):
    """What is served: lookups by name, case ignored; nothing where there is none."""

    def channel(self, name: str) -> View | None:
        """Return a channel that has a preview."""

    def feed(self, name: str) -> View | None:
        """Return a feed."""


_CACHED_PAGES = 100  # of one channel: more than a walk through its history asks for
_LONGEST_NUMBER = 18  # digits of an id


@dataclass(slots=True)
class _Cache:
    """The pages made of each channel's newest version."""

    versions: dict[str, object] = field(default_factory=dict)
    pages: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def page(self, name: str, version: object, query: str, make: Callable[[], bytes]) -> bytes:
        if self.versions.get(name) != version:
            self.versions[name] = version
            self.pages[name] = {}
        known = self.pages[name]
        body = known.get(query) or make()
        if len(known) < _CACHED_PAGES:
            known[query] = body
        return body


class PreviewServer:
    """An HTTP server on 127.0.0.1 over a :class:`Library`; an asynchronous context manager.

    It answers ``/s/<channel>`` with ``?before=`` and ``?after=`` (302 to the landing page where there
    is no such channel), ``/<channel>``, ``/<channel>/<id>?embed=1`` and ``/feeds/<name>.rss`` with
    ETag, Last-Modified and 304. ``requests`` counts by path; ``url`` is known once it has started.
    """

    def __init__(
        self, library: Library, now: Callable[[], datetime], *, middlewares: Sequence[Middleware] = ()
    ) -> None:
        self.requests: Counter[str] = Counter()
        self.url = ""
        self._library = library
        self._now = now
        self._cache = _Cache()
        app = web.Application(middlewares=[self._count, *middlewares])
        app.router.add_get("/s/{name}", self._preview)
        app.router.add_get("/feeds/{name}.rss", self._feed)
        app.router.add_get("/{name}", self._landing)
        app.router.add_get(r"/{name}/{id:\d{1,18}}", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @web.middleware
    async def _count(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.requests[request.path] += 1
        return await handler(request)

    async def _preview(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        view = self._library.channel(name)
        if view is None:
            raise web.HTTPFound(f"/{quote(name)}")
        before, after = _number(request, "before"), _number(request, "after")

        def make() -> bytes:
            return preview_page(view.channel, view.posts, before=before, after=after, moment=self._now())

        return _html(self._cache.page(view.channel.name, view.version, f"{before}/{after}", make))

    async def _landing(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return _html(landing_page(name, exists=self._library.channel(name) is not None))

    async def _post(self, request: web.Request) -> web.Response:
        view = self._library.channel(request.match_info["name"])
        if view is None or "embed" not in request.query:
            return _html(landing_page(request.match_info["name"], exists=view is not None))
        number = int(request.match_info["id"])
        return _html(embed_page(view.channel, next((p for p in view.posts if number in p.ids), None)))

    async def _feed(self, request: web.Request) -> web.Response:
        view = self._library.feed(request.match_info["name"])
        if view is None:
            raise web.HTTPNotFound
        name = f"/feeds/{view.channel.name}"
        body = self._cache.page(
            name, view.version, "", lambda: rss(view.channel, view.posts, changed=view.changed)
        )
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        headers = {"ETag": etag, "Last-Modified": format_datetime(view.changed.astimezone(UTC), usegmt=True)}
        if _unchanged(request, etag, view.changed):
            return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)


class DemoServer(PreviewServer):
    """The recorded day, at the time that ``now`` tells."""

    def __init__(self, day: Day, now: Callable[[], datetime]) -> None:
        super().__init__(Replay(day, now), now)


def _html(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="text/html", charset="utf-8")


def _number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None


def _unchanged(request: web.Request, etag: str, changed: datetime) -> bool:
    # RFC 9110, 13.1.3: a date is looked at only where there is no tag.
    if known := request.headers.get("If-None-Match"):
        return etag in known
    since = request.headers.get("If-Modified-Since", "")
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
