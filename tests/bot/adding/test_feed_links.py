"""Which feeds a web page names."""

from __future__ import annotations

from time import process_time

import pytest

from bot.adding.feed_links import MOST_LINKS, feed_links, usual_places
from monitors.exchange import Page

URL = "https://example.org/news/today.html"
RSS = '<link rel="alternate" type="application/rss+xml"'


def urls_in(markup: str) -> list[str]:
    """Return the addresses of the feeds that a page names."""
    return [link.url for link in feed_links(Page(URL, markup.encode()))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'{RSS} href="/rss.xml">', "https://example.org/rss.xml"),
        (f"{RSS} href='rss?a=1&amp;b=2' />", "https://example.org/news/rss?a=1&b=2"),
        (
            "<LINK HREF=//cdn.example/f TYPE=application/atom+xml REL='home alternate'>",
            "https://cdn.example/f",
        ),
        (
            '<link type="application/feed+json" rel="alternate" href="f.json">',
            "https://example.org/news/f.json",
        ),
        (f'<base href="/deep/x/">{RSS} href="f">', "https://example.org/deep/x/f"),
        (f'{RSS}\n title="a > b"\n href="/f">', "https://example.org/f"),
        (f'{RSS.replace("+xml", "+xml; charset=utf-8")} href="/f">', "https://example.org/f"),
    ],
)
def test_a_feed_is_found_as_pages_name_it(markup: str, expected: str) -> None:
    """In any spelling of HTML, relative to the page or to its base."""
    assert urls_in(markup) == [expected]


@pytest.mark.parametrize(
    "markup",
    [
        f'<!-- {RSS} href="/old.xml"> -->',
        f'{RSS} href="javascript:x">',
        f"{RSS}>",
        '<link rel="alternate" hreflang="uk" href="/uk">',
        '<link rel="stylesheet" type="application/rss+xml" href="/f">',
        '<link rel="alternate" type="application/json" href="/wp-json/1">',
        '<link rel="alternate" type="application/json+oembed" href="/o">',
        '<a href="/press/feedback">',
        "",
    ],
)
def test_what_is_no_feed_is_left_alone(markup: str) -> None:
    """Comments, other versions of the page, scripts and interfaces."""
    assert urls_in(markup) == []


def test_feeds_of_comments_stand_behind_the_others() -> None:
    """Told by their title or address, in the languages of those who write them."""
    markup = "".join(
        f'{RSS} title="{title}" href="{path}">'
        for title, path in [("Комментарии", "/1"), ("", "/comments/feed/"), ("Новости", "/2"), ("Atom", "/3")]
    )
    assert urls_in(markup) == [f"https://example.org{path}" for path in ("/2", "/3", "/1", "/comments/feed/")]
    assert [link.title for link in feed_links(Page(URL, markup.encode()))][:2] == ["Новости", "Atom"]


def test_links_in_the_text_count_only_where_the_head_names_none() -> None:
    """Many sites show an orange button and name nothing."""
    button = '<a class="x" href="/rss/">RSS</a> <a href="/about">'
    assert urls_in(button) == ["https://example.org/rss/"]
    assert urls_in(f'{RSS} href="/f">{button}') == ["https://example.org/f"]


def test_titles_are_read_in_the_page_s_encoding() -> None:
    """A windows-1251 page that does not say so in its header."""
    body = f'{RSS} title="Новости города и области" href="/f">'.encode("cp1251")
    assert feed_links(Page(URL, body))[0].title == "Новости города и области"


def test_the_usual_places_are_at_the_root_and_few() -> None:
    """Each costs a request."""
    assert usual_places(URL)[0] == "https://example.org/feed"
    assert len(usual_places(URL)) <= 6


@pytest.mark.parametrize(
    "piece",
    ["<link ", "<!--", "<link rel='", '<a href="', f'{RSS} href="/f">', "<link a=b", "\"'<a ", "= " * 3],
)
def test_no_page_takes_long(piece: str) -> None:
    """A megabyte of anything is read in a moment, and bring few links."""
    body = (piece * (1_000_000 // len(piece))).encode()
    begun = process_time()
    assert len(feed_links(Page(URL, body))) <= MOST_LINKS
    assert process_time() - begun < 1
