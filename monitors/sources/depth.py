"""How deep markup is nested, counted without a parser: a parser's time grows with the square of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Name = TypeVar("Name", str, bytes)


def is_deeper(tags: Iterable[tuple[Name, Name]], most: int) -> bool:
    """Tell whether more than so many elements lie within each other, given the tags in their order.

    A tag is whether it closes (empty where it opens) and its name. What is open is counted by name, since a
    closing tag of another name closes nothing.
    """
    open_tags: Counter[Name] = Counter()
    depth = 0
    for closes, name in tags:
        if not closes:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if depth > most:
            return True
    return False
