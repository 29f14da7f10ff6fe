"""One rule by itself, as searches and trials ask: whether it holds for a post, and where it could at all."""

from __future__ import annotations

from collections import defaultdict
from os.path import commonprefix
from typing import TYPE_CHECKING

from monitors import matching
from monitors.lexicon import Lexicon, Target, spellings_of
from monitors.places import NOWHERE
from storage.model import And, Field, Not, Or, Severity, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from monitors.watchlist import Vocabulary
    from monitors.word_index import Spelling
    from storage.model import Match, Node, Post, Rule, Source

STEM = 4
"""Letters that words of one stem share at least; a shorter word is a stem of its own."""

MOST_STEMS = 400
"""Beyond this, asking the full-text index costs more than looking through the posts."""

_ANYTHING = Field("anything", "")
"""What narrows nothing down."""


class RuleMatcher:
    """A compiled rule; immutable."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self._forms = vocabulary.forms
        asks_places = any(
            isinstance(leaf, Field) and leaf.name in {"place", "home"} for leaf in leaves(rule.root)
        )
        self._gazetteer = vocabulary.gazetteer if asks_places else NOWHERE
        target = Target("", Severity.INFO, rule)
        self.lexicon = Lexicon.compile([target], vocabulary.forms, self._gazetteer)
        self.stems = _within_reason(self._narrowed(rule.root))

    def matches(self, post: Post, source: Source, moment: datetime | None = None) -> tuple[Match, ...] | None:
        """Return what made the rule hold for a post of a source, None if it does not hold."""
        hits = matching.match(self.lexicon, post, source, moment).hits
        return hits[0].matches if hits else None

    def _narrowed(self, node: Node) -> Node:
        """Return a tree of beginnings of words that holds wherever this one does.

        It is what the full-text index is asked: stems instead of hundreds of forms.
        """
        match node:
            case Term():
                return _either(_stems_of(spelling) for spelling in spellings_of(node, self._forms))
            case Field("place"):
                places = self._gazetteer.within(node.value)
                return _either(_stems_of(way) for place in places for way in self._gazetteer.ways[place])
            case And(parts):
                return And(tuple(self._narrowed(part) for part in parts))
            case Or(parts):
                return Or(tuple(self._narrowed(part) for part in parts))
            case Not():
                return _ANYTHING
        return node


def _within_reason(node: Node) -> Node:
    return node if sum(1 for _ in leaves(node)) <= MOST_STEMS else _ANYTHING


def _either(ways: Iterable[Node]) -> Node:
    return Or(tuple(dict.fromkeys(ways)))


def _stems_of(spelling: Spelling) -> Node:
    """Return what all texts have that hold a spelling: a beginning of each of its words."""
    if spelling.edits:
        return _ANYTHING
    return And(tuple(Or(tuple(_stems(slot))) for slot in spelling.slots))


def _stems(words: Iterable[str]) -> Iterator[Term]:
    """Yield few beginnings of words such that each of these words has one of them."""
    groups = defaultdict[str, list[str]](list)
    for word in words:
        groups[word[:STEM]].append(word)
    for _, group in sorted(groups.items()):
        stem = commonprefix(group)  # noqa: RUF071 - of letters, as documented; these are no paths
        # The index cuts at an apostrophe: what is begun there cannot be asked for.
        yield Term(stem, (stem.rstrip("'"),), prefix=True)
