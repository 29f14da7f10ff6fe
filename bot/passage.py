"""The part of a post that is shown: cut where it can be read, its matches told apart.

Nothing of a post can change the shape of what it stands in: text is escaped, and characters that
would turn the direction of what follows, or that no chat takes, are left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.model import Match

_BEFORE_MATCH = 4
"""Where a post is cut at its beginning, one in so many characters stands before the first match."""

_LINES = 14
"""Lines of a passage: with the head of an alert, what a phone shows without scrolling."""

_CHARACTERS_A_MATCH = 15
"""A passage tells apart one match in so many characters: Telegram takes 100 entities a message at most."""

# Bidirectional embeddings, overrides and isolates, which reach beyond the text that holds them;
# controls but newline and tab.
_LEFT_OUT = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage, and whether it is what was matched."""

    text: str
    is_match: bool = False


def passage(text: str, matches: Iterable[Match], limit: int, lines: int = _LINES) -> tuple[Piece, ...]:
    """Return the part of a text that is shown: at most so many code points and lines, the first match in it.

    It is cut at words, or where one word fills everything between characters as people see them, and
    says so with an ellipsis. Of very many matches only the first are told apart.
    """
    spans = _merged(matches)
    start, end = _window(text, spans[0] if spans else (0, 0), limit, lines)
    pieces = [Piece("…")] if start > 0 else []
    here = start
    for span_start, span_end in spans[: max(1, limit // _CHARACTERS_A_MATCH)]:
        if span_start < end and here < span_end:
            begin, here_after = max(here, span_start), min(end, span_end)
            pieces += [Piece(plain(text[here:begin])), Piece(plain(text[begin:here_after]), is_match=True)]
            here = here_after
    pieces += [Piece(plain(text[here:end])), Piece("…" if end < len(text) else "")]
    return tuple(piece for piece in pieces if piece.text)


def following(text: str, shown: Iterable[Piece], limit: int) -> str:
    """Return what comes after a passage of a text, on one line and cut as :func:`shortened` does.

    Empty where the passage goes to the end, or shows less of the text than could be found in it.
    """
    words = plain("".join(piece.text for piece in shown)).removeprefix("…")
    if not words.endswith("…"):
        return ""
    _, found, rest = plain(text).partition(words.removesuffix("…"))
    return shortened(rest, limit) if found else ""


def shortened(text: str, limit: int) -> str:
    """Return a text on one line, at most so many code points of it and an ellipsis, cut at a word."""
    line = " ".join(plain(text).split())
    end = _end(line, 0, limit)
    return line if end == len(line) else f"{line[:end]}…"


def html_of(pieces: Iterable[Piece]) -> str:
    """Return a passage in Telegram's HTML, its matches in bold."""
    return "".join(
        f"<b>{escape(piece.text)}</b>" if piece.is_match else escape(piece.text) for piece in pieces
    )


def escape(text: str) -> str:
    """Return text that Telegram's HTML shows as it is, also inside a tag's quoted value."""
    return html.escape(plain(text), quote=False).replace('"', "&quot;")


def plain(text: str) -> str:
    """Return text without the characters that could do harm to what it stands in."""
    return _SURROGATES.sub("\ufffd", _LEFT_OUT.sub("", text))


# --- where to cut -----------------------------------------------------------------------------


def _merged(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """Return the spans of matches in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((match.start, match.end) for match in matches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, first: tuple[int, int], limit: int, lines: int) -> tuple[int, int]:
    """Return where the shown part begins and ends: at the text's beginning if the first match is there."""
    end = _end(text, 0, limit, lines)
    if first[1] <= end:
        return 0, end
    start = _word_start(text, max(0, first[0] - limit // _BEFORE_MATCH), first[0])
    return start, max(_end(text, start, limit, lines), first[1] if first[1] <= start + limit else 0)


def _end(text: str, start: int, limit: int, lines: int = _LINES) -> int:
    """Return where a part that begins here ends: after so many lines or characters, at a word."""
    latest = _lines_end(text, start, min(len(text), start + limit), lines)
    if latest == len(text) or text[latest].isspace():
        return latest
    # A word longer than a third of everything is cut itself: better than to show next to nothing.
    spaces = [found.start() for found in re.finditer(r"\s+", text[start:latest])]
    long_word = not spaces or spaces[-1] * 3 < (latest - start) * 2
    return _between_characters(text, start, latest) if long_word else start + spaces[-1]


def _lines_end(text: str, start: int, latest: int, lines: int) -> int:
    """Return where the last line ends that still finds room."""
    position = start
    for _ in range(lines):
        position = text.find("\n", position, latest) + 1
        if position == 0:
            return latest
    return position - 1


def _word_start(text: str, position: int, latest: int) -> int:
    """Return the beginning of the next word, or of the next character where there is none in time."""
    space = re.compile(r"\s+").search(text, position, latest)
    return space.end() if space else _between_characters(text, 0, position)


def _between_characters(text: str, start: int, position: int) -> int:
    """Return the last place up to here that lies between two characters as people see them.

    Where a single one fills everything (a letter with hundreds of accents) it is cut nevertheless.
    """
    place = position
    while place > start and _goes_on(text, place):
        place -= 1
    return place if place > start else position


def _goes_on(text: str, position: int) -> bool:
    """Tell whether a character goes on here, after the rules for emoji and marks of Unicode's UAX 29."""
    before, after = text[position - 1 : position], text[position : position + 1]
    if not before or not after:
        return False
    if after == _JOINER or unicodedata.category(after) in {"Mn", "Mc", "Me"}:
        return True
    if before == _JOINER:  # it joins pictures (GB11) and letters of India (GB9c), no others
        return after >= _JOINED_FROM
    if _is_flag_letter(before) and _is_flag_letter(after):
        flags = re.compile("[\U0001f1e6-\U0001f1ff]*\\Z").search(text[max(0, position - 64) : position])
        return bool(flags and len(flags[0]) % 2)
    return after in _MODIFIERS or "\U000e0020" <= after <= "\U000e007f"


_JOINER, _JOINED_FROM = "\u200d", "\u0900"
_MODIFIERS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
