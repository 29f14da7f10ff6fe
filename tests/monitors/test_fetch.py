"""What a fetch brings from servers that behave, and in whose turn it asks."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from monitors.exchange import NotModified, Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from storage.model import Trouble
from tests.fakes.hostile_server import Behaviour, HostileServer, reply
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from tests.fakes.names import Names

LIMITS = FetchLimits(user_agent="regionwatch/test (+https://example.org)", allow_private=("127.0.0.1",))


def _fetcher(clock: InstantClock | None = None, names: Names | None = None, **limits: Any) -> Fetcher:  # noqa: ANN401 - limits of several types
    """Return a fetcher that reaches the loopback and waits for nothing."""
    random = Random(1)  # noqa: S311 - a fixed seed, not a secret
    return Fetcher(replace(LIMITS, **limits), clock or InstantClock(), random, resolver=names)


async def _answer(behaviour: Behaviour, request: Request | None = None, **limits: Any) -> object:  # noqa: ANN401 - the same
    """Return what comes of one fetch of one path."""
    async with HostileServer({"/": behaviour}) as server, _fetcher(**limits) as fetcher:
        return await fetcher.fetch(request or Request(server.url("/"), "h"))


async def test_a_page_comes_with_its_validators_and_its_address() -> None:
    """Body, status, type, validators and the address are as the server sent them."""
    headers = ["Content-Type: text/html", 'ETag: W/"7"', "Last-Modified: Mon, 22 May 2023 06:00:00 GMT"]
    async with HostileServer({"/s/a": reply(200, headers, b"<p>1")}) as server, _fetcher() as fetcher:
        url = server.url("/s/a")
        assert await fetcher.fetch(Request(url, "h")) == Page(
            url=url,
            body=b"<p>1",
            status=200,
            content_type="text/html",
            etag='W/"7"',
            last_modified="Mon, 22 May 2023 06:00:00 GMT",
        )


async def test_a_compressed_page_is_inflated() -> None:
    """What was asked for as gzip arrives as it was before."""
    body = b"<p>text</p>" * 10_000
    answer = await _answer(reply(200, ["Content-Encoding: gzip"], gzip.compress(body)))
    assert isinstance(answer, Page)
    assert answer.body == body


async def test_the_request_says_who_asks_and_what_it_understands() -> None:
    """The User-Agent is the caller's; only gzip and deflate are offered; no cookie is kept."""
    behaviour = reply(200, ["Set-Cookie: a=b"], b"1")
    async with HostileServer({"/": behaviour}) as server, _fetcher() as fetcher:
        await fetcher.fetch(Request(server.url("/"), "h"))
        await fetcher.fetch(Request(server.url("/"), "h"))
        headers = server.asked[1].headers
        assert headers["user-agent"] == LIMITS.user_agent
        assert headers["accept-encoding"] == "gzip, deflate"
        assert headers.keys().isdisjoint({"cookie", "if-none-match", "if-modified-since"})


async def test_connections_are_kept_open() -> None:
    """Ten pages of one server take one connection."""
    async with HostileServer({"/": reply(200, [], b"1")}) as server, _fetcher() as fetcher:
        for _ in range(10):
            assert isinstance(await fetcher.fetch(Request(server.url("/"), "h")), Page)
        assert server.connections == 1


async def test_validators_are_sent_back_and_304_is_no_news() -> None:
    """What the page said of itself is asked about; "not modified" is an answer of its own."""
    async with HostileServer({"/": reply(304)}) as server, _fetcher() as fetcher:
        request = Request(server.url("/"), "h", etag='"7"', last_modified="Mon, 22 May 2023 06:00:00 GMT")
        assert await fetcher.fetch(request) == NotModified()
        assert server.asked[0].headers["if-none-match"] == '"7"'
        assert server.asked[0].headers["if-modified-since"] == "Mon, 22 May 2023 06:00:00 GMT"


async def test_304_to_a_question_without_validators_is_a_bad_answer() -> None:
    """A server that always says "not modified" does not pass for one without news."""
    answer = await _answer(reply(304))
    assert isinstance(answer, Refused)
    assert answer.trouble is Trouble.BAD_ANSWER


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.FORBIDDEN),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.NOT_FOUND),
        (410, Trouble.GONE),
        (418, Trouble.HTTP_ERROR),
        (451, Trouble.HTTP_ERROR),
        (500, Trouble.SERVER_ERROR),
        (503, Trouble.SERVER_ERROR),
        (101, Trouble.BAD_ANSWER),
        (999, Trouble.BAD_ANSWER),
    ],
)
async def test_a_status_that_is_no_page_is_refused(status: int, trouble: Trouble) -> None:
    """Each status has one name of trouble, and the detail quotes the server."""
    assert await _answer(reply(status)) == Refused(trouble, f"127.0.0.1 answered {status} Reason")


@pytest.mark.parametrize("status", [200, 203, 226])
async def test_every_success_is_a_page(status: int) -> None:
    """The page says which status it came with."""
    answer = await _answer(reply(status, [], b"1"))
    assert isinstance(answer, Page)
    assert (answer.status, answer.body) == (status, b"1")


