"""The source kind ``feed``: RSS, Atom, RDF and JSON Feed; a YouTube channel has one too.

From bytes to posts, each step in its own module: :mod:`~monitors.sources.feed_encoding` (which
label to believe), :mod:`~monitors.sources.feed_markup` (what is kept from the parsers),
:mod:`~monitors.sources.feed_xml` and :mod:`~monitors.sources.feed_json` (documents and entries),
and here: keys, order, digests, and an entry's text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.exchange import Refused, Request
from monitors.sources import by_address, without
from monitors.sources.contract import Item, Listing
from monitors.sources.feed_bridges import bare
from monitors.sources.feed_encoding import decode
from monitors.sources.feed_json import read_json
from monitors.sources.feed_markup import root_of
from monitors.sources.feed_xml import read_xml
from monitors.sources.html import Plain, literal, plain, web_address
from monitors.sources.text import clean, digest, with_title
from storage.model import Media, Post, Trouble, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.exchange import Page
    from monitors.sources.feed_entries import Document, Entry
    from storage.model import Source

KIND = "feed"
ABOUT = """\
RSS, Atom, RDF and JSON Feed at any address. YouTube channels, Reddit, Mastodon and Bluesky accounts have such
feeds too, and bridges make them for networks that have none."""
EXAMPLE = """\
[[sources]]
kind = "feed"
name = "example"
url = "https://example.org/rss.xml"
voice = "media"
"""
HOSTS: tuple[str, ...] = ()
SELECTS: tuple[str, ...] = ()
TAKES_TOKEN = False
NEEDS_URL = True
STABLE_KEYS = False

_HEADER_LINK = re.compile(r"<([^<>]{1,2000})>((?:[^<>\",]|\"[^\"]*\")*)")
_HEADER_HUB = re.compile(r';\s*rel\s*=\s*(?:"(?:[^"]*\s)?hub(?:\s[^"]*)?"|hub\b)', re.IGNORECASE)
_LONGEST_HEADER = 8_000
"""Characters; servers send 8 kB of headers at most."""

_LONGEST_KEY = 500
"""Characters; a longer guid is a text that someone put there, and a digest of it does as well."""

_LONGEST_NAME = 200
"""Characters of an author."""

_HTML_PAGE = re.compile(r"<!doctype\s+html|<html|<body", re.IGNORECASE)

urls, meant, request = by_address.urls, by_address.meant, by_address.request
check_select, news, fresh = without.check_select, without.news, without.fresh


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut a feed into items, oldest first.

    An item's key is its id (guid), else its link, else a digest of its title, text and date. Of
    items with one key, those that are alike are one; those with the same link, title and date are
    versions of one, of which the upper stands; others are different items of a feed that numbers
    badly, and each gets a key of its own, the common one with a digest behind it.

    Items are ordered by date; where some have none they keep their place, read from the bottom up,
    as feeds list the newest first.
    """
    del source
    text = decode(page.body, page.content_type)
    if not text.strip("\ufeff\0 \t\r\n"):
        return Refused(Trouble.EMPTY, "the answer has no body")
    document = _document(text)
    if isinstance(document, str):
        return Refused(Trouble.NOT_A_FEED, document)
    document = replace(document, lang=clean(document.lang).lower())
    home = web_address(document.link, page.url) or page.url
    entries = [_settled(entry, document, home) for entry in document.entries]
    announced = document.hub or _linked_hub(page.link)
    hub = web_address(announced, page.url) if announced else ""
    return Listing(tuple(_items(_in_order(entries))), plain(document.title).text, hub=hub)


def parse(source: Source, item: Item) -> Post:
    """Read one item: its title, an empty line, and its text without markup."""
    entry: Entry = item.raw
    body = bare(_body(entry), entry.link)
    return Post(
        source=source.key,
        key=item.key,
        link=entry.link,
        text=with_title(_one_line(entry.title), body.text),
        published=entry.published,
        author=_one_line(entry.author)[:_LONGEST_NAME],
        media=tuple(media for media in (_shown(media, entry.link) for media in entry.media) if media.url),
        links=body.links,
        lang=entry.lang,
    )


def _document(text: str) -> Document | str:
    text = text.lstrip("\ufeff\0 \t\r\n")
    if text.startswith("{"):
        return read_json(text)
    root = root_of(text)
    if root is not None:
        return read_xml(root)
    return f"expected a feed, got {'a web page' if _HTML_PAGE.search(text[:4096]) else 'something else'}"


def _linked_hub(header: str) -> str:
    """Return the hub in a ``Link`` header (RFC 8288), as a server may send it for any format."""
    links = _HEADER_LINK.finditer(header[:_LONGEST_HEADER])
    return next((link[1].strip() for link in links if _HEADER_HUB.search(link[2])), "")


# --- items ------------------------------------------------------------------------------------


def _settled(entry: Entry, document: Document, home: str) -> Entry:
    """Complete an entry with what its feed says: where links lead from, and the language."""
    link = web_address(entry.link, home) if entry.link else ""
    lang = clean(entry.lang).lower() if entry.lang else document.lang
    return entry if (link, lang) == (entry.link, entry.lang) else replace(entry, link=link, lang=lang)


def _in_order(entries: list[Entry]) -> list[Entry]:
    upwards = entries[::-1]
    if any(entry.published is None for entry in entries):
        return upwards
    return sorted(upwards, key=_time)


def _items(entries: list[Entry]) -> Iterator[Item]:
    """Give each entry its key and digest; of versions of one item the last one stands."""
    versions = {(_key(entry), _variant(entry)): entry for entry in entries}
    shared = Counter(key for key, _ in versions)
    for (key, variant), entry in versions.items():
        yield Item(key if shared[key] == 1 else f"{key}#{variant.hex()}", _digest(entry), entry)


def _key(entry: Entry) -> str:
    key = clean(entry.id) or entry.link or _digest(entry).hex()
    return key if len(key) <= _LONGEST_KEY else _digest_of(key).hex()


def _variant(entry: Entry) -> bytes:
    return _digest_of(entry.link, entry.title, _time(entry))


def _digest(entry: Entry) -> bytes:
    return _digest_of(entry.title, entry.text, entry.summary, entry.link, _time(entry))


def _digest_of(*parts: str) -> bytes:
    return digest(*(part.encode(errors="replace") for part in parts))


def _time(entry: Entry) -> str:
    return to_iso(entry.published) if entry.published else ""


# --- the text of one item ---------------------------------------------------------------------


def _one_line(markup: str) -> str:
    return " ".join(plain(markup).text.split())


def _body(entry: Entry) -> Plain:
    body = literal(entry.text) if entry.literal else plain(entry.text, entry.link)
    return body if body.text else plain(entry.summary, entry.link)


def _shown(media: Media, link: str) -> Media:
    return replace(media, title=_one_line(media.title), url=web_address(media.url, link) if media.url else "")
