"""The gazetteer: the region's places, how each can be written, and which mentions of them count.

Longer names win: in «Старый Оскол» there is no Оскол. A name that is also a word or another place's
counts only with evidence of the region: another place of it in the post, or a source at home in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitors.mentions import counted, holds_together, longest
from monitors.misspelt_places import MisspeltPlaces
from monitors.place_names import REGION, PlaceNames
from monitors.place_spellings import Speller, is_region
from monitors.scene import Doubt, Doubts, Mention, Scene
from monitors.word_index import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitors.language.fold import Spans
    from monitors.language.forms import Forms
    from monitors.word_index import Stretch
    from storage.model import Place

__all__ = ["NOWHERE", "REGION", "Gazetteer", "Scene"]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places with all their spellings and doubts, compiled once; each is known by its index.

    ``keys`` are the values by which rules and people name them, ``parents`` the index of what each
    lies in.
    """

    keys: tuple[str, ...] = ()
    parents: tuple[int | None, ...] = ()
    meanings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ways: tuple[tuple[Spelling, ...], ...] = ()
    doubts: Doubts = Doubts()  # noqa: RUF009 - frozen, so it can be shared
    knows_regions: bool = False
    misspelt: MisspeltPlaces = MisspeltPlaces()  # noqa: RUF009 - the same

    @classmethod
    def compile(cls, places: Sequence[Place], forms: Forms, doubts: Doubts) -> Gazetteer:
        """Return the gazetteer of a region; ``doubts`` say what names may mean besides."""
        names = PlaceNames(places)
        speller = Speller(places, forms)
        return cls(
            names.keys,
            tuple(map(names.parent, range(len(places)))),
            names.meanings,
            tuple(tuple(Spelling(way) for way in speller.ways(place)) for place in places),
            doubts,
            any(map(is_region, places)),
            MisspeltPlaces.compile(places, doubts.sure(), forms.memory),
        )

    def spellings(self, first: int) -> Iterator[tuple[int, Spelling]]:
        """Yield every spelling of every place, numbered from ``first`` on."""
        for number, ways in enumerate(self.ways, first):
            yield from ((number, way) for way in ways)

    def within(self, value: str) -> list[int]:
        """Return the places that a value of ``place:`` means: those so named, and all that lies in them."""
        meant = self.meanings.get(value, ())
        return [i for i in range(len(self.keys)) if any(above in meant for above in self._upwards(i))]

    def around(self, home: str) -> frozenset[str]:
        """Return the values of ``home:`` that a source with this home (a key) satisfies."""
        above = [i for meant in self.meanings.get(home, ()) for i in self._upwards(meant)] if home else []
        return frozenset(self.keys[i] for i in above) | frozenset({REGION} if above else ())

    def _upwards(self, index: int | None) -> Iterator[int]:
        while index is not None:
            yield index
            index = self.parents[index]

    def scene(self, text: str, words: Sequence[str], spans: Spans, first_place: int, home: str) -> Scene:
        """Return a text of a source with this home (a key, or empty), with the number of the first place."""
        return Scene(text, words, spans, first_place, bool(self.around(home)), self.knows_regions)

    def settle(self, found: Mapping[int, Sequence[Stretch]], scene: Scene) -> dict[int, Sequence[Stretch]]:
        """Return what was found with those mentions of places alone that count."""
        first = scene.first_place
        mentions = self.mentions(found, scene)
        kept = {n: stretches for n, stretches in found.items() if n < first}
        if not mentions:
            return kept
        places: dict[int, list[Stretch]] = {}
        for mention in self._told_apart(counted(longest(mentions), scene)):
            places.setdefault(first + mention.place, []).append((mention.first, mention.after))
        return {**kept, **places}

    def _told_apart(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return mentions, of several places of one name only those of a place that is named as well."""
        bearers = Counter((mention.first, mention.after) for mention in mentions)
        named = {mention.place for mention in mentions if bearers[mention.first, mention.after] == 1}
        lying = {
            mention.place for mention in mentions if named & {*self._upwards(self.parents[mention.place])}
        }
        told = {(mention.first, mention.after) for mention in mentions if mention.place in lying}
        return [
            mention
            for mention in mentions
            if bearers[mention.first, mention.after] == 1
            or (mention.first, mention.after) not in told
            or mention.place in lying
        ]

    def mentions(self, found: Mapping[int, Sequence[Stretch]], scene: Scene) -> list[Mention]:
        """Return every mention of a place among what was found, whether or not it counts."""
        first = scene.first_place
        known = [
            Mention(n - first, begin, after, self.doubts.of(n - first, scene.words[begin:after]))
            for n, stretches in found.items()
            if n >= first
            for begin, after in stretches
            if holds_together(begin, after, scene)
        ]
        if not scene.is_home:
            return known
        taken = frozenset(i for mention in known for i in range(mention.first, mention.after))
        return known + [Mention(*near, Doubt.NAMESAKE) for near in self.misspelt.find(scene, taken)]


NOWHERE = Gazetteer()
"""The gazetteer of a region without places."""
