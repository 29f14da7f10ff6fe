"""The gazetteer: the region's places, how each can be written, and which mentions of them count.

Longer names win: in «Старый Оскол» there is no Оскол. A name that is also a word or another place's
counts only with evidence of the region: another place of it in the post, or a source at home in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitors.mentions import Doubt, Mention, Scene, counted, longest
from monitors.place_spellings import Speller
from monitors.word_index import Spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from monitors.language.forms import Forms
    from monitors.word_index import Stretch
    from storage.model import Place

__all__ = ["NOWHERE", "REGION", "Doubt", "Gazetteer", "Scene"]

REGION = "region"
"""The value of ``place:`` that means any place of the region."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places with all their spellings and doubts, compiled once.

    ``chains`` are, for each place, the values of ``place:`` that it satisfies: its own names and
    those of what it lies in, without capitals.
    """

    places: tuple[Place, ...] = ()
    ways: tuple[tuple[Spelling, ...], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    chains: tuple[frozenset[str], ...] = ()

    @classmethod
    def compile(cls, places: Iterable[Place], forms: Forms, doubt: Callable[[Place], Doubt]) -> Gazetteer:
        """Return the gazetteer of a region; ``doubt`` tells what a place's name may mean besides."""
        places = tuple(places)
        speller = Speller(places, forms)
        return cls(
            places,
            tuple(tuple(Spelling(way) for way in speller.ways(place)) for place in places),
            tuple(doubt(place) for place in places),
            tuple(_chain(place, places) for place in places),
        )

    def spellings(self, first: int) -> Iterator[tuple[int, Spelling]]:
        """Yield every spelling of every place, numbered from ``first`` on."""
        for number, ways in enumerate(self.ways, first):
            yield from ((number, way) for way in ways)

    def within(self, value: str) -> list[int]:
        """Return the places (by index) that a value of ``place:`` means: it, and all that lies in it."""
        wanted = value.casefold()
        return [index for index, chain in enumerate(self.chains) if wanted in chain]

    def around(self, home: str) -> frozenset[str]:
        """Return the values of ``home:`` that a source's home satisfies; none for no home."""
        chains = [c for place, c in zip(self.places, self.chains, strict=True) if home in _names(place)]
        return frozenset().union(*chains) if home else frozenset()

    def settle(self, found: Mapping[int, Sequence[Stretch]], scene: Scene) -> dict[int, Sequence[Stretch]]:
        """Return what was found with those mentions of places alone that count."""
        first = scene.first_place
        mentions = [
            Mention(n - first, *stretch, self.doubts[n - first])
            for n, stretches in found.items()
            if n >= first
            for stretch in stretches
        ]
        kept = {n: stretches for n, stretches in found.items() if n < first}
        if not mentions:
            return kept
        places: dict[int, list[Stretch]] = {}
        for mention in counted(longest(mentions), scene):
            places.setdefault(first + mention.place, []).append((mention.first, mention.after))
        return {**kept, **places}


def _names(place: Place) -> tuple[str, ...]:
    return (place.name, *place.also)


def _chain(place: Place, places: Sequence[Place]) -> frozenset[str]:
    """Return the values of ``place:`` that a place satisfies; the places form a tree."""
    by_name = {one.name: one for one in reversed(places)}
    values, at = {REGION}, place
    while at is not None:
        values |= {name.casefold() for name in _names(at)}
        values.add(f"{at.name}, {at.within}".casefold())
        at = by_name.get(at.within)
    return frozenset(values)


NOWHERE = Gazetteer()
"""The gazetteer of a region without places."""
