"""A chart of bars: few ticks, large letters, the number above each bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from bot.pictures.paper import LETTERS, say_in_the_middle, sheet, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bot.pictures.model import Chart

_ROOM = 1.15
"""How much higher than its tallest bar a chart is, so that the number above it has room."""


def draw(chart: Chart) -> bytes:
    """Return a chart as a PNG; without any count, a sentence in its place."""
    figure, axes = sheet(chart.title, chart.theme)
    totals = [sum(counts) for counts in zip(*(one.counts for one in chart.series), strict=True)]
    if not any(totals):
        say_in_the_middle(axes, chart.empty, chart.theme)
        return written(figure)
    _bars(axes, chart)
    for place, total in enumerate(totals):
        if total:
            axes.text(
                place,
                total,
                str(total),
                color=chart.theme.letters,
                fontsize=LETTERS - 3,
                ha="center",
                va="bottom",
            )
    axes.set_ylim(0, max(totals) * _ROOM)
    axes.set_xlim(-0.7, len(totals) - 0.3)
    shown = [place for place, label in enumerate(chart.labels) if label]
    axes.set_xticks(shown, [chart.labels[place] for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=chart.theme.lines, linewidth=0.8)
    axes.set_axisbelow(True)
    figure.legend(
        loc="outside lower center", ncols=3, frameon=False, fontsize=LETTERS, labelcolor=chart.theme.letters
    )
    return written(figure)


def _bars(axes: Axes, chart: Chart) -> None:
    below = [0] * len(chart.labels)
    for one in chart.series:
        axes.bar(range(len(below)), one.counts, 0.8, bottom=below, color=one.colour, label=one.name)
        below = [low + count for low, count in zip(below, one.counts, strict=True)]
