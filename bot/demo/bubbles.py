"""Messages as a phone shows them, as one SVG: bubbles with folded quotes, and buttons below them. Pure.

Nothing is loaded from elsewhere: letters come from whatever font the reader has, and each line is as long as
:mod:`bot.phone` counts it, so that a picture wraps where the rule says that a phone does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from bot.phone import FOLDED, QUOTED, WIDTH, cells, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.render import Rows

Shown = tuple[str, "Rows"]
"""A message as it was sent: Telegram's HTML, and the rows of buttons below it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the chat's person types, drawn on the other side."""

    text: str


_FONT = "-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',Arial,sans-serif"
_SIZE, _LINE, _PAD, _EDGE, _GAP, _BUTTON = 15, 21, 11, 14, 5, 36
"""Pixels: of a letter, from line to line, inside a bubble, around all, above buttons, a button."""

_INSIDE = round(WIDTH * _SIZE * 0.585)
"""Pixels for the longest line, with letters as wide as those of the fonts above are at most on average."""

_WHOLE = _INSIDE + 2 * (_PAD + _EDGE)


@dataclass(frozen=True, slots=True)
class Colours:
    """What a picture is painted with, as SVG names colours."""

    ground: str
    bubble: str
    letters: str
    accent: str
    quote: str
    button: str
    caption: str
    own: str
    tapped: str


LIGHT = Colours(
    "#c9dbe8", "#ffffff", "#111418", "#2a7fc0", "#e8f2fa", "#6f8fa8", "#ffffff", "#e1f5cf", "#d9480f"
)
DARK = Colours(
    "#0e1621", "#182533", "#f2f5f7", "#6ab7ef", "#1f364b", "#2b4056", "#ffffff", "#2b5278", "#ffb454"
)


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it wraps; ``quote`` is the number of the quote that it belongs to, 0 for none."""

    runs: tuple[_Run, ...]
    quote: int = 0
    has_more: bool = False


_STYLES = {
    "b": "font-weight='700'", "i": "font-style='italic'", "code": "font-family='monospace'",
    "u": "text-decoration='underline'", "a": "text-decoration='underline'",
    "s": "text-decoration='line-through'",
}  # fmt: skip


@dataclass
class _Reader(HTMLParser):
    """Reads Telegram's HTML into paragraphs, each with its runs."""

    paragraphs: list[_Line] = field(default_factory=lambda: [_Line(())])
    folded: set[int] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _quotes: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open; a quote begins a line."""
        self._open.append(tag)
        if tag != "blockquote":
            return
        self._quotes += 1
        if "expandable" in dict(attrs):
            self.folded.add(self._quotes)
        if self.paragraphs[-1].runs:
            self.paragraphs.append(_Line((), self._quote))
        self.paragraphs[-1] = replace(self.paragraphs[-1], quote=self._quote)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open, and what was left open in it."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add a run to the paragraph, and begin another at each line break."""
        style = " ".join(dict.fromkeys(_STYLES[tag] for tag in self._open if tag in _STYLES))
        for number, text in enumerate(data.split("\n")):
            if number:
                self.paragraphs.append(_Line((), self._quote))
            last = self.paragraphs[-1]
            self.paragraphs[-1] = replace(last, runs=(*last.runs, _Run(text, style)) if text else last.runs)

    @property
    def _quote(self) -> int:
        return self._quotes if "blockquote" in self._open else 0


def drawn(
    messages: Iterable[Shown | Typed], colours: Colours = LIGHT, *, unfolded: bool = False, tapped: str = ""
) -> str:
    """Return one SVG with these messages below one another; ``unfolded`` opens quotes that are folded.

    The button with the label ``tapped`` has a frame: it is the one to be pressed.
    """
    parts, y = list[str](), _EDGE
    for message in messages:
        if isinstance(message, Typed):
            bubble, height = _own_bubble(message.text, y, colours)
            parts += bubble
            y += height + _EDGE
            continue
        html, rows = message
        bubble, height = _bubble(list(_lines(html, unfolded=unfolded)), y, colours)
        parts += bubble
        y += height + _GAP
        for row in rows:
            labels = [(one.text, bool(getattr(one, "url", ""))) for one in row]
            parts += _buttons(labels, y, colours, tapped)
            y += _BUTTON + _GAP
        y += _EDGE - _GAP
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WHOLE} {y}' width='{_WHOLE}' height='{y}'"
    ground = f"<rect width='{_WHOLE}' height='{y}' rx='12' fill='{colours.ground}'/>"
    return "\n".join([f'{head} font-family="{_FONT}" font-size="{_SIZE}">', ground, *parts, "</svg>", ""])


