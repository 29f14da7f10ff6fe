"""A rule's text before luqum sees it: cut into pieces, and what is open, too deep or not understood is told.

luqum mostly cannot say where something is wrong, it would read some of it as something else than was
meant, and it knows no ``=exact``, no ``«…»`` and no times with a colon. So it gets the joints of a rule
only: each word, phrase and regular expression stands there as a word or phrase of as many x.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_CHARACTERS = 4096
MOST_BRACKETS = 50


class RuleError(ValueError):
    """What is wrong with a rule, for the person who wrote it.

    ``position`` is the code point of the rule's text where it is wrong, counted from 0 (shown to
    people counted from 1), or None where no single place is.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return self.message if self.position is None else f"{self.message}, at character {self.position + 1}"


_PIECE = re.compile(
    r"""
    (?P<space> \s+ )
  | (?P<sign> [+-]+ )
  | (?P<regex> / (?!/) [^/\\]*+ (?: \\. [^/\\]*+ )*+ / )
  | (?P<phrase> =?+ (?:
        "       [^"\\]*+    (?: \\. [^"\\]*+    )*+ "
      | [„“”‟]  [^„“”‟\\]*+ (?: \\. [^„“”‟\\]*+ )*+ [„“”‟]
      | «       [^»\\]*+    (?: \\. [^»\\]*+    )*+ »
      | »       [^«\\]*+    (?: \\. [^«\\]*+    )*+ «
    ) (?P<within> ~ [\w.,]*+ )?+ )
  | (?P<unclosed> =?+ ["„“”‟«»] )
  | (?P<endless> / (?!/) )
  | (?P<open> \( )
  | (?P<close> \) )
  | (?P<colon> : )
  | (?P<special> [\^~\[\]{}] )
  | (?P<word> (?: [^\s"„“”‟«»():^~\[\]{}\\] | \\. )++ (?P<edits> ~ [\w.,]*+ )?+ )
  | (?P<backslash> \\ )
    """,
    re.VERBOSE | re.DOTALL,
)
_LEAVES = {"word", "phrase", "regex"}
_TOLD = {
    "unclosed": "the quotation mark is never closed",
    "endless": "the regular expression that begins here is never closed with /",
    "backslash": "nothing follows the backslash",
}
_SPECIAL = {
    "~": "~ can stand only right after a word or phrase",
    "^": "weights (^) are not understood: a post is found or not",
}
_RANGE = "ranges ([a TO b]) are not understood"
# What a word must not begin with or be, and what is said then.
_WORDS = (
    (re.compile("//"), "put a web address in quotation marks"),
    (re.compile(r"=(?:~|\Z|[-+=/])"), "= can stand only right before a word or phrase"),
    (re.compile("'"), 'put a phrase in double quotation marks, "like this"'),
    (re.compile("[<>]"), "comparisons (< and >) are not understood"),
    (re.compile(r"and\Z", re.IGNORECASE), 'write AND in capitals (or "and" for the word)'),
    (re.compile(r"or\Z", re.IGNORECASE), 'write OR in capitals (or "or" for the word)'),
    (re.compile(r"not\Z", re.IGNORECASE), 'write NOT in capitals (or "not" for the word)'),
    (re.compile(r"(?:И|І|ТА)\Z"), "write AND instead of И, І and ТА"),
    (re.compile(r"(?:ИЛИ|АБО)\Z"), "write OR instead of ИЛИ and АБО"),
    (re.compile(r"НЕ\Z"), "write NOT instead of НЕ"),
    (re.compile(r"[^\\]*&&|&\Z"), "write AND instead of &"),
    (re.compile(r"[^\\]*\|"), "write OR instead of |"),
    (re.compile("!"), "write NOT instead of !"),
    (re.compile("[‐‑‒–—−]."), "write - for NOT; this is a longer dash"),
)
_OPERATORS = {"AND", "OR", "NOT"}


class Piece(NamedTuple):
    """A word, phrase or regular expression as it was written, and where (code points, end exclusive).

    ``kind`` is ``word``, ``phrase`` or ``regex``. ``exact`` tells of a ``=`` before it, ``near`` is what
    follows it from ``~`` on; ``inside`` is what stands between them and between its marks, from ``start``
    on.
    """

    kind: str
    text: str
    position: int
    exact: bool
    inside: str
    start: int
    near: str


