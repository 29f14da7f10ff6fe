"""Dropping what the service needs no longer (promise 8): texts, stories, fingerprints, silences."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import outbox, screens, stories, updates
from storage.model import from_iso, to_iso

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Retention

SCREENS = timedelta(days=7)
"""How long a message with buttons can be used after somebody last did."""


def prune(connection: Connection, retention: Retention, now: datetime, most: int = 1_000) -> int:
    """Drop what the service needs no longer, at most so many posts' texts; return how many went.

    A post stays while an alert about its story, or a summary that gathers one, is owed. Fingerprints go
    when their source has not shown the post for long; while a source cannot be read, its fingerprints do
    not age.
    """
    expired = connection.conn.execute(
        "SELECT id FROM posts WHERE ((matched AND seen < ?) OR (NOT matched AND seen < ?))"
        " AND NOT EXISTS (SELECT 1 FROM story_posts JOIN alerts ON alerts.story = story_posts.story"
        "                 LEFT JOIN alerts AS summary ON summary.id = alerts.summary"
        "                 WHERE story_posts.post = posts.id AND (alerts.settled IS NULL"
        "                 OR summary.id IS NOT NULL AND summary.settled IS NULL)) LIMIT ?",
        [to_iso(now - retention.matched), to_iso(now - retention.other), most],
    ).fetchall()
    ids = [(row["id"],) for row in expired]
    connection.conn.executemany("DELETE FROM posts_words WHERE rowid = ?", ids)
    connection.conn.executemany("DELETE FROM posts WHERE id = ?", ids)
    _prune_stories(connection, now - retention.matched)
    _prune_summaries(connection, now - retention.matched)
    connection.conn.execute("DELETE FROM silences WHERE until < ?", [to_iso(now)])
    screens.drop(connection, now - SCREENS)
    updates.drop(connection, now - updates.KEPT)
    _prune_fingerprints(connection, retention, now)
    return len(ids)


def _prune_stories(connection: Connection, before: datetime) -> None:
    """Drop stories without posts whose time is over, with their settled alerts; those stay counted."""
    rows = connection.conn.execute(
        "SELECT id FROM stories WHERE last < ?"
        " AND NOT EXISTS (SELECT 1 FROM story_posts WHERE story = stories.id)"
        " AND NOT EXISTS (SELECT 1 FROM alerts WHERE story = stories.id AND settled IS NULL)",
        [to_iso(before)],
    ).fetchall()
    ids = [row["id"] for row in rows]
    outbox.drop_settled(connection, ids)
    stories.drop(connection, ids)


def _prune_summaries(connection: Connection, before: datetime) -> None:
    """Drop old summaries and proofs; those stay counted. What a summary gathered goes with its stories first.

    They are found by their story, which is 0, and that is a stretch of an index.
    """
    rows = connection.conn.execute(
        "SELECT id FROM alerts INDEXED BY alerts_story WHERE story = 0 AND settled < ?"
        " AND NOT EXISTS (SELECT 1 FROM alerts AS gathered WHERE gathered.summary = alerts.id)",
        [to_iso(before)],
    )
    outbox.drop(connection, rows.fetchall())


def _prune_fingerprints(connection: Connection, retention: Retention, now: datetime) -> None:
    for row in connection.conn.execute("SELECT source, active, last_success FROM sources").fetchall():
        seen = from_iso(row["last_success"]) if row["active"] and row["last_success"] else now
        connection.conn.execute(
            "DELETE FROM fingerprints WHERE source = ? AND shown < ?"
            " AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.source = fingerprints.source"
            "                 AND posts.key = fingerprints.key)",
            [row["source"], to_iso(min(seen, now) - retention.fingerprints)],
        )
