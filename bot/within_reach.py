"""Which stories that still go on a new rule would have told of.

What was stored says which topics and which rules a post satisfies, but nothing of a rule that nobody had
until now. So it is asked as a search asks: the full-text index narrows down, the matcher decides.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot.finding import source_of
from monitors.rule_matcher import RuleMatcher
from storage import going_on, search

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitors.watchlist import Vocabulary
    from storage.database import Connection
    from storage.model import Rule, Source

WITHIN = timedelta(days=1)
"""How long ago the newest post of a story may be: what happened before is history to who comes now."""

MOST_STORIES = 500
"""Stories that are looked through, the newest; a busy day of a region has fewer at once."""

MOST_POSTS = 5_000
"""Posts that are looked at, the newest: a rule that the index cannot narrow down holds up nobody."""


def within_reach(
    connection: Connection,
    rule: Rule,
    vocabulary: Vocabulary,
    watched: Mapping[str, Source],
    now: datetime,
) -> frozenset[int]:
    """Return the stories still open, by id, of which a report satisfies a rule."""
    since = now - WITHIN
    story_of = going_on.posts_of_open(connection, since, MOST_STORIES)
    if not story_of:
        return frozenset()
    matcher = RuleMatcher(rule, vocabulary)
    found = set[int]()
    for stored in islice(search.newest(connection, matcher.stems, since), MOST_POSTS):
        story = story_of.get(stored.id)
        if story is None or story in found:
            continue
        if matcher.matches(stored.post, source_of(stored.post.source, watched), stored.seen) is not None:
            found.add(story)
    return frozenset(found)
