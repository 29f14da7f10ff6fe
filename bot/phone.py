"""How much of a phone's screen a message takes, before anything in it is unfolded: pure.

Telegram publishes no width: letters are as wide as the reader's font makes them. :data:`WIDTH` is an estimate
for the usual size of letters on Android and iOS, on the narrow side; on a desktop a line holds more, and a
message never takes more lines there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.passage import following, passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.passage import Piece
    from bot.render import Message
    from bot.texts import Texts
    from storage.model import Match

WIDTH = 38
"""Letters in a line of a message on a phone: an estimate."""

QUOTED = WIDTH - 3
"""Letters in a line of a quote, which has a bar beside it and an arrow in its corner."""

MOST = 8
"""Lines of an alert before it is unfolded."""

FOLDED = 3
"""Lines that Telegram shows of an expandable quote that is folded."""

_REST = 350
"""Characters of a post that can be unfolded after what is shown of it."""

_NARROWEST, _STEP = 16, 8
"""Letters of the shortest passage, and by how many each try is shorter than the last."""

_WORD = re.compile(r"\s*\S+\s*|\s+")


def cells(text: str) -> int:
    """Return how wide a text is, in letters: an emoji counts twice, a mark on a letter nothing."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if character in "\u200d\ufe0f" or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def lines_of(text: str, width: int = WIDTH) -> int:
    """Return how many lines a text takes, wrapped between words, and in those that are wider than a line."""
    return sum(len(pieces_of(line, width)) for line in text.split("\n"))


def pieces_of(line: str, width: int = WIDTH) -> list[str]:
    """Return a line as it wraps, all its characters in order; a space at a line's end may reach beyond."""
    pieces, used = [""], 0
    for part in _WORD.findall(line):
        word = part.rstrip()
        for piece in _cut(word, width):
            if used and used + cells(piece) > width:
                pieces.append("")
                used = 0
            pieces[-1] += piece
            used += cells(piece)
        pieces[-1] += part[len(word) :]
        used += len(part) - len(word)
    return pieces


def _cut(word: str, width: int) -> list[str]:
    """Return a word that is wider than a line in pieces that are not."""
    pieces, used = [""], 0
    for character in word:
        if used + cells(character) > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += cells(character)
    return pieces


def within(text: str, lines: int, width: int = WIDTH) -> str:
    """Return a text that takes at most so many lines, cut at a word with an ellipsis where it has to be."""
    if lines_of(text, width) <= lines:
        return text
    words = _WORD.findall(text)
    while len(words) > 1 and lines_of("".join(words) + "…", width) > lines:
        words.pop()
    kept = "".join(words)
    while kept and lines_of(kept + "…", width) > lines:
        kept = kept[:-1]
    return kept.rstrip(" ·,:") + "…"


def lines_shown(message: Message) -> int:
    """Return how many lines of a message are seen before it is unfolded."""
    return _above(message) + lines_of("".join(one.text for one in message.passage)) + _fold(message.folded)


def laid_out(bare: Message, text: str, spans: Sequence[Match], texts: Texts) -> Message:
    """Return a message with as much of its post as finds room, the rest of that folded below what is there.

    What stands above the passage is what matters most, and is never folded: where it leaves no room for a
    folded quote there is none, and the button that opens all sources has what would stand in it.
    """
    message = _terse(bare)
    room = MOST - _above(message)
    if room <= FOLDED:
        return replace(message, folded=(), passage=_passage(text, spans, max(1, room)))
    shown = _passage(text, spans, room - _fold(message.folded))
    if rest := following(text, shown, _REST):
        shown = _passage(text, spans, room - FOLDED)
        told = texts.say("The post goes on: {text}", text=following(text, shown, _REST) or rest)
        message = replace(message, folded=(*message.folded, told))
    return replace(message, passage=shown)


def _passage(text: str, spans: Sequence[Match], lines: int) -> tuple[Piece, ...]:
    """Return the longest passage that is tried which takes at most so many lines."""
    limit = lines * WIDTH
    while True:
        pieces = passage(text, spans, limit, lines)
        if limit <= _NARROWEST or lines_of("".join(one.text for one in pieces)) <= lines:
            return pieces
        limit = max(_NARROWEST, limit - _STEP)


def _above(message: Message) -> int:
    """Return how many lines stand above the passage."""
    head = (f"{message.symbol} {message.headline}", *message.notes, message.attribution)
    return sum(lines_of(line) for line in head if line)


def _fold(folded: Sequence[str]) -> int:
    return min(FOLDED, sum(lines_of(line, QUOTED) for line in folded))


def _terse(bare: Message) -> Message:
    """Return a message whose head takes no more room than it may, each part cut to two lines, or to one."""
    most_above = MOST - FOLDED - 1 if bare.folded else MOST - 1
    source = within(bare.source, 1, max(_NARROWEST, WIDTH - cells(bare.when) - len(", ")))
    for most in (2, 1):
        headline = within(bare.headline, most, WIDTH - cells(f"{bare.symbol} "))
        notes = tuple(within(note, most) for note in bare.notes)
        made = replace(bare, headline=headline, notes=notes, source=source)
        if _above(made) <= most_above:
            break
    return made
