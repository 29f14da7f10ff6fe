"""Post to hits: which targets a text satisfies, and the words that made it so."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.lexicon import AllOf, AnyOf, FieldKey, Lexicon, NoneOf, Target, properties
from storage.model import Hit, Match, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from monitors.lexicon import Condition, Pattern
    from storage.model import Rule, Source, Term

    # Where terms (by number) stand: the first word's index, and that after the last.
    Places = Mapping[int, Sequence[tuple[int, int]]]

MOST_MATCHES = 1000
"""How many matches of one target are given, the first ones: a post can consist of one word over and over."""


def match(lexicon: Lexicon, text: str, source: Source) -> tuple[Hit, ...]:
    """Return the targets that a text from a source satisfies, in the lexicon's order.

    A hit's matches are of the terms that made its rule hold (none for a rule of fields alone), in order
    of place. Of terms that overlap, the one that begins first is given, and of those the longest.
    """
    words = fold.words(text)
    places = _places(lexicon, words)
    known = frozenset(properties(source))
    reasons = {i: _reason(lexicon.conditions[i], places, known) for i in _candidates(lexicon, places, known)}
    held = {i: reason for i, reason in reasons.items() if reason is not None}
    if not held:
        return ()
    spans = fold.spans(text)
    return tuple(
        Hit(target.name, target.severity, _matches(text, _stretches(lexicon, reason, places, spans)))
        for target, reason in ((lexicon.targets[i], reason) for i, reason in held.items())
    )


def holds(rule: Rule, text: str, source: Source) -> tuple[Match, ...] | None:
    """Return what made a rule hold for a text from a source, None if it does not hold."""
    hits = match(_alone(rule), text, source)
    return hits[0].matches if hits else None


@lru_cache(maxsize=64)
def _alone(rule: Rule) -> Lexicon:
    return Lexicon.compile([Target("", Severity.INFO, rule)])


# --- which terms stand where ------------------------------------------------------------------


def _places(lexicon: Lexicon, words: Sequence[str]) -> Places:
    patterns = _patterns_met(lexicon, set(words))
    if not patterns:
        return {}
    indexes: dict[str, list[int]] = {word: [] for word in patterns}
    for index, word in enumerate(words):
        if word in indexes:
            indexes[word].append(index)
    places: dict[int, list[tuple[int, int]]] = {}
    for word, met in patterns.items():
        for pattern in met:
            found = list(islice(_found(pattern, words, indexes[word]), MOST_MATCHES))
            if found:
                places.setdefault(pattern.term, []).extend(found)
    return places


def _patterns_met(lexicon: Lexicon, words: set[str]) -> dict[str, list[Pattern]]:
    """Return the patterns whose triggers are among the words, by the word met."""
    patterns = {word: list(lexicon.patterns[word]) for word in lexicon.patterns.keys() & words}
    for size, stems in lexicon.stems.items():
        for word in [word for word in words if word[:size] in stems]:
            for length in stems[word[:size]]:
                if word[:length] in lexicon.beginnings:
                    patterns.setdefault(word, []).extend(lexicon.beginnings[word[:length]])
    return patterns


def _found(pattern: Pattern, words: Sequence[str], indexes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where a pattern stands, given where its trigger does."""
    length = len(pattern.words)
    for index in indexes:
        start = index - pattern.trigger
        if length == 1 or (start >= 0 and _stands(pattern, words[start : start + length])):
            yield start, start + length


def _stands(pattern: Pattern, words: Sequence[str]) -> bool:
    if not pattern.prefix:
        return tuple(words) == pattern.words
    *whole, begun = pattern.words
    return len(words) == len(pattern.words) and words[:-1] == whole and words[-1].startswith(begun)


# --- which rules hold, and why ----------------------------------------------------------------


def _candidates(lexicon: Lexicon, places: Places, known: Collection[FieldKey]) -> list[int]:
    """Return the targets that can hold at all, by index."""
    found: set[int] = set()
    for term in places:
        found.update(lexicon.by_term.get(term, ()))
    for key in known:
        found.update(lexicon.by_field.get(key, ()))
    return sorted(found)


def _reason(condition: Condition, places: Places, known: Collection[FieldKey]) -> list[int] | None:
    """Return the terms (by number) because of which a condition holds, None if it does not."""
    match condition:
        case int():
            return [condition] if condition in places else None
        case FieldKey():
            return [] if condition in known else None
        case NoneOf(part):
            return [] if _reason(part, places, known) is None else None
        case AllOf(parts):
            reasons = []
            for part in parts:
                if (reason := _reason(part, places, known)) is None:
                    return None
                reasons += reason
            return reasons
        case AnyOf(terms, parts):
            found = [term for term in places if term in terms]
            others = [r for part in parts if (r := _reason(part, places, known)) is not None]
            return found + list(chain.from_iterable(others)) if found or others else None


# --- matches as people see them ---------------------------------------------------------------


def _stretches(
    lexicon: Lexicon, reason: Iterable[int], places: Places, spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int, Term]]:
    """Return where the terms of a reason stand in the text, in order, the longest of a place first."""
    found = [
        (spans[first][0], spans[after - 1][1], lexicon.terms[number])
        for number in set(reason)
        for first, after in places[number]
    ]
    return sorted(found, key=lambda stretch: (stretch[0], -stretch[1], stretch[2].prefix, stretch[2].text))


def _matches(text: str, stretches: Iterable[tuple[int, int, Term]]) -> tuple[Match, ...]:
    matches: list[Match] = []
    for start, end, term in stretches:
        if not matches or start >= matches[-1].end:
            matches.append(Match(term.text, text[start:end], start, end))
    return tuple(matches[:MOST_MATCHES])
