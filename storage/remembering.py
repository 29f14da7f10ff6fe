"""What stories in memory are rebuilt from, and how it is noticed that they have to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.details import stored_post
from storage.model import Role, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.database import Connection
    from storage.model import StoredPost

_CHANGES = "stories changed"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A stored post as stories are rebuilt from it: its canonical words, and its place in a story if any."""

    stored: StoredPost
    words: str
    story: int | None
    role: Role
    copied: int | None
    joined: datetime | None


def changes(connection: Connection) -> int:
    """Return how often stories have changed: who remembers another number remembers what was undone."""
    row = connection.conn.execute("SELECT count FROM tallies WHERE name = ?", [_CHANGES]).fetchone()
    return row["count"] if row else 0


def count_change(connection: Connection) -> int:
    """Count a change of the stories; return how many there have been."""
    row = connection.conn.execute(
        "INSERT INTO tallies (name, count) VALUES (?, 1)"
        " ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count",
        [_CHANGES],
    ).fetchone()
    return int(row["count"])


def remembered(connection: Connection, moment: datetime) -> Iterator[Remembered]:
    """Yield the posts that were seen since then, in order, with their words and their stories."""
    rows = connection.conn.execute(
        "SELECT stored_posts.*, words, story_posts.story, story_posts.role, story_posts.copied,"
        " story_posts.joined FROM stored_posts"
        " JOIN posts_words ON posts_words.rowid = stored_posts.id"
        " LEFT JOIN story_posts ON story_posts.post = stored_posts.id"
        " WHERE seen >= ? ORDER BY stored_posts.id",
        [to_iso(moment)],
    )
    for row in rows:
        role = Role(row["role"]) if row["role"] else Role.REPORT
        joined = from_iso(row["joined"]) if row["joined"] else None
        yield Remembered(stored_post(row), row["words"], row["story"], role, row["copied"], joined)
