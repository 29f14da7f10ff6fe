"""Names of places as typists and machine translation misspell them: Grevoronsky, Gora-Potol.

Only in posts of a source at home in the region: there a long word with a capital that is nearly a
place's name, and no word that a dictionary knows, is taken for it. The limits are measured: of 3,822
posts from everywhere taken for local ones, such words named a place in 6, all of them towns called alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from monitors.language import unmistakable
from monitors.language.edits import Misspelt
from monitors.language.slavic import dictionary
from monitors.place_spellings import is_district, is_region, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitors.language.memory import Memory
    from monitors.scene import Scene
    from storage.model import Place

_LONG = 10
"""Letters of a Latin name from which on two may differ; two may in every adjective that is taken at all."""
_SUFFIX = re.compile(r"[sc]k\w{1,4}$")
_MOST, _MOST_DISTINCT = 1000, 100
"""Words that are looked at, and different long ones, the first: as many as posts have; no text is slow."""
_PAIR = re.compile(r"\w-[^\W\d_a-zа-яіїєґ]")
"""A hyphen before a capital, as good as."""
_CYRILLIC = re.compile("[а-яіїєґ]")


class Near(NamedTuple):
    """A place (by index) whose name words are nearly, and where those stand."""

    place: int
    first: int
    after: int


@dataclass(frozen=True)
class MisspeltPlaces:
    """The usual spellings of names, each with its place (by index); what is near them is worked out late."""

    targets: tuple[tuple[str, int], ...] = ()

    @classmethod
    def compile(cls, places: Sequence[Place], sure: Iterable[int], memory: Memory) -> MisspeltPlaces:
        """Return those of the places (by index) of which it is sure that their names mean nothing else."""
        usual = [(i, _spelled(places[i], memory)) for i in sure]
        return cls(tuple(dict.fromkeys((word, i) for i, words in usual for word in words)))

    def find(self, scene: Scene, taken: frozenset[int]) -> Iterator[Near]:
        """Yield each misspelt name; ``taken`` are the words in which places are found already."""
        met: dict[str, list[int]] = {}
        for first, after, word in _candidates(scene, taken) if self.targets else ():
            if word not in met:
                if len(met) == _MOST_DISTINCT:
                    return
                met[word] = self._meant(word)
            yield from (Near(place, first, after) for place in met[word])

    def _meant(self, word: str) -> list[int]:
        index = self._cyrillic if _CYRILLIC.search(word) else self._latin
        near = [self.targets[n] for _, numbers in index.find([word]) for n in numbers]
        found = sorted({place for target, place in near if target[0] == word[0]})
        return [] if found and _is_known(word) else found

    @cached_property
    def _latin(self) -> Misspelt:
        words = ((word, n) for n, (word, _) in enumerate(self.targets) if not _CYRILLIC.search(word))
        return Misspelt.compile((word, 2 if _is_long(word) else 1, n) for word, n in words)

    @cached_property
    def _cyrillic(self) -> Misspelt:
        words = ((word, n) for n, (word, _) in enumerate(self.targets) if _CYRILLIC.search(word))
        return Misspelt.compile((word, 1, n) for word, n in words)


def _spelled(place: Place, memory: Memory) -> tuple[str, ...]:
    words = tuple(word.lower() for word in written(place.name))
    if is_district(place) or is_region(place):
        words = words[:1]
    return memory.recall(("usual", *words), partial(unmistakable.spellings, words))


def _candidates(scene: Scene, taken: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    """Yield long words with a capital, and such as a hyphen joins of two, with where they stand."""
    words, has_pairs = scene.words, bool(_PAIR.search(scene.text))
    for i, word in enumerate(words[:_MOST]):
        if len(word) >= unmistakable.SHORTEST and i not in taken and scene.is_capital(i):
            yield i, i + 1, word
        pair = word + words[i + 1] if has_pairs and i + 1 < len(words) else ""
        if len(pair) >= unmistakable.SHORTEST and taken.isdisjoint((i, i + 1)) and _is_joined(i, scene):
            yield i, i + 2, pair


def _is_joined(index: int, scene: Scene) -> bool:
    """Tell whether two words with capitals stand on both sides of a hyphen."""
    return scene.is_capital(index + 1) and scene.is_capital(index) and scene.between(index + 1) == "-"


def _is_known(word: str) -> bool:
    is_cyrillic = bool(_CYRILLIC.search(word))
    return is_cyrillic and any(dictionary(language).lexemes(word) for language in ("ru", "uk"))


def _is_long(word: str) -> bool:
    return len(word) >= _LONG or bool(_SUFFIX.search(word))
