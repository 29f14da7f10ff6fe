"""Searching as people do it: a rule in, stored posts with what was found in them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.rule_matcher import RuleMatcher
from storage import search
from storage.model import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitors.watchlist import Vocabulary
    from storage.database import Connection
    from storage.model import Match, Rule, StoredPost

Found = tuple["StoredPost", tuple["Match", ...]]


def find(
    connection: Connection,
    rule: Rule,
    vocabulary: Vocabulary,
    watched: Mapping[str, Source],
    limit: int,
    most: int = -1,
) -> list[Found]:
    """Return the newest stored posts that a rule finds, with the matches in them; see :func:`look`."""
    return look(connection, rule, vocabulary, watched, limit, most)[0]


def look(
    connection: Connection,
    rule: Rule,
    vocabulary: Vocabulary,
    watched: Mapping[str, Source],
    limit: int,
    most: int = -1,
) -> tuple[list[Found], bool]:
    """Return the newest stored posts that a rule finds, and whether there may be older ones.

    ``limit`` is how many are returned, ``most`` how many stored posts are looked at, negative for all.

    A post of a source that is no longer configured is found as a channel's.
    """
    looked = 0
    matcher = RuleMatcher(rule, vocabulary)
    matches: dict[int, tuple[Match, ...]] = {}

    def accepts(stored: StoredPost) -> bool:
        nonlocal looked
        looked += 1
        found = matcher.matches(stored.post, source_of(stored.post.source, watched), stored.seen)
        if found is not None:
            matches[stored.id] = found
        return found is not None

    found = search.find(connection, matcher.stems, accepts, limit, most)
    return [(post, matches[post.id]) for post in found], len(found) == limit or looked == most


def source_of(key: str, watched: Mapping[str, Source]) -> Source:
    """Return the source of a key, or a channel's of that name where it is not configured."""
    kind, _, name = key.partition(":")
    return watched.get(key) or Source(kind, name)
