"""Preview pages that mean harm: each is read in a moment, and its words arrive."""

from __future__ import annotations

import time

import pytest

from monitors.exchange import Page
from monitors.sources import telegram
from monitors.sources.contract import Listing
from monitors.sources.text import clean
from storage.model import Source

SOURCE = Source("telegram", "open_demo", urls=("https://t.me/s/open_demo",), host="telegram")
BEGIN = (
    b'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="open_demo/1">'
    b'<div class="tgme_widget_message_text js-message_text">words '
)
SIZE = 1_000_000
LIMIT = 1.0
"""Seconds of CPU for a page of 1 MB; a quadratic step takes minutes."""


@pytest.mark.parametrize(
    "piece",
    [
        b"<div>",
        b"<b>",
        b"<div></b>",
        b"<table>",
        b"<a href=x>",
        b"&amp",
        b"<img ",
        b' src="',
        b"url('",
        b' data-view="',
        b'<b class="tgme_widget_message_views',
        b'<div class="tgme_widget_message_reactions',
        b'<div class="tgme_widget_message_poll_option_bar',
        b'<span class="tgme_reaction',
        b'class="tme_messages_more',
        b'<link rel="prev" href="?before=',
        b' data-post="',
        b" ",
        b"\n \t",
        b"<p a=1 b=2 ",
    ],
)
def test_what_is_repeated_without_end_is_read_at_once(piece: bytes) -> None:
    """Whatever is opened and never closed, time grows with the page and no faster."""
    body = BEGIN + piece * (SIZE // len(piece))
    begun = time.process_time()
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], body))
    assert isinstance(found, Listing)
    post = telegram.parse(SOURCE, found.items[0])
    assert time.process_time() - begun < LIMIT
    assert post.text.startswith("words")


def test_a_tag_of_a_hundred_thousand_attributes_is_read_at_once() -> None:
    """Parsers compare each attribute with all before it."""
    body = BEGIN + b"<p " + b"".join(b"a%d=1 " % number for number in range(100_000)) + b">"
    begun = time.process_time()
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], body))
    assert isinstance(found, Listing)
    telegram.parse(SOURCE, found.items[0])
    assert time.process_time() - begun < LIMIT


def test_a_large_message_keeps_its_text_its_time_and_its_link() -> None:
    """A post of nothing but emoji has more tags than a parser is given."""
    emoji = (
        b'<i class="emoji" style="background-image:url(\'//telegram.org/e.png\')"><b>\xf0\x9f\x94\xb4</b></i>'
    )
    date = (
        b'<a class="tgme_widget_message_date" href="x"><time datetime="2023-05-22T09:00:00+03:00"></time></a>'
    )
    body = BEGIN + emoji * 2_000 + b'</div><div class="tgme_widget_message_footer">' + date
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], body))
    assert isinstance(found, Listing)
    post = telegram.parse(SOURCE, found.items[0])
    assert (post.text, post.link) == ("words " + "\U0001f534" * 2_000, "https://t.me/open_demo/1")
    assert post.published is not None
    assert post.published.isoformat() == "2023-05-22T06:00:00+00:00"


@pytest.mark.parametrize("hostile", [b"9" * 400 + b"K", b"9" * 9_000])
def test_a_number_beyond_all_numbers_is_none(hostile: bytes) -> None:
    """A counter or a year out of range leaves the message readable."""
    more = b'</div><span class="tgme_widget_message_views">' + hostile + b"</span>"
    more += b'<a class="tgme_widget_message_date"><time datetime="0001-01-01T00:00:00+14:00"></time></a>'
    found = telegram.listing(SOURCE, Page(SOURCE.urls[0], BEGIN + more))
    assert isinstance(found, Listing)
    post = telegram.parse(SOURCE, found.items[0])
    assert (post.text, post.views, post.published) == ("words", None, None)


def test_cleaning_is_linear() -> None:
    """Spaces without end, and lines of them, take no time."""
    begun = time.process_time()
    assert clean("a" + " " * SIZE + "b" + " \n\t" * SIZE) == "a" + " " * SIZE + "b"
    assert time.process_time() - begun < LIMIT
