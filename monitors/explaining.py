"""Why a rule holds for a post or does not: the rule's tree, with what was found for each part of it.

And of places, which mentions count and why the others do not. Pure: values in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from monitors.language import fold
from monitors.language.keys import words_of
from monitors.lexicon import Lexicon, Target
from monitors.matching import Look
from monitors.mentions import Verdict, judged, longest
from monitors.rules import write
from storage.model import And, Field, Match, Not, Or, Rule, Severity, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from monitors.scene import Mention, Scene
    from monitors.watchlist import Vocabulary
    from storage.model import Leaf, Node, Post, Source

OF_PLACES = frozenset({"place"})
"""Fields that ask for words of a post, not for its source or kind."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part of a rule, and whether it holds.

    ``matches`` are where a term, an expression or a place stands in the text, whether or not that is
    what the rule wants; ``parts`` are those of a NOT, AND or OR, in their order.
    """

    node: Node
    holds: bool
    matches: tuple[Match, ...] = ()
    parts: tuple[Explanation, ...] = ()

    @property
    def text(self) -> str:
        """The part as a rule's text."""
        return write(self.node)

    @property
    def wanted(self) -> tuple[Explanation, ...]:
        """The words and places in it that a rule wants to be there, found or not; none below a NOT."""
        if isinstance(self.node, Not):
            return ()
        if self.parts:
            return tuple(leaf for part in self.parts for leaf in part.wanted)
        is_about_words = not isinstance(self.node, Field) or self.node.name in OF_PLACES
        return (self,) if is_about_words else ()

    @property
    def found(self) -> int:
        """How many of the words that it wants are there; of the places, where it wants no words.

        A rule that lacks all its words is not near because the post is about the region.
        """
        words = [leaf for leaf in self.wanted if not isinstance(leaf.node, Field)]
        return sum(leaf.holds for leaf in words or self.wanted)

    @property
    def reasons(self) -> Iterator[Explanation]:
        """The words, places and fields because of which it holds; none where it does not."""
        if self.holds and not isinstance(self.node, Not):
            if not self.parts:
                yield self
            for part in self.parts:
                yield from part.reasons

    @property
    def lacking(self) -> tuple[Explanation, ...]:
        """The smallest parts that would have to hold and do not; of an OR, those of the nearest part."""
        return () if self.holds else self._failing(below_not=False)

    @property
    def hindering(self) -> tuple[Explanation, ...]:
        """The words, places and fields that are there and must not be."""
        return () if self.holds else self._failing(below_not=True)

    def _failing(self, *, below_not: bool) -> tuple[Explanation, ...]:
        match self.node:
            case And():
                failing = [part for part in self.parts if not part.holds]
            case Or():
                failing = [part for part in self.parts if part.parts and part.found]
                failing = [max(failing, key=lambda part: part.found)] if failing else []
            case Not():
                return tuple(self.parts[0].reasons) if below_not else ()
            case _:
                failing = []
        if failing:
            return tuple(found for part in failing for found in part._failing(below_not=below_not))  # noqa: SLF001 - its own kind
        return () if below_not else (self,)


class PlaceNote(NamedTuple):
    """A place (by its key) that a text seems to name: how, where, and what is made of that."""

    place: str
    form: str
    start: int
    end: int
    verdict: Verdict


class Reasons(NamedTuple):
    """All that there is to say of a post: each target's rule, in their order, and its places."""

    rules: tuple[tuple[Target, Explanation], ...]
    places: tuple[PlaceNote, ...]


def each_alone(parts: Iterable[Leaf], vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon in which each of these parts of rules is a target of its own, in their order."""
    targets = [Target("", Severity.INFO, Rule("", part)) for part in parts]
    return Lexicon.compile(targets, vocabulary.forms, vocabulary.gazetteer)


class Explainer:
    """Targets compiled so that every part of their rules can be asked for by itself; immutable."""

    def __init__(self, targets: Iterable[Target], vocabulary: Vocabulary) -> None:
        self._targets = tuple(targets)
        every_leaf = (leaf for target in self._targets for leaf in leaves(target.rule.root))
        self._indices: dict[Leaf, int] = {leaf: i for i, leaf in enumerate(dict.fromkeys(every_leaf))}
        self._lexicon = each_alone(self._indices, vocabulary)

    def explain(self, post: Post, source: Source, moment: datetime | None = None) -> Reasons:
        """Return why each target holds for a post of a source, or does not."""
        look = Look(self._lexicon, post, source, moment)
        explained = ((target, self._part(target.rule.root, look)) for target in self._targets)
        return Reasons(tuple(explained), tuple(self._places(post.text, source)))

    def _part(self, node: Node, look: Look) -> Explanation:
        match node:
            case Not(part):
                inner = self._part(part, look)
                return Explanation(node, not inner.holds, inner.matches, (inner,))
            case And(nodes) | Or(nodes):
                parts = tuple(self._part(part, look) for part in nodes)
                holds = all if isinstance(node, And) else any
                return Explanation(node, holds(part.holds for part in parts), (), parts)
        reason = look.reason(self._lexicon.conditions[self._indices[node]])
        return Explanation(node, reason is not None, look.matches(reason or ()))

    def _places(self, text: str, source: Source) -> Iterator[PlaceNote]:
        """Yield what is made of every mention of a place, in order of place."""
        keys, gazetteer = fold.keys(text), self._lexicon.gazetteer
        first = self._lexicon.first_place
        scene = gazetteer.scene(text, words_of(keys), fold.Spans(text), first, source.home)
        mentions = gazetteer.mentions(self._lexicon.words.find(keys), scene)
        for mention, verdict in _verdicts(mentions, scene):
            start, end = scene.spans[mention.first][0], scene.spans[mention.after - 1][1]
            yield PlaceNote(gazetteer.keys[mention.place], text[start:end], start, end, verdict)


def _verdicts(mentions: Sequence[Mention], scene: Scene) -> list[tuple[Mention, Verdict]]:
    kept = longest(mentions)
    longer = [(mention, Verdict.LONGER_NAME) for mention in set(mentions) - set(kept)]
    return sorted([*judged(kept, scene), *longer], key=lambda one: (one[0].first, one[0].after, one[0].place))
