"""A picture of the demo for people who have not run it: three of its alerts and the closing table.

    python -m bot.demo.picture docs/demo.svg

The alerts are the day's own; ages and the number of polls depend a little on the machine.
"""

from __future__ import annotations

import asyncio
import re
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.demo.play import play

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

CHOSEN = (
    "https://t.me/region_press_demo/404",
    "https://t.me/region_press_demo/406",
    "https://t.me/chatter_demo/118",
)
"""The alerts that say most of the program: two that are confirmed, and a rumour."""

SPEED = 3000
"""Times life's: slow enough that a post is as young as it is told in life."""

_WIDTH = 92

_FONT_FILE = re.compile(r"@font-face \{[^}]*\}\s*")
"""What would load a font from elsewhere: a picture stands by itself, and a page's reader stays unseen."""


class Collector(Console):
    """A console that keeps the boxes printed to it, and shows nothing."""

    def __init__(self) -> None:
        super().__init__(file=StringIO(), width=_WIDTH, force_terminal=False)
        self.boxes: list[Panel] = []

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401 - rich's own signature
        """Keep what is a box."""
        self.boxes += [one for one in objects if isinstance(one, Panel)]
        super().print(*objects, **options)


def picture(boxes: Sequence[Panel], chosen: Iterable[str]) -> str:
    """Return an SVG of the alerts with these links, in this order, and of the last box.

    Raises :exc:`LookupError` where an alert was not told.
    """
    screen = Console(
        file=StringIO(), record=True, width=_WIDTH, force_terminal=True, color_system="truecolor"
    )
    for box in [*(_with_link(boxes, link) for link in chosen), boxes[-1]]:
        screen.print(box)
    drawn = screen.export_svg(title="regionwatch demo", unique_id="regionwatch-demo")
    return _FONT_FILE.sub("", drawn)


def _with_link(boxes: Iterable[Panel], link: str) -> RenderableType:
    for box in boxes:
        if isinstance(box.renderable, Text) and box.renderable.plain.endswith(link):
            return box
    raise LookupError(f"{link}: no such alert was told")


def main() -> None:
    """Run the demo and write the picture to the file that is named."""
    collector = Collector()
    asyncio.run(play(SPEED, collector, lambda _: None))
    Path(sys.argv[1]).write_text(picture(collector.boxes, CHOSEN), encoding="utf-8")


if __name__ == "__main__":
    main()
