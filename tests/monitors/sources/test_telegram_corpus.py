"""Real message blocks that others collected, beside what another reader (tchan) makes of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from monitors.exchange import Page
from monitors.sources import telegram
from monitors.sources.contract import Listing
from monitors.sources.telegram_channel import read_channel
from storage.model import Source

if TYPE_CHECKING:
    from pathlib import Path

    from storage.model import Media, Post

TYPES = {"round_video": "round-video", "voice": "audio", "audio": "document"}
"""Our kinds of media by tchan's names, where they differ."""

SPACES = "tchan strips every element's text and joins them: we keep spaces and lines as the page has them"
EMOJI = "tchan takes the picture of an emoji for a photo of the message, we keep its character"
HASHTAGS = "tchan lists the search links of hashtags (and the emoji's picture), which lead to no other page"
ICON = "the channel's new picture is shown in a service message: no attachment of a post"
CARD_PICTURE = "the picture of a link's card expires within days and is not read"
CARD_TEXT = "a message of a link alone is read with the words of its card, so that they can be matched"
DISAGREEMENTS = {
    ("parse_service_message_pinned", "text"): SPACES,
    ("parse_text_message_link_no_preview", "text"): SPACES,
    ("parse_text_message_link_with_right_preview", "text"): SPACES,
    ("parse_message_weird_preview", "text"): SPACES,
    ("parse_emoji_message", "urls"): EMOJI,
    ("parse_message_weird_preview", "urls"): HASHTAGS,
    ("parse_service_message_pinned", "urls"): "the link to the pinned message stands in its own text",
    ("parse_service_message_channel_photo_updated", "urls"): ICON,
    ("parse_text_message_link_with_regular_preview", "preview_image_url"): CARD_PICTURE,
    ("parse_text_message_link_with_right_preview", "preview_image_url"): CARD_PICTURE,
    ("parse_text_message_link_with_regular_preview", "text"): CARD_TEXT,
}


@pytest.fixture(scope="module")
def folder(corpora: Path) -> Path:
    """Return the folder of real pages."""
    return corpora / "telegram_pages"


@pytest.fixture(scope="module")
def cases(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is expected, with the file's name, by case."""
    found = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return {case["case"]: {**case["expected"], "html": case["html"]} for case in found}


def read(body: bytes, channel: str) -> Post:
    """Read the only message of a page."""
    source = Source("telegram", channel)
    found = telegram.listing(source, Page(f"https://t.me/s/{channel}", body))
    assert isinstance(found, Listing)
    (item,) = found.items
    return telegram.parse(source, item)


def as_expected(post: Post) -> dict[str, Any]:
    """Return a post in tchan's shape."""
    published = post.published or datetime.min.replace(tzinfo=UTC)
    card = post.preview
    return {
        "id": int(post.key),
        "created_at": {"datetime_utc": list(published.timetuple()[:6])},
        "type": kind_of(post),
        "channel": post.link.split("/")[3],
        "urls": [["link", link] for link in post.links] + [url for one in post.media for url in urls_of(one)],
        "author": post.author or None,
        "edited": post.edited,
        "text": post.text or None,
        "views": post.views,
        "preview_url": card.url if card else None,
        "preview_image_url": None,
        "preview_site_name": (card.site or None) if card else None,
        "preview_title": (card.title or None) if card else None,
        "preview_description": (card.description or None) if card else None,
    }


def kind_of(post: Post) -> str:
    """Return tchan's word for what a post is."""
    if post.service:
        return "service"
    return TYPES.get(post.media[0].kind, post.media[0].kind) if post.media else "text"


def urls_of(media: Media) -> list[list[str]]:
    """Return the addresses of an attachment with tchan's word for each."""
    names = {
        "photo": ("photo", ""),
        "sticker": ("photo", ""),
        "video": ("video", "thumbnail-video"),
        "round_video": ("round-video", "thumbnail-roundvideo"),
        "voice": ("audio", ""),
        "location": ("link", ""),
    }
    first, second = names.get(media.kind, ("", ""))
    return [[name, url] for name, url in ((first, media.url), (second, media.thumbnail)) if url]


def test_every_field_is_as_expected(folder: Path, cases: dict[str, dict[str, Any]]) -> None:
    """Field by field we agree with tchan, but for the disagreements listed above with their reasons."""
    messages = {name: wanted for name, wanted in cases.items() if name != "channel_info"}
    disagreed, compared = set(), 0
    for name, wanted in messages.items():
        ours = as_expected(read((folder / wanted["html"]).read_bytes(), wanted["channel"]))
        compared += len(ours)
        disagreed |= {(name, field) for field, value in ours.items() if wanted.get(field) != value}
    print(f"\n{len(messages)} messages, {compared} fields compared, {compared - len(disagreed)} agree")  # noqa: T201 - the figures
    assert (len(messages), compared) == (25, 350)
    assert disagreed == DISAGREEMENTS.keys()


def test_where_only_spaces_differ_the_words_are_the_same(
    folder: Path, cases: dict[str, dict[str, Any]]
) -> None:
    """The disagreements about spaces hide no lost or invented letter."""
    names = [name for (name, _), reason in DISAGREEMENTS.items() if reason is SPACES]
    for name in names:
        wanted = cases[name]
        ours = read((folder / wanted["html"]).read_bytes(), wanted["channel"]).text
        assert "".join(ours.split()) == "".join(wanted["text"].split())


def test_the_head_of_a_channel_is_as_expected(folder: Path, cases: dict[str, dict[str, Any]]) -> None:
    """Every field, the counters' words in the singular too."""
    wanted = cases["channel_info"]
    found = asdict(read_channel((folder / wanted["html"]).read_bytes()))
    fields = wanted.keys() - {"html", "_type"}
    assert {field: found[field] for field in fields} == {field: wanted[field] for field in fields}
    assert (found["verified"], found["files"]) == (False, None)
