"""Stories: their posts, what happened to them, and how they stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.details import stored_post
from storage.model import (
    Bond,
    BondKind,
    Membership,
    Role,
    Severity,
    Step,
    StepKind,
    Story,
    StoryPost,
    Trust,
    from_iso,
    to_iso,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from sqlite3 import Row

    from storage.database import Connection

_MEMBERS = (
    "SELECT stored_posts.*, story_posts.*, sources.title FROM story_posts"
    " JOIN stored_posts ON stored_posts.id = story_posts.post"
    " LEFT JOIN sources ON sources.source = stored_posts.source"
)


# --- reading ----------------------------------------------------------------------------------


def get(connection: Connection, story: int) -> Story | None:
    """Return a story as it stands, or None where it is kept no longer."""
    row = connection.conn.execute("SELECT * FROM stories WHERE id = ?", [story]).fetchone()
    return _story(row) if row else None


def versions(connection: Connection, stories: Iterable[int]) -> dict[int, int]:
    """Return the versions of stories by their ids, as far as they are kept."""
    wanted = json.dumps(list(stories))
    rows = connection.conn.execute(
        "SELECT id, version FROM stories WHERE id IN (SELECT value FROM json_each(?))", [wanted]
    )
    return {row["id"]: row["version"] for row in rows}


def of_post(connection: Connection, post: int) -> int | None:
    """Return the story that a post belongs to, None where it belongs to none."""
    row = connection.conn.execute("SELECT story FROM story_posts WHERE post = ?", [post]).fetchone()
    return row["story"] if row else None


def since(connection: Connection, moment: datetime) -> list[Story]:
    """Return the stories of which a post is not older than that, the newest first; not those merged away."""
    rows = connection.conn.execute(
        "SELECT * FROM stories WHERE last >= ? AND into_story IS NULL ORDER BY last DESC, id DESC",
        [to_iso(moment)],
    )
    return list(map(_story, rows))


def posts_of(
    connection: Connection, story: int, limit: int | None = None, role: Role | None = None
) -> list[StoryPost]:
    """Return a story's posts, the oldest first, at most so many of the oldest."""
    rows = connection.conn.execute(
        f"{_MEMBERS} WHERE story = :story AND (:role IS NULL OR role = :role) ORDER BY post LIMIT :limit",
        {"story": story, "role": role, "limit": -1 if limit is None else limit},
    )
    return list(map(_story_post, rows))


def newest_of(connection: Connection, story: int, limit: int) -> list[StoryPost]:
    """Return a story's newest reports, the newest first."""
    rows = connection.conn.execute(
        f"{_MEMBERS} WHERE story = ? AND role = 'report' ORDER BY post DESC LIMIT ?", [story, limit]
    )
    return list(map(_story_post, rows))


def keys_of(connection: Connection, story: int, limit: int) -> list[str]:
    """Return a story's posts as ``source/key``, the oldest first, at most so many of the oldest."""
    rows = connection.conn.execute(
        "SELECT source || '/' || key AS name FROM story_posts JOIN posts ON posts.id = post"
        " WHERE story = ? ORDER BY post LIMIT ?",
        [story, limit],
    )
    return [row["name"] for row in rows]


def post_of(connection: Connection, post: int) -> StoryPost | None:
    """Return a post within its story, None where it belongs to none."""
    row = connection.conn.execute(f"{_MEMBERS} WHERE post = ?", [post]).fetchone()
    return _story_post(row) if row else None


def copies_of(connection: Connection, story: int) -> dict[int, int]:
    """Return how many copies there are in a story of each post; 0 stands for posts that were not seen."""
    rows = connection.conn.execute(
        "SELECT coalesce(copied, 0) AS copied, count(*) AS count FROM story_posts"
        " WHERE story = ? AND role = 'copy' GROUP BY 1",
        [story],
    )
    return {row["copied"]: row["count"] for row in rows}


def steps_of(connection: Connection, story: int) -> list[Step]:
    """Return what happened to a story, in order."""
    rows = connection.conn.execute("SELECT * FROM story_steps WHERE story = ? ORDER BY id", [story])
    return list(map(_step, rows))


def held_back_by(connection: Connection, story: int) -> list[Story]:
    """Return the narrower stories whose alerts were folded into this one's, the oldest first."""
    rows = connection.conn.execute(
        "SELECT * FROM stories WHERE id IN (SELECT story FROM alerts WHERE state = 'folded' AND reason = ?)"
        " ORDER BY id",
        [f"story {story}"],
    )
    return list(map(_story, rows))


def sources_of(connection: Connection, story: int) -> list[str]:
    """Return the sources that tell a story."""
    rows = connection.conn.execute(
        "SELECT DISTINCT source FROM story_posts JOIN posts ON posts.id = post WHERE story = ?", [story]
    )
    return [row["source"] for row in rows]


def next_id(connection: Connection) -> int:
    """Return the number of the next story; none is ever given out twice."""
    row = connection.conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'stories'").fetchone()
    return (row["seq"] if row else 0) + 1


def announced(connection: Connection, story: int) -> dict[str, Severity]:
    """Return the targets of a story whose followers were told, with their severities."""
    row = connection.conn.execute("SELECT announced FROM stories WHERE id = ?", [story]).fetchone()
    return _severities(row["announced"]) if row else {}


# --- writing ----------------------------------------------------------------------------------


