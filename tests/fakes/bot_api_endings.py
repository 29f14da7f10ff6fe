"""How an answer of the fake Bot API ends: whole, or in one of the ways in which a network loses it."""

from __future__ import annotations

from aiohttp import web


def reply(status: int, body: bytes, content_type: str = "application/json") -> web.Response:
    """Return a whole answer."""
    return web.Response(status=status, body=body, content_type=content_type)


async def ended(request: web.Request, body: bytes, ending: str) -> web.StreamResponse:
    """Answer as a trouble's ``ending`` says; see :class:`tests.fakes.bot_api_troubles.Trouble`."""
    if ending == "whole":
        return reply(200, body)
    half = body[: len(body) // 2]
    if ending == "half":
        return reply(200, half)
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    if ending == "cut":
        await response.prepare(request)
        await response.write(half)
    if request.transport:
        request.transport.close()
    return response
