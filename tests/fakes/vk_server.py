"""A loopback server that answers ``wall.get`` as VK's API does, for tests and trials.

It answers everything with status 200. A token comes as ``access_token`` in the query or in a form, and
nowhere else; without one the answer is error 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.loopback import WebServer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]

MESSAGES = {
    5: "User authorization failed: no access_token passed.",
    6: "Too many requests per second",
    15: "Access denied: this wall available only for community members",
    18: "User was deleted or banned",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid: owner_id is incorrect",
}


class VkApi(WebServer):
    """The server: ``walls`` holds posts by the wall's number, ``names`` the numbers by short name.

    ``error`` answers everything with this code; ``asked`` lists the parameters of every request.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.walls: dict[int, list[Json]] = {}
        self.names: dict[str, int] = {}
        self.error = 0
        self.asked: list[Json] = []
        application = web.Application()
        application.router.add_route("*", "/method/wall.get", self._wall_get)
        super().__init__(application)

    def publish(self, owner: int, posts: Sequence[Json]) -> None:
        """Put posts on a wall; their owner is added."""
        wall = self.walls.setdefault(owner, [])
        wall += [{"owner_id": owner, "from_id": owner, "post_type": "post", **post} for post in posts]

    async def _wall_get(self, request: web.Request) -> web.Response:
        given = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
        self.asked.append(given)
        return web.json_response(self._answer(given))

    def _answer(self, given: Mapping[str, str]) -> Json:
        owner = int(given["owner_id"]) if "owner_id" in given else self.names.get(given.get("domain", ""), 0)
        if code := self.error or (0 if given.get("access_token") == self.token else 5):
            return _error(code, given)
        if owner not in self.walls or "v" not in given:
            return _error(100, given)
        posts = sorted(self.walls[owner], key=lambda post: (-post.get("is_pinned", 0), -post["date"]))
        start, count = int(given.get("offset", 0)), min(int(given.get("count", 20)), 100)
        shown = posts[start : start + count]
        groups = [
            {"id": -number, "name": name.title(), "screen_name": name} for name, number in self.names.items()
        ]
        return {"response": {"count": len(posts), "items": shown, "profiles": [], "groups": groups}}


def _error(code: int, given: Mapping[str, str]) -> Json:
    """Return an error as VK writes it: with the request's parameters, but for the token."""
    params = [{"key": key, "value": value} for key, value in given.items() if key != "access_token"]
    message = MESSAGES.get(code, "Something else")
    return {"error": {"error_code": code, "error_msg": message, "request_params": params}}
