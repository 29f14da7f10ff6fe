"""Numbers of things, as the command line says them."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what it counts: "1 post", "2,000 posts"; ``many`` where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
