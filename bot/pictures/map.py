"""A map of a region: an outline around its places, and circles where something happened. No outside tiles."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from bot.pictures.paper import LETTERS, say_in_the_middle, sheet, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from bot.pictures.model import Map, Spot

_MARGIN = 0.08
"""How far the outline lies outside of the places, as a part of their spread."""

_MOST_NAMES, _HIGH, _WIDE = 12, 0.16, 0.013
"""Names that are written, those with most stories first; how high one is, and half a letter wide, of all."""

_CORNERS = 3
"""What an outline has at least."""

_SMALLEST, _LARGER, _LARGEST = 280, 110, 4_000
"""Square points of a circle of one story, of each further one, and of the largest."""


def draw(region: Map) -> bytes:
    """Return a map as a PNG; without any place, a sentence in its place."""
    figure, axes = sheet(region.title, region.theme)
    if not region.spots:
        say_in_the_middle(axes, region.empty, region.theme)
        return written(figure)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_aspect(1 / cos(radians(np.mean([spot.latitude for spot in region.spots]))))
    _outline(axes, region)
    _circles(axes, region)
    for spot in _named(region.spots):
        axes.annotate(
            spot.name,
            (spot.longitude, spot.latitude),
            xytext=(0, 12 + 3 * min(spot.count, 8) ** 0.5),
            textcoords="offset points",
            color=region.theme.letters,
            fontsize=LETTERS,
            fontweight="bold" if spot.count else "normal",
            ha="center",
        )
    marks = [
        Line2D([], [], color=colour, marker="o", ms=11, ls="", label=name) for name, colour in region.legend
    ]
    figure.legend(
        handles=marks,
        loc="outside lower center",
        ncols=len(marks),
        frameon=False,
        fontsize=LETTERS - 3,
        handletextpad=0,
        columnspacing=0.8,
        labelcolor=region.theme.letters,
    )
    return written(figure)


def _outline(axes: Axes, region: Map) -> None:
    corners = hull([(spot.longitude, spot.latitude) for spot in region.spots])
    points = np.array(corners)
    middle, spread = points.mean(axis=0), max(np.ptp(points, axis=0).max(), 0.05)
    outside = points - middle
    far = np.linalg.norm(outside, axis=1, keepdims=True)
    grown = middle + outside * (1 + _MARGIN * spread / np.maximum(far, 1e-9))
    shape = Polygon(grown, closed=True, facecolor="none", edgecolor=region.theme.lines, linewidth=2)
    if len(corners) >= _CORNERS:
        axes.add_patch(shape)
    low, high = grown.min(axis=0) - _MARGIN * spread, grown.max(axis=0) + 2 * _MARGIN * spread
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])


def _circles(axes: Axes, region: Map) -> None:
    quiet = [(spot.longitude, spot.latitude) for spot in region.spots if not spot.count]
    if quiet:
        across, up = zip(*quiet, strict=True)
        axes.scatter(across, up, 14, color=region.theme.lines, zorder=2)
    for spot in sorted((one for one in region.spots if one.count), key=lambda one: -one.count):
        size = min(_SMALLEST + _LARGER * (spot.count - 1), _LARGEST)
        edge = region.theme.ground
        axes.scatter(spot.longitude, spot.latitude, size, color=spot.colour, edgecolor=edge, zorder=3)
        axes.annotate(
            str(spot.count),
            (spot.longitude, spot.latitude),
            color="#000000",
            fontsize=LETTERS - 2,
            fontweight="bold",
            ha="center",
            va="center",
            zorder=4,
        )


def _named(spots: Iterable[Spot]) -> list[Spot]:
    """Return the places whose names are written: none so near to a weightier one that they would overlap."""
    ordered = sorted(spots, key=lambda one: (-one.count, one.name))
    points = np.array([(spot.longitude, spot.latitude) for spot in ordered])
    across, up = np.maximum(np.ptp(points, axis=0), 0.01)
    found: list[Spot] = []
    for spot in ordered:
        apart = (
            abs(spot.longitude - one.longitude) > _WIDE * across * (len(spot.name) + len(one.name))
            or abs(spot.latitude - one.latitude) > _HIGH * up
            for one in found
        )
        if len(found) < _MOST_NAMES and all(apart):
            found.append(spot)
    return found


def hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of the convex hull of points, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < _CORNERS:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> float:
    return (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
