"""What is true of a post besides its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitors.facts import Facts, FieldKey
from storage.model import Field, LinkPreview, Media, Poll, Post, Source, Voice

SOURCE = Source("telegram", "Open_Belgorod", Voice.MEDIA)
POST = Post(SOURCE.key, "1", "", "Вибух у місті, є поранені, їх везуть до лікарні")
NOON = datetime(2023, 5, 22, 12, tzinfo=UTC)


def holds(name: str, value: str, post: Post = POST) -> bool:
    """Tell whether a field of a rule is true of a post."""
    facts = Facts(post, SOURCE, frozenset({"Белгородская область", "region"}), NOON)
    return facts.hold(FieldKey.of(Field(name, value)))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("source", "open_belgorod", "open_kursk"),
        ("source", "telegram:Open_Belgorod", "feed:open_belgorod"),
        ("kind", "telegram", "feed"),
        ("voice", "media", "official"),
        ("home", "Белгородская область", "Белгород"),
        ("home", "region", "Курск"),
        ("lang", "uk", "ru"),
        ("after", "2023-05-22T12:00:00+00:00", "2023-05-22T12:00:01+00:00"),
        ("before", "2023-05-22T12:00:01+00:00", "2023-05-22T12:00:00+00:00"),
    ],
)
def test_fields(name: str, right: str, wrong: str) -> None:
    """Capitals make no difference; after takes its moment in, before does not."""
    assert (holds(name, right), holds(name, wrong)) == (True, False)


@pytest.mark.parametrize(
    ("value", "post"),
    [
        ("photo", replace(POST, media=(Media("photo"),))),
        ("video", replace(POST, media=(Media("round_video"),))),
        ("link", replace(POST, links=("https://example.org",))),
        ("link", replace(POST, preview=LinkPreview("https://example.org"))),
        ("link", replace(POST, text="см. https://example.org/1")),
        ("poll", replace(POST, poll=Poll("?"))),
    ],
)
def test_what_a_post_has(value: str, post: Post) -> None:
    """Attachments, links and polls are known from the post."""
    assert holds("has", value, post)
    assert not holds("has", value)


def test_a_post_s_own_mark_of_its_language_counts() -> None:
    """Only where there is none the words are asked."""
    assert holds("lang", "nl", replace(POST, lang="nl-BE"))


def test_of_an_unknown_time_nothing_is_true() -> None:
    """Neither after nor before."""
    facts = Facts(POST, SOURCE, frozenset(), None)
    assert not facts.hold(FieldKey("after", "2023-05-22t00:00:00+00:00"))
    assert not facts.hold(FieldKey("before", "2023-05-22t00:00:00+00:00"))
