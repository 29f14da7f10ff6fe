"""The picture of a digest: when there were how many reports, and how grave. Pure, from numbers to a PNG.

It holds digits alone, so it is the same in every language, and has a ground of its own, so it can be read on
a bright screen and on a dark one. The same numbers give the same bytes.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.digest_bars import Bars

WIDTH, HEIGHT = 800, 360
"""Pixels; a phone shows about half as many, so that letters of 24 are read as ones of 12."""

COLOURS = ((229, 72, 77), (245, 151, 43), (77, 144, 240))
"""Of critical, warning and information: those of the symbols before headlines."""

GROUND, _GRID, _BASE = (24, 32, 43), (46, 57, 72), (96, 110, 128)
_DIGITS, _TOTAL = (168, 181, 197), (233, 238, 244)

_TEXT, _TOTALS = 24, 30
_TOP, _FOOT, _RIGHT, _LEFT = 84, 304, 760, 28
"""Where the tallest bar may end, where all bars stand, and between what sides."""

_LEAST = 4
"""Pixels of the smallest part of a bar: one critical report is seen beside a thousand others."""

_GAP = 2
_MOST_LINES = 4


@lru_cache(32)
def picture(bars: Bars) -> bytes:
    """Return bars, one at least, as a PNG of :data:`WIDTH` by :data:`HEIGHT` pixels; some are remembered."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    _Drawing(ImageDraw.Draw(image), bars).draw()
    written = BytesIO()
    image.save(written, "PNG", compress_level=6)
    return written.getvalue()


class _Drawing:
    def __init__(self, on: ImageDraw.ImageDraw, bars: Bars) -> None:
        self._on = on
        self._bars = bars
        self._scale = scale_of(max(map(sum, bars.counts)))
        self._left = _LEFT + round(_font(_TEXT).getlength(str(self._scale[-1]))) + 14

    def draw(self) -> None:
        """Draw everything, what lies behind first."""
        self._totals()
        self._lines()
        edges = [round(self._x(place)) for place in range(len(self._bars.counts) + 1)]
        for (begin, end), counts in zip(pairwise(edges), self._bars.counts, strict=True):
            gap = max(1, (end - begin) // 7)
            self._bar(begin + gap, end - gap - 1, counts)
        self._on.line((self._left, _FOOT, _RIGHT, _FOOT), _BASE, 2)
        for place, text in self._bars.marks:
            self._on.text((self._x(place), _FOOT + 12), text, _DIGITS, _font(_TEXT), "ma")

    def _x(self, place: float) -> float:
        return self._left + (_RIGHT - self._left) * place / len(self._bars.counts)

    def _totals(self) -> None:
        """Write how many reports of each severity there were, behind a dot of its colour."""
        at = self._left
        for colour, number in zip(COLOURS, map(sum, zip(*self._bars.counts, strict=True)), strict=True):
            if number:
                self._on.ellipse((at, 28, at + 20, 48), colour)
                self._on.text((at + 32, 38), str(number), _TOTAL, _font(_TOTALS), "lm")
                at += 72 + round(_font(_TOTALS).getlength(str(number)))

    def _lines(self) -> None:
        """Draw a faint line at each round number, with that number before it."""
        for number in self._scale:
            y = _FOOT - round(number / self._scale[-1] * (_FOOT - _TOP))
            self._on.line((self._left, y, _RIGHT, y), _GRID)
            self._on.text((self._left - 12, y), str(number), _DIGITS, _font(_TEXT), "rm")

    def _bar(self, left: int, right: int, counts: Sequence[int]) -> None:
        """Draw one bar, the gravest part at its foot."""
        foot = _FOOT - 1
        for colour, number in zip(COLOURS, counts, strict=True):
            if number:
                height = max(_LEAST, round(number / self._scale[-1] * (_FOOT - _TOP)))
                self._on.rectangle((left, foot - height + _GAP, right, foot - 1), colour)
                foot -= height


def scale_of(most: int) -> tuple[int, ...]:
    """Return round numbers from 0 to where the tallest bar ends: at most five of them."""
    step = next(
        digit * 10**power
        for power in range(len(str(most)) + 1)
        for digit in (1, 2, 5)
        if digit * 10**power * _MOST_LINES >= most
    )
    return tuple(range(0, max(most, 1) + step, step))[: -(-max(most, 1) // step) + 1]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font that comes with Pillow."""
    return ImageFont.load_default(size)
