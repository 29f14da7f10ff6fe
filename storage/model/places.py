"""Where things happen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A named location of the region, in a tree.

    ``name`` is what the operator wrote, ``within`` the name of the place that it belongs to (empty at
    the top), ``at`` latitude and longitude in degrees, ``also`` further names that no rule can know.
    ``ambiguous`` says that the name is also a common word or another place's, so that it counts only
    with evidence of the region; None where nobody has said so and it is to be found out.
    """

    name: str
    within: str = ""
    at: tuple[float, float] | None = None
    also: tuple[str, ...] = ()
    ambiguous: bool | None = None
