"""Post to hits: which targets a text satisfies, which places it names, and the words that made it so."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from monitors.facts import Facts, FieldKey
from monitors.language import fold
from monitors.language.keys import words_of
from monitors.lexicon import AllOf, AnyOf, Lexicon, NoneOf
from storage.model import Hit, Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from monitors.language.keys import Key
    from monitors.lexicon import Condition
    from monitors.scene import Scene
    from monitors.word_index import Stretch
    from storage.model import Post, Source

MOST_MATCHES = 1000
"""How many matches of one target are given, the first ones: a post can consist of one word over and over."""


class Reading(NamedTuple):
    """What a post came to: the targets that it satisfies, and the places that it names, as configured."""

    hits: tuple[Hit, ...] = ()
    places: tuple[str, ...] = ()


NOTHING = Reading()
"""What most posts come to."""


def match(lexicon: Lexicon, post: Post, source: Source, moment: datetime | None = None) -> Reading:
    """Return the targets that a post from a source satisfies, in the lexicon's order, and its places.

    A hit's matches are of the terms and places that made its rule hold (none for a rule of fields
    alone), in order of place. Of those that overlap, the one that begins first is given, and of those
    the longest. ``moment`` is when the post was published, where it does not say so itself.
    """
    look = Look(lexicon, post, source, moment)
    candidates = look.candidates()
    if not candidates:
        return NOTHING if not lexicon.gazetteer.keys else Reading((), look.places)
    reasons = ((lexicon.targets[i], look.reason(lexicon.conditions[i])) for i in candidates)
    hits = [Hit(t.name, t.severity, look.matches(reason)) for t, reason in reasons if reason is not None]
    return Reading(tuple(hits), look.places)


class Look:
    """A post with all that was found in it.

    ``found`` maps numbers of the lexicon to where they stand among the text's words; those of
    expressions to nothing, they are looked up again when somebody asks where.
    """

    def __init__(self, lexicon: Lexicon, post: Post, source: Source, moment: datetime | None = None) -> None:
        self.lexicon = lexicon
        self.text = text = post.text
        self._post, self._source, self._moment = post, source, moment
        keys = fold.keys(text)
        found: Mapping[int, Sequence[Stretch]] = lexicon.words.find(keys)
        if lexicon.gazetteer.keys and (self._homes or (found and max(found) >= lexicon.first_place)):
            found = lexicon.gazetteer.settle(found, self._scene(keys))
        if lexicon.expressions is not None:
            found = {**found, **dict.fromkeys(lexicon.expressions.find(text), ())}
        self.found = found

    def _scene(self, keys: Sequence[Key]) -> Scene:
        first, home = self.lexicon.first_place, self._source.home
        return self.lexicon.gazetteer.scene(self.text, words_of(keys), self._spans, first, home)

    @cached_property
    def facts(self) -> Facts:
        """What is true of the post besides."""
        return Facts(self._post, self._source, self._homes, self._post.published or self._moment)

    @cached_property
    def _homes(self) -> frozenset[str]:
        return self.lexicon.gazetteer.around(self._source.home)

    @property
    def places(self) -> tuple[str, ...]:
        """The places that are named, as configured, in the gazetteer's order."""
        first = self.lexicon.first_place
        return tuple(self.lexicon.names[number] for number in sorted(self.found) if number >= first)

    def candidates(self) -> list[int]:
        """Return the targets that can hold at all, by index."""
        lexicon = self.lexicon
        candidates = set(lexicon.always)
        for number in self.found:
            candidates.update(lexicon.by_number.get(number, ()))
        if lexicon.by_field:
            for key in self.facts.plain:
                candidates.update(lexicon.by_field.get(key, ()))
        return sorted(candidates)

    def reason(self, condition: Condition) -> list[int] | None:
        """Return the numbers because of which a condition holds, None if it does not."""
        match condition:
            case int():
                return [condition] if condition in self.found else None
            case FieldKey():
                return [] if self.facts.hold(condition) else None
            case NoneOf(part):
                return [] if self.reason(part) is None else None
            case AllOf(parts):
                reasons = []
                for part in parts:
                    if (reason := self.reason(part)) is None:
                        return None
                    reasons += reason
                return reasons
            case AnyOf(numbers, parts):
                found = [number for number in self.found if number in numbers]
                others = [r for part in parts if (r := self.reason(part)) is not None]
                return found + list(chain.from_iterable(others)) if found or others else None

    def matches(self, numbers: Iterable[int]) -> tuple[Match, ...]:
        """Return where these numbers stand in the text, as people see it."""
        stretches = [
            (*place, self.lexicon.names[n]) for n in dict.fromkeys(numbers) for place in self._places(n)
        ]
        matches: list[Match] = []
        for start, end, name in sorted(stretches, key=_order):
            if not matches or start >= matches[-1].end:
                matches.append(Match(name, self.text[start:end], start, end))
        return tuple(matches[:MOST_MATCHES])

    def _places(self, number: int) -> Sequence[tuple[int, int]]:
        """Return where a number stands, in code points."""
        stretches, expressions = self.found[number], self.lexicon.expressions
        if expressions is not None and not stretches:
            return expressions.stretches(number, self.text)
        return [(self._spans[first][0], self._spans[after - 1][1]) for first, after in stretches]

    @cached_property
    def _spans(self) -> fold.Spans:
        return fold.Spans(self.text)


def _order(stretch: tuple[int, int, str]) -> tuple[int, int, bool, str]:
    """Order what is found by its place, the longest first, what is only a beginning last."""
    start, end, name = stretch
    return start, -end, name.endswith("*"), name
