"""Text to syntax tree: what a rule says, before it is known whether the topics and sources it names exist.

Lucene syntax, read by luqum; then its tree becomes ours. A space binds like ``AND``, tighter than
``OR`` (as in SQLite's full-text search; luqum has it looser than both).
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from monitors.language.stop_words import only_stop_words
from monitors.rule_terms import read_leaf, unescaped
from monitors.rule_text import RuleError, read_over
from storage.model import And, Field, Not, Or, Regex, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from monitors.rule_text import Piece
    from storage.model import Leaf, Node

MOST_PROBLEMS = 20
MOST_REGEXES = 20
"""How many regular expressions a rule may have: each is searched in the whole text of a post."""
FIELDS = ("place", "home", "topic", "source", "kind", "voice", "lang", "has", "after", "before")
WITH_COLONS = ("source", "after", "before")
"""Fields whose values may have colons in them without quotation marks."""
_FIELDS_THERE_ARE = ", ".join(f"{name}:" for name in FIELDS[:-1]) + f" and {FIELDS[-1]}:"
_A_COLON = " put a text with a colon in quotation marks"
_ONLY_NOT = "NOT alone finds nearly every post: say with AND what is to be found"
_ONLY_COMMON = "alone finds nearly every post: say with AND what is to be found"


class Reading(NamedTuple):
    """What came of a text: its tree, with topics as fields, or all that is wrong with it."""

    node: Node | None
    problems: tuple[RuleError, ...]


def read(text: str) -> Reading:
    """Read a rule. There is a tree exactly when there are no problems; the first few are told."""
    plain, pieces, problems = read_over(text)
    if problems:
        return Reading(None, problems[:MOST_PROBLEMS])
    try:
        item = parse_lucene(plain)
    except ParseError as error:
        return Reading(None, (_from_luqum(str(error), text),))
    builder = _Builder(text, pieces)
    node = builder.expression(item)
    found = builder.problems or list(_too_wide(node))
    return Reading(None if found else node, tuple(found[:MOST_PROBLEMS]))


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


def _first(node: Node) -> Leaf:
    while not isinstance(node, Term | Regex | Field):
        node = node.part if isinstance(node, Not) else node.parts[0]
    return node


# --- rules that would find nearly every post --------------------------------------------------


def _too_wide(node: Node) -> Iterator[RuleError]:
    """Tell of what makes a rule find nearly every post, or of too much to look for."""
    terms = [term for term in leaves(node) if isinstance(term, Term)]
    phrases = [term for term in terms if len(term.words) > 1 and _is_common(term)]
    for term in phrases:
        yield RuleError(f"{term.text} has only words that stand in nearly every post", term.position)
    if not phrases and (always := _needs_nothing(node)):
        told = f"{always.text} {_ONLY_COMMON}" if isinstance(always, Term) else _ONLY_NOT
        yield RuleError(told, _first(always).position)
    expressions = [leaf for leaf in leaves(node) if isinstance(leaf, Regex)]
    if len(expressions) > MOST_REGEXES:
        told = f"a rule has at most {MOST_REGEXES} regular expressions (join them with | inside one)"
        yield RuleError(told, expressions[MOST_REGEXES].position)


def _is_common(term: Term) -> bool:
    # A Latin letter alone is more often a name (hepatitis A, bus I) than an article or pronoun.
    is_letter = re.fullmatch("[a-z]", " ".join(term.words))
    return not (term.prefix or is_letter) and only_stop_words(term.words)


def _needs_nothing(node: Node) -> Not | Term | None:
    """Return a part because of which a rule holds in a post that has none of its rarer words and fields."""
    match node:
        case Not():
            return node
        case Term():
            return node if _is_common(node) else None
        case And(parts):
            found = [_needs_nothing(part) for part in parts]
            return found[0] if all(found) else None
        case Or(parts):
            return next((always for part in parts if (always := _needs_nothing(part))), None)
    return None


# --- luqum's tree to ours ---------------------------------------------------------------------

_POSITION = re.compile(r"at position (\d+)!?\Z")


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

    def __init__(self, text: str, pieces: Mapping[int, Piece]) -> None:
        self.text = text
        self.pieces = pieces
        self.problems: list[RuleError] = []

    def fail(self, message: str, position: int) -> Node:
        """Note a problem and return what may stand in the tree that nobody will see."""
        self.problems.append(RuleError(message, position))
        return Field("", "")

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
        piece = self.pieces[item.pos]
        return self._value(field, piece.inside, piece, item.pos) if field else self._leaf(piece)

    def _signed(self, item: tree.UnaryOperator, field: str) -> Node:
        if isinstance(item.a, tree.UnaryOperator):
            return self.fail("one NOT, - or + is enough", item.pos)
        part = self._operand(item.a, field)
        return part if isinstance(item, tree.Plus) else negated(part)

    def _field(self, item: tree.SearchField, outer: str) -> Node:
        written = self.pieces[item.pos].text
        if outer:
            return self._with_colons(item, outer)
        name = written.lower()
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1)
            told = f"; did you mean {near[0]}:?" if near else f" (there are {_FIELDS_THERE_ARE};{_A_COLON})"
            return self.fail(f'there is no field "{written}:"{told}', item.pos)
        return self._operand(item.expr, name)

    def _with_colons(self, item: tree.SearchField, field: str) -> Node:
        """Read source:telegram:name and after:2023-05-22T10:30, which luqum takes for fields in fields."""
        parts, last = [], item
        while isinstance(last, tree.SearchField):
            parts.append(self.pieces[last.pos].text)
            last = last.expr
        if field not in WITH_COLONS or not isinstance(last, tree.Term):
            return self.fail(f"no field can stand inside {field}:", item.pos)
        piece = self.pieces[last.pos]
        return self._value(field, ":".join([*parts, piece.inside]), piece, item.pos)

    def _value(self, field: str, written: str, piece: Piece, position: int) -> Node:
        if piece.kind == "regex" or piece.exact or piece.near:
            return self.fail(
                f"=, ~ and /…/ are for words and phrases, not for what follows {field}:", position
            )
        value = unescaped(written).strip()
        return Field(field, value, position) if value else self.fail(f"{field}: of what?", position)

    def _leaf(self, piece: Piece) -> Node:
        try:
            return read_leaf(piece)
        except RuleError as error:
            self.problems.append(error)
            return Field("", "")
