"""How places of a tree can be named, and which of them is meant by a name.

A place's key is its name, or ``name, key of its parent`` where several places bear that name; the key of
what has no parent ends in ``region`` then. Names are the same when their canonical words are.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from monitors.language.fold import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.model import Place

REGION = "region"
"""The name that stands for every place of the configuration."""


def canonical(name: str) -> str:
    """Return the canonical words of a name, joined by spaces: equal for names that are the same."""
    return " ".join(words(name))


class PlaceNames:
    """Knows the names of places, which must stand in a tree: no parent is missing, none is its own child.

    :mod:`bot.setup_places` sees to that, and asks :meth:`named` alone before it is so. Places are given
    and told by their index.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._bearers: dict[str, list[int]] = {}
        for i, place in enumerate(places):
            self._bearers.setdefault(canonical(place.name), []).append(i)

    def named(self, text: str) -> tuple[int, ...]:
        """Return the places that ``name`` or ``name, parent`` can mean, without further names."""
        name, *above = (canonical(part) for part in text.split(","))
        there = self._bearers.get(name, [])
        return tuple(i for i in there if _fits(above, _line(self._places[i].within)))

    def parent(self, i: int) -> int | None:
        """Return the place in which one lies, None at the top."""
        within = self._places[i].within
        return next((j for j in self.named(within) if j != i), None) if within else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of each place."""
        found: dict[int, str] = {}
        return tuple(self._key(i, found) for i in range(len(self._places)))

    def _key(self, i: int, found: dict[int, str]) -> str:
        if i not in found:
            found[i] = self._places[i].name
            if len(self._bearers[canonical(found[i])]) > 1:
                above = self.parent(i)
                found[i] += f", {REGION if above is None else self._key(above, found)}"
        return found[i]

    @cached_property
    def meanings(self) -> Mapping[str, tuple[int, ...]]:
        """Every value that ``place:`` can have, and the places that are meant by it.

        The values are the keys; a name (or else a further name) that several places bear, for any of
        them; and ``region``, for all of them.
        """
        shared = {self._places[bearers[0]].name: bearers for bearers in self._bearers.values()}
        found = {
            name: tuple(bearers) for name, bearers in {**shared, **self._further}.items() if len(bearers) > 1
        }
        found |= {key: (i,) for i, key in enumerate(self.keys)}
        return found | {REGION: tuple(range(len(self._places)))}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Every way in which a place can be named in a rule, without capitals, to its value.

        Names go before further names.
        """
        found = {REGION: REGION}
        for place, key in zip(self._places, self.keys, strict=True):
            _add(found, key, key)
            _add(found, f"{place.name}, {place.within.partition(',')[0] or REGION}", key)
        for bearers in self._bearers.values():
            _add(found, self._places[bearers[0]].name, self._places[bearers[0]].name)
        for name, bearers in self._further.items():
            _add(found, name, name if len(bearers) > 1 else self.keys[bearers[0]])
        return found

    @cached_property
    def _further(self) -> dict[str, list[int]]:
        """The further names that are no place's name, as the first one wrote them, and who bears them."""
        taken = dict.fromkeys(self._bearers, "")
        groups: dict[str, list[int]] = {}
        for i, place in enumerate(self._places):
            for name in place.also:
                written = taken.setdefault(canonical(name), name)
                if written and i not in groups.setdefault(written, []):
                    groups[written].append(i)
        return groups


def _line(within: str) -> list[str]:
    """Return the names that a parent is called by, upwards."""
    return [canonical(part) for part in within.split(",")] if within else [REGION]


def _fits(above: Sequence[str], line: Sequence[str]) -> bool:
    """Tell whether two lines of parents agree as far as both are told."""
    return all(one == other for one, other in zip(above, line, strict=False))


def _add(found: dict[str, str], name: str, value: str) -> None:
    found.setdefault(name.casefold(), value)
    found.setdefault(canonical(name), value)
