"""CPU per request of the fetcher beside bare aiohttp's, and of zlib-ng beside zlib.

Both ask a responder in another process over one connection that is kept alive, in turns and within one
run: for an answer without news (304), for a page of 2 kB and for a preview of 54 kB under gzip. Bare
aiohttp is ``session.get`` and ``response.read``, with no deadline, bound, pace or guard. Only this
process's CPU counts (time.process_time); take the ratios, since the machine differs.

    python -m benchmarks.fetching [--rounds 9] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import TYPE_CHECKING, Any

import aiohttp
from zlib_ng import zlib_ng

from benchmarks.pipeline import scenarios
from bot.clock import SystemClock
from monitors.exchange import NotModified, Page, Request
from monitors.fetch import Fetcher, FetchLimits
from monitors.fetching.inflate import PIECE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REQUESTS = 400
HEADERS = b'Content-Type: text/html; charset=utf-8\r\nETag: W/"7"\r\nDate: Mon, 22 May 2023 06:00:00 GMT\r\n'
Way = Callable[[str], Awaitable[None]]


def preview() -> bytes:
    """Return a channel's page of 54 kB as t.me writes it."""
    return scenarios()["one"][0]


def answers() -> dict[bytes, bytes]:
    """Return what is answered, whole, by path."""
    packed = gzip.compress(preview(), 6)
    head = b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n%s\r\n"
    return {
        b"/304": b"HTTP/1.1 304 Not Modified\r\n" + HEADERS + b"\r\n",
        b"/2kB": head % (HEADERS, 2048, b"") + bytes(2048),
        b"/54kB-gzip": head % (HEADERS, len(packed), b"Content-Encoding: gzip\r\n") + packed,
    }


class Responder(asyncio.Protocol):
    """Answers each path with what was made for it."""

    answers: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin a connection."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request; both clients send one at a time, whole."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(self.answers[data.split(b" ", 2)[1]])


async def serve() -> None:
    """Print the address and answer until the process ends."""
    Responder.answers = answers()
    server = await asyncio.get_running_loop().create_server(Responder, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@asynccontextmanager
async def ours() -> AsyncIterator[Way]:
    """Give the fetcher as the bot uses it, with a pace that never waits."""
    limits = FetchLimits("benchmark", per_host=1e9, allow_private=("127.0.0.1",))
    async with Fetcher(limits, SystemClock(), Random(1)) as fetcher:  # noqa: S311 - jitter

        async def ask(url: str) -> None:
            answer = await fetcher.fetch(Request(url, "host", etag='W/"7"'))
            assert isinstance(answer, Page | NotModified), answer  # noqa: S101 - a measurement of nothing else

        yield ask


@asynccontextmanager
async def bare() -> AsyncIterator[Way]:
    """Give aiohttp by itself."""
    async with aiohttp.ClientSession() as session:

        async def ask(url: str) -> None:
            async with session.get(url, headers={"If-None-Match": 'W/"7"'}) as response:
                await response.read()

        yield ask


async def microseconds(ask: Way, url: str) -> float:
    """Return the CPU time of one request, over many after a few that do not count."""
    for _ in range(20):
        await ask(url)
    begun = time.process_time()
    for _ in range(REQUESTS):
        await ask(url)
    return (time.process_time() - begun) / REQUESTS * 1e6


async def compared(base: str, rounds: int) -> dict[str, dict[str, float]]:
    """Return, by path, the microseconds of both ways and the ratio's median over the rounds."""
    result = {}
    async with ours() as our, bare() as other:
        for path in (path.decode() for path in answers()):
            pairs = [
                (await microseconds(our, base + path), await microseconds(other, base + path))
                for _ in range(rounds)
            ]
            result[path[1:]] = _figures("fetcher", "aiohttp", pairs)
    return result


def _figures(one: str, other: str, pairs: list[tuple[float, float]]) -> dict[str, float]:
    """Return the medians of two ways, and of the quotient of both within each round."""
    return {
        f"{one}_us": statistics.median(first for first, _ in pairs),
        f"{other}_us": statistics.median(second for _, second in pairs),
        "ratio": statistics.median(first / second for first, second in pairs),
    }


def inflating(rounds: int) -> dict[str, float]:
    """Return the microseconds to inflate a preview by either library, both bounded as the fetcher does it."""
    packed = gzip.compress(preview(), 6)
    pairs = [
        (_timed(zlib_ng.decompressobj, packed), _timed(zlib.decompressobj, packed)) for _ in range(rounds)
    ]
    return _figures("zlib_ng", "zlib", pairs)


def _timed(engine: Callable[[int], Any], packed: bytes) -> float:
    begun = time.process_time()
    for _ in range(REQUESTS):
        engine(31).decompress(packed, PIECE)
    return (time.process_time() - begun) / REQUESTS * 1e6


def measured(rounds: int) -> dict[str, dict[str, float]]:
    """Run everything against a responder of its own."""
    responder = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fetching", "--serve"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert responder.stdout is not None  # noqa: S101 - it was asked for
        base = responder.stdout.readline().strip()
        return asyncio.run(compared(base, rounds)) | {"inflate 54 kB": inflating(rounds)}
    finally:
        responder.terminate()
        responder.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve())
        return
    result = measured(arguments.rounds)
    if arguments.json:
        print(json.dumps(result))
        return
    for name, figures in result.items():
        print(
            f"{name:14}",
            ", ".join(f"{key.replace('_us', ' µs')} {value:.2f}" for key, value in figures.items()),
        )


if __name__ == "__main__":
    main()
