"""Whether a message is still there, by its own page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.demo.pages import embed_page, empty_page, landing_page
from bot.demo.shown import Channel, Shown
from monitors.exchange import Page
from monitors.sources import telegram_proof
from storage.model import Source

HEAD = Channel("open_demo", "Open Demo")
SOURCE = Source("telegram", "open_demo", urls=("https://t.me/s/open_demo",), host="telegram")
MESSAGE = Shown(id=7, published=datetime(2023, 5, 22, 6, tzinfo=UTC), text="Post not found, he said")


def test_asks_for_one_message_alone() -> None:
    """By the address under which the network embeds it; a redirect would prove nothing."""
    asked = telegram_proof.request(SOURCE, "7")
    assert (asked.url, asked.host, asked.redirects) == ("https://t.me/open_demo/7?embed=1", "telegram", False)


@pytest.mark.parametrize(
    ("body", "is_deleted"),
    [
        (embed_page(HEAD, MESSAGE), False),
        (embed_page(HEAD, None), True),
        (empty_page(HEAD), None),
        (landing_page("open_demo", exists=True), None),
        (b"<html><title>Just a moment...</title></html>", None),
        (b"", None),
    ],
    ids=["there", "not found", "empty channel", "landing page", "captcha", "nothing"],
)
def test_only_the_networks_own_words_count(body: bytes, is_deleted: bool | None) -> None:  # noqa: FBT001 - a row
    """What is neither the message nor "Post not found" says nothing of it."""
    assert telegram_proof.is_deleted(Page("u", body), "7") is is_deleted


def test_another_message_is_no_proof() -> None:
    """A page that shows something else was not the answer to the question."""
    assert telegram_proof.is_deleted(Page("u", embed_page(HEAD, MESSAGE)), "8") is None
