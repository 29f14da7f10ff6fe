"""A request's own headers and query go to its own server, and are seen nowhere else."""

from __future__ import annotations

import logging
from random import Random

import pytest
from yarl import URL

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from monitors.fetching.trip import Trip
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, raw, reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.names import Names

LIMITS = FetchLimits(user_agent="regionwatch/test", allow_private=("127.0.0.1",))
NAMES = Names({"a.test": ["127.0.0.1"], "b.test": ["127.0.0.1"]})
TOKEN = "0123456789abcdef/+"  # noqa: S105 - no real one
HEADERS = (("Authorization", f"Bearer {TOKEN}"), ("Accept", "application/json"))
QUERY = (("access_token", TOKEN), ("v", "5.199"))
QUOTED = "access_token=0123456789abcdef/%2B&v=5.199"


def _fetcher() -> Fetcher:
    return Fetcher(LIMITS, InstantClock(), Random(1), resolver=NAMES)  # noqa: S311 - a fixed seed


def _request(url: str) -> Request:
    return Request(url, "h", headers=HEADERS, query=QUERY)


async def test_headers_and_query_are_sent_and_not_told() -> None:
    """The server gets them beside what stood in the address; the page's address lacks them."""
    async with HostileServer(otherwise=reply(200, [], b"1")) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(_request(server.url("/x?count=5")))
        (asked,) = server.asked
    assert answer == Page(server.url("/x?count=5"), b"1")
    assert asked.path == f"/x?count=5&{QUOTED}"
    assert (asked.headers["authorization"], asked.headers["accept"]) == (
        f"Bearer {TOKEN}",
        "application/json",
    )


@pytest.mark.parametrize("away", ["//b.test:{port}/b", "http://a.test:{other}/b"])
async def test_another_name_or_port_gets_nothing(away: str) -> None:
    """A redirect that leaves the request's server goes on without them, even if it comes back."""
    async with HostileServer() as server, HostileServer() as elsewhere, _fetcher() as fetcher:
        target = away.format(port=server.port, other=elsewhere.port)
        back = reply(302, [f"Location: {server.url('/end', 'a.test')}"])
        server.behaviours[f"/a?{QUOTED}"] = reply(302, [f"Location: {target}"])
        server.behaviours["/b"] = elsewhere.behaviours["/b"] = back
        await fetcher.fetch(_request(server.url("/a", "a.test")))
        first, *later = [*server.asked, *elsewhere.asked]
    assert TOKEN in first.headers["authorization"]
    assert {asked.path for asked in later} == {"/b", "/end"}
    assert all("authorization" not in asked.headers for asked in later)


@pytest.mark.parametrize(("first", "second", "kept"), [
    ("https://a.test/", "http://a.test/", False),
    ("http://a.test/", "https://a.test/", False),
    ("https://a.test/", "https://a.test:443/b", True),
    ("https://a.test/", "https://A.TEST/b", True),
    ("https://a.test/", "https://a.test.evil.test/", False),
    ("https://a.test/", "https://a.test:444/", False),
])  # fmt: skip
def test_a_server_is_its_scheme_name_and_port(first: str, second: str, *, kept: bool) -> None:
    """Who is asked over another scheme is another server; spellings of one address are the same."""
    trip = Trip(_request(first), [URL(first)], 1.0)
    trip.goes_to(URL(second))
    assert ("Authorization" in trip.headers, TOKEN[:-2] in str(trip.target)) == (kept, kept)


async def test_a_redirect_within_the_server_keeps_them() -> None:
    """A new path on the same server is asked with the same headers and query, once each."""
    async with HostileServer() as server, _fetcher() as fetcher:
        server.behaviours[f"/a?{QUOTED}"] = reply(301, [f"Location: /b?{QUOTED}&page=2"])
        server.behaviours[f"/b?page=2&{QUOTED}"] = reply(200, [], b"1")
        answer = await fetcher.fetch(_request(server.url("/a")))
        assert answer == Page(server.url("/b?page=2"), b"1")
        assert TOKEN in server.asked[1].headers["authorization"]


async def test_a_server_that_sends_the_token_on_does_not_get_it_there() -> None:
    """The query that a redirect repeats is taken out before another server is asked."""
    async with HostileServer() as server, _fetcher() as fetcher:
        there = server.url(f"/b?{QUOTED}&page=2", "b.test")
        server.behaviours[f"/a?{QUOTED}"] = reply(302, [f"Location: {there}"])
        server.behaviours["/b?page=2"] = reply(200, [], b"1")
        answer = await fetcher.fetch(_request(server.url("/a", "a.test")))
        assert answer == Page(server.url("/b?page=2", "b.test"), b"1")


