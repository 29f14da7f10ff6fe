"""Chats that are owed stories, put into a store without a poll: what trials of delivery begin with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import announcing, chats, posts, sources, stories
from storage.model import Entry, Severity, Source, SourceState, Story, Trust, Verdict, topic_target
from tests.examples import hit, post, sighting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database import Connection

SOURCE = Source("telegram", "open_belgorod")

FRESH = timedelta(hours=12)
"""How much younger a story is made out to be than it is, so that none is told of late."""


def follow(connection: Connection, now: datetime, chat_ids: Iterable[int], topic: str = "shelling") -> None:
    """Let chats follow a topic."""
    sources.configure(connection, [SOURCE])
    for chat in chat_ids:
        chats.follow(connection, chat, topic_target(topic), now)


def owe(connection: Connection, now: datetime, story: int = 1, topic: str = "shelling") -> int:
    """Store a post with a story of its own, and owe it to all who follow its topic; return to how many.

    ``story`` is its number, which stands in its text as :func:`numbers_in` reads it.
    """
    said = replace(post(f"{story}", f"Обстрел Грайворона, событие{story}"), published=now)
    entry = Entry(sighting(said, hit(topic)), announce=True)
    [(_, lead)] = posts.save(connection, Verdict(SourceState(SOURCE.key), new=(entry,)), now).new
    severities = {topic_target(topic): Severity.CRITICAL}
    stories.save(connection, Story(story, now, now + FRESH, Severity.CRITICAL, severities, lead=lead))
    return announcing.announce(connection, story, severities, Trust.UNCONFIRMED, now)


def numbers_in(text: str) -> set[int]:
    """Return the numbers of the stories that a message tells: none, or several, where it is a summary."""
    return {int(found) for found in re.findall(r"событие(\d+)", text)}
