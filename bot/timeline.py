"""The whole of a story in the order in which it happened: every post, edit, deletion and change of trust."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.story_view import teller, view_of
from storage import posts, stories

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.story_view import StoryView, Teller
    from storage.database import Connection
    from storage.model import Source, Step

MOST_POSTS, MOST_NEWEST = 120, 20
"""Posts that are read of a story, from its beginning, and its newest reports: an answer holds no more."""

REVISED = 20
"""Posts of which the earlier texts are read."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A story with its posts, the oldest first, and all that happened to it.

    ``edits`` are the earlier texts of its posts, by the post's id, each with the time at which it was
    replaced, the oldest first.
    """

    view: StoryView
    tellers: tuple[Teller, ...]
    edits: Mapping[int, tuple[tuple[str, datetime], ...]]
    steps: tuple[Step, ...]


class Weight(IntEnum):
    """How readily a line is left out of a timeline that is too long; the smallest go first.

    ``AGAIN`` is a further report of a source, ``FIRST`` the story's first post.
    """

    COPY = 0
    AGAIN = 1
    REPORT = 2
    CHANGE = 3
    FIRST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A line or two of a timeline, in Telegram's HTML, and when that was."""

    at: datetime
    html: str
    weight: Weight


def load_timeline(connection: Connection, number: int, watched: Mapping[str, Source]) -> Timeline | None:
    """Return the timeline of a story; None where there is none, or no post of it is kept any more."""
    view = view_of(connection, number, watched)
    if view is None:
        return None
    copies = stories.copies_of(connection, number)
    found = {one.stored.id: one for one in stories.posts_of(connection, number, MOST_POSTS)}
    found |= {one.stored.id: one for one in stories.newest_of(connection, number, MOST_NEWEST)}
    tellers = tuple(teller(found[post], watched, copies.get(post, 0)) for post in sorted(found))
    revised = [one.stored.id for one in tellers if one.stored.revisions][:REVISED]
    edits = {post: tuple(posts.revisions(connection, post)) for post in revised}
    return Timeline(view, tellers or (view.lead,), edits, tuple(stories.steps_of(connection, number)))
