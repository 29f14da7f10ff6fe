"""RSS, Atom and RDF: the XML formats, through fastfeedparser and feedparser.

fastfeedparser is some forty times as fast. It does not read ``xml:base``, base64 or markup inside
titles, and refuses what it does not know; such documents go to feedparser, if they are small
enough: it is written in Python, and some of its patterns take quadratic time.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import fastfeedparser
from feedparser.api import parse as _feedparser

from monitors.sources.dates import parse_date
from monitors.sources.feed_entries import MOST_MEDIA, Document, Entry, mappings, media_kind, string
from monitors.sources.feed_markup import first_item, mended, needs_care, overload, whole
from monitors.sources.html import web_address
from storage.model import Media

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    _Link = Callable[[Mapping[str, Any]], str]

_CAREFUL_MOST = 128 * 1024
"""Characters that feedparser is given: it takes up to 2 s for the worst document of this length."""

_LONG_RUN = re.compile(r"[A-Za-z0-9_.+-]{300}")
"""feedparser looks for e-mail addresses in authors in quadratic time: 40 s for 100 kB without a space."""

_ODD_DATE = re.compile(
    r"<(?P<name>(?:[\w.-]{1,40}:)?(?i:pubDate|date|published|issued|created|updated|modified|lastBuildDate))"
    r"(?:\s[^<>]*)?>"
    # What both readers take for the same moment needs no second look.
    r"(?!(?:[A-Z][a-z]{2}, )?\d\d? [A-Z][a-z]{2} [12]\d{3} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})<"
    r"|[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)<)"
    r"(?:<!\[CDATA\[)?(?P<date>[^<>\[\]]*+)(?:\]\]>)?</(?P=name)>",
    re.ASCII,
)

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_RSS = re.compile(r"<(?:[A-Za-z][\w.-]*:)?rss[\s/>]", re.IGNORECASE)
_ATOM = re.compile(r"<(?:[A-Za-z][\w.-]*:)?feed[\s/>]", re.IGNORECASE)
_LINK = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?link\s[^<>]{1,4000}>", re.IGNORECASE)
_HUB = re.compile(r"""\srel\s*=\s*["'](?:[^"'<>]*\s)?hub(?:\s[^"'<>]*)?["']""", re.IGNORECASE)
_HREF = re.compile(r"""\shref\s*=\s*["']([^"'<>]{1,2000})["']""", re.IGNORECASE)
_LANGUAGE = re.compile(r"<(?:dc:)?language>([^<]{1,40})</", re.IGNORECASE)


def read_xml(root: str) -> Document | str:
    """Return the document whose text begins with its root element, or what is wrong with it."""
    problem = overload(root)
    if problem:
        return problem
    text = mended(whole(root))
    fast = _fast(text)
    read = fast if not isinstance(fast, str) and not _needs_care(text, fast) else _with_care(text, fast)
    return read if isinstance(read, str) else replace(read, hub=_hub(text))


def _with_care(text: str, fast: Document | str) -> Document | str:
    careful = _careful(text)
    if careful is None:
        return fast
    # What is broken in the middle the fast parser often reads further.
    return fast if not isinstance(fast, str) and len(fast.entries) > len(careful.entries) else careful


def _hub(text: str) -> str:
    """Return the WebSub hub that a feed's head announces (https://www.w3.org/TR/websub/#discovery)."""
    links = (link[0] for link in _LINK.finditer(text, 0, first_item(text)))
    found = next((_HREF.search(link) for link in links if _HUB.search(link)), None)
    return unescape(found[1]).strip() if found else ""


def _needs_care(text: str, fast: Document) -> bool:
    return needs_care(text) or (not fast.title and "<dc:title" in text[: first_item(text)])


# --- fastfeedparser ---------------------------------------------------------------------------


def _fast(text: str) -> Document | str:
    text = _ODD_DATE.sub(_settle_date, text)
    # As an Atom id a guid stays what it is. From <guid> fastfeedparser guesses a date where there
    # is none, filled in from today: <guid>7</guid> becomes the seventh of this month.
    text = text.replace("<guid", '<id xmlns="http://www.w3.org/2005/Atom"').replace("</guid>", "</id>")
    try:
        parsed = fastfeedparser.parse((_DECLARATION + text).encode(errors="replace"), include_tags=False)
    except Exception as error:  # noqa: BLE001 - it promises ValueError, and raises what its parsers do
        return str(error) or type(error).__name__
    feed = parsed["feed"]
    lang = string(feed, "language") or _language(text)
    pick = _link_picker(text)
    entries = tuple(_fast_entry(entry, pick) for entry in parsed["entries"])
    return Document(string(feed, "title"), string(feed, "link"), lang, entries)


