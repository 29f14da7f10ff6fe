"""A rule's text before luqum sees it: what is open, nested too deep or not understood is told with its place.

luqum mostly cannot say where, and it would read some of it as something else than was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

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
  | (?P<plain>  "       [^"\\]*+    (?: \\. [^"\\]*+    )*+ "       )
  | (?P<curly>  [„“”‟]  [^„“”‟\\]*+ (?: \\. [^„“”‟\\]*+ )*+ [„“”‟]  )
  | (?P<angle>  «       [^»\\]*+    (?: \\. [^»\\]*+    )*+ »       )
  | (?P<turned> »       [^«\\]*+    (?: \\. [^«\\]*+    )*+ «       )
  | (?P<unclosed> ["„“”‟«»] )
  | (?P<open> \( )
  | (?P<close> \) )
  | (?P<colon> : )
  | (?P<special> [\^~\[\]{}] )
  | (?P<word> (?: [^\s"„“”‟«»():^~\[\]{}\\] | \\. )+ )
  | (?P<backslash> \\ )
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED = {"plain", "curly", "angle", "turned"}
_QUOTATION_MARK = re.compile(r'(\\.)|["„“”‟«»]', re.DOTALL)
_SPECIAL = {
    "~": "fuzzy words and near words (~) are not understood",
    "^": "weights (^) are not understood: a post is found or not",
}
_RANGE = "ranges ([a TO b]) are not understood"
# What a word must not begin with or be, and what is said then. Signs before it are cut off first.
_WORDS = (
    (re.compile("//"), "put a web address in quotation marks"),
    (re.compile("/"), "regular expressions (/…/) are not understood"),
    (re.compile("'"), 'put a phrase in double quotation marks, "like this"'),
    (re.compile("[<>]"), "comparisons (< and >) are not understood"),
    (re.compile(r"and\Z", re.IGNORECASE), 'write AND in capitals (or "and" for the word)'),
    (re.compile(r"or\Z", re.IGNORECASE), 'write OR in capitals (or "or" for the word)'),
    (re.compile(r"not\Z", re.IGNORECASE), 'write NOT in capitals (or "not" for the word)'),
    (re.compile(r"[^\\]*&&|&\Z"), "write AND instead of &"),
    (re.compile(r"[^\\]*\|"), "write OR instead of |"),
    (re.compile("!"), "write NOT instead of !"),
    (re.compile("[‐‑‒–—−]."), "write - for NOT; this is a longer dash"),
)
_OPERATORS = {"AND", "OR", "NOT", "TO"}


class PlainText(NamedTuple):
    """A rule's text with plain quotation marks, code point for code point, and what is wrong with it."""

    text: str
    problems: tuple[RuleError, ...]


def read_over(text: str) -> PlainText:
    """Prepare a text for luqum, which must not see it when there are problems."""
    if len(text) > MOST_CHARACTERS:
        told = f"a rule has at most {MOST_CHARACTERS:,} characters, this one has {len(text):,}"
        return PlainText(text, (RuleError(told, MOST_CHARACTERS),))
    if not text.strip():
        return PlainText(text, (RuleError("the rule is empty", 0),))
    pieces = list(_PIECE.finditer(text))
    problems = [*_wrong_pieces(pieces), *_wrong_brackets(pieces)]
    problems.sort(key=lambda problem: problem.position or 0)
    return PlainText("".join(map(_plainly, pieces)), tuple(problems))


def _plainly(piece: re.Match[str]) -> str:
    if piece.lastgroup not in _QUOTED:
        return piece[0]
    # A quotation mark inside the phrase would end it for luqum; it is no part of a word anyway.
    return '"' + _QUOTATION_MARK.sub(lambda mark: mark[1] or " ", piece[0][1:-1]) + '"'


def _wrong_pieces(pieces: list[re.Match[str]]) -> Iterator[RuleError]:
    before = ""
    for piece in pieces:
        if problem := _wrong_piece(piece, before):
            yield problem
        before = piece[0] if piece.lastgroup == "word" else ""


def _wrong_piece(piece: re.Match[str], before: str) -> RuleError | None:
    kind, start = piece.lastgroup, piece.start()
    if kind == "unclosed":
        return RuleError("the quotation mark is never closed", start)
    if kind == "special":
        return RuleError(_SPECIAL.get(piece[0], _RANGE), start)
    if kind == "backslash":
        return RuleError("nothing follows the backslash", start)
    if kind in _QUOTED and before.lstrip("+-"):
        return RuleError("put a space before the quotation mark", start)
    return _wrong_word(piece) if kind == "word" else None


def _wrong_word(piece: re.Match[str]) -> RuleError | None:
    """Say what is wrong with a word, if anything; an operator in capitals is none."""
    bare = piece[0].lstrip("+-")
    signs = len(piece[0]) - len(bare)
    after = piece.string[piece.end() : piece.end() + 1]
    if signs > 1:
        return RuleError("one + or - is enough", piece.start())
    if signs and not bare and (not after or after.isspace()):
        return RuleError(f'write "{piece[0]}" right before its word, without a space', piece.start())
    if bare in _OPERATORS:
        return None
    told = next((told for pattern, told in _WORDS if pattern.match(bare)), None)
    return RuleError(told, piece.start() + signs) if told else None


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