def save(connection: Connection, story: Story) -> None:
    """Store how a story stands, new or not; what was announced of it stays as it is."""
    connection.conn.execute(
        "INSERT INTO stories (id, opened, last, ended, closed, into_story, lead, severity, trust, disputed,"
        " targets, places, posts, copies, origins, version)"
        " VALUES (:id, :opened, :last, :ended, :closed, :into, :lead, :severity, :trust, :disputed,"
        " :targets, :places, :posts, :copies, :origins, :version)"
        " ON CONFLICT (id) DO UPDATE SET opened = excluded.opened, last = excluded.last,"
        " ended = excluded.ended, closed = excluded.closed, into_story = excluded.into_story,"
        " lead = excluded.lead, severity = excluded.severity, trust = excluded.trust,"
        " disputed = excluded.disputed, targets = excluded.targets, places = excluded.places,"
        " posts = excluded.posts, copies = excluded.copies, origins = excluded.origins,"
        " version = excluded.version",
        _columns(story),
    )


def join(connection: Connection, membership: Membership) -> None:
    """Put a post into its story; one that was in another is moved."""
    connection.conn.execute(
        "INSERT INTO story_posts (post, story, role, copied, origin, joined, why, hedge, denies)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (post) DO UPDATE SET story = excluded.story, role = excluded.role,"
        " copied = excluded.copied, origin = excluded.origin, why = excluded.why, hedge = excluded.hedge,"
        " denies = excluded.denies",
        [
            membership.post,
            membership.story,
            membership.role,
            membership.copied,
            membership.origin,
            to_iso(membership.joined),
            json.dumps([[bond.kind, bond.detail] for bond in membership.why], ensure_ascii=False),
            membership.hedge,
            membership.denies,
        ],
    )


def move_all(connection: Connection, old: int, into: int) -> None:
    """Put all posts of a story into another, which it became part of."""
    connection.conn.execute("UPDATE story_posts SET story = ? WHERE story = ?", [into, old])


def note(connection: Connection, steps: Iterable[Step]) -> None:
    """Write down what happened to stories."""
    connection.conn.executemany(
        "INSERT INTO story_steps (story, at, kind, detail, posts) VALUES (?, ?, ?, ?, ?)",
        [(s.story, to_iso(s.at), s.kind, s.detail, json.dumps(s.posts)) for s in steps],
    )


def close(connection: Connection, stories: Sequence[int], now: datetime) -> None:
    """Put stories away that were silent for long: nothing joins them any more."""
    connection.conn.executemany(
        "UPDATE stories SET closed = ? WHERE id = ? AND closed IS NULL",
        [(to_iso(now), story) for story in stories],
    )


def note_announced(connection: Connection, story: int, severities: dict[str, Severity]) -> None:
    """Write down of which targets of a story the followers were told."""
    connection.conn.execute("UPDATE stories SET announced = ? WHERE id = ?", [json.dumps(severities), story])


def next_step(connection: Connection, story: int) -> int:
    """Return the number of a story's next alert that sounds again, from 1 on, and count it."""
    row = connection.conn.execute(
        "UPDATE stories SET steps = steps + 1 WHERE id = ? RETURNING steps", [story]
    ).fetchone()
    return int(row["steps"])


def drop(connection: Connection, ids: Iterable[int]) -> None:
    """Delete stories with all that happened to them; no post is in them any more."""
    connection.conn.executemany("DELETE FROM stories WHERE id = ?", [(story,) for story in ids])


# --- rows -------------------------------------------------------------------------------------


def _columns(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "opened": to_iso(story.opened),
        "last": to_iso(story.last),
        "ended": to_iso(story.ended) if story.ended else None,
        "closed": to_iso(story.closed) if story.closed else None,
        "into": story.into,
        "lead": story.lead,
        "severity": int(story.severity),
        "trust": int(story.trust),
        "disputed": story.is_disputed,
        "targets": json.dumps(dict(story.targets), ensure_ascii=False),
        "places": json.dumps(story.places, ensure_ascii=False),
        "posts": story.posts,
        "copies": story.copies,
        "origins": story.origins,
        "version": story.version,
    }


def _story(row: Row) -> Story:
    return Story(
        id=row["id"],
        opened=from_iso(row["opened"]),
        last=from_iso(row["last"]),
        severity=Severity(row["severity"]),
        targets=_severities(row["targets"]),
        places=tuple(json.loads(row["places"])),
        trust=Trust(row["trust"]),
        is_disputed=bool(row["disputed"]),
        posts=row["posts"],
        copies=row["copies"],
        origins=row["origins"],
        version=row["version"],
        ended=from_iso(row["ended"]) if row["ended"] else None,
        closed=from_iso(row["closed"]) if row["closed"] else None,
        into=row["into_story"],
        lead=row["lead"],
    )


def _severities(stored: str) -> dict[str, Severity]:
    return {target: Severity(value) for target, value in json.loads(stored).items()}


def _story_post(row: Row) -> StoryPost:
    membership = Membership(
        post=row["post"],
        story=row["story"],
        role=Role(row["role"]),
        joined=from_iso(row["joined"]),
        origin=row["origin"],
        copied=row["copied"],
        why=tuple(Bond(BondKind(kind), detail) for kind, detail in json.loads(row["why"])),
        hedge=row["hedge"],
        denies=bool(row["denies"]),
    )
    return StoryPost(stored_post(row), membership, row["title"] or row["source"].partition(":")[2])


def _step(row: Row) -> Step:
    posts = tuple(json.loads(row["posts"]))
    return Step(row["story"], from_iso(row["at"]), StepKind(row["kind"]), row["detail"], posts)
