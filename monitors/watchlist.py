"""What is watched for: the region's places, the topics and every chat's own rules, in one lexicon."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitors import matching, rules
from monitors.language.fold import search_text
from monitors.lexicon import Lexicon, Target
from storage.model import Severity, end_target, rule_target, topic_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitors.language.forms import Forms
    from monitors.places import Gazetteer
    from storage.model import Hit, Post, Source, Topic

logger = logging.getLogger(__name__)

OWN_RULE_SEVERITY = Severity.WARNING
"""How much a chat's own rule matters at least: nobody has said, so it counts as a warning."""


@dataclass(frozen=True)
class Vocabulary:
    """What rules are compiled with: what they may name, the forms of words, and the places."""

    known: rules.Known
    forms: Forms
    gazetteer: Gazetteer


class Watchlist:
    """A compiled set of targets; immutable, replaced as a whole when chats change their rules."""

    def __init__(
        self, topics: Sequence[Topic], vocabulary: Vocabulary, own_rules: Iterable[str] = ()
    ) -> None:
        self._topics = topics
        self._vocabulary = vocabulary
        targets = [Target(topic_target(topic.name), topic.severity, topic.rule) for topic in topics]
        targets += [Target(end_target(t.name), Severity.INFO, t.ends) for t in topics if t.ends]
        self.lexicon = Lexicon.compile(
            [*targets, *self._own(own_rules)], vocabulary.forms, vocabulary.gazetteer
        )

    def with_own_rules(self, targets: Iterable[str]) -> Watchlist:
        """Return a watchlist of the same topics and these targets of chats (``rule:TEXT``)."""
        return Watchlist(self._topics, self._vocabulary, targets)

    def match(self, post: Post, source: Source) -> tuple[matching.Reading, str]:
        """Return what a post comes to, and its words for the full-text index.

        What the network says of a channel itself (pinned, renamed) satisfies nothing.
        """
        words = search_text(post.text)
        reading = matching.NOTHING if post.service else matching.match(self.lexicon, post, source)
        return reading._replace(hits=_weighed(reading.hits)), words

    def _own(self, targets: Iterable[str]) -> list[Target]:
        found, resting = [], 0
        for target in targets:
            try:
                rule = rules.parse(target.removeprefix("rule:"), self._vocabulary.known)
            except rules.RuleError:
                resting += 1  # it was right when it was followed: a topic or source that it names is gone
            else:
                found.append(Target(target, OWN_RULE_SEVERITY, rule))
        if resting:
            # What people look for is nobody's business in a log.
            logger.warning("%d rules of chats rest: they name topics or sources that are gone", resting)
        return found


def _weighed(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return hits, those of chats' own rules as grave as the gravest topic that the post satisfies too.

    Who chose a place hears of its critical things as who follows the topics does.
    """
    topics = [hit.severity for hit in hits if hit.target.startswith(topic_target(""))]
    grave = max(topics, default=OWN_RULE_SEVERITY)
    if grave <= OWN_RULE_SEVERITY or len(topics) == len(hits):
        return hits
    own = rule_target("")
    return tuple(replace(hit, severity=grave) if hit.target.startswith(own) else hit for hit in hits)
