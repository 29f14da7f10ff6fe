"""One post of Bluesky: all that it may say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitors.sources import bluesky_post
from monitors.sources.bluesky_text import words_of
from storage.model import Forward, Media, Post

DID, OTHER = "did:plc:newsroomnewsroomnewsro22", "did:plc:watcherwatcherwatcherwa22"
LONG = "https://a.example/a/long/path"


def facet(start: object, end: object, uri: object = LONG) -> dict[str, Any]:
    """Return a link over a stretch of bytes."""
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


def view(text: str, embed: object = None, **record: object) -> dict[str, Any]:
    """Return a post as it is shown."""
    value = {"text": text, "createdAt": "2023-05-22T05:00:00.000Z", **record}
    post = {"uri": f"at://{DID}/app.bsky.feed.post/3a", "record": value, "embed": embed, "cid": "c"}
    return {**post, "author": {"did": DID, "handle": "newsroom.example", "displayName": "Редакция"}}


def read(text: str, embed: object = None, **record: object) -> Post:
    """Return what is read of a post."""
    shown = bluesky_post.of_search(view(text, embed, **record))
    assert shown is not None
    return bluesky_post.read("bluesky:x", shown.key, shown)


def test_offsets_count_bytes() -> None:
    """A shortened address behind letters of two and four bytes is written out."""
    text = "Ждём 🔥 a.example/a/lo… завтра"
    start = len("Ждём 🔥 ".encode())
    found = words_of({"text": text, "facets": [facet(start, start + len("a.example/a/lo…".encode()))]})
    assert found == (f"Ждём 🔥 {LONG} завтра", (LONG,))


def test_linked_words_stay_as_they_are() -> None:
    """Where they lead is among the links; a mention or a tag leads nowhere."""
    tag = {"index": {"byteStart": 0, "byteEnd": 3}, "features": [{"tag": "tag"}]}
    found = words_of({"text": "See exam. #tag", "facets": [facet(4, 8), tag]})
    assert found == ("See exam. #tag", (LONG,))


@pytest.mark.parametrize(
    ("start", "end", "uri"),
    [
        *((-1, 4, LONG), (4, 2, LONG), (0, 99, LONG), (1, 4, LONG), ("0", 4, LONG), (True, 4, LONG)),
        *((0, 10**30, LONG), (0, 4, "javascript:alert(1)"), (0, 4, None), (0.0, 4, LONG), (0, 4, [LONG])),
    ],
)
def test_a_facet_that_does_not_fit_is_left_out(start: object, end: object, uri: object) -> None:
    """The text is read as it stands."""
    assert words_of({"text": "Да..", "facets": [facet(start, end, uri), None, 7]}) == ("Да..", ())


def test_facets_across_each_other_do_not_double_the_text() -> None:
    """The first one counts."""
    found = words_of({"text": "a.example/a b", "facets": [facet(2, 13, "https://b.example"), facet(0, 11)]})
    assert found.text == f"{LONG} b"


def test_times_are_what_can_be() -> None:
    """An author's clock may be wrong: nothing is seen before it is written."""
    seen = datetime(2023, 5, 22, 5, 0, 1, tzinfo=UTC)
    times = {
        "2199-01-01T00:00:00Z": seen,
        "2012-01-01T00:00:00Z": datetime(2012, 1, 1, tzinfo=UTC),
        "?": seen,
    }
    for written, expected in times.items():
        post = {**view("x", createdAt=written), "indexedAt": "2023-05-22T05:00:01Z"}
        shown = bluesky_post.of_search(post)
        assert shown is not None
        assert shown.time == expected
    assert read("x", createdAt=None).published is None


def test_a_repost_is_a_forward() -> None:
    """Key, author and time are its own; words and link are of what it repeats."""
    by = {"did": OTHER, "handle": "watch.example", "displayName": "\u202eНаблюдатель\n"}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": "2023-05-22T06:00:00Z"}
    shown = bluesky_post.of_feed({"post": view("Взрывы"), "reason": reason})
    assert shown is not None
    post = bluesky_post.read("bluesky:x", shown.key, shown)
    link = f"https://bsky.app/profile/{DID}/post/3a"
    assert (post.text, post.link, post.forward) == ("Взрывы", link, Forward("Редакция", link))
    assert (post.author.endswith("Наблюдатель"), post.published) == (
        True,
        datetime(2023, 5, 22, 6, tzinfo=UTC),
    )


def test_a_quote_stands_below_the_words_about_it() -> None:
    """Who is quoted is the origin of both; what was deleted or is no post shows nothing."""
    quoted = {
        "uri": f"at://{OTHER}/app.bsky.feed.post/3q",
        "value": {"text": "Взрывы"},
        "author": {"handle": "w"},
    }
    post = read("Да", {"$type": "app.bsky.embed.record#view", "record": quoted})
    assert post.text == "Да\n\nВзрывы"
    assert post.forward == Forward("w", f"https://bsky.app/profile/{OTHER}/post/3q")
    for record in ({"uri": quoted["uri"], "notFound": True}, {"displayName": "A list"}, None):
        assert read("Да", {"$type": "app.bsky.embed.record#view", "record": record}).forward is None


def test_pictures_and_videos_with_what_they_show() -> None:
    """Beside a quote, too; without words, what they are said to show is the text."""
    images = {
        "$type": "app.bsky.embed.images#view",
        "images": [{"alt": "Дым", "fullsize": "https://c.example/1"}],
    }
    assert read("", images).text == "Дым"
    video = {"$type": "app.bsky.embed.video#view", "playlist": "https://c.example/1.m3u8", "alt": "Дым"}
    both = {"$type": "app.bsky.embed.recordWithMedia#view", "media": video, "record": {"record": {}}}
    assert read("Да", both).media == (Media("video", "Дым", "https://c.example/1.m3u8"),)


def test_a_link_alone_is_read_with_its_card() -> None:
    """Beside other words the card is kept apart."""
    card = {"external": {"uri": LONG, "title": "Взрывы", "description": "в городе"}}
    assert read("", card).text == "Взрывы\n\nв городе"
    post = read("Смотрите", card)
    assert post.preview is not None
    assert (post.text, post.preview.title, post.links) == ("Смотрите", "Взрывы", (LONG,))


def test_an_authors_own_warning_stands_first() -> None:
    """Labels that are instructions to programs warn of nothing."""
    labels = {"values": [{"val": "graphic-media"}, {"val": "!no-unauthenticated"}, {"val": 7}]}
    assert read("Фото", labels=labels).text == "graphic-media\n\nФото"


def test_replies_and_languages() -> None:
    """An answer names the post that it answers; of several languages none is taken."""
    parent = {"uri": f"at://{OTHER}/app.bsky.feed.post/3p"}
    assert read("x", reply={"parent": parent}).reply_to == f"https://bsky.app/profile/{OTHER}/post/3p"
    assert [read("x", langs=langs).lang for langs in (["uk-UA"], ["ru", "uk"], [7], "ru")] == [
        "uk-ua",
        "",
        "",
        "",
    ]
