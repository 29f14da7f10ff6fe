"""The head of a preview page."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.demo import pages
from bot.demo.shown import Channel as Head
from bot.demo.shown import Shown
from monitors.sources.telegram_channel import Channel, read_channel

NOON = datetime(2023, 5, 22, 9, 0, tzinfo=UTC)


def page(head: Head) -> bytes:
    """Return a preview page with one message."""
    return pages.preview_page(head, [Shown(id=1, published=NOON, text="Words")])


def test_the_head_of_a_whole_page() -> None:
    """Name, title, description over lines, the verified mark and every counter."""
    counters = ((12_500, "subscribers"), (1, "photos"), (2, "videos"), (3, "files"), (40, "links"))
    head = Head("Open_Demo", "Open & <Demo> 👍", "Two\nlines", verified=True, counters=counters)
    found = read_channel(page(head))
    assert (found.username, found.title, found.description) == ("Open_Demo", "Open & <Demo> 👍", "Two\nlines")
    assert found.verified
    assert (found.subscribers, found.photos, found.videos) == (12_500, 1, 2)
    assert (found.files, found.links) == (3, 40)


def test_a_page_without_the_mark_is_not_verified() -> None:
    """A tick in the title is no mark."""
    assert not read_channel(page(Head("demo_chan", "Demo ✔"))).verified


def test_what_is_missing_is_empty() -> None:
    """Counters that are not shown are unknown, not nought; no page is no channel."""
    found = read_channel(page(Head("demo_chan", "Demo")))
    assert (found.subscribers, found.description) == (None, "")
    assert read_channel(b"") == Channel()
