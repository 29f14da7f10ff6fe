"""A gate on loopback in front of a server: while it is shut, the network is cut there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self

_PIECE = 65_536


class Gate:
    """Passes connections on to a port of this machine; an asynchronous context manager.

    ``url`` stays the same however often it is shut and opened. ``passed`` counts the connections let through.
    """

    def __init__(self, port: int) -> None:
        self.passed = 0
        self.port = 0
        self._behind = port
        self._is_deaf = False
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.shut()

    @property
    def url(self) -> str:
        """The address of the gate."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Let everybody through; what was opened while it was deaf is reset."""
        await self.shut()
        self._is_deaf = False
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Reset what is open and refuse what comes: a machine that is down."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for writer in self._writers:
            writer.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def deafen(self) -> None:
        """Let connections be, and pass nothing on any more: a cable that is pulled."""
        self._is_deaf = True

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = asyncio.create_task(self._pass(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.passed += 1
        there = await asyncio.open_connection("127.0.0.1", self._behind)
        self._writers.add(there[1])
        ways = [asyncio.create_task(self._carry(*way)) for way in ((reader, there[1]), (there[0], writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for one in (writer, there[1]):
                self._writers.discard(one)
                one.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(_PIECE):
                if not self._is_deaf:
                    target.write(data)
                    await target.drain()
