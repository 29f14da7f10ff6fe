"""What a picture shows, as plain values that can be compared: the same values are the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar


class Theme(Enum):
    """The colours of a picture: ground, letters, lines. On a phone it stands in a chat of either kind."""

    DARK = ("#18202b", "#e9eef4", "#46566b")
    LIGHT = ("#ffffff", "#1b2430", "#c3ccd6")

    @property
    def ground(self) -> str:
        """What everything stands on."""
        return str(self.value[0])

    @property
    def letters(self) -> str:
        """The colour of words."""
        return str(self.value[1])

    @property
    def lines(self) -> str:
        """The colour of axes and outlines."""
        return str(self.value[2])


@dataclass(frozen=True, slots=True)
class Series:
    """One part of every bar: its name, its colour, and how many there are in each."""

    name: str
    colour: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, each with a label (empty: none is written) and made of parts."""

    KIND: ClassVar[str] = "chart"

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    empty: str
    theme: Theme = Theme.DARK


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map, in degrees, with how many stories there are and the colour of their trust."""

    name: str
    latitude: float
    longitude: float
    count: int = 0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A region as an outline around its places; ``legend`` names the colours."""

    KIND: ClassVar[str] = "map"

    title: str
    spots: tuple[Spot, ...]
    legend: tuple[tuple[str, str], ...]
    empty: str
    theme: Theme = Theme.DARK


PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#D55E00", "#CC79A7", "#0072B2", "#999999")
"""Colours that those who see few of them tell apart too (Okabe and Ito, 2008)."""

UNSURE, SEVERAL, SURE = "#F0C24B", "#56A0E9", "#00795A"
"""Of stories that are not confirmed, told by several, and official: lighter to darker, also in grey."""