def _lines(html: str, *, unfolded: bool) -> Iterator[_Line]:
    """Yield the lines that are seen of a message, the last of a folded quote with the mark of more."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    seen = dict.fromkeys(reader.folded, 0)
    lines = [line for paragraph in reader.paragraphs for line in _wrapped(paragraph)]
    for line in lines:
        if unfolded or line.quote not in seen:
            yield line
            continue
        seen[line.quote] += 1
        if seen[line.quote] <= FOLDED:
            every = sum(one.quote == line.quote for one in lines)
            yield replace(line, has_more=seen[line.quote] == FOLDED < every)


def _wrapped(paragraph: _Line) -> Iterator[_Line]:
    """Yield a paragraph line by line, its runs cut where it wraps."""
    text = "".join(run.text for run in paragraph.runs)
    styles = [run.style for run in paragraph.runs for _ in run.text]
    at = 0
    for piece in pieces_of(text, QUOTED if paragraph.quote else WIDTH):
        yield replace(paragraph, runs=tuple(_runs(piece, styles[at : at + len(piece)])))
        at += len(piece)


def _runs(text: str, styles: Sequence[str]) -> Iterator[_Run]:
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or styles[at] != styles[begin]:
            yield _Run(text[begin:at], styles[begin])
            begin = at


# --- what is drawn ----------------------------------------------------------------------------


def _bubble(lines: list[_Line], y: int, colours: Colours) -> tuple[list[str], int]:
    """Return a bubble whose upper edge is at ``y``, and its height in pixels."""
    height = len(lines) * _LINE + 2 * _PAD
    box = f"<rect x='{_EDGE}' y='{y}' width='{_INSIDE + 2 * _PAD}' height='{height}' rx='13'"
    parts = [f"{box} fill='{colours.bubble}'/>"]
    parts += _quotes(lines, y + _PAD, colours)
    for number, line in enumerate(lines):
        parts += _text(line, y + _PAD + number * _LINE, colours)
    return parts, height


def _own_bubble(text: str, y: int, colours: Colours) -> tuple[list[str], int]:
    """Return what somebody typed, at the right edge, and its height in pixels."""
    lines = [piece.rstrip() for line in text.split("\n") for piece in pieces_of(line, QUOTED)]
    height = len(lines) * _LINE + 2 * _PAD
    width = round(max(map(cells, lines)) * _SIZE * 0.585) + 2 * _PAD
    right = _WHOLE - _EDGE
    box = f"<rect x='{right - width}' y='{y}' width='{width}' height='{height}' rx='13'"
    parts = [f"{box} fill='{colours.own}'/>"]
    for number, line in enumerate(lines):
        place = f"x='{right - _PAD}' y='{y + _PAD + (number + 1) * _LINE - 6}' text-anchor='end'"
        parts.append(f"<text {place} fill='{colours.letters}'>{escape(line)}</text>")
    return parts, height


def _quotes(lines: list[_Line], top: int, colours: Colours) -> Iterator[str]:
    """Yield the ground and the bar of each quote."""
    for quote in dict.fromkeys(line.quote for line in lines if line.quote):
        rows = [number for number, line in enumerate(lines) if line.quote == quote]
        place = f"x='{_EDGE + _PAD}' y='{top + rows[0] * _LINE}' height='{len(rows) * _LINE}'"
        yield f"<rect {place} width='{_INSIDE}' rx='5' fill='{colours.quote}'/>"
        yield f"<rect {place} width='3' rx='1.5' fill='{colours.accent}'/>"


def _text(line: _Line, top: int, colours: Colours) -> Iterator[str]:
    x, base = _EDGE + _PAD + (10 if line.quote else 0), top + _LINE - 6
    runs = "".join(f"<tspan {run.style}>{escape(run.text)}</tspan>" for run in line.runs)
    if runs:
        yield f"<text x='{x}' y='{base}' fill='{colours.letters}' xml:space='preserve'>{runs}</text>"
    if line.has_more:
        right = _EDGE + _PAD + _INSIDE - 6
        yield f"<text x='{right}' y='{base}' text-anchor='end' fill='{colours.accent}'>▾</text>"


def _buttons(row: list[tuple[str, bool]], y: int, colours: Colours, tapped: str) -> Iterator[str]:
    """Yield a row of buttons of the same width; those that open an address have an arrow in their corner."""
    whole = _INSIDE + 2 * _PAD
    width = (whole - _GAP * (len(row) - 1)) / len(row)
    for number, (name, opens) in enumerate(row):
        x = _EDGE + number * (width + _GAP)
        place = f"x='{x:.1f}' y='{y}' width='{width:.1f}' height='{_BUTTON}'"
        frame = f" stroke='{colours.tapped}' stroke-width='3'" if name == tapped else ""
        yield f"<rect {place} rx='9' fill='{colours.button}'{frame}/>"
        size = min(_SIZE - 1, round(width / max(1, cells(name)) / 0.62))
        middle = f"x='{x + width / 2:.1f}' y='{y + 23}' text-anchor='middle' font-size='{size}'"
        yield f"<text {middle} fill='{colours.caption}' font-weight='600'>{escape(name)}</text>"
        if opens:
            corner = f"x='{x + width - 5:.1f}' y='{y + 12}' text-anchor='end' font-size='10'"
            yield f"<text {corner} fill='{colours.caption}'>↗</text>"