class PlainText(NamedTuple):
    """A rule's text for luqum, code point for code point; its pieces by position; what is wrong with it."""

    text: str
    pieces: Mapping[int, Piece]
    problems: tuple[RuleError, ...]


def read_over(text: str) -> PlainText:
    """Prepare a text for luqum, which must not see it when there are problems."""
    if len(text) > MOST_CHARACTERS:
        told = f"a rule has at most {MOST_CHARACTERS:,} characters, this one has {len(text):,}"
        return PlainText(text, {}, (RuleError(told, MOST_CHARACTERS),))
    if not text.strip():
        return PlainText(text, {}, (RuleError("the rule is empty", 0),))
    found = list(_PIECE.finditer(text))
    problems = [*_wrong_pieces(found), *_wrong_brackets(found)]
    problems.sort(key=lambda problem: problem.position or 0)
    return PlainText("".join(map(_masked, found)), _pieces(found), tuple(problems))


def _masked(found: re.Match[str]) -> str:
    if found.lastgroup not in _LEAVES or found[0] in _OPERATORS:
        return found[0]
    # Pieces can stand side by side without a space: quotation marks keep them apart.
    return "x" * len(found[0]) if found.lastgroup == "word" else f'"{"x" * (len(found[0]) - 2)}"'


def _pieces(found: Iterable[re.Match[str]]) -> dict[int, Piece]:
    return {one.start(): _piece(one) for one in found if one.lastgroup in _LEAVES}


def _piece(found: re.Match[str]) -> Piece:
    kind, text, position = str(found.lastgroup), found[0], found.start()
    if kind == "regex":
        return Piece(kind, text, position, exact=False, inside=text[1:-1], start=position + 1, near="")
    near = found["within"] or found["edits"] or ""
    exact, quoted = text.startswith("="), kind == "phrase"
    begin, end = exact + quoted, len(text) - len(near) - quoted
    return Piece(kind, text, position, exact, text[begin:end], position + begin, near)


def _wrong_pieces(pieces: Iterable[re.Match[str]]) -> Iterator[RuleError]:
    before = None
    for piece in pieces:
        if problem := _wrong_piece(piece, before):
            yield problem
        before = piece.lastgroup


def _wrong_piece(piece: re.Match[str], before: str | None) -> RuleError | None:
    kind, start = piece.lastgroup, piece.start()
    if kind == "special":
        return RuleError(_SPECIAL.get(piece[0], _RANGE), start)
    if kind == "phrase" and before == "word":
        return RuleError("put a space before the quotation mark", start)
    if kind in _LEAVES and before == "regex":
        return RuleError(
            r"put a space after the / that ends the regular expression (or \/ for a slash in it)", start
        )
    if kind == "sign":
        return _wrong_sign(piece)
    if kind == "word":
        told = next((told for pattern, told in _WORDS if pattern.match(piece[0])), None)
        return RuleError(told, start) if told and piece[0] not in _OPERATORS else None
    return RuleError(_TOLD[kind], start) if kind in _TOLD else None


def _wrong_sign(piece: re.Match[str]) -> RuleError | None:
    if len(piece[0]) > 1:
        return RuleError("one + or - is enough", piece.start())
    after = piece.string[piece.end() : piece.end() + 1]
    if not after or after.isspace():
        return RuleError(f'write "{piece[0]}" right before its word, without a space', piece.start())
    return None


def _wrong_brackets(pieces: list[re.Match[str]]) -> Iterator[RuleError]:
    opened: list[int] = []
    for piece in pieces:
        if piece.lastgroup == "open":
            opened.append(piece.start())
            if len(opened) == MOST_BRACKETS + 1:
                yield RuleError(f"brackets are nested more than {MOST_BRACKETS} deep", piece.start())
        elif piece.lastgroup == "close":
            if not opened:
                yield RuleError("this bracket closes nothing", piece.start())
            else:
                opened.pop()
    if opened:
        yield RuleError("the bracket is never closed", opened[0])
