"""Feeds that networks and bridges make of posts: what people wrote, without what was put round it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitors.exchange import Page
from monitors.sources import feed
from monitors.sources.contract import Listing
from monitors.sources.feed_bridges import bare
from monitors.sources.html import Plain
from storage.model import Media, Post, Source

DATA = Path(__file__).parents[2] / "data" / "feeds"
SOURCE = Source("feed", "bridged", urls=("https://bridge.example/feed",), host="bridge.example")


JSON_HUBS = (
    '{"version":"https://jsonfeed.org/version/1.1","items":[],"hubs":'
    '[{"type":"rssCloud","url":"https://x.example/"},{"type":"WebSub","url":"https://h.example/"}]}'
)


def posts(name: str) -> list[Post]:
    """Return the posts of a feed, oldest first."""
    found = feed.listing(SOURCE, Page(SOURCE.urls[0], (DATA / f"{name}.xml").read_bytes()))
    assert isinstance(found, Listing), found
    return [feed.parse(SOURCE, item) for item in found.items]


def test_a_mastodon_account_is_read_without_titles() -> None:
    """A warning stands above the words, and what a picture shows is the picture's, not the post's."""
    first, second = posts("mastodon_account")
    assert (first.text, first.link) == (
        "Пострадавших нет & свет есть.",
        "https://mastodon.example/@newsroom/110400000000000020",
    )
    assert second.text == (
        "Content warning: Обстрел\n\nНа окраине найдены обломки.\nКарта: https://news.example/map\n\n#бпла"
    )
    assert second.links[0] == "https://news.example/map"
    assert second.media == (Media("photo", "Карта объезда", "https://files.example/media/1.jpg"),)


def test_a_bluesky_account_is_read_with_its_lines_and_brackets() -> None:
    """Its texts are plain, whatever they look like, and their lines are theirs."""
    first, second = posts("bluesky_account")
    assert first.text == "Над районом сбит беспилотник 🔥\nПодробности: https://news.example/uav"
    assert (first.links, first.key) == (
        ("https://news.example/uav",),
        "at://did:plc:newsroomnewsroomnewsro22/app.bsky.feed.post/3jwaaaaaaaa2a",
    )
    assert second.text.startswith("Проезд закрыт до 18:00 <объезд по старой дороге> news.example/map")


def test_reddit_is_read_without_its_signature() -> None:
    """The writer is the author; the picture and what the entry links to stay, its own page does not."""
    words, picture = posts("reddit_group")
    assert (
        words.text == "Power cut in the upper village\n\nNo light since nine. Who knows more?\n\nSee the map."
    )
    assert (words.author, words.links) == ("/u/second-writer", ("https://grid.example/outages",))
    assert (picture.text, picture.links) == ("Smoke over the depot", ("https://i.redd.it/smoke.jpg",))
    assert [media.kind for media in picture.media] == ["photo"]


def test_a_bridge_to_vk_is_read_once_and_leads_straight_on() -> None:
    """A title that is the text's beginning is not repeated, and links go where they lead."""
    (post,) = posts("vk_bridge")
    assert post.text == "Проезд через Грайворон закрыт до вечера. Объезд по старой дороге.\nokrug.example/55"
    assert (post.author, post.links) == ("Анна Придуманная", ("https://okrug.example/55",))
    assert [media.url for media in post.media] == ["https://sun1.example/w.jpg"]


def test_a_youtube_channel_is_read_with_its_descriptions() -> None:
    """The words stand beside the video, not in the entry."""
    (post,) = posts("video")
    assert post.text == "The day in five minutes\n\nFirst line\nSecond line: https://news.example/more"
    assert ([media.kind for media in post.media], post.author) == (["video"], "Invented channel")


@pytest.mark.parametrize(
    "text",
    ["submitted by /u/name", "It was submitted by /u/name [link] [comments] yesterday", "[link] [comments]"],
)
def test_only_a_whole_signature_at_the_end_is_one(text: str) -> None:
    """Who quotes one is quoted."""
    assert bare(Plain(text), "https://a.example/") == Plain(text)


@pytest.mark.parametrize(
    ("link", "direct"),
    [
        ("https://vk.com/away.php?to=https%3A%2F%2Fa.example%2F%3Fx%3D1&cc_key=", "https://a.example/?x=1"),
        ("https://vk.com/away.php?to=javascript%3Ax()", "https://vk.com/away.php?to=javascript%3Ax()"),
        ("https://vk.com/away.php?", "https://vk.com/away.php?"),
        ("https://a.example/away.php?to=https%3A%2F%2Fb.example", None),
    ],
)
def test_a_link_that_leads_over_vk_leads_straight_on(link: str, direct: str | None) -> None:
    """To an http(s) address alone; other sites' pages of that name are their own."""
    assert bare(Plain("", (link,)), "").links == (direct or link,)


@pytest.mark.parametrize(
    ("body", "hub"),
    [
        (
            '<rss><channel><atom:link rel="hub" href="https://h.example/?a=1&amp;b=2"/><item/>',
            "https://h.example/?a=1&b=2",
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/hub' rel='self hub'/></feed>",
            "https://bridge.example/hub",
        ),
        (JSON_HUBS, "https://h.example/"),
        ('<rss><channel><link rel="hub" href="ftp://h.example/"/><item/></channel></rss>', ""),
        ('<rss><channel><item><link rel="hub" href="https://h.example/"/></item></channel></rss>', ""),
        ('{"items":[],"hubs":{"type":"WebSub"}}', ""),
    ],
)
def test_a_hub_that_a_feed_announces_is_noted(body: str, hub: str) -> None:
    """In its head alone, and only an http(s) address; what an entry links to is no hub."""
    found = feed.listing(SOURCE, Page(SOURCE.urls[0], body.encode()))
    assert isinstance(found, Listing), found
    assert found.hub == hub


@pytest.mark.parametrize(
    ("header", "hub"),
    [
        ('<https://a.example/>; rel="self", <https://h.example/>; rel="hub"', "https://h.example/"),
        ("<https://h.example/>; rel=hub", "https://h.example/"),
        ('<https://h.example/>; title="a, b"; rel="alternate hub"', "https://h.example/"),
        ('<https://h.example/>; rel="github"', ""),
        ("nonsense", ""),
        ("<" * 9_000, ""),
    ],
)
def test_a_hub_that_a_server_announces_is_noted(header: str, hub: str) -> None:
    """Servers may say it in the answer's head, for a feed of any format."""
    page = Page(SOURCE.urls[0], (DATA / "vk_bridge.xml").read_bytes(), link=header)
    found = feed.listing(SOURCE, page)
    assert isinstance(found, Listing)
    assert found.hub == hub
