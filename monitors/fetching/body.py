"""Reading a body to its end, or to where it has become too much."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING

from monitors.fetching.inflate import PIECE, Identity, decoder
from monitors.fetching.refusals import refused
from storage.model import Trouble

if TYPE_CHECKING:
    from aiohttp import ClientResponse, StreamReader
    from aiohttp.client_proto import ResponseHandler

    from monitors.exchange import Refused
    from monitors.fetching.inflate import Inflater

_LIVENESS = 1.0
"""Seconds without a byte after which a reader looks whether its connection has failed."""


async def read_body(response: ClientResponse, most: int) -> bytes | Refused:
    """Return the whole body, inflated; TOO_LARGE beyond ``most`` bytes, as sent or inflated.

    BAD_ANSWER for a compression that was not asked for or that stops before its end. Raises what
    the connection failed of and :exc:`zlib.error`: a body that was cut off is never returned.
    """
    codings = response.headers.getall("Content-Encoding", ())
    undo = decoder(",".join(codings)) if codings else Identity()
    if undo is None:
        return refused(Trouble.BAD_ANSWER, f"{response.url.host} used a compression not asked for")
    body = BytesIO()
    if (response.content_length or 0) > most or not await _read_into(body, response, undo, most):
        return refused(Trouble.TOO_LARGE, f"{response.url.host}: the body is larger than {most} bytes")
    if not undo.whole:
        return refused(Trouble.BAD_ANSWER, f"{response.url.host}: the compressed body stops too early")
    return body.getvalue()


async def _read_into(body: BytesIO, response: ClientResponse, undo: Identity | Inflater, most: int) -> bool:
    """Write the inflated body; return False as soon as there is more of it than ``most`` bytes."""
    content, connection = response.content, response.connection
    protocol = connection.protocol if connection else None
    # Most pages are here whole: no timer is set up for them.
    while chunk := content.read_nowait() or await _next_chunk(content, protocol):
        for piece in undo.feed(chunk):
            body.write(piece)
            if body.tell() > most:
                return False
            if len(piece) == PIECE:
                await asyncio.sleep(0)  # others get their turn between the steps of a bomb
        if content.total_bytes > most:  # compressed data may stand for nothing at all
            return False
        if connection is None and content.at_eof():  # it was given back: the body is whole
            break
    return True


async def _next_chunk(content: StreamReader, protocol: ResponseHandler | None) -> bytes:
    """Return what has arrived of a body, nothing at its end; raise what its connection failed of."""
    chunk = b""
    while not (chunk or content.at_eof()):
        try:
            async with asyncio.timeout(_LIVENESS):
                chunk = await content.readany()
        except TimeoutError:
            # A framing error in a later chunk closes the connection, but aiohttp wakes no reader.
            if protocol is not None and (failure := protocol.exception()):
                raise failure from None
    # Without a length, aiohttp takes a reset for the end of the body.
    if not chunk and protocol is not None and isinstance(reset := protocol.exception(), OSError):
        raise reset
    return chunk
