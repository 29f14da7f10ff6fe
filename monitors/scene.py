"""A text in which places are named, and what the names may mean besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitors.language.fold import Spans


class Doubt(Enum):
    """What a place's name may mean besides: nothing, another place, or a common word."""

    NONE = "none"
    NAMESAKE = "namesake"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Doubts:
    """What names may mean besides: of each place (by index), and of single words that stand for one.

    Короча is a town and nothing else, but короче means shorter; Борисовка is known, Борисівка another.
    """

    places: tuple[Doubt, ...] = ()
    words: Mapping[str, Doubt] = field(default_factory=dict)

    def sure(self) -> list[int]:
        """Return the places that mean nothing else, by index."""
        return [i for i, doubt in enumerate(self.places) if doubt is Doubt.NONE]

    def of(self, place: int, words: Sequence[str]) -> Doubt:
        """Return the doubt about a place that is named by these canonical words."""
        doubt = self.places[place]
        if doubt is not Doubt.NONE or len(words) != 1:
            return doubt
        return self.words.get(words[0], Doubt.NONE)


class Mention(NamedTuple):
    """A place (by index) named in a text, between which of its words, and what else it may mean."""

    place: int
    first: int
    after: int
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Scene:
    """A text in which places are named: its words and where they stand, and whether its source is at home.

    ``first_place`` is the number of the first place among what was found; ``knows_regions`` says that
    the region's own divisions are among the places, so that another's can be told.
    """

    text: str
    words: Sequence[str]
    spans: Spans
    first_place: int
    is_home: bool
    knows_regions: bool = False

    def between(self, index: int) -> str:
        """Return what stands before the word of an index, back to the word before it."""
        begin = self.spans[index - 1][1] if index else 0
        return self.text[begin : self.spans[index][0] if index < len(self.words) else len(self.text)]

    def is_capital(self, index: int) -> bool:
        """Tell whether there is a word of this index, and it begins with a capital."""
        return 0 <= index < len(self.words) and self.text[self.spans[index][0]].isupper()

    def is_small(self, index: int) -> bool:
        """Tell whether there is a word of this index, and it begins with a small letter."""
        return 0 <= index < len(self.words) and self.text[self.spans[index][0]].islower()
