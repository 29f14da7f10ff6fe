"""Whoever serves the address of a dead man's switch: records what is asked, and answers as it is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.loopback import WebServer

if TYPE_CHECKING:
    from collections.abc import Mapping


class PingServer(WebServer):
    """``async with PingServer() as server``; ``asked`` are the paths, ``headers`` those of the last request.

    It answers with ``status`` after ``delay`` seconds, and with a body without end if it ``is_endless``.
    """

    def __init__(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        super().__init__(app)
        self.asked: list[str] = []
        self.headers: Mapping[str, str] = {}
        self.status = 200
        self.delay = 0.0
        self.is_endless = False

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.headers = request.headers
        await asyncio.sleep(self.delay)
        headers = {"Location": "/elsewhere"} if self.status in range(300, 400) else {}
        response = web.StreamResponse(status=self.status, headers=headers)
        await response.prepare(request)
        while self.is_endless:
            await response.write(b"x" * 65_536)
        return response
