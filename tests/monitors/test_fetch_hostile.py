"""Whatever a server does ends in the right trouble, in time, in little memory, without a stall."""

from __future__ import annotations

import asyncio
import gc
import gzip
import tracemalloc
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from storage.model import Trouble
from tests.fakes.hostile_server import (
    Behaviour,
    HostileServer,
    chunked,
    endless,
    gzip_bomb,
    head,
    raw,
    reply,
    reset,
    silence,
)
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIMITS = FetchLimits(
    user_agent="regionwatch/test", allow_private=("127.0.0.1",), deadline=0.5, max_bytes=1024 * 1024
)
STALL = 0.25
"""Seconds for which nothing from outside may hold up the event loop (the promise to operators)."""

CHUNKED = head(200, ["Transfer-Encoding: chunked"])
GZIP = ["Content-Encoding: gzip"]
GZIP_HEAD = b"\x1f\x8b\x08" + bytes(7)
EMPTY_BLOCK = b"\0\0\0\xff\xff"


@asynccontextmanager
async def _stalls() -> AsyncIterator[list[float]]:
    """Collect how many seconds the loop worked each time before it came back to a sleeping task.

    The thread's own time is taken: what other programs do on the machine is not this one's stall.
    Nor is looking through what a thousand earlier tests have left in memory.
    """
    late: list[float] = []
    gc.freeze()

    async def watch() -> None:
        while True:
            begun = thread_time()
            await asyncio.sleep(0.005)
            late.append(thread_time() - begun)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    yield late
    await asyncio.sleep(0.01)
    task.cancel()
    gc.unfreeze()


def _fetcher(**limits: Any) -> Fetcher:  # noqa: ANN401 - limits of several types
    """Return a fetcher that reaches the loopback and is not patient."""
    return Fetcher(replace(LIMITS, **limits), InstantClock(), Random(1))  # noqa: S311 - a fixed seed


async def _fetch(behaviour: Behaviour, **limits: Any) -> object:  # noqa: ANN401 - the same
    """Return what comes of fetching from a server that behaves so; no stall is let pass."""
    async with (
        HostileServer({"/": behaviour}) as server,
        _fetcher(**limits) as fetcher,
        _stalls() as late,
    ):
        answer = await fetcher.fetch(Request(server.url("/"), "h"))
    assert max(late) < STALL
    return answer


async def _trouble(behaviour: Behaviour, **limits: Any) -> Trouble:  # noqa: ANN401 - the same
    """Return the trouble of a refusal, of which the detail is one clean line."""
    answer = await _fetch(behaviour, **limits)
    assert isinstance(answer, Refused)
    assert answer.detail.isprintable()
    assert 10 < len(answer.detail) <= 300
    assert "0x" not in answer.detail
    return answer.trouble


@pytest.mark.parametrize("behaviour", [
    pytest.param(silence(), id="says nothing"),
    pytest.param(silence(head(200, ["Content-Length: 5"]) + b"12"), id="stops in the body"),
    pytest.param(silence(b"HTTP/1.1 200 OK\r\nX-"), id="stops in a header"),
    pytest.param(endless(head(200, ["Content-Length: 9999"]), b"x", pause=0.05), id="drips its body"),
    pytest.param(endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05), id="drips a header"),
    pytest.param(endless(b"", b"HTTP/1.1 100\r\n\r\n" * 16_000), id="never stops to say go on"),
    pytest.param(endless(CHUNKED + b"5;", b"x" * 65_536), id="endless chunk extension"),
])  # fmt: skip
async def test_a_server_that_takes_its_time_is_left_at_the_deadline(behaviour: Behaviour) -> None:
    """However slowly or uselessly an answer comes, the deadline is over all of it."""
    begun = perf_counter()
    assert await _trouble(behaviour) is Trouble.TIMEOUT
    assert 0.4 < perf_counter() - begun < 1.5


async def test_one_deadline_is_over_all_redirects() -> None:
    """Three hops of a fifth of a second each are too many for half a second."""

    async def slow_hop(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        await reply(302, [f"Location: /{asyncio.get_running_loop().time()}"])(writer)

    async with HostileServer(otherwise=slow_hop) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(server.url("/"), "h"))
    assert isinstance(answer, Refused)
    assert answer.trouble is Trouble.TIMEOUT
    assert len(server.asked) == 3


