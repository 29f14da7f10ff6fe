"""Words of rules that mostly stand in posts about elsewhere: what they find is noise to the region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from monitors.explaining import each_alone
from monitors.matching import Look
from storage.model import And, Field, Not, Or, Regex, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitors.watchlist import Vocabulary
    from storage.model import Node, Post, Source, Topic

FEWEST = 20
"""Posts with a word before anything is said of it."""

NOISE = 0.9
"""The share of a word's posts outside the region from which it is called noise."""


@dataclass
class _Count:
    there: int = 0
    outside: int = 0
    example: str = ""


class Noise(NamedTuple):
    """A word of a topic's rule: in how many posts it stands, how many of them are outside the region."""

    topic: Topic
    leaf: Term | Regex
    there: int
    outside: int
    example: str


class NoiseMeter:
    """Counts in which posts the words of topics stand that ask for a place.

    A post is of the region when it names a place of it, or its source is at home there.
    """

    def __init__(self, topics: Sequence[Topic], vocabulary: Vocabulary) -> None:
        self._topics = [(topic, _words(topic.rule.root)) for topic in topics if _asks_place(topic.rule.root)]
        self._leaves = list(dict.fromkeys(leaf for _, found in self._topics for leaf in found))
        self._lexicon = each_alone(self._leaves, vocabulary)
        self._counts = [_Count() for _ in self._leaves]

    def see(self, post: Post, source: Source) -> None:
        """Count the words of one post; of each the first post outside the region is its example."""
        look = Look(self._lexicon, post, source)
        found = look.candidates()
        if not found:
            return
        is_inside = bool(look.places or self._lexicon.gazetteer.around(source.home))
        for index in found:
            count = self._counts[index]
            count.there += 1
            if not is_inside:
                count.outside += 1
                count.example = count.example or post.text

    def noisy(self) -> Iterator[Noise]:
        """Yield the words that are noise, by topics in their order."""
        counts = dict(zip(self._leaves, self._counts, strict=True))
        for topic, found in self._topics:
            for leaf in found:
                count = counts[leaf]
                if count.there >= FEWEST and count.outside >= NOISE * count.there:
                    yield Noise(topic, leaf, count.there, count.outside, count.example)

    def __bool__(self) -> bool:
        return bool(self._leaves)


def _asks_place(node: Node) -> bool:
    """Tell whether a rule wants a place to be named."""
    match node:
        case And(parts) | Or(parts):
            return any(map(_asks_place, parts))
        case Not():
            return False
    return isinstance(node, Field) and node.name == "place"


def _words(node: Node) -> list[Term | Regex]:
    """Return the terms and expressions that a rule wants, each once."""
    match node:
        case And(parts) | Or(parts):
            return list(dict.fromkeys(leaf for part in parts for leaf in _words(part)))
        case Term() | Regex():
            return [node]
    return []
