"""Stories by their posts: those that go on, and those that posts which somebody asks about tell of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection


def posts_of_open(connection: Connection, since: datetime, limit: int) -> dict[int, int]:
    """Return the reports of the newest stories that go on, with their stories, by the posts' ids.

    They are those that are not closed, not over and not part of another, of which a post is not older than
    ``since``; at most ``limit`` of them. Copies say nothing that their reports do not say.
    """
    rows = connection.conn.execute(
        "SELECT story_posts.post, story_posts.story FROM ("
        "   SELECT id FROM stories WHERE closed IS NULL AND ended IS NULL AND into_story IS NULL"
        "   AND last >= ? ORDER BY last DESC LIMIT ?) AS open"
        " CROSS JOIN story_posts ON story_posts.story = open.id AND story_posts.role = 'report'",
        [to_iso(since), limit],
    )
    return {row["post"]: row["story"] for row in rows}


def count_stories(connection: Connection, posts: Collection[int]) -> int:
    """Return of how many stories these posts tell, by the posts' ids; of some of them there may be none."""
    row = connection.conn.execute(
        "SELECT count(DISTINCT story) AS count FROM story_posts"
        " WHERE post IN (SELECT value FROM json_each(?))",
        [json.dumps(list(posts))],
    ).fetchone()
    return int(row["count"])
