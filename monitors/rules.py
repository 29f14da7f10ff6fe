"""Text to rule: reads it, puts the topics it names in their place, and prints it again.

``docs/rules.md`` is the language as people are told of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from monitors.known import Known
from monitors.rule_text import RuleError
from monitors.syntax import MOST_PROBLEMS, Reading, either, every, negated, read
from storage.model import CLOSES_AFTER, And, Field, Not, Or, Regex, Rule, Term, Topic, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import timedelta

    from storage.model import Leaf, Node, Severity

__all__ = ["Definition", "Known", "RuleError", "TopicProblem", "parse", "parse_topics", "show", "write"]

MOST_PARTS = 10_000
"""How many words and fields a rule may hold once the topics that it names stand in it."""
MOST_LEVELS = 200
"""How deep it may be nested then: every level is a call when it is compiled and evaluated."""


class Definition(NamedTuple):
    """A topic as it is configured, its rules not yet read; without ``ends`` nothing says that it is over."""

    name: str
    severity: Severity
    text: str
    closes_after: timedelta = CLOSES_AFTER
    ends: str = ""
    stale_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TopicProblem:
    """One thing that is wrong with one topic; ``index`` counts the definitions from 0.

    ``part`` names the rule in which it is: ``rule`` or ``ends``.
    """

    index: int
    name: str
    error: RuleError
    part: str = "rule"


def parse(text: str, known: Known) -> Rule:
    """Return the rule that a text says; raise RuleError for the first thing that is wrong with it."""
    node, problems = _resolved(read(text), known, most=1)
    if node is None:
        raise problems[0]
    return Rule(text, node)


def parse_topics(
    definitions: Sequence[Definition], known: Known
) -> tuple[tuple[Topic, ...], tuple[TopicProblem, ...]]:
    """Read topics that may name each other, and those of ``known``, in any order.

    Returns the topics that can be used, in their order, and every problem of the others. A topic that
    names a wrong one can't be used either and is no further problem. Names are taken as unique.
    """
    readings = [read(definition.text) for definition in definitions]
    wrong = _topic_errors(definitions, readings, known)
    links = _links(definitions, readings)
    rules = _others(definitions, known)
    for i in TopologicalSorter({i: links[i] for i in range(len(links)) if not wrong[i]}).static_order():
        if not wrong[i] and all(definitions[j].name in rules for j in links[i]):
            node, problems = _resolved(readings[i], known.with_topics(rules))
            wrong[i] += problems
            if node is not None:
                rules[definitions[i].name] = Rule(definitions[i].text, node)
    unusable = [
        TopicProblem(i, definitions[i].name, error) for i, found in enumerate(wrong) for error in found
    ]
    ends = _ends(definitions, known.with_topics(rules), unusable)
    topics = (
        Topic(d.name, d.severity, rules[d.name], d.closes_after, ends.get(d.name), d.stale_after)
        for d in definitions
        if d.name in rules
    )
    return tuple(topics), tuple(unusable)


def _ends(definitions: Sequence[Definition], known: Known, problems: list[TopicProblem]) -> dict[str, Rule]:
    """Return by topic the rule by which it is over; report what is wrong with any."""
    ends = {}
    for index, definition in enumerate(definitions):
        if definition.ends:
            try:
                ends[definition.name] = parse(definition.ends, known)
            except RuleError as error:
                problems.append(TopicProblem(index, definition.name, error, "ends"))
    return ends


def show(error: RuleError, text: str) -> str:
    """Return an error for people: the line of the rule, a mark under the place, and what is wrong there.

    Of a long rule the surroundings are shown.
    """
    if error.position is None:
        return str(error)
    start = max(0, error.position - 40)
    around = re.sub(r"\s", " ", text[start : start + 70])
    return f"{around}\n{' ' * (error.position - start)}^\n{error}"


def write(node: Node) -> str:
    """Return a tree as a rule's text. Read again it is the same tree, if it is within a rule's limits."""
    match node:
        case Term(text) | Regex(text):
            return text
        case Field(name, value):
            return f"{name}:{value if _PLAIN_VALUE.fullmatch(value) else _quoted(value)}"
        case Not(part):
            return f"NOT {_in_brackets(part)}"
        case And(parts):
            return " AND ".join(map(_in_brackets, parts))
        case Or(parts):
            return " OR ".join(map(_in_brackets, parts))


_PLAIN_VALUE = re.compile(r"(?!(?:AND|OR|NOT|TO)\Z)\w[\w.-]*", re.IGNORECASE)


def _in_brackets(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, And | Or) else write(node)


def _quoted(value: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


# --- names put in their place -----------------------------------------------------------------


def _resolved(reading: Reading, known: Known, most: int = MOST_PROBLEMS) -> Reading:
    """Return a tree with topics put in and names as they are configured, or what is wrong with it."""
    if reading.node is None:
        return reading
    problems = _wrong_names(reading.node, known, most) or tuple(_too_much(reading.node, known))
    if problems:
        return Reading(None, problems)
    node = _put_in(reading.node, known)
    if _levels(node) > MOST_LEVELS:
        told = f"with its topics the rule is nested more than {MOST_LEVELS} deep"
        return Reading(None, (RuleError(told, next(_fields(reading.node, "topic")).position),))
    return Reading(node, ())


def _fields(node: Node, name: str = "") -> Iterator[Field]:
    return (leaf for leaf in leaves(node) if isinstance(leaf, Field) and name in {"", leaf.name})


def _wrong_names(node: Node, known: Known, most: int = MOST_PROBLEMS) -> tuple[RuleError, ...]:
    """Return what is wrong with the first few fields: to look for near names takes its time."""
    found = (problem for named in _fields(node) if (problem := known.wrong(named)))
    return tuple(islice(found, most))


def _too_much(node: Node, known: Known) -> Iterator[RuleError]:
    """Tell of a rule that would grow out of bounds, before it does, at the topic that is too much."""
    sizes = Counter[str]()
    total, at = 0, None
    for leaf in leaves(node):
        total += _size(leaf, known, sizes)
        at = leaf.position if at is None and total > MOST_PARTS else at
    if at is not None:
        told = f"with its topics the rule has {total:,} words and fields; {MOST_PARTS:,} is the most"
        yield RuleError(told, at)


def _size(leaf: Leaf, known: Known, sizes: Counter[str]) -> int:
    """Return how many leaves stand in the place of one in the end; ``sizes`` remembers those of topics."""
    if not isinstance(leaf, Field) or leaf.name != "topic":
        return 1
    name = _topic(leaf, known)
    if name not in sizes:
        sizes[name] = sum(1 for _ in leaves(known.topics[name].root))
    return sizes[name]


def _topic(named: Field, known: Known) -> str:
    return known.value(named) or ""


def _put_in(node: Node, known: Known) -> Node:
    match node:
        case Field("topic"):
            return known.topics[_topic(node, known)].root
        case Field(name, value, position):
            return Field(name, known.value(node) or value, position)
        case Not(part):
            return negated(_put_in(part, known))
        case And(parts):
            return every(_put_in(part, known) for part in parts)
        case Or(parts):
            return either(_put_in(part, known) for part in parts)
    return node


def _levels(node: Node) -> int:
    match node:
        case Not(part):
            return 1 + _levels(part)
        case And(parts) | Or(parts):
            return 1 + max(map(_levels, parts))
    return 0


# --- topics that name each other --------------------------------------------------------------


def _others(definitions: Sequence[Definition], known: Known) -> dict[str, Rule]:
    """Return the topics that are known already and not defined anew."""
    anew = {definition.name.casefold() for definition in definitions}
    return {name: rule for name, rule in known.topics.items() if name.casefold() not in anew}


def _links(definitions: Sequence[Definition], readings: Sequence[Reading]) -> list[dict[int, Field]]:
    """Return for each topic which of the others it names (by index), and where first."""
    index = {definition.name.casefold(): i for i, definition in enumerate(definitions)}
    links: list[dict[int, Field]] = [{} for _ in readings]
    for found, reading in zip(links, readings, strict=True):
        for named in _fields(reading.node, "topic") if reading.node else ():
            if (i := index.get(named.value.casefold())) is not None:
                found.setdefault(i, named)
    return links


def _topic_errors(
    definitions: Sequence[Definition], readings: Sequence[Reading], known: Known
) -> list[list[RuleError]]:
    """Return what is wrong with each topic as far as it can be seen before topics are put in."""
    named = {definition.name: Rule(definition.text, Or(())) for definition in definitions}
    everything = known.with_topics({**_others(definitions, known), **named})
    wrong = [list(reading.problems) for reading in readings]
    links = _links(definitions, readings)
    for i, reading in enumerate(readings):
        wrong[i] += _wrong_names(reading.node, everything) if reading.node else ()
        if circle := _circle(i, links):
            told = " → ".join(definitions[j].name for j in circle)
            wrong[i].append(
                RuleError(f"topics name each other in a circle: {told}", links[i][circle[1]].position)
            )
    return wrong


def _circle(start: int, links: Sequence[Iterable[int]]) -> list[int]:
    """Return the shortest way from a topic back to itself, empty where there is none."""
    ways, seen = [[start]], set[int]()
    for way in ways:
        for following in links[way[-1]]:
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []
