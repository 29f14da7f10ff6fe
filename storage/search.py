"""Finding stored posts by a rule: the full-text index narrows down, the matcher decides.

No text of a person reaches SQLite as a query: words go in as quoted FTS5 strings, and what the index
cannot know (NOT, fields) is left to the caller's ``accepts``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.details import stored_post
from storage.model import And, Or, Term, to_iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Node, StoredPost


def find(
    connection: Connection,
    root: Node,
    accepts: Callable[[StoredPost], bool],
    limit: int,
    most: int = -1,
) -> list[StoredPost]:
    """Return the newest stored posts that a rule's tree may mean and ``accepts`` confirms.

    Its terms are taken by their own words, in no other form than these: whoever asks puts stems in.

    ``most`` is how many are looked at, so that a rule which the index cannot narrow down does not
    hold up others; negative for all.
    """
    query = narrow(root)
    rows = (
        connection.conn.execute(
            "SELECT stored_posts.* FROM posts_words JOIN stored_posts ON id = posts_words.rowid"
            " WHERE posts_words MATCH ? ORDER BY posts_words.rowid DESC LIMIT ?",
            [query, most],
        )
        if query
        else connection.conn.execute("SELECT * FROM stored_posts ORDER BY id DESC LIMIT ?", [most])
    )
    found: list[StoredPost] = []
    for row in rows:
        post = stored_post(row)
        if accepts(post):
            found.append(post)
            if len(found) == limit:
                break
    return found


def newest(connection: Connection, root: Node, since: datetime) -> Iterator[StoredPost]:
    """Yield the posts stored since a time that a tree may mean, as in :func:`find`, the newest first.

    They are read as they are asked for, so that any number takes no room.
    """
    query = narrow(root)
    rows = (
        connection.conn.execute(
            "SELECT stored_posts.* FROM posts_words JOIN stored_posts ON id = posts_words.rowid"
            " WHERE posts_words MATCH ? AND seen >= ? ORDER BY posts_words.rowid DESC",
            [query, to_iso(since)],
        )
        if query
        else connection.conn.execute(
            "SELECT * FROM stored_posts WHERE seen >= ? ORDER BY id DESC", [to_iso(since)]
        )
    )
    return map(stored_post, rows)


def narrow(node: Node) -> str | None:
    """Return an FTS5 query that finds at least all that a rule finds, None where that is everything."""
    match node:
        case Term():
            return _term(node)
        case And(parts):
            return _join(" AND ", [query for part in parts if (query := narrow(part))])
        case Or(parts):
            queries = [narrow(part) for part in parts]
            return _join(" OR ", [query for query in queries if query]) if all(queries) else None
        case _:
            return None


def _term(term: Term) -> str | None:
    """Return a term as an FTS5 phrase; the index splits words at apostrophes, here as there."""
    phrase = " ".join(term.words).replace('"', " ")
    if not any(character.isalnum() for character in phrase):
        return None
    return f'"{phrase}"{" *" if term.prefix else ""}'


def _join(operator: str, queries: list[str]) -> str | None:
    return f"({operator.join(queries)})" if queries else None