async def test_a_fetch_waits_for_its_hosts_turn_and_not_for_another_one() -> None:
    """The second request to one pacer waits, the first of another does not."""
    clock = InstantClock()
    async with HostileServer({"/": reply(200)}) as server, _fetcher(clock, per_host=0.5) as fetcher:
        for host in ("a", "b", "a"):
            await fetcher.fetch(Request(server.url("/"), host))
    (waited,) = clock.slept
    assert 2 <= waited <= 2.4


async def test_the_wait_for_a_turn_is_not_part_of_the_deadline() -> None:
    """A pace slower than the deadline still brings pages."""
    async with (
        HostileServer({"/": reply(200)}) as server,
        Fetcher(replace(LIMITS, per_host=5, deadline=0.1), _WallClock(), Random(1)) as fetcher,  # noqa: S311 - a fixed seed
    ):
        answers = await asyncio.gather(*(fetcher.fetch(Request(server.url("/"), "h")) for _ in range(4)))
    assert all(isinstance(answer, Page) for answer in answers)
    assert server.asked[3].time - server.asked[0].time >= 0.58


class _WallClock(InstantClock):
    """A clock whose sleeps take their time."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds, and move the time on."""
        await asyncio.sleep(seconds)
        self.time = max(self.time, self.time + timedelta(seconds=max(0.0, seconds)))


async def test_no_more_fetches_than_allowed_are_under_way() -> None:
    """With two places, six slow pages never have more than two connections."""
    under_way, most = 0, 0

    async def slow(writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.02)
        under_way -= 1
        await reply(200)(writer)

    async with HostileServer({"/": slow}) as server, _fetcher(concurrency=2) as fetcher:
        await asyncio.gather(*(fetcher.fetch(Request(server.url("/"), str(n))) for n in range(6)))
    assert most == 2


@pytest.mark.parametrize(("status", "headers", "seconds"), [
    (429, ["Retry-After: 7200"], 7200),
    (429, [], 60),
    (429, ["Retry-After: -1"], 60),
    (503, ["Retry-After: 300"], 300),
    (429, ["Retry-After: Mon, 22 May 2023 07:00:00 GMT"], 3600),
])  # fmt: skip
async def test_a_host_that_asks_for_silence_gets_it(status: int, headers: list[str], seconds: int) -> None:
    """Until it may be asked again, nothing reaches the host; the answer says when that is."""
    clock = InstantClock()
    async with HostileServer({"/": reply(status, headers)}) as server, _fetcher(clock) as fetcher:
        first = await fetcher.fetch(Request(server.url("/"), "h"))
        second = await fetcher.fetch(Request(server.url("/other"), "h"))
        assert len(server.asked) == 1
        await fetcher.fetch(Request(server.url("/other"), "another"))
        assert len(server.asked) == 2
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert second.trouble is Trouble.RATE_LIMITED
    assert first.retry_at == second.retry_at == InstantClock().now() + timedelta(seconds=seconds)


async def test_a_host_is_asked_again_when_its_time_has_come() -> None:
    """Back-off ends by itself, and an answer makes the next one short again."""
    clock = InstantClock()
    async with HostileServer({"/": reply(429)}) as server, _fetcher(clock) as fetcher:
        for minutes in (1, 2):
            refused = await fetcher.fetch(Request(server.url("/"), "h"))
            assert isinstance(refused, Refused)
            assert refused.retry_at == clock.now() + timedelta(minutes=minutes)
            clock.advance(minutes * 60)
        assert isinstance(await fetcher.fetch(Request(server.url("/fine"), "h")), Refused)
        again = await fetcher.fetch(Request(server.url("/"), "h"))
        assert isinstance(again, Refused)
        assert again.retry_at == clock.now() + timedelta(minutes=1)


async def test_those_who_waited_for_their_turn_see_the_back_off() -> None:
    """Of five that ask together, the first is refused and the others do not insist."""
    async with HostileServer({"/": reply(429)}) as server, _fetcher(concurrency=1) as fetcher:
        request = Request(server.url("/"), "h")
        answers = await asyncio.gather(*(fetcher.fetch(request) for _ in range(5)))
        assert len(server.asked) == 1
    assert {answer.trouble for answer in answers if isinstance(answer, Refused)} == {Trouble.RATE_LIMITED}


async def test_a_503_without_a_time_leaves_the_host_open() -> None:
    """One page that is broken at the server does not silence its neighbours."""
    async with HostileServer({"/": reply(503), "/b": reply(200)}) as server, _fetcher() as fetcher:
        await fetcher.fetch(Request(server.url("/"), "h"))
        assert isinstance(await fetcher.fetch(Request(server.url("/b"), "h")), Page)


async def test_a_fetcher_that_is_not_open_says_so() -> None:
    """Using it outside of its context is a mistake of the program, not of a server."""
    with pytest.raises(RuntimeError, match="not open"):
        await _fetcher().fetch(Request("http://127.0.0.1/", "h"))


def test_a_wrong_entry_in_allow_private_is_an_error() -> None:
    """A name in the list of addresses is refused before anything is fetched."""
    with pytest.raises(ValueError, match="localhost"):
        _fetcher(allow_private=("localhost",))