def _settle_date(found: re.Match[str]) -> str:
    """Write a date as fastfeedparser cannot mistake it; what is none goes.

    It fills in from today what a date leaves out: "10:30" would be today's, another one each day.
    """
    moment = parse_date(found["date"])
    return f"<{found['name']}>{moment.isoformat()}</{found['name']}>" if moment else ""


def _language(text: str) -> str:
    found = _LANGUAGE.search(text, 0, first_item(text))
    return found[1].strip() if found else ""


def _fast_entry(entry: Mapping[str, Any], link: _Link) -> Entry:
    content = mappings(entry, "content")
    media = mappings(entry, "media_content")
    text = string(content[0], "value") if content else ""
    # YouTube tells a video's text so; beside words of the post's own it is what a picture shows.
    said = text or string(entry, "description")
    told = "" if said else next((found for item in media if (found := string(item, "description"))), "")
    return Entry(
        id=string(entry, "id"),
        title=string(entry, "title"),
        text=text or told,
        summary=string(entry, "description"),
        link=link(entry),
        published=parse_date(string(entry, "published")),
        author=string(entry, "author"),
        lang=string(content[0], "language") if content else "",
        literal=bool(told),
        media=_media([*_enclosures(entry), *media]),
    )


# --- feedparser -------------------------------------------------------------------------------


def _careful(text: str) -> Document | None:
    if len(text) > _CAREFUL_MOST or _LONG_RUN.search(text):
        return None
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO((_DECLARATION + text).encode(errors="replace"))
    try:
        parsed = _feedparser(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # noqa: BLE001 - a library that meets a stranger's bytes
        return None
    if not parsed["version"]:
        return None
    feed = dict(parsed["feed"])
    pick = _link_picker(text)
    entries = tuple(_careful_entry(dict(entry), pick) for entry in parsed["entries"])
    return Document(string(feed, "title"), string(feed, "link"), string(feed, "language"), entries)


def _careful_entry(entry: Mapping[str, Any], link: _Link) -> Entry:
    content = mappings(entry, "content")
    return Entry(
        id=string(entry, "id"),
        title=string(entry, "title"),
        text=string(content[0], "value") if content else string(entry, "summary"),
        summary=string(entry, "summary"),
        link=link(entry),
        published=_first_date(entry, "published", "created", "updated"),
        author=string(entry, "author"),
        lang=string(content[0], "language") if content else "",
        media=_media([*_enclosures(entry), *mappings(entry, "media_content")]),
    )


def _first_date(entry: Mapping[str, Any], *names: str) -> datetime | None:
    dates = (parse_date(string(entry, name)) for name in names)
    return next((date for date in dates if date is not None), None)


# --- both -------------------------------------------------------------------------------------


def _link_picker(text: str) -> _Link:
    if _ATOM.match(text):
        return _atom_link
    return _rss_link if _RSS.match(text) else lambda entry: string(entry, "link")


def _rss_link(entry: Mapping[str, Any]) -> str:
    """Return an item's link, the last of several, else a guid that is a whole address.

    A guid is a permalink unless it says otherwise (https://www.rssboard.org/rss-specification).
    """
    identity, link = string(entry, "id"), string(entry, "link")
    return link if link and link != identity else web_address(identity)


def _atom_link(entry: Mapping[str, Any]) -> str:
    """Return the first alternate link (RFC 4287, 4.2.7.2); an Atom id is no address."""
    links = (link for link in mappings(entry, "links") if (string(link, "rel") or "alternate") == "alternate")
    return next((href for link in links if (href := string(link, "href"))), "")


def _enclosures(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    linked = [link for link in mappings(entry, "links") if string(link, "rel") == "enclosure"]
    return [*mappings(entry, "enclosures"), *linked]


def _media(values: list[Mapping[str, Any]]) -> tuple[Media, ...]:
    by_url = {media.url: media for value in values[:MOST_MEDIA] if (media := _attachment(value)).url}
    return tuple(by_url.values())


def _attachment(value: Mapping[str, Any]) -> Media:
    url = string(value, "url") or string(value, "href")
    kind = media_kind(string(value, "type"), string(value, "medium"), url)
    title = string(value, "title") or (string(value, "description") if kind == "photo" else "")
    return Media(kind, title, url, string(value, "thumbnail_url"))
