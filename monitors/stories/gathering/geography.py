"""Which places lie in which, as far as stories need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Geography:
    """Places and what they lie in, each asked for once."""

    def __init__(self, within: Callable[[str], frozenset[str]]) -> None:
        self._within = within
        self._known: dict[str, frozenset[str]] = {}

    def around(self, place: str) -> frozenset[str]:
        """Return a place and all that it lies in."""
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._within(place) | {place}
        return known

    def narrowest(self, places: Iterable[str]) -> frozenset[str]:
        """Return the places in which no other of them lies: a village, not its district beside it."""
        named = frozenset(places)
        if len(named) < 2:  # noqa: PLR2004 - one place has none beside it
            return named
        above = {outer for place in named for outer in self.around(place) if outer != place}
        return named - above

    def enclose(self, wide: Iterable[str], narrow: Iterable[str]) -> bool:
        """Tell whether each of some places lies, strictly, in one of the others, and none is left over."""
        inner, outer = self.narrowest(narrow), self.narrowest(wide)
        if not inner or not outer:
            return False
        each_in = all((self.around(place) - {place}) & outer for place in inner)
        return each_in and all(any(place in self.around(one) for one in inner) for place in outer)

    def above(self, places: Iterable[str]) -> frozenset[str]:
        """Return what one of some places lies in, strictly; what encloses them all is of one of these."""
        inner = min(self.narrowest(places), default=None)
        return frozenset() if inner is None else self.around(inner) - {inner}

    def touch(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Tell whether some place is narrowest in both."""
        return not self.narrowest(one).isdisjoint(self.narrowest(other))

    def are_whole(self, places: Iterable[str]) -> bool:
        """Tell whether places lie in nothing: they are the region itself."""
        return all(len(self.around(place)) == 1 for place in self.narrowest(places))
