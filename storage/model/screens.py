"""A screen as it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@dataclass(frozen=True, slots=True)
class StoredScreen:
    """A message with buttons that stand for something.

    It stands in ``chat`` and concerns ``about``, the same but where another chat is managed; ``person``
    opened it, None where nobody knows who. ``choices`` are what its buttons do, in order, each an act with
    a value; ``message`` is the id of its message, None while that is on its way.
    """

    chat: int
    about: int
    person: int | None
    name: str
    state: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    version: int = 0
    message: int | None = None
