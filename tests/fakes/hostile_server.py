"""A loopback server that answers each path as it was told to, however badly.

A behaviour is a coroutine function that gets the connection's writer after one request was read.
The functions below make them; what they send is bytes, so that nothing corrects their mistakes.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

from tests.fakes.loopback import RawServer

if TYPE_CHECKING:
    import ssl

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """One request as it came in: its path, its headers by lower-case name, the loop's time."""

    path: str
    headers: dict[str, str]
    time: float


class HostileServer(RawServer):
    """Serves ``behaviours`` by path on 127.0.0.1 and keeps what was asked.

    Other paths get ``otherwise``: a 404, if nothing else is given.
    """

    def __init__(
        self,
        behaviours: dict[str, Behaviour] | None = None,
        tls: ssl.SSLContext | None = None,
        otherwise: Behaviour | None = None,
    ) -> None:
        super().__init__(tls)
        self.behaviours = behaviours or {}
        self.otherwise = otherwise or reply(404)
        self.asked: list[Asked] = []
        self.connections = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        super()._accept(reader, writer)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                await self.behaviours.get(await self._read(reader), self.otherwise)(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client has had enough
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _read(self, reader: asyncio.StreamReader) -> str:
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        path = first.split()[1]
        self.asked.append(Asked(path, headers, asyncio.get_running_loop().time()))
        return path


def head(status: int = 200, headers: Iterable[str] = ()) -> bytes:
    """Return a status line and header lines, with the empty line after them."""
    return "\r\n".join([f"HTTP/1.1 {status} Reason", *headers, "", ""]).encode("latin-1")


def reply(status: int = 200, headers: Iterable[str] = (), body: bytes = b"") -> Behaviour:
    """Answer as a good server does, and keep the connection open."""
    return raw(head(status, [*headers, f"Content-Length: {len(body)}"]) + body, close=False)


def raw(data: bytes, *, close: bool = True) -> Behaviour:
    """Send bytes as they are, and hang up."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if close:
            writer.close()

    return behave


def silence(after: bytes = b"") -> Behaviour:
    """Send bytes and then nothing, with the connection held open."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        await asyncio.sleep(3600)

    return behave


def endless(beginning: bytes, more: bytes, times: int | None = None, pause: float = 0) -> Behaviour:
    """Send a beginning and then the same bytes again and again, for ever or so many times."""
    pieces = repeat(more) if times is None else repeat(more, times)

    async def behave(writer: asyncio.StreamWriter) -> None:
        for piece in chain([beginning], pieces):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        writer.close()

    return behave


def reset(after: bytes) -> Behaviour:
    """Send bytes and then a TCP reset in place of an end."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        await writer.drain()
        await asyncio.sleep(0.05)
        linger_not = struct.pack("ii", 1, 0)  # makes close() a reset: socket(7), SO_LINGER
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
        writer.transport.abort()

    return behave


def gzip_bomb(megabytes: int) -> tuple[bytes, bytes]:
    """Return the beginning of a gzip stream, and a piece that stands for so many MB of zeros.

    The piece may be repeated: a full flush makes it independent of what went before.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(megabytes * 1024 * 1024)
    beginning = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    return beginning, packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)


def chunked(data: bytes, size: int) -> bytes:
    """Return data in HTTP chunks of a size, without the last one."""
    pieces = (data[start : start + size] for start in range(0, len(data), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
