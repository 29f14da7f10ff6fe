"""Posts, their revisions and fingerprints, and the one transaction in which a poll is saved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import deletions, sources
from storage.details import details_of, hits_as_json, places_as_json, stored_post, targets_of
from storage.model import EVERY_TOPIC, Fingerprint, Kept, Recollection, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection
    from storage.model import Entry, Sighting, StoredPost, Verdict


REVISIONS_KEPT = 20
"""Earlier texts of one post that are kept besides the first: a clock in a text must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a verdict came to, counted; ``joined`` are the posts whose stories have changed by them."""

    new: int = 0
    revised: int = 0
    duplicates: int = 0
    matched: int = 0
    alerts: int = 0
    joined: int = 0

    @property
    def told(self) -> float | None:
        """How many chats are told of a post that matched, on average; None where none did."""
        return self.alerts / self.matched if self.matched else None


def fingerprints(connection: Connection, source: str, keys: Iterable[str]) -> dict[str, Fingerprint]:
    """Return the fingerprints of those of these keys that the source has shown before."""
    rows = connection.conn.execute(
        "SELECT key, digest, content, shown FROM fingerprints"
        " WHERE source = ? AND key IN (SELECT value FROM json_each(?))",
        [source, json.dumps(list(keys))],
    )
    return {row["key"]: _fingerprint(row) for row in rows}


def recall(
    connection: Connection, source: str, keys: Collection[str], contents: Collection[bytes]
) -> Recollection:
    """Return all that bears on posts of these keys and contents."""
    by_key = fingerprints(connection, source, keys)
    return Recollection(
        by_key=by_key,
        by_content={content: twin for content in contents if (twin := _twin(connection, source, content))},
        kept=_kept(connection, source, by_key) if by_key else {},
    )


def _kept(connection: Connection, source: str, keys: Iterable[str]) -> dict[str, Kept]:
    rows = connection.conn.execute(
        "SELECT key, text, hits,"
        " (SELECT json_group_array(text) FROM revisions WHERE post = posts.id) AS earlier"
        " FROM posts WHERE source = ? AND key IN (SELECT value FROM json_each(?))",
        [source, json.dumps(list(keys))],
    )
    return {
        row["key"]: Kept(row["text"], targets_of(row["hits"]), frozenset(json.loads(row["earlier"])))
        for row in rows
    }


def _twin(connection: Connection, source: str, content: bytes) -> Fingerprint | None:
    row = connection.conn.execute(
        "SELECT key, digest, content, shown FROM fingerprints WHERE source = ? AND content = ?"
        " ORDER BY shown DESC, key DESC LIMIT 1",
        [source, content],
    ).fetchone()
    return _fingerprint(row) if row else None


def _fingerprint(row: Row) -> Fingerprint:
    return Fingerprint(row["key"], row["digest"], row["content"], from_iso(row["shown"]))


@dataclass(frozen=True, slots=True)
class Written:
    """The posts that were stored, each with its id: new ones, and those that say something else now."""

    new: tuple[tuple[Entry, int], ...] = ()
    revised: tuple[tuple[Entry, int], ...] = ()


def save(connection: Connection, verdict: Verdict, now: datetime) -> Written:
    """Save what one poll came to, but for stories and alerts: posts, revisions, fingerprints, the cursor."""
    source = verdict.state.source
    new = [(entry, _insert(connection, entry.sighting, now)) for entry in verdict.new]
    revised = [(entry, _revise(connection, entry.sighting, now)) for entry in verdict.revised]
    changed = [*(entry.sighting for entry in (*verdict.new, *verdict.revised)), *verdict.fingerprints]
    _put_fingerprints(connection, source, changed, now)
    if verdict.shown:
        _note_shown(connection, source, verdict.shown, now)
    deletions.note_vanished(connection, source, verdict.vanished, now)
    sources.save(connection, verdict.state)
    return Written(tuple(new), tuple(revised))


def _insert(connection: Connection, sighting: Sighting, now: datetime) -> int:
    post = sighting.post
    cursor = connection.conn.execute(
        "INSERT INTO posts (source, key, link, published, seen, text, details, hits, places, matched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            post.source,
            post.key,
            post.link,
            to_iso(post.published) if post.published else None,
            to_iso(now),
            post.text,
            details_of(post),
            hits_as_json(sighting.hits),
            places_as_json(sighting.places),
            bool(sighting.hits),
        ],
    )
    post_id = cursor.lastrowid or 0
    _index(connection, post_id, sighting.search_text)
    return post_id


def _revise(connection: Connection, sighting: Sighting, now: datetime) -> int:
    """Keep the earlier text as a revision and put the new one in its place.

    Of a text that never stops changing, the first and the last few are kept.
    """
    post = sighting.post
    (post_id,) = connection.conn.execute(
        "SELECT id FROM posts WHERE source = ? AND key = ?", [post.source, post.key]
    ).fetchone()
    connection.conn.execute(
        "INSERT INTO revisions (post, text, replaced) SELECT id, text, ? FROM posts WHERE id = ?",
        [to_iso(now), post_id],
    )
    connection.conn.execute(
        "DELETE FROM revisions WHERE post = ? AND id NOT IN"
        " (SELECT min(id) FROM revisions WHERE post = ?)"
        " AND id NOT IN (SELECT id FROM revisions WHERE post = ? ORDER BY id DESC LIMIT ?)",
        [post_id, post_id, post_id, REVISIONS_KEPT],
    )
    connection.conn.execute(
        "UPDATE posts SET text = ?, details = ?, hits = ?, places = ?, matched = max(matched, ?)"
        " WHERE id = ?",
        [
            post.text,
            details_of(post),
            hits_as_json(sighting.hits),
            places_as_json(sighting.places),
            bool(sighting.hits),
            post_id,
        ],
    )
    connection.conn.execute("DELETE FROM posts_words WHERE rowid = ?", [post_id])
    _index(connection, post_id, sighting.search_text)
    return int(post_id)


def _index(connection: Connection, post_id: int, search_text: str) -> None:
    connection.conn.execute("INSERT INTO posts_words (rowid, words) VALUES (?, ?)", [post_id, search_text])


def _put_fingerprints(
    connection: Connection, source: str, sightings: Iterable[Sighting], now: datetime
) -> None:
    connection.conn.executemany(
        "INSERT INTO fingerprints (source, key, digest, content, shown) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (source, key) DO UPDATE SET digest = excluded.digest, content = excluded.content,"
        " shown = excluded.shown",
        [(source, s.post.key, s.digest, s.content, to_iso(now)) for s in sightings],
    )


def _note_shown(connection: Connection, source: str, keys: Iterable[str], now: datetime) -> None:
    connection.conn.executemany(
        "UPDATE fingerprints SET shown = ? WHERE source = ? AND key = ?",
        [(to_iso(now), source, key) for key in keys],
    )


def get(connection: Connection, post_id: int) -> StoredPost | None:
    """Return a stored post, or None where it is gone."""
    row = connection.conn.execute(
        "SELECT * FROM stored_posts WHERE id = ?",
        [post_id],
    ).fetchone()
    return stored_post(row) if row else None


def linked(connection: Connection, link: str) -> StoredPost | None:
    """Return the stored post of a link as its network shows it, or None where there is none.

    Capitals make no difference unless posts differ by them: in Telegram's addresses they have no meaning.
    """
    row = connection.conn.execute(
        "SELECT * FROM stored_posts WHERE link = :link COLLATE NOCASE ORDER BY link = :link DESC, id DESC"
        " LIMIT 1",
        {"link": link},
    ).fetchone()
    return stored_post(row) if row else None


def reach(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """Return since when posts that satisfied nothing are stored, and posts at all; None without any."""
    row = connection.conn.execute(
        "SELECT (SELECT min(seen) FROM posts WHERE NOT matched) AS other, min(seen) AS every FROM posts"
    ).fetchone()
    other, every = (from_iso(row[name]) if row[name] else None for name in ("other", "every"))
    return other, every


def revisions(connection: Connection, post_id: int) -> list[tuple[str, datetime]]:
    """Return a post's earlier texts with the times at which they were replaced, the oldest first."""
    rows = connection.conn.execute(
        "SELECT text, replaced FROM revisions WHERE post = ? ORDER BY id", [post_id]
    )
    return [(row["text"], from_iso(row["replaced"])) for row in rows]


def several(connection: Connection, ids: Iterable[int]) -> list[StoredPost]:
    """Return the posts of these ids that are kept, in no order."""
    rows = connection.conn.execute(
        "SELECT * FROM stored_posts WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
    )
    return list(map(stored_post, rows))


def latest_matched(connection: Connection, targets: Collection[str], limit: int) -> list[StoredPost]:
    """Return the newest posts that satisfied one of these targets (``all``: any topic)."""
    rows = connection.conn.execute(
        "SELECT * FROM stored_posts WHERE matched AND EXISTS ("
        "  SELECT 1 FROM json_each(hits) AS hit, json_each(:targets) AS wanted"
        "  WHERE hit.value ->> 'target' = wanted.value"
        "  OR (wanted.value = :every AND hit.value ->> 'target' LIKE 'topic:%'))"
        " ORDER BY min(coalesce(published, seen), seen) DESC LIMIT :limit",
        {"targets": json.dumps(list(targets)), "every": EVERY_TOPIC, "limit": limit},
    )
    return list(map(stored_post, rows))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many posts are stored for each source."""
    rows = connection.conn.execute("SELECT source, count(*) AS count FROM posts GROUP BY source")
    return {row["source"]: row["count"] for row in rows}
