"""Redirects are followed by hand: few, in each host's turn, never to a private address."""

from __future__ import annotations

from random import Random

import pytest

from monitors.exchange import Page, Refused, Request
from monitors.fetch import Fetcher, FetchLimits
from storage.model import Trouble
from tests.fakes.hostile_server import HostileServer, head, raw, reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.names import Names

LIMITS = FetchLimits(user_agent="regionwatch/test", allow_private=("127.0.0.1",), max_redirects=3)
NAMES = Names(
    {"a.test": ["127.0.0.1"], "b.test": ["127.0.0.1"], "inside.test": ["10.0.0.1", "127.0.0.2", "fd00::1"]}
)


def _fetcher(clock: InstantClock | None = None) -> Fetcher:
    return Fetcher(LIMITS, clock or InstantClock(), Random(1), resolver=NAMES)  # noqa: S311 - a fixed seed


async def _refused(url: str) -> Refused:
    """Return the refusal that one fetch ends in."""
    async with _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(url, "h"))
    assert isinstance(answer, Refused)
    return answer


async def test_a_chain_is_followed_to_its_page() -> None:
    """Relative and absolute hops lead to the page, which says where it was found."""
    async with HostileServer({"/c/page": reply(200, [], b"1")}) as server, _fetcher() as fetcher:
        server.behaviours["/a"] = reply(302, ["Location: c/b"])
        server.behaviours["/c/b"] = reply(308, [f"Location: {server.url('/c/page', 'b.test')}"])
        answer = await fetcher.fetch(Request(server.url("/a", "a.test"), "h"))
        assert answer == Page(server.url("/c/page", "b.test"), b"1")


async def test_a_hop_to_another_host_waits_in_that_hosts_lane() -> None:
    """The request's pacer holds for its own host; a foreign host is paced by its name."""
    clock = InstantClock()
    async with HostileServer({"/page": reply(200)}) as server, _fetcher(clock) as fetcher:
        server.behaviours["/far"] = reply(302, [f"Location: {server.url('/page', 'b.test')}"])
        server.behaviours["/near"] = reply(302, ["Location: /page"])
        await fetcher.fetch(Request(server.url("/far", "a.test"), "network"))
        assert clock.slept == []
        await fetcher.fetch(Request(server.url("/near", "a.test"), "network"))
        assert len(clock.slept) == 2


async def test_a_hop_to_a_host_that_wants_silence_is_not_made() -> None:
    """Back-off holds for whoever leads there."""
    async with HostileServer({"/": reply(429)}) as server, _fetcher() as fetcher:
        server.behaviours["/a"] = reply(302, [f"Location: {server.url('/', 'b.test')}"])
        for _ in range(2):
            answer = await fetcher.fetch(Request(server.url("/a", "a.test"), "h"))
            assert isinstance(answer, Refused)
            assert answer.trouble is Trouble.RATE_LIMITED
        assert [asked.path for asked in server.asked] == ["/a", "/", "/a"]


async def test_a_redirect_that_is_not_wanted_is_shown() -> None:
    """With redirects off, the answer is the redirect itself, and nothing else is asked."""
    async with HostileServer({"/a": reply(302, ["Location: /b"], b"moved")}) as server, _fetcher() as fetcher:
        answer = await fetcher.fetch(Request(server.url("/a"), "h", redirects=False))
        assert answer == Page(server.url("/a"), b"", 302, location="/b")
        assert len(server.asked) == 1


async def test_a_circle_is_noticed() -> None:
    """A page that leads back to itself is given up, with its way in the detail."""
    async with HostileServer(
        {"/a": reply(302, ["Location: /b"]), "/b": reply(302, ["Location: /a"])}
    ) as server:
        answer = await _refused(server.url("/a"))
        a, b = server.url("/a"), server.url("/b")
        assert answer == Refused(Trouble.REDIRECT, f"the redirect goes round in a circle: {a} → {b} → {a}")
        assert len(server.asked) == 2


async def test_a_chain_without_end_is_given_up() -> None:
    """After the hops allowed, no further one is made."""
    hops = {f"/{number}": reply(301, [f"Location: /{number + 1}"]) for number in range(10)}
    async with HostileServer(hops) as server:
        answer = await _refused(server.url("/0"))
        assert answer.trouble is Trouble.REDIRECT
        assert "goes on after 3 hops" in answer.detail
        assert len(server.asked) == 4


@pytest.mark.parametrize("location", [
    "",
    "Location: ",
    "Location: file:///etc/passwd",
    "Location: ftp://a.test/",
    "Location: javascript:alert(1)",
    "Location: http://a.test:99999/",
    "Location: http://[::1/",
    "Location: \xff\xfe",
])  # fmt: skip
async def test_a_redirect_to_no_web_address_is_refused(location: str) -> None:
    """Other schemes, nothing and nonsense lead nowhere."""
    async with HostileServer({"/a": reply(302, [location] if location else [])}) as server:
        answer = await _refused(server.url("/a"))
        assert answer.trouble is Trouble.REDIRECT
        assert "leads to no web address" in answer.detail


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://[::1]/", "http://inside.test/", "http://2130706434/"]
)
async def test_a_redirect_to_a_private_address_is_refused(target: str) -> None:
    """The guard stands at every hop's socket."""
    async with HostileServer({"/a": reply(302, [f"Location: {target}"])}) as server:
        assert (await _refused(server.url("/a"))).trouble is Trouble.PRIVATE_ADDRESS


async def test_the_detail_keeps_secrets_and_control_characters_out() -> None:
    """Queries and passwords of the operator's addresses are not shown, nor what a terminal obeys."""
    leads_out = raw(head(302, ["Location: ftp://x/\x1b[31m" + "a" * 2000]))
    async with HostileServer({"/a?key=hidden": leads_out}) as server:
        answer = await _refused(server.url("/a?key=hidden").replace("//", "//user:hidden@"))
        assert "hidden" not in answer.detail
        assert answer.detail.isprintable()
        assert len(answer.detail) <= 300
