"""The feeds that a web page names, and where a site's feed usually lies. Pure.

A scanner and no parser: linear whatever comes, and two kinds of tags need no tree.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from monitors.sources.feed_encoding import decode
from monitors.sources.html import plain, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.exchange import Page

USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
"""Where WordPress, Bitrix, Ghost, Jekyll, Hugo and most others have a site's feed."""

MOST_LINKS = 20
"""Feeds of one page; a page that names more is a list of feeds."""

_MOST_TAGS = 5_000
"""Links that are looked at; a feed is named in the head, and an hour of reading has fewer links."""

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
"""What feed readers look for: https://blog.whatwg.org/feed-autodiscovery and https://www.jsonfeed.org/."""

_TAG = re.compile(
    r"<(?P<name>link|base|a)\s(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([\w:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_COMMENTS = re.compile(r"\b(?:comments?|reacties)\b|комментари|коментар", re.IGNORECASE)
_LOOKS_LIKE_A_FEED = re.compile(
    r"https?://[^?#]*/(?:rss|atom|feeds?|rss2)(?:\.(?:xml|php|json))?/?$|https?://[^?#]*\.(?:rss|atom)$",
    re.IGNORECASE,
)


class FeedLink(NamedTuple):
    """A feed that a page names: its address, its title there, and whether it is one of comments."""

    url: str
    title: str = ""
    is_of_comments: bool = False


def feed_links(page: Page) -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, in its order, those of comments behind the others.

    Links to what looks like a feed by its address count only where there is nothing else.
    """
    text = _without_comments(decode(page.body, page.content_type))
    base, named, linked = page.url, dict[str, FeedLink](), dict[str, FeedLink]()
    for tag, attributes in _tags(text):
        href = attributes.get("href", "").strip()
        url = web_address(href, base) if href else ""
        if tag == "base":
            base = url or base
        elif url and tag == "link" and _is_alternate(attributes):
            named.setdefault(url, _link(url, attributes.get("title", "")))
        elif url and tag == "a" and _LOOKS_LIKE_A_FEED.match(url):
            linked.setdefault(url, _link(url, ""))
    found = sorted((named or linked).values(), key=lambda link: link.is_of_comments)
    return tuple(found[:MOST_LINKS])


def usual_places(url: str) -> tuple[str, ...]:
    """Return where the feed of a site usually lies."""
    return tuple(urljoin(url, path) for path in USUAL_PATHS)


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in islice(_TAG.finditer(text), _MOST_TAGS):
        values = ((found[1].lower(), found[2] or found[3] or found[4] or "") for found in _attributes(tag))
        yield tag["name"].lower(), {name: unescape(value) for name, value in reversed([*values])}


def _attributes(tag: re.Match[str]) -> Iterator[re.Match[str]]:
    return _ATTRIBUTE.finditer(tag["attributes"])


def _is_alternate(attributes: dict[str, str]) -> bool:
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in attributes.get("rel", "").lower().split() and kind in _TYPES


def _link(url: str, title: str) -> FeedLink:
    words = " ".join(plain(title).text.split())
    return FeedLink(url, words, bool(_COMMENTS.search(f"{words} {url}")))


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)
