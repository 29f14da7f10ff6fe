"""Pictures in both colours, and the folder that they are written into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.bubbles import DARK, LIGHT, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.demo.bubbles import Shown, Typed


def in_both(
    name: str, messages: Sequence[Shown | Typed], *, unfolded: bool = False, tapped: str = ""
) -> dict[str, str]:
    """Return a picture in light and in dark, as SVG, by its files' names."""
    return {
        f"{name}{mark}.svg": drawn(messages, colours, unfolded=unfolded, tapped=tapped)
        for colours, mark in ((LIGHT, ""), (DARK, "-dark"))
    }


def write(pictures: Mapping[str, str], folder: Path, say: Callable[[str], object]) -> None:
    """Write pictures into a folder, which is made where it is not there; say the path of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / name).write_text(picture, encoding="utf-8")
        say(str(folder / name))