@pytest.mark.parametrize("behaviour", [
    pytest.param(raw(b""), id="hangs up at once"),
    pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-"), id="hangs up in a header"),
    pytest.param(raw(head(200, ["Content-Length: 50"]) + b"hello"), id="shorter than announced"),
    pytest.param(raw(CHUNKED + b"5\r\nhello\r\n5\r\nhe"), id="ends within a chunk"),
    pytest.param(raw(CHUNKED + b"5\r\nhello\r\n"), id="ends before the last chunk"),
    pytest.param(reset(b""), id="reset at once"),
    pytest.param(reset(head(200, ["Content-Length: 50"]) + b"hello"), id="reset in the body"),
    pytest.param(reset(head(200) + b"hello"), id="reset in a body without length"),
])  # fmt: skip
async def test_a_body_that_was_cut_off_is_no_page(behaviour: Behaviour) -> None:
    """An answer that ends before its end, in whatever way, is a lost connection."""
    assert await _trouble(behaviour) is Trouble.CONNECTION


@pytest.mark.parametrize("behaviour", [
    pytest.param(raw(b"\x00\x01\x02 nonsense \x1b[31m\r\n\r\n"), id="no HTTP"),
    pytest.param(raw(b"<html>\r\n\r\n"), id="a page without a head"),
    pytest.param(raw(b"HTTP/1.1 2000 OK\r\n\r\n"), id="no status"),
    pytest.param(raw(head(200, ["Content-Length: 5", "Content-Length: 7"]) + b"hello"), id="two lengths"),
    pytest.param(raw(head(200, ["Content-Length: -5"]) + b"hello"), id="negative length"),
    pytest.param(raw(head(200, ["X: a\0b"]) + b"hello"), id="NUL in a header"),
    pytest.param(raw(head(200, ["X-Big: " + "a" * 1_000_000])), id="header line of 1 MB"),
    pytest.param(raw(head(200, [f"X-{n}: a" for n in range(10_000)])), id="10,000 headers"),
    pytest.param(endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: a\r\n" * 1000), id="endless headers"),
    pytest.param(endless(b"HTTP/1.1 200 ", b"a" * 65_536), id="endless reason"),
    pytest.param(silence(CHUNKED + b"5\r\nhello\r\nZZ\r\n"), id="a chunk without size"),
    pytest.param(endless(CHUNKED + b"5\r\nhello\r\n0\r\n", b"X: a\r\n" * 1000), id="endless trailers"),
    pytest.param(reply(200, GZIP, b"plain text"), id="no gzip"),
    pytest.param(reply(200, GZIP, gzip.compress(b"text")[:-8] + bytes(8)), id="wrong checksum"),
    pytest.param(reply(200, GZIP, gzip.compress(b"text" * 100)[:-9]), id="truncated gzip"),
    pytest.param(raw(head(200, GZIP) + gzip.compress(b"text" * 100)[:-9]), id="truncated without length"),
    pytest.param(reply(200, GZIP, gzip.compress(b"") * 20_000), id="20,000 gzip members"),
    pytest.param(reply(200, [*GZIP, *GZIP], gzip.compress(gzip.compress(b"1"))), id="gzip within gzip"),
    pytest.param(reply(200, ["Content-Encoding: br"], b"1"), id="a compression not asked for"),
])  # fmt: skip
async def test_what_is_no_http_is_a_bad_answer(behaviour: Behaviour) -> None:
    """Nonsense, floods of headers and damaged compression are named for what they are."""
    assert await _trouble(behaviour) is Trouble.BAD_ANSWER


async def test_a_framing_error_that_comes_late_does_not_wait_for_the_deadline() -> None:
    """A connection that failed between two chunks is noticed soon, and for what it was."""

    async def late(writer: asyncio.StreamWriter) -> None:
        await raw(CHUNKED + b"5\r\nhello\r\n", close=False)(writer)
        await asyncio.sleep(0.05)
        await silence(b"ZZ\r\n")(writer)

    begun = perf_counter()
    answer = await _fetch(late, deadline=20.0)
    assert answer == Refused(Trouble.BAD_ANSWER, "127.0.0.1: Invalid character in chunk size")
    assert perf_counter() - begun < 5


@pytest.mark.parametrize("behaviour", [
    pytest.param(reply(200, [], b"x" * (1024 * 1024 + 1)), id="one byte too many"),
    pytest.param(silence(head(200, ["Content-Length: 99999999999999"])), id="announces too much"),
    pytest.param(endless(head(200), b"x" * 65_536), id="endless body"),
    pytest.param(endless(CHUNKED, chunked(b"x" * 65_536, 1)), id="endless chunks of one byte"),
    pytest.param(endless(head(200, GZIP) + GZIP_HEAD, EMPTY_BLOCK * 9999), id="endless gzip of nothing"),
    pytest.param(reply(200, GZIP, gzip.compress(b"x" * (1024 * 1024 + 1))), id="one byte too many, inflated"),
])  # fmt: skip
async def test_too_much_is_cut_off(behaviour: Behaviour) -> None:
    """The size counts as announced, as sent and as inflated, and nothing waits for the rest."""
    begun = perf_counter()
    assert await _trouble(behaviour, deadline=20.0) is Trouble.TOO_LARGE
    assert perf_counter() - begun < 10


async def test_exactly_as_much_as_allowed_is_a_page() -> None:
    """The limit itself is not too much, compressed or not."""
    body = bytes(1024 * 1024)
    for behaviour in (reply(200, [], body), reply(200, GZIP, gzip.compress(body))):
        answer = await _fetch(behaviour)
        assert isinstance(answer, Page)
        assert answer.body == body


@pytest.mark.parametrize("size", [1, 7, 4096, 1_000_000])
async def test_a_gzip_bomb_is_cut_off_with_little_memory(size: int) -> None:
    """10 MB that stand for 10 GB, in chunks of any size, take no more memory than the limit allows."""
    beginning, piece = gzip_bomb(16)
    bomb = endless(
        head(200, [*GZIP, "Transfer-Encoding: chunked"]) + chunked(beginning, size), chunked(piece, size), 640
    )
    limits = {"deadline": 20.0, "max_bytes": 5 * 1024 * 1024}
    await _trouble(bomb, **limits)
    tracemalloc.start()
    try:
        assert await _trouble(bomb, **limits) is Trouble.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 4 * limits["max_bytes"]
    finally:
        tracemalloc.stop()


async def test_a_bomb_within_a_generous_limit_does_not_stall_the_loop() -> None:
    """200 MB out of 200 kB are inflated in steps between which others run."""
    beginning, piece = gzip_bomb(16)
    bomb = reply(200, GZIP, beginning + piece * 12)
    assert await _trouble(bomb, deadline=20.0, max_bytes=190 * 1024 * 1024) is Trouble.TOO_LARGE


async def test_a_lost_connection_is_not_tried_again_unasked() -> None:
    """One fetch is one request, so that the pace holds; also on a connection that was kept open."""
    async with HostileServer({"/": raw(b""), "/fine": reply(200)}) as server:
        async with _fetcher() as fetcher:
            assert isinstance(await fetcher.fetch(Request(server.url("/fine"), "h")), Page)
            assert isinstance(await fetcher.fetch(Request(server.url("/"), "h")), Refused)
        assert [asked.path for asked in server.asked] == ["/fine", "/"]


async def test_a_second_answer_is_not_taken_for_the_next_page() -> None:
    """What a server sends after its answer does not reach the next request."""
    smuggled = raw(
        head(200, ["Content-Length: 4"]) + b"true" + head(200, ["Content-Length: 4"]) + b"evil", close=False
    )
    behaviours = {"/": smuggled, "/next": reply(200, [], b"good")}
    async with HostileServer(behaviours) as server, _fetcher() as fetcher:
        await fetcher.fetch(Request(server.url("/"), "h"))
        answer = await fetcher.fetch(Request(server.url("/next"), "h"))
    assert isinstance(answer, Page)
    assert answer.body == b"good"


async def test_headers_that_are_no_text_are_left_out() -> None:
    """What could neither be stored nor sent back does not leave the fetcher."""
    answer = await _fetch(
        raw(head(200, ["ETag: \xff\xfe", "Content-Type: text/\x07html", "Content-Length: 0"]))
    )
    assert isinstance(answer, Page)
    assert (answer.etag, answer.content_type) == ("", "")


async def test_cancelling_passes_through_and_frees_the_place() -> None:
    """Whoever gives up a fetch gets rid of it at once, and the next one has its place."""
    behaviours = {"/": silence(), "/fine": reply(200)}
    async with HostileServer(behaviours) as server, _fetcher(concurrency=1) as fetcher:
        task = asyncio.create_task(fetcher.fetch(Request(server.url("/"), "h")))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await fetcher.fetch(Request(server.url("/fine"), "h")), Page)
