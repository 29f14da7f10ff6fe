"""A loopback server that speaks as Bluesky's AppView does: handles, author feeds, lists, searches.

Its answers have the shape of the lexicons com.atproto.identity.resolveHandle and app.bsky.feed.*.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.loopback import WebServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

Entry = dict[str, Any]

_USUAL = 50


class FakeBluesky(WebServer):
    """The server; an asynchronous context manager.

    ``handles`` leads from handles to DIDs, ``feeds`` from DIDs to entries, ``lists`` from lists' addresses
    to the DIDs in them; all can be changed while it runs. ``requests`` counts by method.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.requests: Counter[str] = Counter()
        self.handles: dict[str, str] = {}
        self.feeds: dict[str, list[Entry]] = {}
        self.lists: dict[str, list[str]] = {}
        self.gone: dict[str, str] = {}
        self._now = now
        app = web.Application()
        app.router.add_get("/xrpc/{method}", self._answer)
        self._methods = {
            "com.atproto.identity.resolveHandle": self._resolve,
            "app.bsky.feed.getAuthorFeed": self._author,
            "app.bsky.feed.searchPosts": self._search,
            "app.bsky.feed.getListFeed": self._list,
        }
        super().__init__(app)

    def join(self, handle: str, did: str) -> None:
        """Make an account."""
        self.handles[handle] = did
        self.feeds[did] = []

    def rename(self, old: str, new: str) -> None:
        """Give an account another handle; the old one is free then."""
        self.handles[new] = self.handles.pop(old)

    def post(self, did: str, key: str, text: str, **record: object) -> Entry:
        """Publish a post, or put another text into one of the same key."""
        moment = self._now().isoformat().replace("+00:00", "Z")
        value = {"$type": "app.bsky.feed.post", "createdAt": moment, "text": text, "langs": ["ru"], **record}
        uri = f"at://{did}/app.bsky.feed.post/{key}"
        post = {"uri": uri, "cid": _cid(value), "record": value, "indexedAt": moment, "likeCount": 0}
        entry = {"post": {**post, "author": self._profile(did), "labels": [], "viewer": {}}}
        others = [one for one in self.feeds[did] if one["post"]["uri"] != uri]
        self.feeds[did] = [entry, *others]
        return entry

    def repost(self, did: str, entry: Entry) -> None:
        """Let an account repost what another one wrote."""
        moment = self._now().isoformat().replace("+00:00", "Z")
        uri = f"at://{did}/app.bsky.feed.repost/{entry['post']['uri'].rpartition('/')[2]}"
        reason = {"$type": "app.bsky.feed.defs#reasonRepost", "uri": uri, "indexedAt": moment}
        shown = {"post": entry["post"], "reason": {**reason, "by": self._profile(did)}}
        self.feeds[did] = [shown, *self.feeds[did]]

    def _profile(self, did: str) -> Entry:
        handle = next((handle for handle, known in self.handles.items() if known == did), "handle.invalid")
        return {"did": did, "handle": handle, "displayName": handle.partition(".")[0], "labels": []}

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        self.requests[name] += 1
        method = self._methods.get(name)
        if method is None:
            return _error(HTTPStatus.NOT_IMPLEMENTED, "MethodNotImplemented", "Method Not Implemented")
        return method(dict(request.query))

    def _resolve(self, query: dict[str, str]) -> web.Response:
        did = self.handles.get(query.get("handle", ""))
        return web.json_response({"did": did}) if did else _invalid("Unable to resolve handle")

    def _author(self, query: dict[str, str]) -> web.Response:
        actor = query.get("actor", "")
        did = self.handles.get(actor, actor)
        if error := self.gone.get(did):
            return _error(HTTPStatus.BAD_REQUEST, error, "Account is not available")
        if did not in self.feeds:
            return _invalid("Profile not found")
        return _page("feed", self.feeds[did], query)

    def _list(self, query: dict[str, str]) -> web.Response:
        members = self.lists.get(query.get("list", ""))
        if members is None:
            return _error(HTTPStatus.BAD_REQUEST, "UnknownList", "List not found")
        return _page("feed", _newest(entry for did in members for entry in self.feeds[did]), query)

    def _search(self, query: dict[str, str]) -> web.Response:
        words = query.get("q", "").casefold().split()
        posts = (entry["post"] for feed in self.feeds.values() for entry in feed if "reason" not in entry)
        fitting = [post for post in posts if all(word in post["record"]["text"].casefold() for word in words)]
        return _page("posts", sorted(fitting, key=lambda post: post["indexedAt"], reverse=True), query)


def _newest(entries: Any) -> list[Entry]:  # noqa: ANN401 - any entries
    return sorted(entries, key=lambda entry: entry["post"]["indexedAt"], reverse=True)


def _page(name: str, entries: list[Entry], query: dict[str, str]) -> web.Response:
    start, limit = int(query.get("cursor", "0")), int(query.get("limit", _USUAL))
    answer: dict[str, Any] = {name: entries[start : start + limit]}
    if len(entries) > start + limit:
        answer["cursor"] = str(start + limit)
    return web.json_response(answer)


def _cid(value: object) -> str:
    return "bafyrei" + blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()


def _error(status: HTTPStatus, name: str, words: str) -> web.Response:
    return web.json_response({"error": name, "message": words}, status=status)


def _invalid(words: str) -> web.Response:
    return _error(HTTPStatus.BAD_REQUEST, "InvalidRequest", words)
