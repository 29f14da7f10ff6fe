"""Stories that are still open, and their posts: what somebody who comes later can still be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.model import to_iso

if TYPE_CHECKING:
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
