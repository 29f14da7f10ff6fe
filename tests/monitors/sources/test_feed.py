"""Feeds as posts: what the kind ``feed`` makes of each format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitors.exchange import Page, Refused
from monitors.sources import feed
from monitors.sources.contract import Listing
from storage.model import Post, Source, SourceState, Trouble

DATA = Path(__file__).parents[2] / "data" / "feeds"
SOURCE = Source(
    "feed", "example", urls=("https://one.example/rss", "https://two.example/rss"), host="one.example"
)


def listed(body: bytes | str, url: str = "https://one.example/rss") -> Listing:
    """Return the listing of a body that is a feed."""
    found = feed.listing(SOURCE, Page(url, body.encode() if isinstance(body, str) else body))
    assert isinstance(found, Listing), found
    return found


def posts(body: bytes | str, url: str = "https://one.example/rss") -> list[Post]:
    """Return the posts of a feed, oldest first."""
    return [feed.parse(SOURCE, item) for item in listed(body, url).items]


def rss(*items: str) -> str:
    """Return an RSS feed of these items."""
    return (
        f"<rss><channel><title>T</title>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    )


def test_address_is_taken_as_it_is() -> None:
    """A feed has one address, the one that was configured."""
    assert feed.urls("any name", "https://a.example/rss?x=1", ()) == ("https://a.example/rss?x=1",)


@pytest.mark.parametrize("url", ["", "a.example/rss", "ftp://a.example/rss", "https://", "http://[::1/x"])
def test_address_must_be_http(url: str) -> None:
    """What is no http(s) address with a host is refused in words."""
    with pytest.raises(ValueError, match=r"expected an http\(s\) address, got"):
        feed.urls("name", url, ())


def test_request_is_conditional_and_changes_address_after_a_failure() -> None:
    """The request carries the validators, and each failure moves on to the next address."""
    state = SourceState("feed:example", etag='"1"', last_modified="Mon", failures=3)
    made = feed.request(SOURCE, state)
    assert (made.url, made.host, made.etag, made.last_modified) == (
        SOURCE.urls[1],
        "one.example",
        '"1"',
        "Mon",
    )
    assert made.redirects
    assert feed.request(SOURCE, replace(state, failures=4)).url == SOURCE.urls[0]


def test_rss_item_becomes_a_post() -> None:
    """Text, link, date, author, language, media and links of an RSS item are read."""
    post = posts((DATA / "news.xml").read_bytes())[1]
    assert post.text == "Power is back in the upper village\nsince nine.\n\nschool\nclinic\n\nMap"
    assert (post.source, post.key, post.author, post.lang) == (
        "feed:example",
        "power-2",
        "A. Writer",
        "en-gb",
    )
    assert post.link == "https://news.example/2023/05/power"
    assert post.published == datetime(2023, 5, 22, 18, 10, tzinfo=UTC)
    assert [(media.kind, media.url) for media in post.media] == [
        ("audio", "https://news.example/sound.mp3"),
        ("photo", "https://news.example/picture"),
    ]
    assert post.links == ("https://news.example/map?a=1&b=2",)


def test_bare_ampersands_and_html_entities_survive() -> None:
    """``AT&T``, ``a=1&b=2`` and ``&laquo;`` come out as they were meant."""
    found = listed((DATA / "news.xml").read_bytes())
    post = feed.parse(SOURCE, found.items[0])
    assert found.title == "Invented News & Weather"
    assert post.text == "Line down, AT&T says «soon»\n\nRepairs begin today."
    assert post.key == post.link == "https://news.example/line?a=1&b=2"


def test_video_channel_is_a_feed() -> None:
    """A YouTube entry has its own key, the video's page, the description with its lines, a video."""
    (post,) = posts((DATA / "video.xml").read_bytes())
    assert (post.key, post.link) == ("yt:video:invented001", "https://www.youtube.com/watch?v=invented001")
    assert post.text == "The day in five minutes\n\nFirst line\nSecond line: https://news.example/more"
    assert [media.kind for media in post.media] == ["video"]
    assert post.links == ("https://news.example/more",)


