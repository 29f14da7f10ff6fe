"""Rules as syntax trees, topics, and what is found by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase in a rule: what is looked for in a post's words.

    ``words`` are folded, ``written`` are the same words in the letters of the rule (a name is known by
    its capital; empty where nobody wrote them); several must follow each other. They are found in all
    their forms, unless the term is ``exact`` (``=word``). With ``prefix`` the last one is the beginning
    of a word. ``edits`` is how many letters may differ (``word~1``), ``within`` how many words may
    stand between those of a phrase, in any order (``"two words"~5``).
    """

    text: str
    words: tuple[str, ...]
    prefix: bool = False
    exact: bool = False
    edits: int = 0
    within: int = 0
    written: tuple[str, ...] = ()
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression in a rule (``/…/``), in RE2's syntax, searched in the whole text.

    Capitals make no difference. It never matches the empty text.
    """

    text: str
    pattern: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on the post itself, such as ``source:`` or ``place:``; or another topic's rule."""

    name: str
    value: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is not."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """True where all parts are."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where any part is."""

    parts: tuple[Node, ...]


Leaf = Term | Regex | Field
Node = Leaf | Not | And | Or


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the terms, regular expressions and fields of a tree, in the order in which they were written."""
    match node:
        case Not(part):
            yield from leaves(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield node


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written, and its syntax tree with the topics it names put in their place."""

    text: str
    root: Node


CLOSES_AFTER = timedelta(hours=3)
"""The silence after which a story closes whose topic sets none: an afternoon's event, not yesterday's."""


class Severity(IntEnum):
    """How much a topic matters; a greater number is told first."""

    INFO = 0
    WARNING = 1
    CRITICAL = 2

    @property
    def word(self) -> str:
        """The severity as the configuration writes it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Topic:
    """A named rule with a severity.

    A story of it closes after a silence of ``closes_after``; what fits ``ends`` says that it is over.
    An alert that comes later than ``stale_after`` goes into a digest; None: later than ``closes_after``.
    """

    name: str
    severity: Severity
    rule: Rule
    closes_after: timedelta = CLOSES_AFTER
    ends: Rule | None = None
    stale_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a post: which form of it, and where (code points, end exclusive)."""

    term: str
    form: str
    start: int
    end: int


EVERY_TOPIC = "all"
"""The target of a subscription to every topic that there is."""


def topic_target(name: str) -> str:
    """Return the target of a subscription to one topic."""
    return f"topic:{name}"


def end_target(name: str) -> str:
    """Return the target of what says that a topic's event is over; nobody follows it."""
    return f"ends:{name}"


def rule_target(text: str) -> str:
    """Return the target of a subscription with a rule of its own."""
    return f"rule:{text}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One subscription target that a post satisfies, and the matches that made it so."""

    target: str
    severity: Severity
    matches: tuple[Match, ...]
