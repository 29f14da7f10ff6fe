"""What every picture is drawn on: one size, one typeface, two themes, the same bytes for the same picture."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bot.pictures.model import Theme

WIDTH, HEIGHT, DOTS = 8.0, 5.6, 110
"""Inches, and dots in one: 880 by 616 pixels, of which a phone shows every other one."""

TITLE, LETTERS = 21, 17
"""Points: on a phone that is 360 points wide about 0.4 of that."""


def sheet(title: str, theme: Theme) -> tuple[Figure, Axes]:
    """Return a figure with one plot, its title and colours set."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor=theme.ground, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=theme.ground)
    figure.suptitle(title, color=theme.letters, fontsize=TITLE, fontweight="bold", x=0.02, ha="left")
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(colors=theme.letters, labelsize=LETTERS, length=0)
    return figure, axes


def written(figure: Figure) -> bytes:
    """Return a figure as a PNG that tells nothing of when and by what it was made."""
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def say_in_the_middle(axes: Axes, words: str, theme: Theme) -> None:
    """Write a sentence where there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, color=theme.letters, fontsize=TITLE, ha="center", va="center", wrap=True)
