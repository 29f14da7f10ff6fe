"""Searching as people do it: a rule in, stored posts with what was found in them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors import matching
from storage import search
from storage.model import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.database import Connection
    from storage.model import Match, Rule, StoredPost

Found = tuple["StoredPost", tuple["Match", ...]]


def find(
    connection: Connection, rule: Rule, watched: Mapping[str, Source], limit: int, most: int = -1
) -> list[Found]:
    """Return the newest stored posts that a rule finds, with the matches in them.

    ``most`` is how many stored posts are looked at, negative for all.

    A post of a source that is no longer configured is found as a channel's.
    """
    matches: dict[int, tuple[Match, ...]] = {}

    def accepts(stored: StoredPost) -> bool:
        kind, _, name = stored.post.source.partition(":")
        source = watched.get(stored.post.source) or Source(kind, name)
        found = matching.holds(rule, stored.post.text, source)
        if found is not None:
            matches[stored.id] = found
        return found is not None

    return [(post, matches[post.id]) for post in search.find(connection, rule, accepts, limit, most)]
