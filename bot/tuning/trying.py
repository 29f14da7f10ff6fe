"""What a rule would have found in the stored posts, and what it adds to and loses from another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.finding import source_of
from bot.render import moment_of
from monitors.rule_matcher import RuleMatcher
from storage import posts, search
from storage.model import Or

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.finding import Found
    from bot.setup import Setup
    from storage.database import Connection
    from storage.model import Match, Rule, StoredPost

EXAMPLES = 10
"""Posts that are kept of each kind, the newest."""


@dataclass
class Tally:
    """Posts of one kind: how many, on which days of the region, and the newest of them."""

    days: Counter[date] = field(default_factory=Counter)
    examples: list[Found] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many there are."""
        return self.days.total()

    def add(self, stored: StoredPost, matches: tuple[Match, ...], day: date) -> None:
        """Count a post; they come the newest first."""
        self.days[day] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append((stored, matches))


@dataclass
class Trial:
    """What a rule found since a time, and beside another rule: what it adds, loses, and both find.

    ``others_since`` and ``reaches`` are since when posts that satisfied nothing, and posts at all, are
    stored; None without any.
    """

    since: datetime
    others_since: datetime | None
    reaches: datetime | None
    found: Tally = field(default_factory=Tally)
    adds: Tally = field(default_factory=Tally)
    loses: Tally = field(default_factory=Tally)

    @property
    def common(self) -> int:
        """How many posts both rules find."""
        return self.found.total - self.adds.total


def try_out(
    connection: Connection, rule: Rule, against: Rule | None, setup: Setup, now: datetime, days: int
) -> Trial:
    """Look through the stored posts of so many days; of each the time at which it was published counts.

    What a network says of a channel itself is left out, as it is when posts are matched.
    """
    others, reaches = posts.reach(connection)
    trial = Trial(now - timedelta(days=days), others, reaches)
    new = RuleMatcher(rule, setup.vocabulary)
    old = RuleMatcher(against, setup.vocabulary) if against else None
    narrowed = Or((new.stems, old.stems)) if old else new.stems
    for stored in search.newest(connection, narrowed, trial.since):
        moment = moment_of(stored)
        if moment >= trial.since and not stored.post.service:
            source = source_of(stored.post.source, setup.watched)
            found = new.matches(stored.post, source, stored.seen)
            before = old.matches(stored.post, source, stored.seen) if old else None
            _count(trial, stored, (found, before), moment.astimezone(setup.config.region.timezone).date())
    return trial


_Outcomes = tuple["tuple[Match, ...] | None", "tuple[Match, ...] | None"]


def _count(trial: Trial, stored: StoredPost, outcomes: _Outcomes, day: date) -> None:
    """Count a post by what the new rule and the old one made of it."""
    found, before = outcomes
    if found is not None:
        trial.found.add(stored, found, day)
        if before is None:
            trial.adds.add(stored, found, day)
    elif before is not None:
        trial.loses.add(stored, before, day)
