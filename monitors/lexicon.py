"""All terms of all rules, compiled once, so that a post costs nearly the same with ten rules or 100,000.

A term is looked for under one word of it, its trigger, the one that fewest other terms share: a post's
words are intersected with the triggers, and only what is met there is looked at further. A rule is
looked at only when something was found without which it cannot hold, its key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from storage.model import And, Field, Not, Or, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.model import Node, Rule, Severity, Source


STEM = 4
"""How many letters of a beginning are tried first."""


class Target(NamedTuple):
    """Something that can be followed (``topic:shelling``, ``rule:…``) and the rule that it stands for."""

    name: str
    severity: Severity
    rule: Rule


class Pattern(NamedTuple):
    """One way in which a term can stand in a text: these words in a row, the last perhaps only begun.

    ``trigger`` is the index of the word under which it is looked for; ``term`` the term's number.
    """

    words: tuple[str, ...]
    prefix: bool
    trigger: int
    term: int


class FieldKey(NamedTuple):
    """A condition on the post's source, in the one spelling in which it is compared."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where any of the terms (by number) or of the other parts does."""

    terms: frozenset[int]
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all parts do."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Holds where its part does not."""

    part: Condition


Condition = int | FieldKey | AnyOf | AllOf | NoneOf
"""A rule's tree with numbers for its terms."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled targets; nothing in it changes.

    ``patterns`` are by trigger; ``beginnings`` too, but of those the trigger is only begun. ``stems``
    (by length) are the first letters of beginnings, with the lengths of the beginnings that have them.
    ``conditions`` stand beside ``targets``; ``by_term`` and ``by_field`` tell which of them (by index)
    to look at when a term is found or a source has a property.
    """

    targets: tuple[Target, ...]
    terms: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    patterns: Mapping[str, tuple[Pattern, ...]]
    beginnings: Mapping[str, tuple[Pattern, ...]]
    stems: Mapping[int, Mapping[str, tuple[int, ...]]]
    by_term: Mapping[int, tuple[int, ...]]
    by_field: Mapping[FieldKey, tuple[int, ...]]

    @classmethod
    def compile(cls, targets: Iterable[Target]) -> Lexicon:
        """Return the lexicon of these targets. Their rules must not hold where nothing of them is found."""
        targets = tuple(targets)
        numbers = _numbered(targets)
        by_term, by_field = _by_key(targets, numbers)
        patterns, beginnings = _by_trigger(numbers)
        return cls(
            targets,
            tuple(numbers),
            tuple(_condition(target.rule.root, numbers) for target in targets),
            patterns,
            beginnings,
            _stems(beginnings),
            by_term,
            by_field,
        )


def properties(source: Source) -> tuple[FieldKey, ...]:
    """Return all that is true of a source, as rules can ask for it."""
    named = (FieldKey("source", source.key.casefold()), FieldKey("source", source.name.casefold()))
    return (*named, FieldKey("voice", source.voice.value))


def _field_key(field: Field) -> FieldKey:
    return FieldKey(field.name, field.value.casefold())


# --- terms ------------------------------------------------------------------------------------


def _numbered(targets: Iterable[Target]) -> dict[Term, int]:
    """Return every distinct term with its number."""
    numbers: dict[Term, int] = {}
    for target in targets:
        for leaf in leaves(target.rule.root):
            if isinstance(leaf, Term):
                numbers.setdefault(leaf, len(numbers))
    return numbers


def _by_trigger(
    numbers: Mapping[Term, int],
) -> tuple[dict[str, tuple[Pattern, ...]], dict[str, tuple[Pattern, ...]]]:
    """Return the patterns whose trigger is a whole word, and those whose trigger is only begun."""
    common = Counter(word for term in numbers for word in term.words)
    whole, begun = defaultdict[str, list[Pattern]](list), defaultdict[str, list[Pattern]](list)
    for term, number in numbers.items():
        pattern = _pattern(term, number, common)
        (begun if len(term.words) == 1 and term.prefix else whole)[term.words[pattern.trigger]].append(
            pattern
        )
    return {w: tuple(found) for w, found in whole.items()}, {w: tuple(found) for w, found in begun.items()}


def _stems(beginnings: Iterable[str]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return the first letters of beginnings, of few lengths: with each, words are asked once for all."""
    lengths = defaultdict[str, set[int]](set)
    for beginning in beginnings:
        lengths[beginning[:STEM]].add(len(beginning))
    stems = defaultdict[int, dict[str, tuple[int, ...]]](dict)
    for stem, found in lengths.items():
        stems[len(stem)][stem] = tuple(sorted(found))
    return dict(stems)


def _pattern(term: Term, number: int, common: Mapping[str, int]) -> Pattern:
    """Return a term as what is looked for; its trigger is a whole word where it has one."""
    whole = term.words[:-1] if term.prefix and len(term.words) > 1 else term.words
    trigger = min(range(len(whole)), key=lambda i: (common[whole[i]], -len(whole[i])))
    return Pattern(term.words, term.prefix, trigger, number)


# --- rules ------------------------------------------------------------------------------------


def _condition(node: Node, numbers: Mapping[Term, int]) -> Condition:
    match node:
        case Term():
            return numbers[node]
        case Field():
            return _field_key(node)
        case Not(part):
            return NoneOf(_condition(part, numbers))
        case And(parts):
            return AllOf(tuple(_condition(part, numbers) for part in parts))
        case Or(parts):
            terms = frozenset(numbers[part] for part in parts if isinstance(part, Term))
            others = tuple(_condition(part, numbers) for part in parts if not isinstance(part, Term))
            return AnyOf(terms, others)


def _by_key(
    targets: Iterable[Target], numbers: Mapping[Term, int]
) -> tuple[dict[int, tuple[int, ...]], dict[FieldKey, tuple[int, ...]]]:
    """Return for each term and property the targets that may hold because of it, by index."""
    common = Counter(leaf for target in targets for leaf in set(leaves(target.rule.root)))
    by_term, by_field = defaultdict[int, list[int]](list), defaultdict[FieldKey, list[int]](list)
    for index, target in enumerate(targets):
        for leaf in dict.fromkeys(_keys(target.rule.root, common)):
            if isinstance(leaf, Term):
                by_term[numbers[leaf]].append(index)
            else:
                by_field[_field_key(leaf)].append(index)
    return {n: tuple(found) for n, found in by_term.items()}, {f: tuple(i) for f, i in by_field.items()}


def _keys(node: Node, common: Mapping[Term | Field, int]) -> list[Term | Field]:
    """Return leaves of which one is found wherever a tree holds, the rarest; none if there are no such."""
    match node:
        case Term() | Field():
            return [node]
        case And(parts):
            choices = [keys for part in parts if (keys := _keys(part, common))]
            return min(choices, key=lambda keys: sum(common[leaf] for leaf in keys), default=[])
        case Or(parts):
            each = [_keys(part, common) for part in parts]
            return [leaf for keys in each for leaf in keys] if all(each) else []
    return []
