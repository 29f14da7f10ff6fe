"""What is found at an address, on loopback: channels, feeds, pages that name feeds, traps."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from bot import parts
from bot.adding.addresses import Candidate
from bot.adding.finding_out import Finding, Scout, led_to
from bot.adding.writing import Wanted
from bot.demo.shown import Shown
from bot.setup import Setup, check
from monitors.exchange import Page
from monitors.fetch import Fetcher
from storage.model import Trouble
from tests.conftest import MORNING
from tests.fakes.hostile_server import Behaviour, HostileServer, endless, head, reply
from tests.fakes.instant_clock import InstantClock
from tests.fakes.names import Names
from tests.fakes.preview_server import FakePreviews, FakeTrouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

RSS = b"""<rss version="2.0"><channel><title>The Wire</title>
<item><title>\xd0\x9e\xd0\xb1\xd1\x81\xd1\x82\xd1\x80\xd0\xb5\xd0\xbb</title><guid>2</guid>
<pubDate>Mon, 22 May 2023 05:00:00 GMT</pubDate></item>
<item><title>quiet</title><guid>1</guid><pubDate>Sun, 21 May 2023 05:00:00 GMT</pubDate></item>
</channel></rss>"""
HTML = ["Content-Type: text/html; charset=utf-8"]
ALTERNATE = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'


def setup_of(*sources: dict[str, str], hosts: tuple[str, ...] = ("http://127.0.0.1:9",)) -> Setup:
    """Return a set-up that may ask loopback."""
    fetch = {"telegram_hosts": list(hosts), "allow_private": ["127.0.0.1"], "per_host": "1000/s"}
    topics = [{"name": "shelling", "rule": "обстрел"}]
    setup, problems = check({"fetch": fetch, "topics": topics, "sources": list(sources)}, Path())
    assert problems == []
    return setup


async def find(address: str, setup: Setup | None = None, **wanted: Any) -> Finding:  # noqa: ANN401 - any field
    """Return what is found at an address."""
    setup, clock = setup or setup_of(), InstantClock()
    async with Fetcher(parts.limits(setup), clock, Random(1), resolver=Names({})) as fetcher:  # noqa: S311 - a fixed seed
        return await Scout(setup, fetcher).find_out(address, Wanted(**wanted))


def page(*links: tuple[str, str]) -> Behaviour:
    """Answer with a page that names these feeds by title and address."""
    return reply(200, HTML, "".join(ALTERNATE.format(*link) for link in links).encode())


@pytest.fixture
async def site() -> AsyncIterator[HostileServer]:
    """Serve a site with a feed of its own, one of comments, and nothing at its root."""
    named = page(("Комментарии", "/comments"), ("News", "/wire.rss"), ("More", "/more.rss"))
    paths = {"/": named, "/wire.rss": reply(200, (), RSS), "/more.rss": reply(200, (), RSS)}
    async with HostileServer(paths | {"/comments": reply(200, (), RSS)}) as server:
        yield server


@asynccontextmanager
async def previews() -> AsyncIterator[tuple[FakePreviews, Setup]]:
    """Serve one channel with two posts."""
    async with FakePreviews(lambda: MORNING) as server:
        hour = timedelta(hours=1)
        server.shelf.put(
            "open_town", [Shown(1, MORNING - 3 * hour, "Тихо"), Shown(2, MORNING - hour, "Обстрел")]
        )
        yield server, setup_of(hosts=(server.url,))


def troubles(finding: Finding) -> list[Trouble]:
    """Return why what was tried cannot be read."""
    return [refusal.why.trouble for refusal in finding.refusals]


async def test_a_channel_is_looked_at_once() -> None:
    """Its title, its posts from the newest on, how often it posts; one request."""
    async with previews() as (server, setup):
        finding = await find("t.me/Open_Town", setup)
        assert finding.probe is not None
        assert finding.probe.source.key == "telegram:open_town"
        assert finding.probe.title == "open_town (fake)"
        assert [post.text for post in finding.probe.posts] == ["Обстрел", "Тихо"]
        assert finding.probe.per_day == 12
        assert server.requests.total() == 1


async def test_why_a_channel_cannot_be_read_is_told() -> None:
    """No such channel, and one without a preview; nothing else is asked of that network then."""
    async with previews() as (server, setup):
        server.trouble["hidden"] = FakeTrouble("no_preview")
        server.shelf.put("hidden", [Shown(1, MORNING, "a")])
        assert troubles(await find("t.me/nobody_here", setup)) == [Trouble.NOT_FOUND]
        assert troubles(await find("t.me/hidden", setup)) == [Trouble.NO_PREVIEW]
        assert set(server.requests) == {"/s/nobody_here", "/nobody_here", "/s/hidden", "/hidden"}


async def test_the_next_host_is_asked_where_one_cannot_be_reached() -> None:
    """As a poll does it."""
    async with previews() as (server, _):
        finding = await find("@open_town", setup_of(hosts=("http://127.0.0.1:9", server.url)))
        assert finding.probe is not None


async def test_a_feed_is_taken_for_one(site: HostileServer) -> None:
    """By its content; it is asked for once, and named after its server."""
    finding = await find(site.url("/wire.rss"))
    assert finding.entry is not None
    assert (finding.entry.kind, finding.entry.name, finding.entry.url) == (
        "feed",
        "127.0.0.1-wire",
        site.url("/wire.rss"),
    )
    assert finding.probe is not None
    assert finding.probe.title == "The Wire"
    assert len(site.asked) == 1


async def test_of_a_page_s_feeds_the_first_that_is_not_of_comments(site: HostileServer) -> None:
    """Or the one that is picked; a number beyond them is an error."""
    finding = await find(site.url("/"))
    assert (finding.entry and finding.entry.url, finding.picked) == (site.url("/wire.rss"), 1)
    assert len(site.asked) == 2
    picked = await find(site.url("/"), pick=3)
    assert (picked.entry and picked.entry.url, picked.picked) == (site.url("/comments"), 3)
    with pytest.raises(ValueError, match="there are 3 feeds, and no number 4"):
        await find(site.url("/"), pick=4)


async def test_an_address_without_a_scheme_is_found(site: HostileServer) -> None:
    """As it is written on posters; a port that is named speaks plainly."""
    finding = await find(f"127.0.0.1:{site.port}/wire.rss")
    assert finding.entry is not None
    assert finding.entry.url == site.url("/wire.rss")


async def test_a_host_s_name_alone_is_a_site_s_first() -> None:
    """An account that is named like a site is looked at where there is none."""
    async with previews() as (_, setup):
        finding = await find("open_town.t.me", setup)
        assert troubles(finding) == [Trouble.DNS]
        assert finding.probe is not None
        assert finding.probe.source.key == "telegram:open_town"


def test_a_site_may_lead_to_a_network() -> None:
    """Then the account there is meant; where the address itself was asked, nothing is."""
    page = Page("https://t.me/open_town", b"")
    assert led_to("https://town.example/", page, Wanted()) == Candidate("telegram", "open_town")
    assert led_to("https://town.example/", page, Wanted(kind="feed")) is None
    assert led_to(page.url, page, Wanted()) is None


async def test_the_usual_places_come_last_and_are_few() -> None:
    """A site that names no feed is asked until one is there, or at six places."""
    async with HostileServer({"/": page(), "/rss.xml": reply(200, (), RSS)}) as server:
        finding = await find(server.url("/"))
        assert finding.entry is not None
        assert finding.entry.url == server.url("/rss.xml")
        assert [asked.path for asked in server.asked] == ["/", "/feed", "/rss", "/rss.xml"]
        del server.behaviours["/rss.xml"]
        finding = await find(server.url("/"))
        assert (finding.probe, finding.page, troubles(finding)) == (
            None,
            server.url("/"),
            [Trouble.NOT_A_FEED],
        )
        assert len(server.asked) == 4 + 7


async def test_a_server_that_has_had_enough_is_left_alone() -> None:
    """No further place is tried after a 429."""
    async with HostileServer({"/": page()}, otherwise=reply(429, ["Retry-After: 60"])) as server:
        assert troubles(await find(server.url("/"))) == [Trouble.RATE_LIMITED]
        assert len(server.asked) == 2


def _traps() -> Iterator[tuple[Callable[[HostileServer], Behaviour], Trouble]]:
    """Give behaviours that must end in a reason."""
    yield lambda server: reply(302, [f"Location: {server.url('/')}"]), Trouble.REDIRECT
    yield lambda _: reply(302, ["Location: http://10.0.0.1/"]), Trouble.PRIVATE_ADDRESS
    yield lambda _: endless(head(200, HTML), b"<p>" + b"x" * 65_536, times=100), Trouble.TOO_LARGE
    yield lambda _: page(("", "http://169.254.169.254/feed")), Trouble.PRIVATE_ADDRESS
    yield lambda _: reply(200, (), b""), Trouble.NOT_A_FEED
    yield lambda _: reply(403), Trouble.FORBIDDEN


@pytest.mark.parametrize(("behaviour", "trouble"), [*_traps()])
async def test_a_trap_ends_in_a_reason(
    behaviour: Callable[[HostileServer], Behaviour], trouble: Trouble
) -> None:
    """An endless redirect, six megabytes, private addresses behind a redirect or a page's link."""
    async with HostileServer() as server:
        server.behaviours["/"] = behaviour(server)
        finding = await find(server.url("/"))
        assert (finding.probe, trouble in troubles(finding)) == (None, True)


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1/feed", "http://[::ffff:10.0.0.1]/", "http://2130706433/"]
)
async def test_private_addresses_are_not_asked(address: str) -> None:
    """The guard of every poll stands here too."""
    assert troubles(await find(address)) == [Trouble.PRIVATE_ADDRESS]


