"""A recording as posts of sources: in order, each with its source, what it forwards and what it edits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.retelling.recorded_lines import BadRecording, Line
from bot.retelling.recording import Recorded, Recording, recording_of
from storage.model import Forward, Source, Voice
from tests.conftest import MORNING

OFFICIAL = Source("telegram", "gov_news", Voice.OFFICIAL, home="Козинка", owner="region")
WIRE = Source("feed", "wire", Voice.MEDIA)


def line(number: int, minutes: float = 0, key: str = "", text: str = "Обстрел", **more: Any) -> Line:  # noqa: ANN401 - any field
    """Return a line of the official channel, unless another is named."""
    moment = MORNING + timedelta(minutes=minutes)
    return Line(number, more.pop("source", OFFICIAL.key), key or str(number), moment, text, **more)


def joined(*lines: Line) -> Recording:
    """Return what lines come to for two configured sources."""
    return recording_of(lines, [OFFICIAL, WIRE], "day.jsonl")


def only(*lines: Line) -> Recorded:
    """Return the last post of lines."""
    return joined(*lines).posts[-1]


def test_posts_come_in_the_order_of_their_times() -> None:
    """Whatever that of their lines; those of one time as they stand there, an edit behind its post."""
    lines = [line(1, 5), line(2, 0, edited_of="4", text="Тихо"), line(3, 0), line(4, 0), line(5, -5)]
    assert [one.post.key for one in joined(*lines).posts] == ["5", "3", "4", "4", "1"]


@pytest.mark.parametrize("name", ["telegram:gov_news", "Telegram:GOV_news", "gov_news", "GOV_NEWS"])
def test_a_configured_source_is_known_by_its_name(name: str) -> None:
    """With all that is configured of it: its voice, its home, its owner."""
    found = joined(line(1, source=name))
    assert (found.posts[0].source, found.strangers) == (OFFICIAL, ())


def test_a_source_that_is_not_configured_is_a_channel() -> None:
    """Of Telegram's unless it says otherwise, and told of once."""
    names = ["Stranger", "telegram:stranger", "vk:club1", "Stranger"]
    found = joined(*(line(number, source=name) for number, name in enumerate(names, 1)))
    stranger, other = Source("telegram", "stranger"), Source("vk", "club1")
    assert [one.source for one in found.posts] == [stranger, stranger, other, stranger]
    assert found.strangers == (stranger, other)


def test_posts_have_the_addresses_of_their_network() -> None:
    """What has none that is known goes by its name, so that forwards of it are found."""
    keys = {OFFICIAL.key: "7", WIRE.key: "https://example.org/1", "vk:club1": "9"}
    found = [only(line(1, key=key, source=source)).post.link for source, key in keys.items()]
    assert found == ["https://t.me/gov_news/7", "https://example.org/1", "vk:club1/9"]


@pytest.mark.parametrize(
    ("of", "forward"),
    [
        ("telegram:gov_news/7", Forward("gov_news", "https://t.me/gov_news/7")),
        ("gov_news/7", Forward("gov_news", "https://t.me/gov_news/7")),
        ("Unseen/7", Forward("unseen", "https://t.me/unseen/7")),
        ("feed:wire/https://example.org/1", Forward("wire", "https://example.org/1")),
        ("https://t.me/unseen/7", Forward("unseen", "https://t.me/unseen/7")),
        ("https://t.me", Forward("t.me", "https://t.me")),
        ("https://", Forward("", "https://")),
        ("a neighbour", Forward("a neighbour")),
    ],
)
def test_a_forward_names_what_it_forwards(of: str, forward: Forward) -> None:
    """By source and key, by an address, or by a name alone; its source need not be in the recording."""
    found = joined(line(1, forward_of=of))
    assert found.posts[0].post.forward == forward
    assert found.strangers == ()


def test_an_edit_is_its_post_with_other_words() -> None:
    """At the time of the edit; when the post was published and what it forwards stay."""
    edit = only(
        line(1, key="7", forward_of="a/1"), line(2, 9, edited_of="7", text="Тихо https://a.example/b.")
    )
    assert edit.at == MORNING + timedelta(minutes=9)
    assert (edit.post.key, edit.post.published, edit.post.edited) == ("7", MORNING, True)
    assert (edit.post.text, edit.post.links) == ("Тихо https://a.example/b.", ("https://a.example/b",))
    assert edit.post.forward == Forward("a", "https://t.me/a/1")


def test_an_edit_of_an_edit_is_one_of_the_post() -> None:
    """Also where each has a key of its own; one of a post not recorded is that post, first seen then."""
    found = joined(line(1), line(2, 1, edited_of="1"), line(3, 2, edited_of="2"), line(4, 3, edited_of="99"))
    assert [one.post.key for one in found.posts] == ["1", "1", "1", "99"]
    assert found.posts[-1].post.edited


def test_a_post_that_stands_there_twice_counts_once() -> None:
    """With other words it is told: an edit has to say that it is one."""
    assert len(joined(line(1, key="7"), line(2, key="7", source="gov_news")).posts) == 1
    with pytest.raises(BadRecording) as caught:
        joined(line(1, key="7"), line(2, 1, key="7", text="Тихо"))
    assert "day.jsonl:2: telegram:gov_news/7 is on line 1 already, with another text" in str(caught.value)


def test_addresses_in_a_text_are_its_links() -> None:
    """Without what a sentence puts behind them, each once."""
    text = "Тут (https://a.example/b), https://a.example/b и http://c.example?d=1!"
    assert only(line(1, text=text)).post.links == ("https://a.example/b", "http://c.example?d=1")
