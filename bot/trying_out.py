"""What a rule would have found of late, for whoever is about to follow it.

The store has other posts' text for as long as ``keep_other`` says, three days unless configured otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot.finding import source_of
from monitors.rule_matcher import RuleMatcher
from storage import going_on, posts, search

if TYPE_CHECKING:
    from datetime import datetime

    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import Match, Rule, StoredPost

WITHIN = timedelta(days=3)

LOOKED_AT = 5_000
"""Posts that are looked at, the newest: a rule that the index cannot narrow down holds up nobody."""

NOISY = 30
"""Posts a day from which on a rule is perhaps not meant so: one every half hour while people are awake."""

EXAMPLES = 3
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Lately:
    """What a rule would have found: so many posts, which tell of so many stories, and the newest of them.

    ``a_day`` is how many posts that is a day. ``is_all`` is false where only the newest were looked at.
    """

    posts: int
    stories: int
    a_day: int
    is_all: bool
    newest: tuple[int, ...]

    @property
    def is_noisy(self) -> bool:
        """Whether it is so much that it is perhaps not meant so."""
        return self.a_day > NOISY


def try_lately(
    connection: Connection, rule: Rule, setup: Setup, now: datetime, most: int = LOOKED_AT
) -> Lately:
    """Look through what was stored within :data:`WITHIN`, at most so many posts.

    What a network says of a channel itself is left out, as it is when posts are matched.
    """
    since = now - WITHIN
    matcher = RuleMatcher(rule, setup.vocabulary)
    looked_at = list(islice(search.newest(connection, matcher.stems, since), most + 1))
    is_all = len(looked_at) <= most
    found = [one.id for one in looked_at[:most] if _matches(matcher, one, setup) is not None]
    _, reaches = posts.reach(connection)
    span = max(_DAY, now - max(since, reaches or since)) if is_all else max(_HOUR, now - looked_at[-1].seen)
    told = going_on.count_stories(connection, found)
    return Lately(len(found), told, round(len(found) * (_DAY / span)), is_all, tuple(found[:EXAMPLES]))


def examples(
    connection: Connection, rule: Rule, setup: Setup, newest: tuple[int, ...]
) -> list[tuple[StoredPost, tuple[Match, ...]]]:
    """Return those of these posts that are still stored and fit a rule, with what it finds in them."""
    matcher = RuleMatcher(rule, setup.vocabulary)
    stored = [one for one in (posts.get(connection, number) for number in newest) if one is not None]
    found = [(one, _matches(matcher, one, setup)) for one in stored]
    return [(one, matches) for one, matches in found if matches is not None]


def _matches(matcher: RuleMatcher, one: StoredPost, setup: Setup) -> tuple[Match, ...] | None:
    if one.post.service:
        return None
    return matcher.matches(one.post, source_of(one.post.source, setup.watched), one.seen)
