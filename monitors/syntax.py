"""Text to syntax tree: what a rule says, before it is known whether the topics and sources it names exist.

Lucene syntax, read by luqum; then its tree becomes ours. A space binds like ``AND``, tighter than
``OR`` (as in SQLite's full-text search; luqum has it looser than both).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from monitors.language import fold
from monitors.rule_text import RuleError, read_over
from storage.model import And, Field, Not, Or, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.model import Node

MOST_PROBLEMS = 20
FIELDS = ("topic", "source", "voice")
_FIELDS_THERE_ARE = "(there are topic:, source: and voice:; put a text with a colon in quotation marks)"
_ONLY_NOT = "NOT alone finds nearly every post: say with AND what is to be found"


class Reading(NamedTuple):
    """What came of a text: its tree, with topics as fields, or all that is wrong with it."""

    node: Node | None
    problems: tuple[RuleError, ...]


def read(text: str) -> Reading:
    """Read a rule. There is a tree exactly when there are no problems; the first few are told."""
    plain, problems = read_over(text)
    if problems:
        return Reading(None, problems[:MOST_PROBLEMS])
    try:
        item = parse_lucene(plain)
    except ParseError as error:
        return Reading(None, (_from_luqum(str(error), text),))
    builder = _Builder(text)
    node = builder.expression(item)
    if not builder.problems and (always := _needs_nothing(node)):
        builder.fail(_ONLY_NOT, place(always))
    return Reading(None if builder.problems else node, tuple(builder.problems[:MOST_PROBLEMS]))


# --- trees in their one normal form -----------------------------------------------------------


def every(parts: Iterable[Node]) -> Node:
    """Return what is true where all parts are, without an And inside an And."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def either(parts: Iterable[Node]) -> Node:
    """Return what is true where any part is, without an Or inside an Or."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def negated(part: Node) -> Node:
    """Return what is true where the part is not, without a Not inside a Not."""
    return part.part if isinstance(part, Not) else Not(part)


def place(node: Node) -> int:
    """Return where the first word or field of a tree stands in the text it was read from."""
    while not isinstance(node, Term | Field):
        node = node.part if isinstance(node, Not) else node.parts[0]
    return node.position


def _needs_nothing(node: Node) -> Node | None:
    """Return a part because of which the rule holds in a post that has none of its words and fields."""
    match node:
        case Not():
            return node
        case And(parts):
            found = [_needs_nothing(part) for part in parts]
            return found[0] if all(found) else None
        case Or(parts):
            return next((always for part in parts if (always := _needs_nothing(part))), None)
    return None


# --- luqum's tree to ours ---------------------------------------------------------------------

_POSITION = re.compile(r"at position (\d+)!?\Z")
_ESCAPE_OR_WILDCARD = re.compile(r"\\(.)|[*?]", re.DOTALL)


def _from_luqum(message: str, text: str) -> RuleError:
    """Return what luqum could not read: only its message tells where."""
    found = _POSITION.search(message)
    rest = text[int(found[1]) :] if found else ""
    if not rest:
        return RuleError("the rule ends where something should follow", len(text))
    unexpected = re.match(r"\w+|.", rest, re.DOTALL)
    return RuleError(f'"{unexpected[0] if unexpected else rest}" was not expected', len(text) - len(rest))


def _alternatives(item: tree.Item) -> list[list[tree.Item]]:
    """Return what stands between ORs, each as what stands between spaces and ANDs.

    luqum nests operators without brackets in several ways, as deep as the rule is long: so they are
    taken in the order in which they were written, and with a stack of our own.
    """
    found: list[list[tree.Item]] = [[]]
    waiting: list[tree.Item | None] = [item]
    while waiting:
        following = waiting.pop()
        if following is None:
            found.append([])
        elif isinstance(following, tree.OrOperation):
            waiting.extend([part for o in reversed(following.operands) for part in (o, None)][:-1])
        elif isinstance(following, tree.BaseOperation):
            waiting.extend(reversed(following.operands))
        else:
            found[-1].append(following)
    return found


class _Builder:
    """Builds our tree from luqum's and collects what is wrong on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[RuleError] = []

    def fail(self, message: str, position: int) -> Node:
        """Note a problem and return what may stand in the tree that nobody will see."""
        self.problems.append(RuleError(message, position))
        return Term("", ())

    def expression(self, item: tree.Item, field: str = "") -> Node:
        """Return the tree of what stands in brackets, or of all; as values of a field if one is given."""
        alternatives = _alternatives(item)
        required = [o for operands in alternatives for o in operands if isinstance(o, tree.Plus)]
        if required and len(alternatives) > 1:
            return self.fail("+ beside OR can mean two things: use AND and brackets", required[0].pos)
        return either([every([self._operand(o, field) for o in operands]) for operands in alternatives])

    def _operand(self, item: tree.Item, field: str) -> Node:
        if isinstance(item, tree.BaseGroup):
            return self.expression(item.expr, field)
        if isinstance(item, tree.UnaryOperator):
            return self._signed(item, field)
        if isinstance(item, tree.SearchField):
            return self._field(item, field)
        if not isinstance(item, tree.Term):
            return self.fail("this is not understood", item.pos)
        return self._value(item, field) if field else self._term(item)

    def _signed(self, item: tree.UnaryOperator, field: str) -> Node:
        if isinstance(item.a, tree.UnaryOperator):
            return self.fail("one NOT, - or + is enough", item.pos)
        part = self._operand(item.a, field)
        return part if isinstance(item, tree.Plus) else negated(part)

    def _field(self, item: tree.SearchField, outer: str) -> Node:
        if outer == "source" and isinstance(item.expr, tree.Term):
            # source:telegram:name, which luqum takes for a field in a field
            return Field(outer, f"{item.name}:{_unescaped(self._inside(item.expr))}", item.pos)
        if outer:
            return self.fail(f"no field can stand inside {outer}:", item.pos)
        name = item.name.lower()
        if name not in FIELDS:
            return self.fail(f'there is no field "{item.name}:" {_FIELDS_THERE_ARE}', item.pos)
        return self._operand(item.expr, name)

    def _value(self, item: tree.Term, field: str) -> Node:
        value = _unescaped(self._inside(item)).strip()
        return Field(field, value, item.pos) if value else self.fail(f"{field}: of what?", item.pos)

    def _term(self, item: tree.Term) -> Node:
        quoted = isinstance(item, tree.Phrase)
        inner, start = self._inside(item), item.pos + quoted
        for wildcard in _ESCAPE_OR_WILDCARD.finditer(inner):
            position = start + wildcard.start()
            if wildcard[0] == "?" and not quoted:
                told = "? for any letter is not understood (put a question in quotation marks)"
                return self.fail(told, position)
            if wildcard[0] == "*":
                if wildcard.end() < len(inner):
                    return self.fail("* can stand only at the end of a word", position)
                return self._prefix(item, inner[:-1], position)
        return self._found(item, fold.words(_unescaped(inner)))

    def _prefix(self, item: tree.Term, inner: str, star: int) -> Node:
        bare = _unescaped(inner)
        tokens = fold.tokens(bare)
        if not tokens or tokens[-1].end < len(bare):
            return self.fail("* needs the beginning of a word before it", star)
        return self._found(item, [token.word for token in tokens], prefix=True)

    def _found(self, item: tree.Term, words: list[str], *, prefix: bool = False) -> Node:
        written = self._written(item)
        if not words:
            return self.fail(f"there is no word in {written}: a term has letters or digits", item.pos)
        return Term(written, tuple(words), prefix, item.pos)

    def _written(self, item: tree.Term) -> str:
        return self.text[item.pos : item.pos + len(item.value)]

    def _inside(self, item: tree.Term) -> str:
        """Return a word, or what stands between the quotation marks of a phrase, as it was written."""
        written = self._written(item)
        return written[1:-1] if isinstance(item, tree.Phrase) else written


def _unescaped(text: str) -> str:
    return _ESCAPE_OR_WILDCARD.sub(lambda found: found[1] or found[0], text)
