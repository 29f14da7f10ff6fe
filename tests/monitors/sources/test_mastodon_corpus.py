"""Answers that a real Mastodon server gave, beside a plain reading of them that knows no module of ours."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from monitors.exchange import Page
from monitors.sources import mastodon
from monitors.sources.contract import Listing
from storage.model import Post, Source

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("REGIONWATCH_CORPORA", ROOT.parent / "shared" / "corpora")) / "mastodon"
NAME = "newsroom@localhost:3000"
SOURCE = Source("mastodon", NAME, urls=mastodon.urls(NAME, "http://localhost:3000", ()))

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the recorded answers are not at {FOLDER}")


def recorded() -> list[dict[str, Any]]:
    """Return what was recorded, but for earlier versions and sources of statuses: those are no statuses."""
    answers = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return [answer for answer in answers if not re.search(r"/(history|source)$", answer["uri"])]


def statuses(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an answer's statuses, one that stands alone as a list."""
    body = answer["body"]
    return body if isinstance(body, list) else [body]


def page(answer: dict[str, Any]) -> Page:
    """Return an answer as if it had just been fetched."""
    link = ", ".join(answer["headers"].get("link", []))
    return Page(answer["uri"], json.dumps(statuses(answer)).encode(), answer["status"], link=link)


def plainly(status: dict[str, Any]) -> tuple[object, ...]:
    """Read a status in the simplest way that fits these recordings."""
    shown = status["reblog"] or status
    text = re.sub(r"<br ?/?>", "\n", shown["content"]).replace("</p><p>", "\n\n")
    text = unescape(re.sub(r"<[^>]*>", "", text)).strip()
    warned = f"{shown['spoiler_text']}\n\n{text}" if shown["spoiler_text"] else text
    account = status["account"]
    return (
        *(status["id"], shown["url"], warned, datetime.fromisoformat(status["created_at"])),
        *(account["display_name"] or account["acct"], shown["edited_at"] is not None),
        *(shown["language"] or "", len(shown["media_attachments"]), status["reblog"] is not None),
    )


def ours(post: Post) -> tuple[object, ...]:
    """Return the same of what was read."""
    return (
        *(post.key, post.link, post.text, post.published, post.author, post.edited, post.lang),
        *(len(post.media), post.forward is not None),
    )


def test_every_recorded_status_is_read_as_it_stands() -> None:
    """Field by field both readings agree, and none is left out but for its visibility."""
    compared = 0
    for answer in recorded():
        found = mastodon.listing(SOURCE, page(answer))
        assert isinstance(found, Listing)
        public = [one for one in statuses(answer) if one["visibility"] in {"public", "unlisted"}]
        read = [ours(mastodon.parse(SOURCE, item)) for item in found.items]
        assert read == sorted(map(plainly, public), key=lambda row: int(str(row[0])))
        compared += len(read)
    print(f"\n{compared} statuses of {len(recorded())} recorded answers agree")  # noqa: T201 - the figures
    assert compared


def test_paging_leads_where_the_recorded_answers_lie() -> None:
    """The page before begins where the server's own link says."""
    for answer in recorded():
        found = mastodon.listing(SOURCE, page(answer))
        assert isinstance(found, Listing)
        linked = re.search(r'max_id=(\d+)[^>]*>; rel="next"', ", ".join(answer["headers"].get("link", [])))
        before = re.search(r"max_id=(\d+)", found.older.url) if found.older else None
        if found.is_whole:
            assert (before and before[1]) == (linked and linked[1]) or "link" not in answer["headers"]
