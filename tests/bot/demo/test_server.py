"""The demo's server over real loopback sockets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from selectolax.lexbor import LexborHTMLParser

from bot.demo.reading import load_day
from bot.demo.server import DemoServer

DAY = load_day()
NOON = datetime(2023, 5, 22, 9, 0, tzinfo=UTC)


class DayClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        """Return the time that it was set to."""
        return self.moment


@pytest.fixture
def clock() -> DayClock:
    """Noon of the day, Moscow time."""
    return DayClock()


@pytest.fixture
async def server(clock: DayClock) -> AsyncIterator[DemoServer]:
    """Run the demo's server."""
    async with DemoServer(DAY, clock) as running:
        yield running


@pytest.fixture
async def web() -> AsyncIterator[ClientSession]:
    """Open a client."""
    async with ClientSession() as session:
        yield session


async def page(web: ClientSession, server: DemoServer, path: str) -> LexborHTMLParser:
    """Return a page, parsed."""
    async with web.get(server.url + path) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        return LexborHTMLParser(await answer.read())


def texts(shown: LexborHTMLParser) -> str:
    """Return all texts of a page."""
    return "\n".join(node.text() for node in shown.css(".js-message_text"))


async def test_it_listens_on_loopback_alone(server: DemoServer) -> None:
    """Its address is on 127.0.0.1, at a port that the system gave."""
    assert server.url.startswith("http://127.0.0.1:")
    assert not server.url.endswith(":0")


async def test_only_what_is_published_is_shown(
    server: DemoServer, web: ClientSession, clock: DayClock
) -> None:
    """The night's report is not there at noon, and is there at one in the night."""
    assert "беспилотнике" not in texts(await page(web, server, "/s/region_press_demo"))
    clock.moment = DAY.end
    assert "беспилотнике" in texts(await page(web, server, "/s/region_press_demo"))


async def test_an_edit_shows_at_its_time(server: DemoServer, web: ClientSession, clock: DayClock) -> None:
    """The official number of hurt people comes with the edit."""
    assert "восьми человек" not in texts(await page(web, server, "/s/region_press_demo"))
    clock.moment = NOON + timedelta(minutes=66)
    shown = await page(web, server, "/s/region_press_demo")
    block = shown.css_first("[data-post='region_press_demo/407']")
    assert block is not None
    assert "восьми человек" in block.text()
    assert "edited" in block.css(".tgme_widget_message_meta")[0].text()


async def test_a_deleted_post_is_not_found(server: DemoServer, web: ClientSession, clock: DayClock) -> None:
    """Its own page holds the post before, and an error after the deletion."""
    clock.moment = datetime(2023, 5, 22, 7, 50, tzinfo=UTC)
    before = await page(web, server, "/chatter_demo/99?embed=1")
    clock.moment = NOON
    after = await page(web, server, "/chatter_demo/99?embed=1")
    assert [shown.css_matches(".tgme_widget_message_error") for shown in (before, after)] == [False, True]


async def test_names_ignore_case(server: DemoServer, web: ClientSession) -> None:
    """As on t.me, a channel is found however its name is written."""
    assert (await page(web, server, "/s/Region_Press_DEMO")).css_matches("[data-post^='region_press_demo/']")


async def test_an_unknown_channel_is_sent_to_its_landing_page(server: DemoServer, web: ClientSession) -> None:
    """302 to /<channel>, where the title says Contact."""
    async with web.get(f"{server.url}/s/nobody_here", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/nobody_here")
    titles = [
        (await page(web, server, path)).css("title")[0].text() for path in ("/nobody_here", "/chatter_demo")
    ]
    assert titles == ["Telegram: Contact @nobody_here", "Telegram: View @chatter_demo"]


@pytest.mark.parametrize("query", ["?before=abc", "?before=-1", "?before=" + "9" * 5000, "?after=²"])
async def test_a_senseless_cursor_is_passed_over(server: DemoServer, web: ClientSession, query: str) -> None:
    """It gives the newest page."""
    assert (await page(web, server, f"/s/open_border_demo{query}")).css_matches(
        "[data-post='open_border_demo/1886']"
    )


async def test_before_leads_back(server: DemoServer, web: ClientSession, clock: DayClock) -> None:
    """The second page holds what the first did not."""
    clock.moment = DAY.end
    first = await page(web, server, "/s/open_border_demo")
    cursor = first.css("a.tme_messages_more[data-before]")[0].attributes["href"]
    second = await page(web, server, cursor or "")
    assert second.css_matches("[data-post='open_border_demo/1878']")
    assert not first.css_matches("[data-post='open_border_demo/1878']")


async def test_requests_are_counted(server: DemoServer, web: ClientSession) -> None:
    """By path, without the query."""
    for query in ("", "?before=5", ""):
        await page(web, server, f"/s/open_border_demo{query}")
    assert server.requests == {"/s/open_border_demo": 3}


async def test_a_page_is_made_once_while_nothing_changes(
    server: DemoServer, web: ClientSession, clock: DayClock
) -> None:
    """The bytes stay the same until the channel changes; views count as a change."""
    bodies = []
    for later in (0, 30, 3600):
        clock.moment = NOON + timedelta(seconds=later)
        async with web.get(f"{server.url}/s/open_border_demo") as answer:
            bodies.append(await answer.read())
    assert bodies[0] == bodies[1] != bodies[2]


async def test_a_feed_is_not_sent_twice(server: DemoServer, web: ClientSession, clock: DayClock) -> None:
    """With its ETag or its date an unchanged feed is answered 304; a new item is 200 again."""
    url = f"{server.url}/feeds/stepnoy_vestnik_demo.rss"
    async with web.get(url) as answer:
        assert (answer.status, answer.content_type) == (200, "application/rss+xml")
        tag, date = answer.headers["ETag"], answer.headers["Last-Modified"]
    for later, headers, expected in (
        (0, {"If-None-Match": tag}, 304),
        (0, {"If-Modified-Since": date}, 304),
        (0, {"If-None-Match": '"other"', "If-Modified-Since": date}, 200),
        (0, {"If-Modified-Since": "yesterday"}, 200),
        (3600, {"If-None-Match": tag}, 200),
        (3600, {"If-Modified-Since": date}, 200),
    ):
        clock.moment = NOON + timedelta(seconds=later)
        async with web.get(url, headers=headers) as answer:
            assert answer.status == expected, (later, headers)


async def test_an_unknown_feed_is_404(server: DemoServer, web: ClientSession) -> None:
    """A channel's name is no feed's."""
    async with web.get(f"{server.url}/feeds/chatter_demo.rss") as answer:
        assert answer.status == 404
