"""The source kind ``page``: any web page that lists posts, read by CSS selectors.

How selectors are written stands in :mod:`monitors.sources.page_select`, what is done to a page before
it is searched in :mod:`monitors.sources.page_markup`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from monitors.exchange import Refused, Request
from monitors.sources import by_address, page_select, without
from monitors.sources.contract import Item, Listing
from monitors.sources.dates import parse_date
from monitors.sources.html import Plain, literal, plain, web_address
from monitors.sources.page_markup import is_challenge, overload, text_of, visible
from monitors.sources.page_select import Selector, selector
from monitors.sources.text import digest, with_title
from storage.model import Media, Post, Trouble, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from selectolax.lexbor import LexborNode

    from monitors.exchange import Page
    from storage.model import Source

KIND = "page"
ABOUT = """\
Any web page that lists posts and has no feed. `select` says by CSS selectors what one post is (`item`) and
where in it stand its `link`, `text`, `time` and `title`; `a@href` is the attribute `href` of the first `a`.
Without them the first link, all of the text and the first `<time datetime>` are taken. A time without a zone
counts as UTC. What only scripts put on a page is not seen."""
EXAMPLE = """\
[[sources]]
kind = "page"
name = "district_news"
url = "https://example.org/news/"
voice = "official"
select = { item = "article.news", text = ".lead", time = ".date" }
"""
HOSTS: tuple[str, ...] = ()
SELECTS = page_select.KEYS
TAKES_TOKEN = False
NEEDS_URL = True
STABLE_KEYS = False

_MOST_ITEMS = 5_000
"""More is a selector that fits everything."""

_MOST_COPIES = 4
"""Items that lie within each other hold the page over and over: so many times it may be read."""

_MOST_MEDIA = 10

_DOTTED = re.compile(
    r"\b(\d\d?)\.(\d\d?)\.(\d{4})(?:,?\s{1,9}(?:[^\d\s]{1,3}\s{1,9})?(\d\d?:\d\d(?::\d\d)?))?"
)
"""A day as most of Europe writes it: ``22.05.2023, 09:30``."""


@dataclass(frozen=True, slots=True)
class Found:
    """One item as it was found; ``matched`` are the selectors that fitted something in it."""

    title: str
    body: Plain
    link: str
    published: datetime | None
    media: tuple[Media, ...]
    matched: frozenset[str]


urls, meant, request = by_address.urls, by_address.meant, by_address.request
news, fresh = without.news, without.fresh


def check_select(select: Mapping[str, str]) -> None:
    """Raise :exc:`ValueError`, naming the key, where a selector is missing, too long or none."""
    page_select.check(select)


def listing(source: Source, page: Page) -> Listing | Refused | Request:
    """Cut a page into items, oldest first; or say which selector fits nothing any more.

    An item's key is its link, where several have the same with a digest of the text behind it, and
    without a link that digest. Items are ordered by time; where some have none they keep their place,
    read from the bottom up, as pages list the newest first.
    """
    whole = text_of(page.body, page.content_type)
    if not whole.strip("\ufeff\0 \t\r\n"):
        return Refused(Trouble.EMPTY, "the answer has no body")
    text = visible(whole)
    if problem := overload(text):
        return Refused(Trouble.TOO_LARGE, problem)
    select = {key: selector(written) for key, written in source.select}
    tree = LexborHTMLParser(text)
    nodes = tree.css(select["item"].css)
    if not nodes:
        return _nothing(whole, select["item"])
    found = _read(nodes, select, _base(tree, page.url), len(text)) if len(nodes) <= _MOST_ITEMS else None
    if found is None:
        return Refused(Trouble.LAYOUT, f"item selector '{select['item'].css}' fits too much of the page")
    lost = (key for key in select if key != "item" and not any(key in one.matched for one in found))
    if (key := next(lost, None)) is not None:
        return Refused(Trouble.LAYOUT, f"nothing matches {key} selector '{dict(source.select)[key]}'")
    said = [one for one in found if one.title or one.body.text or one.media]
    return Listing(tuple(_items(_in_order(said))), _title(tree))


def parse(source: Source, item: Item) -> Post:
    """Read one item: its title, an empty line, and its text without markup."""
    found: Found = item.raw
    return Post(
        source=source.key,
        key=item.key,
        link=found.link,
        text=with_title(found.title, found.body.text),
        published=found.published,
        media=found.media,
        links=tuple(link for link in found.body.links if link != found.link),
    )


# --- the page ---------------------------------------------------------------------------------


def _nothing(whole: str, item: Selector) -> Refused:
    if is_challenge(whole):
        return Refused(Trouble.CHALLENGE, "a page that asks who is there")
    return Refused(Trouble.LAYOUT, f"nothing matches item selector '{item.css}'")


def _base(tree: LexborHTMLParser, url: str) -> str:
    base = tree.css_first("base[href]")
    return web_address((base.attributes.get("href") or "") if base else "", url) or url


def _title(tree: LexborHTMLParser) -> str:
    named = tree.css_first('meta[property="og:site_name"]')
    title = tree.css_first("title")
    text = (named.attributes.get("content") or "") if named else title.text() if title else ""
    return " ".join(literal(text).text.split())[:200]


def _read(
    nodes: list[LexborNode], select: Mapping[str, Selector], base: str, length: int
) -> list[Found] | None:
    """Read the items; None where together they are several times the page."""
    found, room = [], _MOST_COPIES * length + _MOST_COPIES * 1_000
    for node in nodes:
        room -= len(node.html or "")
        if room < 0:
            return None
        found.append(_found(node, select, base))
    return found


def _items(found: list[Found]) -> Iterator[Item]:
    """Give each item its key and digest; of those with the same words and link the last one stands."""
    different = {(one.link, _words(one)): one for one in found}
    shared = Counter(link for link, _ in different)
    for (link, words), one in different.items():
        said = digest(words).hex()
        key = link if link and shared[link] == 1 else f"{link}#{said}" if link else said
        yield Item(key, _digest_of(one), one)


def _in_order(found: list[Found]) -> list[Found]:
    upwards = found[::-1]
    if any(one.published is None for one in found):
        return upwards
    return sorted(upwards, key=_time)


def _digest_of(one: Found) -> bytes:
    return digest(_words(one), one.link.encode(errors="replace"), _time(one).encode())


def _words(one: Found) -> bytes:
    return f"{one.title}\0{one.body.text}\0{' '.join(one.body.links)}".encode(errors="replace")


def _time(one: Found) -> str:
    return to_iso(one.published) if one.published else ""


# --- one item ---------------------------------------------------------------------------------


def _found(node: LexborNode, select: Mapping[str, Selector], base: str) -> Found:
    chosen = {key: one.first(node) for key, one in select.items()}
    text = chosen.get("text") if "text" in select else node
    return Found(
        title=" ".join(_said(chosen.get("title"), select.get("title"), base).text.split()),
        body=_said(text, select.get("text"), base),
        link=_link(node, chosen.get("link"), select.get("link"), base),
        published=_published(node, chosen.get("time"), select.get("time")),
        media=tuple(_pictures(node, base)),
        matched=frozenset(key for key, one in chosen.items() if one is not None),
    )


def _said(node: LexborNode | None, chosen: Selector | None, base: str) -> Plain:
    if node is None:
        return Plain("")
    if chosen and chosen.attribute:
        return literal(node.attributes.get(chosen.attribute) or "")
    return plain(node.html or "", base)


def _link(node: LexborNode, chosen: LexborNode | None, select: Selector | None, base: str) -> str:
    """Return where an item leads: by its selector, else by the first link in it that leads anywhere."""
    if select is not None:
        linked = chosen if chosen is None or select.attribute else chosen.css_first("[href]")
        value = linked.attributes.get(select.attribute or "href") if linked else ""
        return web_address(value or "", base) if value else ""
    hrefs = (anchor.attributes.get("href") or "" for anchor in node.css("a[href]"))
    addresses = (web_address(href, base) for href in hrefs if href and not href.startswith("#"))
    return next((address for address in addresses if address), "")


def _published(node: LexborNode, chosen: LexborNode | None, select: Selector | None) -> datetime | None:
    found = chosen if select is not None else node.css_first("time[datetime]")
    if found is None:
        return None
    if select is not None and select.attribute:
        return _moment(found.attributes.get(select.attribute) or "")
    return _moment(found.attributes.get("datetime") or "") or _moment(found.text())


def _moment(text: str) -> datetime | None:
    """Read a time as feeds write it, or with the day first and dots between."""
    dotted = _DOTTED.search(text)
    if dotted is None:
        return parse_date(text.replace(",", " "))
    day, month, year, clock = dotted.groups()
    return parse_date(f"{year}-{month:0>2}-{day:0>2}" + (f" {clock}" if clock else ""))


def _pictures(node: LexborNode, base: str) -> Iterator[Media]:
    for picture in node.css("img[src]")[:_MOST_MEDIA]:
        if url := web_address(picture.attributes.get("src") or "", base):
            yield Media("photo", url=url)
