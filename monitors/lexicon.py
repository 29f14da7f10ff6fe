"""All forms of all terms of all rules, compiled once, so that a post costs nearly the same with any number.

Terms, regular expressions and places are numbered together; a rule's tree holds numbers in their stead.
A rule is looked at only when something was found without which it cannot hold, its key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from monitors.expressions import Expressions
from monitors.facts import LOOSE, FieldKey
from monitors.places import NOWHERE, Gazetteer
from monitors.word_index import Spelling, WordIndex
from storage.model import And, Field, Not, Or, Regex, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitors.language.forms import Forms
    from storage.model import Leaf, Node, Rule, Severity


class Target(NamedTuple):
    """Something that can be followed (``topic:shelling``, ``rule:…``) and the rule that it stands for."""

    name: str
    severity: Severity
    rule: Rule


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where any of the numbered things is found, or any of the other parts holds."""

    numbers: frozenset[int]
    parts: tuple[Condition, ...] = ()


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

    ``names`` are what people wrote for each number: terms and expressions, then the places of the
    ``gazetteer``. ``conditions`` stand beside ``targets``; ``by_number`` and ``by_field`` tell which of
    them (by index) to look at when something is found or a source has a property, ``always`` which
    have no key.
    """

    targets: tuple[Target, ...]
    names: tuple[str, ...]
    conditions: tuple[Condition, ...]
    words: WordIndex
    expressions: Expressions | None
    gazetteer: Gazetteer
    by_number: Mapping[int, tuple[int, ...]]
    by_field: Mapping[FieldKey, tuple[int, ...]]
    always: tuple[int, ...]

    @classmethod
    def compile(cls, targets: Iterable[Target], forms: Forms, gazetteer: Gazetteer = NOWHERE) -> Lexicon:
        """Return the lexicon of these targets: their terms in all forms, and the places."""
        targets = tuple(targets)
        numbers = _numbered(targets)
        compiler = _Compiler(numbers, gazetteer)
        by_number, by_field, always = compiler.by_key(targets)
        patterns = {n: leaf.pattern for leaf, n in numbers.items() if isinstance(leaf, Regex)}
        spellings = [(n, s) for leaf, n in numbers.items() for s in spellings_of(leaf, forms)]
        return cls(
            targets,
            (*(leaf.text for leaf in numbers), *gazetteer.keys),
            tuple(compiler.condition(target.rule.root) for target in targets),
            WordIndex.compile([*spellings, *gazetteer.spellings(len(numbers))]),
            Expressions(patterns) if patterns else None,
            gazetteer,
            by_number,
            by_field,
            always,
        )

    @property
    def first_place(self) -> int:
        """The number of the gazetteer's first place; the others follow in its order."""
        return len(self.names) - len(self.gazetteer.keys)


def spellings_of(leaf: Leaf, forms: Forms) -> Iterator[Spelling]:
    """Yield every way in which a term can stand in a text; none for what is no term."""
    if not isinstance(leaf, Term):
        return
    own = tuple(frozenset([word]) for word in leaf.words)
    ways = (own,) if leaf.exact else tuple(dict.fromkeys((own, *forms.of(leaf.written or leaf.words))))
    if leaf.prefix:
        # What is only begun has no forms; the words before it have theirs.
        before = forms.of(leaf.written[:-1] or leaf.words[:-1]) if len(own) > 1 else ((),)
        ways = tuple((*way, own[-1]) for way in before)
    for way in ways:
        # A near term of several words is still one where a language writes them as one.
        yield Spelling(way, leaf.prefix, leaf.within if len(way) > 1 else 0, leaf.edits)


def _numbered(targets: Iterable[Target]) -> dict[Term | Regex, int]:
    """Return every distinct term and expression with its number."""
    numbers: dict[Term | Regex, int] = {}
    for target in targets:
        for leaf in leaves(target.rule.root):
            if not isinstance(leaf, Field):
                numbers.setdefault(leaf, len(numbers))
    return numbers


Key = int | FieldKey
K = TypeVar("K", int, FieldKey)
_Tables = tuple["dict[int, tuple[int, ...]]", "dict[FieldKey, tuple[int, ...]]", "tuple[int, ...]"]


class _Compiler:
    """Turns rules' trees into conditions over numbers."""

    def __init__(self, numbers: Mapping[Term | Regex, int], gazetteer: Gazetteer) -> None:
        self._numbers = numbers
        self._gazetteer = gazetteer

    def condition(self, node: Node) -> Condition:
        match node:
            case Term() | Regex():
                return self._numbers[node]
            case Field("place"):
                return AnyOf(self._places(node))
            case Field():
                return FieldKey.of(node)
            case Not(part):
                return NoneOf(self.condition(part))
            case And(parts):
                return AllOf(tuple(self.condition(part) for part in parts))
            case Or(parts):
                found = [self.condition(part) for part in parts]
                numbers = frozenset(part for part in found if isinstance(part, int))
                return AnyOf(numbers, tuple(part for part in found if not isinstance(part, int)))

    def by_key(self, targets: Iterable[Target]) -> _Tables:
        """Return for each number and field the targets that may hold because of it; and those without key."""
        targets = tuple(targets)
        common = Counter(leaf for target in targets for leaf in set(leaves(target.rule.root)))
        by_number, by_field = defaultdict[int, list[int]](list), defaultdict[FieldKey, list[int]](list)
        always = []
        for index, target in enumerate(targets):
            keys = _keys(target.rule.root, common)
            if not keys:
                always.append(index)
            for key in dict.fromkeys(key for leaf in keys for key in self._met_by(leaf)):
                (by_number if isinstance(key, int) else by_field)[key].append(index)  # type: ignore[index]
        return _frozen(by_number), _frozen(by_field), tuple(always)

    def _met_by(self, leaf: Leaf) -> Iterable[Key]:
        match leaf:
            case Term() | Regex():
                return (self._numbers[leaf],)
            case Field("place"):
                return self._places(leaf)
        return (FieldKey.of(leaf),)

    def _places(self, field: Field) -> frozenset[int]:
        first = len(self._numbers)
        return frozenset(first + i for i in self._gazetteer.within(field.value))


def _frozen(table: Mapping[K, list[int]]) -> dict[K, tuple[int, ...]]:
    return {key: tuple(found) for key, found in table.items()}


def _keys(node: Node, common: Mapping[Leaf, int]) -> list[Leaf]:
    """Return leaves of which one is found wherever a tree holds, the rarest; none if there are no such."""
    match node:
        case Field(name) if name in LOOSE:
            return []
        case Term() | Regex() | Field():
            return [node]
        case And(parts):
            choices = [keys for part in parts if (keys := _keys(part, common))]
            return min(choices, key=lambda keys: sum(common[leaf] for leaf in keys), default=[])
        case Or(parts):
            each = [_keys(part, common) for part in parts]
            return [leaf for keys in each for leaf in keys] if all(each) else []
    return []
