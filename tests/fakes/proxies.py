"""Two proxies on loopback, one for HTTP (RFC 9110, 9.3.6) and one for SOCKS 5 (RFC 1928, RFC 1929).

Both take every name for one of this machine, since no name server is asked, and keep what they were
asked for as it was written.
"""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from tests.fakes.loopback import RawServer


class _Proxy(RawServer):
    """A proxy; ``login`` is the name and the password that it wants, if it wants any."""

    scheme = ""

    def __init__(self, login: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.login = login
        self.asked: list[str] = []

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._tasks)

    def url(self, *login: str) -> str:
        """Return the proxy's address, with a name and a password where they are given."""
        who = ":".join(quote(part, safe="") for part in login)
        return f"{self.scheme}://{who}{'@' if who else ''}127.0.0.1:{self.port}"

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client has had enough
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.asked.append(f"{host}:{port}")
        return await asyncio.open_connection("127.0.0.1", port)


class HttpProxy(_Proxy):
    """Tunnels with CONNECT, and passes on requests for ``http://`` addresses, one a connection."""

    scheme = "http"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        if not self._knows(head):
            writer.write(b"HTTP/1.1 407 Who\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        try:
            there = await self._connect(str(parts.hostname), parts.port or 80)
        except OSError:
            writer.write(b"HTTP/1.1 502 Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Established\r\n\r\n")
        else:
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            there[1].write(head.replace(target, path, 1).encode("latin-1"))
        await _pump(reader, writer, there)

    def _knows(self, head: str) -> bool:
        if self.login is None:
            return True
        login = base64.b64encode(":".join(self.login).encode()).decode()
        return f"proxy-authorization: basic {login}".lower() in head.lower()


class SocksProxy(_Proxy):
    """Connects as SOCKS 5 asks it to; the loopback itself is asked for where nobody listens."""

    scheme = "socks5"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        offered = await reader.readexactly(methods)
        wanted = 0 if self.login is None else 2
        writer.write(bytes([5, wanted if wanted in offered else 0xFF]))
        if wanted not in offered or not await self._knows(reader, writer):
            return
        host, port = await self._target(reader)
        try:
            there = await self._connect(host, port)
        except OSError:
            writer.write(bytes([5, 5, 0, 1, *bytes(6)]))
            return
        writer.write(bytes([5, 0, 0, 1, *bytes(6)]))
        await _pump(reader, writer, there)

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if self.login is None:
            return True
        await reader.readexactly(1)
        given = tuple([(await _counted(reader)).decode() for _ in range(2)])
        writer.write(bytes([1, given != self.login]))
        return given == self.login

    async def _target(self, reader: asyncio.StreamReader) -> tuple[str, int]:
        *_, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await _counted(reader)).decode()
        else:
            host = str(ip_address(await reader.readexactly(4 if kind == 1 else 16)))
        return host, int.from_bytes(await reader.readexactly(2), "big")


class Babbler(_Proxy):
    """Answers whatever it is told first with the same bytes and hangs up; without any, it says nothing."""

    def __init__(self, answer: bytes | None) -> None:
        super().__init__()
        self._answer = answer

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        if self._answer is None:
            await asyncio.sleep(3600)
        else:
            writer.write(self._answer)


async def _counted(reader: asyncio.StreamReader) -> bytes:
    return await reader.readexactly((await reader.readexactly(1))[0])


async def _pump(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Carry bytes both ways until one side ends."""
    ways = [asyncio.create_task(_carry(*way)) for way in ((reader, there[1]), (there[0], writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        there[1].close()
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        target.write(data)
        await target.drain()
