"""The people in ``/admin``: numbers alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import chats
from tests.chatting import Person
from tests.conftest import MORNING
from tests.desks import desk_of

if TYPE_CHECKING:
    from storage.database import Connection, Database


def settle(connection: Connection) -> None:
    """Let people, groups, channels and topics follow something."""
    for chat, target, days in ((41_001, "all", 30), (41_002, "topic:shelling", 1), (-1_001_999, "all", 30)):
        chats.follow(connection, chat, target, MORNING - timedelta(days=days))
    chats.note(connection, -1_001_999, "Secret & Co")
    topic = chats.topic(connection, -1_001_999, 5, "Whispers")
    chats.follow(connection, topic, "rule:ivan-the-terrible", MORNING)
    chats.set_language(connection, 41_001, "uk")
    chats.pause(connection, 41_002, "blocked")


def follow_many(connection: Connection) -> None:
    """Let somebody follow a hundred topics with long names."""
    for number in range(100):
        chats.follow(connection, 41_001, f"topic:{'long ' * 10}{number}", MORNING)


async def test_people_are_counted(database: Database) -> None:
    """By kind, language and what they follow; new are those that followed nothing before this week."""
    await database.write(settle)
    person = Person(await desk_of(database), operator=True)
    await person.say("/admin")
    await person.press("People")
    for line in ("Chats: 4", "Private: 2", "Groups and channels: 1", "Topics of groups: 1"):
        assert line in person.text
    for line in ("Not reachable now: 1", "New in the last week: 2", "Ukrainian: 1", "none chosen: 3"):
        assert line in person.text
    for line in ("every topic: 2", "shelling: 1", "rules of their own: 1"):
        assert line in person.text


async def test_nobody_can_be_told_apart(database: Database) -> None:
    """No number of a chat, no title, and nobody's own rule is shown."""
    await database.write(settle)
    person = Person(await desk_of(database), operator=True)
    await person.say("/admin")
    await person.press("People")
    assert not re.search(r"\d{3,}|Secret|Whispers|ivan", person.text)


async def test_many_topics_are_paged(database: Database) -> None:
    """With a hundred topics that are followed, all of them can be read."""
    await database.write(follow_many)
    person = Person(await desk_of(database), operator=True)
    await person.say("/admin")
    await person.press("People")
    await person.press("▶")
    assert "2/4" in person.labels
