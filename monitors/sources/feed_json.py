"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitors.sources.dates import parse_date
from monitors.sources.feed_entries import Document, Entry, mappings, media_kind, string
from monitors.sources.feed_markup import MOST_ITEMS
from storage.model import Media

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_VALUES = 1_000_000
"""Commas and opening brackets: json makes so many values in about 0.1 s, in one piece."""


def read_json(text: str) -> Document | str:
    """Return the document that a JSON text holds, or what is wrong with it.

    A text without the ``version`` that the format demands is taken if it has ``items``.
    """
    if text.count(",") + text.count("[") + text.count("{") > _MOST_VALUES:
        return f"JSON of more than {_MOST_VALUES} values"
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"broken JSON: {error}"
    if not isinstance(feed, dict) or not _is_feed(feed):
        return "JSON, but no JSON Feed"
    items = feed.get("items") or []
    entries = (_entry(item) for item in items[:MOST_ITEMS] if isinstance(item, dict))
    return Document(
        title=string(feed, "title"),
        link=string(feed, "home_page_url"),
        lang=string(feed, "language"),
        entries=tuple(entries),
        hub=_hub(feed),
    )


def _is_feed(feed: dict[str, Any]) -> bool:
    items = feed.get("items")
    named = "jsonfeed.org/version" in string(feed, "version")
    return isinstance(items, list) or (items is None and named)


def _hub(feed: Mapping[str, Any]) -> str:
    hubs = [hub for hub in mappings(feed, "hubs") if string(hub, "type").lower() == "websub"]
    return next((url for hub in hubs if (url := string(hub, "url"))), "")


def _entry(item: Mapping[str, Any]) -> Entry:
    html = string(item, "content_html")
    return Entry(
        id=_identity(item.get("id")),
        title=string(item, "title"),
        text=html or string(item, "content_text"),
        summary=string(item, "summary"),
        link=string(item, "url") or string(item, "external_url"),
        published=parse_date(string(item, "date_published")) or parse_date(string(item, "date_modified")),
        author=_author(item),
        lang=string(item, "language"),
        literal=not html,
        media=_media(item),
    )


def _identity(value: object) -> str:
    """Return an id as text: the format demands a string, and asks readers to accept numbers."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _author(item: Mapping[str, Any]) -> str:
    single = item.get("author")
    authors = mappings(item, "authors") or ([single] if isinstance(single, dict) else [])
    return ", ".join(name for author in authors if (name := string(author, "name")))


def _media(item: Mapping[str, Any]) -> tuple[Media, ...]:
    picture = string(item, "image") or string(item, "banner_image")
    first = [Media("photo", url=picture)] if picture else []
    return tuple(
        first + [_attachment(value) for value in mappings(item, "attachments") if string(value, "url")]
    )


def _attachment(value: Mapping[str, Any]) -> Media:
    url = string(value, "url")
    return Media(media_kind(string(value, "mime_type"), "", url), string(value, "title"), url)
