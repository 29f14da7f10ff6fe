"""The demo's recorded day as a recording: what a chat that follows everything would have got of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.demo.play import demo_setup
from bot.demo.reading import load_day
from bot.retelling.chat_record import Action, Shown
from bot.retelling.recorded_lines import Line
from bot.retelling.recording import recording_of
from bot.retelling.retelling import retell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.demo.day import Day, Outlet, Recorded

DAY = load_day()
KINDS = {outlet.name: outlet for outlet in DAY.outlets}


def lines_of(day: Day) -> Iterator[Line]:
    """Yield the posts of the day as a recording has them; those that the network says itself are left out."""
    told = [one for one in day.posts if not one.post.service]
    for number, one in enumerate(told, 1):
        source, key = key_of(one, KINDS[one.outlet]).split("/")
        forward = one.post.forward
        of = (forward.link or forward.name) if forward else ""
        yield Line(number, source, key, one.post.published, one.post.text, of)
        if one.edited_at:
            yield Line(number, source, key, one.edited_at, one.edited_text, of, edited_of=key)


def key_of(one: Recorded, outlet: Outlet) -> str:
    """Return a post as ``source/key``."""
    return f"{outlet.kind}:{outlet.name}/{one.post.id}"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Return all that a chat would have seen that day."""
    setup = demo_setup(DAY, "http://127.0.0.1:1", tmp_path_factory.mktemp("demo"))
    found: list[Shown] = []
    recording = recording_of(lines_of(DAY), setup.sources, "the demo's day")
    assert recording.strangers == ()
    asyncio.run(retell(setup, ["all"], recording, found.append))
    return found


def test_no_story_is_missed(shown: list[Shown]) -> None:
    """Of every event that a reader finds in the day, a chat got a message."""
    told = {post for one in shown for post in one.posts}
    missed = {one.story for one in DAY.posts if one.story}
    missed -= {one.story for one in DAY.posts if key_of(one, KINDS[one.outlet]) in told}
    assert missed == set()


def test_many_posts_come_to_few_messages(shown: list[Shown]) -> None:
    """At most one that sounds for each of the day's stories and each confirmation, not one a post."""
    matched = sum(bool(one.topics or one.edited_topics) for one in DAY.posts)
    sounding = [one for one in shown if one.action is not Action.EDIT]
    assert len(sounding) < matched


def test_a_message_comes_before_its_edits(shown: list[Shown]) -> None:
    """Each story is opened by one, at its first post, and nothing goes back in time."""
    first: dict[int, Action] = {}
    for one in shown:
        first.setdefault(one.story, one.action)
    assert set(first.values()) == {Action.NEW}
    assert [one.at for one in shown] == sorted(one.at for one in shown)
    assert [one.story for one in shown if one.action is Action.NEW] == list(first)
