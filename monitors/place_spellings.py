"""Every way in which a place can be written: its names in all forms, and districts by all their words."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from monitors.language import fold, latin
from monitors.language.place_kinds import CYRILLIC, LATIN, OF
from monitors.language.slavic_short import DISTRICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitors.language.forms import Forms
    from monitors.language.slots import Slots
    from storage.model import Place

_CYRILLIC = re.compile("[а-яіїєґ]")
_LAND = re.compile(r"\w+[щч]ин(?:а|ы|е|у|ой|ою|і|и)")
"""Белгородщина: the land around a town, in all forms, canonical."""


_ABBREVIATED = {"region": (), "district": ((frozenset({"р"}), DISTRICT),)}
_IN_ONE_WORD = {"region": ("область",), "district": ("район", "округ")}


def written(name: str) -> tuple[str, ...]:
    """Return the words of a name in the letters in which it is written."""
    return tuple(name[start:end] for start, end in fold.spans(name))


class Speller:
    """Spells the places of one region: a district is called after a town of it."""

    def __init__(self, places: Sequence[Place], forms: Forms) -> None:
        self._places = places
        self._forms = forms

    def ways(self, place: Place) -> list[Slots]:
        """Return every way in which a place can stand in a text; canonical, each once."""
        found: list[Slots] = []
        for name in (place.name, *place.also):
            kind, words = _kind_of(written(name))
            found += self._area(kind, words) if kind else self._town(words)
        return list(dict.fromkeys(way for way in found if all(way)))

    def _town(self, words: tuple[str, ...]) -> Iterator[Slots]:
        """Yield a town's name in its forms, without those of the land around it where that is a place."""
        for way in self._forms.of_place(words):
            lands = {word for word in way[0] if _LAND.fullmatch(word)} if len(way) == 1 else set()
            yield (way[0] - lands,) if lands & self._lands else way

    @cached_property
    def _lands(self) -> frozenset[str]:
        """All words of the kind Белгородщина that mean a region among the places."""
        regions = [w for p in self._places for kind, w in [_kind_of(written(p.name))] if kind == "region"]
        named = (self._named_after(words) for words in regions)
        return frozenset(word for found in named for word in found if _LAND.fullmatch(word))

    def _area(self, kind: str, words: tuple[str, ...]) -> Iterator[Slots]:
        """Yield a district's or region's name with every word that such a one is called by."""
        own = frozenset().union(*(way[0] for way in self._forms.of_place(words) if len(way) == 1))
        after = self._named_after(words)
        cyrillic = frozenset(word for word in own if _CYRILLIC.search(word))
        for beside in (*self._phrases(CYRILLIC[kind]), *_ABBREVIATED[kind]):
            yield (cyrillic, *beside)
            yield (*beside, cyrillic)
        # As a hashtag has it, in the nominative: #белгородскаяобласть.
        yield (frozenset(word + noun for word in cyrillic for noun in _IN_ONE_WORD[kind]),)
        latin = frozenset(word for word in own | after if not _CYRILLIC.search(word))
        for beside in self._phrases(LATIN[kind]):
            yield from ((latin, *beside), (*beside, latin), (*beside, OF, latin))
        lands = frozenset(word for word in after if _LAND.fullmatch(word))
        yield (lands if kind == "region" else lands - self._lands,)

    def _named_after(self, words: tuple[str, ...]) -> frozenset[str]:
        """Return the forms of the town that an adjective (Грайворонский) is made of, if one is known."""
        own = fold.words(" ".join(words))
        towns = (self._town_forms[p.name] for p in self._places if p.name in self._town_forms)
        return next((found for found in towns if len(own) == 1 and own[0] in found), frozenset())

    @cached_property
    def _town_forms(self) -> Mapping[str, frozenset[str]]:
        """All forms of those places that are no districts and of one word."""
        named = {p.name: written(p.name) for p in self._places}
        return {
            name: frozenset().union(*(way[0] for way in self._forms.of_place(words) if len(way) == 1))
            for name, words in named.items()
            if len(words) == 1
        }

    @cache  # noqa: B019 - a speller lives as long as its region is compiled
    def _phrases(self, names: tuple[str, ...]) -> list[Slots]:
        """Return these words in their forms, those of one length together: a slot for each position.

        That also lets in words that nobody combines (urban rayon), and keeps a district to a few spellings.
        """
        by_length: dict[int, list[Slots]] = {}
        for name in names:
            declined = tuple(map(latin.noun_forms, fold.words(name)))
            for way in (*self._forms.of(written(name)), declined):
                by_length.setdefault(len(way), []).append(way)
        return [tuple(map(_united, zip(*ways, strict=True))) for ways in by_length.values()]


def is_region(place: Place) -> bool:
    """Tell whether a place's name says that it is a region: Белгородская область."""
    return _kind_of(written(place.name))[0] == "region"


def is_district(place: Place) -> bool:
    """Tell whether a place's name says that it is a district: Грайворонский округ."""
    return _kind_of(written(place.name))[0] == "district"


def _united(slots: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*slots)


def _kind_of(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what a name says that it is (region, district), and the words without that."""
    folded = fold.words(" ".join(words))
    for kind in CYRILLIC:
        for name in sorted((*CYRILLIC[kind], *LATIN[kind]), key=len, reverse=True):
            beside = fold.words(name)
            if len(folded) > len(beside) and folded[-len(beside) :] == beside:
                return kind, words[: -len(beside)]
    return "", words