def test_counters_are_not_part_of_the_digest() -> None:
    """More views of a video are no edit; another description is one."""
    body = (DATA / "video.xml").read_bytes()
    first, viewed, edited = (
        listed(variant).items[0].digest
        for variant in (body, body.replace(b'"123"', b'"999"'), body.replace(b"First", b"1st"))
    )
    assert first == viewed != edited
    assert len(first) == 16


def test_base_addresses_and_xhtml_are_read() -> None:
    """``xml:base``, XHTML titles and enclosing links of Atom are understood."""
    found = listed((DATA / "based.xml").read_bytes())
    post = feed.parse(SOURCE, found.items[0])
    assert found.title == "Invented base"
    assert post.text == "Drone seen\n\nOver the river."
    assert (post.key, post.link, post.lang) == ("urn:invented:1", "https://base.example/deep/one.html", "uk")
    assert post.published == datetime(2023, 5, 22, 7, tzinfo=UTC)
    assert [(media.kind, media.url) for media in post.media] == [
        ("video", "https://base.example/deep/film.mp4")
    ]


def test_json_feed_is_read() -> None:
    """JSON Feed items become posts; what it calls text is not taken for markup."""
    older, newer = posts((DATA / "feed.json").read_bytes(), "https://json.example/feed.json")
    assert (newer.key, newer.text, newer.link) == ("12", "Keep <b> & this", "https://json.example/twelve")
    assert (newer.author, newer.lang, newer.media[0].kind) == ("B. Writer", "nl", "document")
    assert (older.text, older.link) == ("Eleven\n\nSome é", "https://other.example/11")
    assert older.published == datetime(2023, 5, 21, 12, tzinfo=UTC)


def test_rdf_is_read() -> None:
    """RSS 1.0 keeps its items beside the channel."""
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title></channel>'
        '<item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link>'
        "<dc:date>2023-05-22T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    (post,) = posts(body)
    assert (post.key, post.link, post.text) == ("https://r.example/1", "https://r.example/1", "One")
    assert post.published == datetime(2023, 5, 22, 10, tzinfo=UTC)


def test_items_come_oldest_first() -> None:
    """Dates decide the order; without them the newest stands on top."""
    dated = rss(
        "<title>old</title><pubDate>Mon, 22 May 2023 10:00:00 GMT</pubDate>",
        "<title>new</title><pubDate>Tue, 23 May 2023 10:00:00 GMT</pubDate>",
    )
    assert [post.text for post in posts(dated)] == ["old", "new"]
    assert [post.text for post in posts(rss("<title>new</title>", "<title>old</title>"))] == ["old", "new"]


def test_key_without_guid_and_date() -> None:
    """Without a guid the link is the key, without both a digest of the words."""
    linked, bare = posts(rss("<title>bare</title>", "<title>x</title><link>https://a.example/1</link>"))
    again, edited = posts(rss("<title>edited</title>", "<title>bare</title>"))
    assert linked.key == "https://a.example/1"
    assert len(bare.key) == 32
    assert bare.key == again.key != edited.key


def test_the_same_item_twice_is_one() -> None:
    """A repeated item is listed once; of two versions of it the upper one stands."""
    same = "<guid>7</guid><title>a</title><link>https://a.example/1</link>"
    (post,) = posts(
        rss(f"{same}<description>new</description>", f"{same}<description>old</description>", same)
    )
    assert (post.key, post.text) == ("7", "a\n\nnew")


def test_different_items_of_one_guid_both_live() -> None:
    """Where a feed gives one guid to different items, each gets a key of its own that stays."""
    first = posts(rss("<guid>7</guid><title>b</title>", "<guid>7</guid><title>a</title>"))
    again = posts(rss("<guid>7</guid><title>a</title>", "<guid>7</guid><title>b</title>"))
    assert {post.text: post.key for post in first} == {post.text: post.key for post in again}
    assert len({post.key for post in first}) == 2
    assert all(post.key.startswith("7#") for post in first)