@pytest.mark.parametrize("behaviour", [
    pytest.param(raw(f"HTTP/1.1 418 no {TOKEN}\r\nContent-Length: 0\r\n\r\n".encode()), id="in the reason"),
    pytest.param(reply(302, [f"Location: ftp://x/{TOKEN}?{QUOTED}"]), id="in a redirect"),
    pytest.param(raw(f"HTTP/1.1 {TOKEN}\r\n\r\n".encode()), id="in nonsense"),
    pytest.param(raw(b"HTTP/1.1 200 OK\r\nX: \0" + TOKEN.encode() + b"\r\n\r\n"), id="in a bad header"),
    pytest.param(raw(b""), id="hangs up"),
])  # fmt: skip
async def test_no_refusal_repeats_the_token(behaviour: object, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a server sends back, neither the detail nor the log has what it was sent."""
    caplog.set_level(logging.DEBUG)
    async with HostileServer(otherwise=behaviour) as server, _fetcher() as fetcher:  # type: ignore[arg-type] # by param
        answer = await fetcher.fetch(_request(server.url("/")))
    assert isinstance(answer, Refused)
    assert "0123456789abcdef" not in f"{answer!r} {caplog.text}"


async def test_a_redirect_that_is_shown_lacks_the_token() -> None:
    """With redirects off, the address that a server repeats the token in is told without it."""
    moved = reply(302, [f"Location: /login?{QUOTED}"])
    async with HostileServer(otherwise=moved) as server, _fetcher() as fetcher:
        request = Request(server.url("/a"), "h", headers=HEADERS, query=QUERY, redirects=False)
        answer = await fetcher.fetch(request)
    assert isinstance(answer, Page)
    assert answer.status == 302
    assert "0123456789abcdef" not in f"{answer!r} {request!r}"


async def test_a_header_that_cannot_be_sent_is_refused_without_it() -> None:
    """A token with a line break in it ends in a refusal that does not show it."""
    request = Request("http://127.0.0.1:9/", "h", headers=(("Authorization", f"Bearer\r\n{TOKEN}"),))
    async with _fetcher() as fetcher:
        answer = await fetcher.fetch(request)
    assert isinstance(answer, Refused)
    assert TOKEN not in answer.detail


@pytest.mark.parametrize("status", [400, 401, 404, 451])
async def test_errors_that_a_network_explains_are_pages(status: int) -> None:
    """With own errors, what stands in the body of a 4xx is for the network's module to read."""
    async with HostileServer({"/": reply(status, [], b'{"error":1}')}) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(server.url("/"), "h", own_errors=True))
        assert answer == Page(server.url("/"), b'{"error":1}', status)


@pytest.mark.parametrize(("status", "trouble"), [(429, Trouble.RATE_LIMITED), (500, Trouble.SERVER_ERROR)])
async def test_too_many_requests_and_server_errors_stay_refusals(status: int, trouble: Trouble) -> None:
    """They say nothing of the source, whoever reads the body."""
    async with HostileServer({"/": reply(status)}) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(server.url("/"), "h", own_errors=True))
    assert isinstance(answer, Refused)
    assert answer.trouble is trouble


async def test_the_body_of_an_own_error_is_bounded() -> None:
    """An error of 6 MB is as much too large as a page of that size."""
    async with HostileServer({"/": reply(404, [], bytes(6 * 2**20))}) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(server.url("/"), "h", own_errors=True))
    assert isinstance(answer, Refused)
    assert answer.trouble is Trouble.TOO_LARGE


async def test_links_of_several_lines_are_one_list() -> None:
    """Link headers come as one text, empty where there is none or it is no text."""
    links = ["Link: <http://x/?max_id=1>; rel=next", "Link: <http://x/?min_id=9>; rel=prev"]
    async with HostileServer({"/": reply(200, links)}) as server, _fetcher() as fetcher:
        server.behaviours["/bad"] = reply(200, ["Link: \xff"])
        answer, bad = [await fetcher.fetch(Request(server.url(path), "h")) for path in ("/", "/bad")]
    assert isinstance(answer, Page)
    assert isinstance(bad, Page)
    assert answer.link == "<http://x/?max_id=1>; rel=next, <http://x/?min_id=9>; rel=prev"
    assert bad.link == ""
