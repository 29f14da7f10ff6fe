"""Posts that may have been deleted where they were published, and those that were.

A post is asked for by itself when it is no longer on its page, and while it is news. What was deleted keeps
its text for as long as any other post.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.model import to_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Doubted:
    """A post of which it is to be found out whether it is still there."""

    post: int
    source: str
    key: str


def note_vanished(connection: Connection, source: str, keys: Collection[str], now: datetime) -> None:
    """Note that posts are no longer where they were on their page."""
    if keys:
        connection.conn.execute(
            "UPDATE posts SET vanished = ? WHERE source = ? AND deleted IS NULL"
            " AND key IN (SELECT value FROM json_each(?))",
            [to_iso(now), source, json.dumps(list(keys))],
        )


def doubted(
    connection: Connection, sources: Collection[str], now: datetime, young: timedelta, rest: timedelta
) -> Doubted | None:
    """Return the post of these sources to ask for next: one that vanished, else one that is news.

    News are matched posts that were seen within ``young``. None is asked for again within ``rest``, unless it
    has vanished since.
    """
    wanted = json.dumps(list(sources))
    row = connection.conn.execute(
        "SELECT id, source, key FROM posts WHERE vanished IS NOT NULL"
        " AND (checked IS NULL OR checked < vanished OR checked < :rest)"
        " AND source IN (SELECT value FROM json_each(:wanted)) ORDER BY coalesce(checked, vanished) LIMIT 1",
        {"wanted": wanted, "rest": to_iso(now - rest)},
    ).fetchone()
    row = (
        row
        or connection.conn.execute(
            "SELECT id, source, key FROM posts WHERE matched AND seen > :young AND deleted IS NULL"
            " AND source IN (SELECT value FROM json_each(:wanted)) AND coalesce(checked, seen) < :rest"
            " ORDER BY coalesce(checked, seen) LIMIT 1",
            {"wanted": wanted, "young": to_iso(now - young), "rest": to_iso(now - rest)},
        ).fetchone()
    )
    return Doubted(row["id"], row["source"], row["key"]) if row else None


def settle(connection: Connection, post: int, now: datetime, *, is_deleted: bool | None) -> None:
    """Note what was found out about a post; None: nothing could be, so that others go first now."""
    connection.conn.execute("UPDATE posts SET checked = ? WHERE id = ?", [to_iso(now), post])
    if is_deleted is not None:
        connection.conn.execute(
            "UPDATE posts SET vanished = NULL, deleted = ? WHERE id = ?",
            [to_iso(now) if is_deleted else None, post],
        )