def test_no_date_is_made_up() -> None:
    """Neither a number as guid nor a time without a day becomes a date of today."""
    found = posts(
        rss("<guid>12</guid><title>a</title>", "<title>b</title><pubdate a='b'>10:30 XYZ</pubdate>")
    )
    assert [post.published for post in found] == [None, None]


def test_guid_is_a_link_only_if_it_is_an_address() -> None:
    """A permalink stands in for a missing link, any other guid does not."""
    found = posts(
        rss("<guid>https://a.example/p</guid><title>a</title>", "<guid>tag:1</guid><title>b</title>")
    )
    assert {post.text: post.link for post in found} == {"a": "https://a.example/p", "b": ""}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Fire in the mill", "Fire in the mill tonight", "Fire in the mill tonight"),
        ("Fire in the…", "Fire in the mill tonight", "Fire in the mill tonight"),
        ("Fire in the mi...", "Fire in\nthe mill tonight", "Fire in\nthe mill tonight"),
        ("Fire", "Firemen came", "Fire\n\nFiremen came"),
        ("Fire", "", "Fire"),
        ("", "Only text", "Only text"),
    ],
)
def test_title_is_not_repeated(title: str, text: str, expected: str) -> None:
    """A text that begins with its title, cut or not, stands alone."""
    (post,) = posts(rss(f"<title>{title}</title><description>{text}</description>"))
    assert post.text == expected


def test_feed_without_items_is_a_listing() -> None:
    """A feed in which nothing has been published yet is no trouble."""
    assert listed("<rss version='2.0'><channel><title>Quiet</title></channel></rss>") == Listing((), "Quiet")


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"\xef\xbb\xbf \n", Trouble.EMPTY),
        (b"<!doctype html><html><body>Sign in</body></html>", Trouble.NOT_A_FEED),
        (b"<opml version='2.0'><body/></opml>", Trouble.NOT_A_FEED),
        (b'{"error": "no such feed"}', Trouble.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', Trouble.NOT_A_FEED),
        (b"plain words", Trouble.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, trouble: Trouble) -> None:
    """An empty body and what is no feed are refused with the reason."""
    refused = feed.listing(SOURCE, Page("https://one.example/rss", body))
    assert isinstance(refused, Refused)
    assert refused.trouble == trouble
    assert refused.detail


def test_web_page_is_named_as_such() -> None:
    """The operator reads that the address shows a web page."""
    refused = feed.listing(SOURCE, Page("https://one.example/rss", b"<!DOCTYPE html><html></html>"))
    assert isinstance(refused, Refused)
    assert refused.detail == "expected a feed, got a web page"


def test_scripts_never_become_links() -> None:
    """A link or an attachment that is not http(s) is left out."""
    (post,) = posts(
        rss(
            "<title>a</title><link>javascript:alert(1)</link><enclosure url='file:///a.png' type='a/b'/>"
            "<description>&lt;a href='javascript:x'&gt;b&lt;/a&gt;</description>"
        )
    )
    assert (post.link, post.media, post.links) == ("", (), ())


def test_cut_off_feed_is_read_as_far_as_it_is_whole() -> None:
    """Of a document that breaks off the complete items are read, not the torn one."""
    cut = rss("<title>whole</title><guid>1</guid>", "<title>torn in two</title><guid>2</guid>").partition(
        "in two"
    )[0]
    assert [post.text for post in posts(cut)] == ["whole"]


def test_emoji_written_as_two_halves_are_joined() -> None:
    """Character references to the two halves of a character mean the character."""
    (post,) = posts(rss("<title>Boom &#55357;&#56613;</title>"))
    assert post.text == "Boom \U0001f525"


def test_a_guid_of_any_length_makes_a_short_key() -> None:
    """A text put in place of a guid is kept as a digest, the same each time."""
    body = rss(f"<guid>{'long ' * 1000}</guid><title>a</title>")
    (post,), (again,) = posts(body), posts(body.replace("<title>a", "<title>b"))
    assert post.key == again.key
    assert len(post.key) == 32
