"""Real and odd feeds that others collected, beside what another reader (gofeed, Go) makes of them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitors.exchange import Page, Refused
from monitors.sources import feed
from monitors.sources.contract import Listing
from monitors.sources.html import plain
from storage.model import Source

ROOT = Path(__file__).parents[3]
FEEDS = Path(os.environ.get("REGIONWATCH_CORPORA", ROOT.parent / "shared" / "corpora")) / "feeds" / "testdata"
SOURCE = Source("feed", "corpus")

pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason=f"the corpus of feeds is not at {FEEDS}")

BROKEN_TITLE = "the title's end tag is missing: both parsers drop it, gofeed takes the document's rest"
NO_FEED = "not a feed: gofeed's own tests expect an error"
DISAGREEMENTS = {
    ("parser/atom/atom10_feed_title_xhtml_escaped_markup.xml", "feed title"): BROKEN_TITLE,
    ("parser/atom/atom10_feed_title_xhtml_inline_markup.xml", "feed title"): BROKEN_TITLE,
}
REFUSED = {
    "parser/universal/empty_feed.xml": "nothing in it",
    "parser/universal/unknown_feed.xml": NO_FEED,
    "parser/universal/invalid.json": NO_FEED,
    "parser/json/invalid/invalid.json": NO_FEED,
}

_Row = tuple[str, str, datetime | None]


def documents() -> list[Path]:
    """Return the feeds: all XML files, and the JSON files that are no expected result."""
    jsons = [
        p
        for p in FEEDS.rglob("*.json")
        if not p.stem.endswith("_expected") and not p.with_suffix(".xml").exists()
    ]
    return sorted([*FEEDS.rglob("*.xml"), *jsons])


def expected(path: Path) -> dict[str, Any] | None:
    """Return what gofeed reads in a feed; some have no such file."""
    beside = (
        path.with_suffix(".json") if path.suffix == ".xml" else path.with_name(f"{path.stem}_expected.json")
    )
    found = json.loads(beside.read_text()) if beside.exists() else None
    return found if isinstance(found, dict) else None


def listing(path: Path) -> Listing | Refused:
    """Read one file as if it had just been fetched."""
    found = feed.listing(SOURCE, Page("https://feeds.example/feed", path.read_bytes()))
    assert isinstance(found, Listing | Refused)
    return found


def expected_row(item: dict[str, Any]) -> _Row:
    """Return title, link and date of an item in any of gofeed's three shapes of result."""
    links = [link if isinstance(link, str) else link.get("href", "") for link in item.get("links", ())]
    link = item.get("link") or item.get("url") or (links[0] if links else "")
    names = ("publishedParsed", "pubDateParsed", "updatedParsed", "date_published", "date_modified")
    date = next((item[name] for name in names if item.get(name)), None)
    moment = datetime.fromisoformat(date).astimezone(UTC) if date else None
    return plain(item.get("title", "")).text, link, moment


def our_rows(found: Listing) -> list[_Row]:
    """Return title, link and date of each item, in an order that both sides can take."""
    posts = [(item.raw, feed.parse(SOURCE, item)) for item in found.items]
    return sorted(((plain(raw.title).text, post.link, post.published) for raw, post in posts), key=str)


def differences(path: Path, found: Listing, wanted: dict[str, Any]) -> tuple[int, list[tuple[str, str]]]:
    """Return how many fields were compared, and those in which we disagree."""
    name = str(path.relative_to(FEEDS))
    theirs = sorted(
        (expected_row(item) for item in wanted.get("items") or wanted.get("entries") or ()), key=str
    )
    ours = our_rows(found)
    pairs = [
        ("feed title", plain(wanted.get("title") or "").text, found.title),
        ("items", len(theirs), len(ours)),
    ]
    for their, our in zip(theirs, ours, strict=False):
        pairs += zip(("title", "link", "date"), their, our, strict=True)
    return len(pairs), [(name, field) for field, wants, has in pairs if wants != has]


def test_every_feed_is_read_or_known_to_be_none() -> None:
    """No file raises, and only those that hold no feed are refused."""
    found = {str(path.relative_to(FEEDS)): listing(path) for path in documents()}
    assert {name for name, answer in found.items() if isinstance(answer, Refused)} == set(REFUSED)
    assert sum(name.endswith(".xml") for name in found) >= 541


def test_titles_links_and_dates_are_as_expected() -> None:
    """Field by field we agree with gofeed, but for the disagreements listed above with their reasons."""
    compared, files = 0, 0
    disagreed: list[tuple[str, str]] = []
    for path in documents():
        wanted, found = expected(path), listing(path)
        if wanted is None or isinstance(found, Refused):
            continue
        count, others = differences(path, found, wanted)
        compared, files, disagreed = compared + count, files + 1, disagreed + others
    print(f"\n{files} feeds, {compared} fields compared, {compared - len(disagreed)} agree")  # noqa: T201 - the figures
    assert sorted(disagreed) == sorted(DISAGREEMENTS)
    assert files >= 500