async def test_what_is_there_already_is_found_under_any_spelling(site: HostileServer) -> None:
    """By its name, by its address, and where a page leads to it."""
    url = site.url("/wire.rss")
    setup = setup_of({"kind": "telegram", "name": "open_town"}, {"kind": "feed", "name": "wire", "url": url})
    site.behaviours["/old"] = reply(301, [f"Location: {url}"])
    for address in ("t.me/s/OPEN_TOWN", "@open_town", url, f"{url}/", site.url("/"), site.url("/old")):
        finding = await find(address, setup)
        assert (finding.already is not None, finding.probe) == (True, None), address


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [({"home": "Nowhere"}, "home: expected one of"), ({"name": "x" * 65}, "expected a name of 1 to 64")],
)
async def test_what_is_wanted_must_be_right(
    site: HostileServer, wanted: dict[str, Any], problem: str
) -> None:
    """A place that is not configured, a name that is too long."""
    with pytest.raises(ValueError, match=problem):
        await find(site.url("/wire.rss"), **wanted)


async def test_a_name_that_is_taken_gets_a_number(site: HostileServer) -> None:
    """Two feeds of one server can be told apart."""
    setup = setup_of({"kind": "feed", "name": "127.0.0.1-wire", "url": "https://example.org/"})
    finding = await find(site.url("/wire.rss"), setup)
    assert finding.entry is not None
    assert finding.entry.name == "127.0.0.1-wire-2"
