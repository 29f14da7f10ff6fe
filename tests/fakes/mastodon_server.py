"""A loopback server that speaks Mastodon's REST API as far as it is read: look-up, statuses, hashtags.

Its answers have the shape of https://docs.joinmastodon.org/entities/; it pages with ``max_id``, ``min_id``
and ``Link``, sends ``X-RateLimit-*``, and answers 401 without its token where it has one.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.loopback import WebServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

_MOST = 40
_USUAL = 20
_LIMIT = 300
_WINDOW = timedelta(minutes=5)

Status = dict[str, Any]


@dataclass
class Member:
    """An account of the server: ``state`` holds what its entity has more, such as ``moved``."""

    id: str
    name: str
    state: dict[str, Any] = field(default_factory=dict)
    is_gone: bool = False


class FakeMastodon(WebServer):
    """The server; an asynchronous context manager. ``requests`` counts by path, ``seen`` are the queries."""

    def __init__(self, now: Callable[[], datetime], token: str = "") -> None:
        self.requests: Counter[str] = Counter()
        self.seen: list[dict[str, str]] = []
        self.token = token
        self.members: dict[str, Member] = {}
        self.statuses: dict[int, Status] = {}
        self._now = now
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get("/api/v1/accounts/lookup", self._look_up)
        app.router.add_get("/api/v1/accounts/{id}/statuses", self._of_account)
        app.router.add_get("/api/v1/timelines/tag/{tag}", self._of_tag)
        super().__init__(app)

    def join(self, name: str, number: int = 1) -> Member:
        """Make an account, or another one under the same name."""
        self.members[name] = Member(str(109_000_000_000_000_000 + number), name)
        return self.members[name]

    def post(self, name: str, number: int, text: str, **more: object) -> Status:
        """Publish a status; numbers grow with time."""
        key = 110_000_000_000_000_000 + number
        status: Status = {
            "id": str(key),
            "created_at": self._now().isoformat(),
            "content": f"<p>{text}</p>",
            "url": f"{self.url}/@{name}/{key}",
            "uri": f"{self.url}/users/{name}/statuses/{key}",
            "visibility": "public",
            "spoiler_text": "",
            "sensitive": False,
            "language": "ru",
            "edited_at": None,
            "reblog": None,
            "poll": None,
            "card": None,
            "in_reply_to_id": None,
            "media_attachments": [],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "favourites_count": 0,
            "account": self._entity(self.members[name]),
        }
        self.statuses[key] = {**status, **more}
        return self.statuses[key]

    def edit(self, number: int, text: str) -> None:
        """Change a status's text as its author would."""
        changes = {"content": f"<p>{text}</p>", "edited_at": self._now().isoformat()}
        self.statuses[110_000_000_000_000_000 + number] |= changes

    def _entity(self, member: Member) -> dict[str, Any]:
        entity = {"id": member.id, "username": member.name, "acct": member.name, "display_name": member.name}
        return {**entity, "url": f"{self.url}/@{member.name}", "locked": False, "bot": False, **member.state}

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.requests[request.path] += 1
        self.seen.append(dict(request.query))
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            response: web.StreamResponse = _error(
                HTTPStatus.UNAUTHORIZED, "This method requires an authenticated user"
            )
        else:
            response = await handler(request)
        response.headers["X-RateLimit-Limit"] = str(_LIMIT)
        response.headers["X-RateLimit-Remaining"] = str(max(0, _LIMIT - self.requests.total()))
        response.headers["X-RateLimit-Reset"] = (self._now() + _WINDOW).astimezone(UTC).isoformat()
        return response

    async def _look_up(self, request: web.Request) -> web.Response:
        member = self.members.get(request.query.get("acct", ""))
        if member is None:
            return _error(HTTPStatus.NOT_FOUND, "Record not found")
        return _error(HTTPStatus.GONE, "Gone") if member.is_gone else _answer(self._entity(member))

    async def _of_account(self, request: web.Request) -> web.Response:
        wanted = request.match_info["id"]
        if wanted not in {member.id for member in self.members.values()}:
            return _error(HTTPStatus.NOT_FOUND, "Record not found")
        return self._page(request, (s for s in self.statuses.values() if s["account"]["id"] == wanted))

    async def _of_tag(self, request: web.Request) -> web.Response:
        wanted = request.match_info["tag"].lower()
        tagged = (s for s in self.statuses.values() if wanted in {tag["name"].lower() for tag in s["tags"]})
        return self._page(request, tagged)

    def _page(self, request: web.Request, statuses: Iterable[Status]) -> web.Response:
        """Cut a page as Mastodon does: ``min_id`` gives those right after it, else the newest ones."""
        limit = min(_MOST, int(request.query.get("limit", _USUAL)))
        below, above = (int(request.query.get(name, "0")) for name in ("max_id", "min_id"))
        fitting = sorted(
            (s for s in statuses if _lies(int(s["id"]), above, below)), key=_number, reverse=True
        )
        page = fitting[-limit:] if above else fitting[:limit]
        links = []
        if page:
            here = f"{self.url}{request.path}?limit={limit}"
            links = [f'<{here}&max_id={page[-1]["id"]}>; rel="next"'] if len(page) == limit else []
            links.append(f'<{here}&min_id={page[0]["id"]}>; rel="prev"')
        return _answer(page, {"Link": ", ".join(links)} if links else {})


def _lies(number: int, above: int, below: int) -> bool:
    return number > above and (not below or number < below)


def _number(status: Status) -> int:
    return int(status["id"])


def _answer(value: object, headers: dict[str, str] | None = None) -> web.Response:
    body = json.dumps(value, ensure_ascii=False).encode()
    return web.Response(body=body, content_type="application/json", charset="utf-8", headers=headers)


def _error(status: HTTPStatus, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)
