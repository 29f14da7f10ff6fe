"""A loopback server in t.me's page format over any posts, for tests and trials.

Run by itself it serves one channel: ``python -m tests.fakes.preview_server --posts posts.jsonl
--channel name`` (objects with ``text``, optionally ``id`` and ``published``); the first line that it
prints is its address.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from bot.demo.pages import empty_page
from bot.demo.server import PreviewServer
from bot.demo.shown import Channel, Shown, View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

CAPTCHA = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Are you human?</body></html>"
)

TroubleKind = Literal["slow", "rate_limited", "no_preview", "empty", "renamed", "captcha", "server_error"]


@dataclass(frozen=True, slots=True)
class FakeTrouble:
    """What is wrong with a channel, after ``delay`` seconds.

    ``renamed`` gives every class another name; ``rate_limited`` sends ``retry_after`` seconds;
    ``slow`` is the delay alone.
    """

    kind: TroubleKind
    delay: float = 0.0
    retry_after: int = 30
    status: int = 502


class FakeShelf:
    """Channels in memory that can be changed while they are served."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._posts: dict[str, dict[int, Shown]] = {}
        self._views: dict[str, View] = {}

    def put(self, name: str, posts: Iterable[Shown]) -> None:
        """Add posts to a channel, or replace those of the same ids; the channel is made if new."""
        known = self._posts.setdefault(name.lower(), {})
        known.update({post.id: post for post in posts})
        self._changed(name)

    def edit(self, name: str, number: int, text: str) -> None:
        """Change a post's text, which marks it as edited."""
        self.put(name, [replace(self._posts[name.lower()][number], text=text, edited=True)])

    def remove(self, name: str, number: int) -> None:
        """Delete a post."""
        del self._posts[name.lower()][number]
        self._changed(name)

    def channel(self, name: str) -> View | None:
        """Return a channel as it is now."""
        return self._views.get(name.lower())

    def feed(self, name: str) -> View | None:
        """Return the same posts as a feed."""
        return self.channel(name)

    def _changed(self, name: str) -> None:
        key = name.lower()
        known = self._views.get(key)
        channel = known.channel if known else Channel(name, f"{name} (fake)", home=f"https://{key}.example/")
        posts = [self._posts[key][number] for number in sorted(self._posts[key])]
        self._views[key] = View(channel, posts, object(), self._now())


class FakePreviews(PreviewServer):
    """The server: ``shelf`` holds its posts, ``trouble`` what is wrong with a channel, by its name."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.shelf = FakeShelf(now)
        self.trouble: dict[str, FakeTrouble] = {}
        super().__init__(self.shelf, now, middlewares=[self._troubled])

    @web.middleware
    async def _troubled(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        trouble = self.trouble.get(request.match_info.get("name", ""))
        if trouble is None or not request.path.startswith("/s/"):
            return await handler(request)
        await asyncio.sleep(trouble.delay)
        return self._refusal(trouble, request) or _renamed(await handler(request), trouble)

    def _refusal(self, trouble: FakeTrouble, request: web.Request) -> web.StreamResponse | None:
        name = request.match_info["name"]
        match trouble.kind:
            case "rate_limited":
                return web.Response(status=429, headers={"Retry-After": str(trouble.retry_after)})
            case "no_preview":
                return web.Response(status=302, headers={"Location": f"/{name}"})
            case "empty":
                view = self.shelf.channel(name)
                page = empty_page(view.channel if view else Channel(name, name))
                return web.Response(body=page, content_type="text/html", charset="utf-8")
            case "captcha":
                return web.Response(body=CAPTCHA, content_type="text/html", charset="utf-8")
            case "server_error":
                return web.Response(status=trouble.status)
        return None


def _renamed(response: web.StreamResponse, trouble: FakeTrouble) -> web.StreamResponse:
    if trouble.kind == "renamed" and isinstance(response, web.Response) and isinstance(response.body, bytes):
        response.body = (
            response.body.replace(b"tgme_", b"web_").replace(b"js-", b"x-").replace(b"data-post", b"post")
        )
    return response


def read_posts(path: Path, newest: datetime, every: timedelta) -> list[Shown]:
    """Read posts from JSON lines.

    An ``id`` that is no positive number gives way to the line's own; a post without ``published``
    (ISO 8601) is put ``every`` before the next, so that the last one is at ``newest``.
    """
    with path.open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    posts = [
        Shown(
            id=row["id"] if isinstance(row.get("id"), int) and row["id"] > 0 else number,
            published=datetime.fromisoformat(row["published"])
            if row.get("published")
            else newest - every * (len(rows) - number),
            text=row["text"],
            views=number,
        )
        for number, row in enumerate(rows, start=1)
    ]
    return sorted(posts, key=lambda post: post.id)


async def _serve(path: Path, channel: str, every: timedelta) -> None:
    async with FakePreviews() as server:
        server.shelf.put(channel, read_posts(path, datetime.now(UTC), every))
        print(server.url, flush=True)  # noqa: T201 - the address is what a trial reads
        await asyncio.Event().wait()


def main() -> None:
    """Serve one channel until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--channel", required=True)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between posts without a date")
    words = parser.parse_args()
    asyncio.run(_serve(words.posts, words.channel, timedelta(seconds=words.every)))


if __name__ == "__main__":
    main()
