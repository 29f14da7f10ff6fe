"""A word, phrase or regular expression of a rule to the leaf that it is in the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import re2

from monitors.expressions import compiled
from monitors.language import fold
from monitors.rule_text import RuleError
from storage.model import Regex, Term

if TYPE_CHECKING:
    from monitors.rule_text import Piece

MOST_EDITS = 2
"""How many letters may differ: with three, half of the short words of a language are like each other."""
SHORTEST_EDITED = 4
"""How many letters a word must have for that."""
MOST_WITHIN = 50
"""How many words may stand between those of a phrase."""


def read_leaf(piece: Piece) -> Term | Regex:
    """Return the leaf that a piece of a rule says; raise RuleError where it says none."""
    return _regex(piece) if piece.kind == "regex" else _term(piece)


def unescaped(text: str) -> str:
    """Return a text without the backslashes that keep special characters from being so."""
    return _ESCAPE_OR_WILDCARD.sub(lambda found: found[1] or found[0], text)


# --- words and phrases ------------------------------------------------------------------------

_ESCAPE_OR_WILDCARD = re.compile(r"\\(.)|[*?]", re.DOTALL)


def _term(piece: Piece) -> Term:
    prefix = _is_prefix(piece)
    bare = unescaped(piece.inside[:-1] if prefix else piece.inside)
    tokens = fold.tokens(bare)
    if prefix and (not tokens or tokens[-1].end < len(bare)):
        raise RuleError("* needs the beginning of a word before it", _end(piece) - 1)
    if not tokens:
        raise RuleError(f"there is no word in {piece.text}: a term has letters or digits", piece.position)
    return Term(
        piece.text,
        tuple(token.word for token in tokens),
        prefix,
        piece.exact,
        edits=_edits(piece, tokens) if piece.kind == "word" else 0,
        within=_within(piece, tokens) if piece.kind == "phrase" else 0,
        written=tuple(bare[token.start : token.end] for token in tokens),
        position=piece.position,
    )


def _end(piece: Piece) -> int:
    return piece.start + len(piece.inside)


def _is_prefix(piece: Piece) -> bool:
    """Tell whether a * ends the last word; raise RuleError where one stands elsewhere."""
    for found in _ESCAPE_OR_WILDCARD.finditer(piece.inside):
        position = piece.start + found.start()
        if found[0] == "?" and piece.kind == "word":
            told = "? for any letter is not understood (put a question in quotation marks)"
            raise RuleError(told, position)
        if found[0] == "*":
            if found.end() < len(piece.inside):
                raise RuleError("* can stand only at the end of a word", position)
            if piece.exact:
                raise RuleError(
                    "= asks for the exact word and * for every ending: take one of them", position
                )
            return True
    return False


def _edits(piece: Piece, tokens: list[fold.Token]) -> int:
    """Return how many letters of a word may differ."""
    if not piece.near:
        return 0
    position, edits = _end(piece), _number(piece.near[1:] or "1")
    if not 1 <= edits <= MOST_EDITS:
        raise RuleError(f"after ~ stands how many letters may differ, 1 to {MOST_EDITS}", position)
    if piece.exact or piece.inside.endswith("*"):
        sign, asks = ("=", "the exact word") if piece.exact else ("*", "every ending")
        raise RuleError(f"{sign} asks for {asks} and ~ for similar words: take one of them", position)
    if len(tokens) > 1:
        raise RuleError('~ is for a single word (for words near each other: "two words"~5)', position)
    if len(tokens[0].word) < SHORTEST_EDITED:
        raise RuleError(f"a word with ~ has at least {SHORTEST_EDITED} letters", position)
    return edits


def _within(piece: Piece, tokens: list[fold.Token]) -> int:
    """Return how many words may stand between those of a phrase."""
    if not piece.near:
        return 0
    within = _number(piece.near[1:])
    if not 1 <= within <= MOST_WITHIN:
        told = f"after ~ stands how many words may lie between those of the phrase, 1 to {MOST_WITHIN}"
        raise RuleError(told, _end(piece) + 1)
    if len(tokens) == 1:
        raise RuleError("a phrase with ~ has at least two words", _end(piece) + 1)
    return within


def _number(digits: str) -> int:
    return int(digits) if re.fullmatch("[0-9]{1,4}", digits) else -1


# --- regular expressions ----------------------------------------------------------------------

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# What the text before and after a place can be for ^, $, \b and \B.
_SIDES = ("", "\n", "a", "!")
_REGEX_BRACKET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", re.DOTALL)
_MOST_TRIED = 50


def _regex(piece: Piece) -> Regex:
    try:
        # With its slashes still escaped an expression is as right or wrong, and positions are the rule's.
        expression = compiled(piece.inside)
    except UnicodeEncodeError as error:
        told = "half a character (a lone surrogate) cannot stand in a regular expression"
        raise RuleError(told, piece.start + error.start) from None
    except re2.error as error:
        raise _not_understood(piece, _complaint(error)) from error
    if _matches_nothing(expression):
        told = "this regular expression matches the empty text, and so every post"
        raise RuleError(told, piece.position)
    pattern = _ESCAPE.sub(lambda found: "/" if found[1] == "/" else found[0], piece.inside)
    return Regex(piece.text, pattern, piece.position)


def _matches_nothing(expression: re2._Regexp) -> bool:
    """Tell whether an expression can match an empty stretch anywhere in a text."""
    return any(
        expression.fullmatch(before + after, len(before), len(before))
        for before in _SIDES
        for after in _SIDES
    )


class _Complaint(NamedTuple):
    """What RE2 says is wrong with an expression, and with which part of it."""

    message: str
    part: str


def _complaint(error: re2.error) -> _Complaint:
    message, _, part = error.args[0].decode("utf-8", "replace").partition(": ")
    return _Complaint(message, part)


def _not_understood(piece: Piece, complaint: _Complaint) -> RuleError:
    message, part = complaint
    if message.startswith("pattern too large"):
        return RuleError("the regular expression is too large", piece.position)
    told = f"{message}: {part}" if part and part != piece.inside else message
    at = _where(piece.inside, complaint)
    return RuleError(f"the regular expression is not understood: {told}", piece.start + at)


def _where(pattern: str, complaint: _Complaint) -> int:
    """Return the place of what RE2 complains of: it names only the part, and reads from left to right."""
    if complaint.part == pattern:
        return _lonely_bracket(pattern)
    at = pattern.find(complaint.part)
    for _ in range(_MOST_TRIED):
        if at < 0 or _is_wrong(pattern[: at + len(complaint.part)], complaint):
            break
        at = pattern.find(complaint.part, at + 1)
    return max(at, 0)


def _is_wrong(pattern: str, complaint: _Complaint) -> bool:
    try:
        compiled(pattern)
    except re2.error as error:
        return _complaint(error) == complaint
    return False


def _lonely_bracket(pattern: str) -> int:
    """Return the place of the first bracket that closes nothing or is never closed."""
    opened: list[int] = []
    for found in _REGEX_BRACKET.finditer(pattern):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")":
            if not opened:
                return found.start()
            opened.pop()
    return opened[0] if opened else 0
