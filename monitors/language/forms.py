"""Every form of a term, worked out once, when rules are compiled."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from monitors.language import fold, latin, latin_spellings, slavic_short, slavic_words
from monitors.language.demonyms import demonyms
from monitors.language.slavic import canonical, dictionary, readings
from monitors.language.slavic_words import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Slots = tuple[frozenset[str], ...]
"""One way in which a term can stand in a text: canonical words in a row, each one of a set."""

_MOST_JOINED = 600
"""Spellings as one word that a name of several words has at most, before only its base forms are joined."""


class Forms:
    """Knows the forms of terms in the region's languages (ISO 639-1 codes)."""

    def __init__(self, languages: Collection[str]) -> None:
        self.languages = tuple(languages)
        self._slavic = tuple(language for language in ("ru", "uk") if language in self.languages)
        self._short = slavic_short.rows(self._slavic)

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return every way in which these words of a rule can stand in a text."""
        return (*self._own_script(written), *self._in_latin(written, latin_spellings.usual))

    def of_place(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return every way in which a place of this name can stand in a text.

        In all Latin spellings, and by what its people are called.
        """
        people = demonyms(self._derived(written[0])) if len(written) == 1 else NOTHING
        ways = (*self._own_script(written), *self._in_latin(written, latin_spellings.every))
        return (*ways, (people,)) if people else ways

    def _in_latin(
        self, written: tuple[str, ...], spell: Callable[[str], frozenset[str]]
    ) -> tuple[Slots, ...]:
        """Return how a Cyrillic name is written in Latin letters; nothing where a word of it is none."""
        if not written or not all(map(self._is_cyrillic_name, written)):
            return ()
        return (tuple(map(spell, written)),)

    def _own_script(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        words = tuple(word for word in written if fold.words(word))
        ways = [self._slots(words), *map(self._slots, self._with_abbreviations(words))]
        if len(words) == 1:
            one = frozenset().union(*(slots[0] for slots in ways if len(slots) == 1))
            return ((one | self._derived(words[0]),), *(slots for slots in ways if len(slots) > 1))
        return (*dict.fromkeys(ways), *self._as_one_name(words))

    def _with_abbreviations(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        folded = tuple(fold.words(" ".join(words)))
        if len(folded) != len(words):
            return []
        found = slavic_short.spellings(folded, self._short)
        return [words[:start] + instead + words[start + length :] for start, length, instead in found]

    def _slots(self, words: tuple[str, ...]) -> Slots:
        return tuple(self._slot(words, index) for index in range(len(words)))

    def _slot(self, words: tuple[str, ...], index: int) -> frozenset[str]:
        """Return the forms of one word of a term, in view of the word before it."""
        word = slavic_words.lower(words[index])
        before = words[index - 1] if index else ""
        if before.isdigit() and word in slavic_short.ORDINALS:
            return slavic_short.ORDINALS
        if len(words) > 1 and (len(word) == 1 or _is_preposition(before)):
            return frozenset({canonical(word)}) | self._base_forms(words[index])
        return self._forms(words[index])

    def _forms(self, written: str) -> frozenset[str]:
        word = slavic_words.lower(written)
        if not slavic_words.is_cyrillic(word):
            return self._latin_forms(written, word)
        if not slavic_words.is_name(written):
            return slavic_words.common_forms(word, (x for x in readings(word) if x in self._slavic))
        found = (slavic_words.name_forms(*spelling) for spelling in slavic_words.spellings(word))
        return frozenset().union({canonical(word)}, *found)

    def _latin_forms(self, written: str, word: str) -> frozenset[str]:
        names = latin.name_word_forms(word) if written[:1].isupper() else frozenset()
        return names | latin.common_forms(word, self.languages) | {word}

    def _derived(self, written: str) -> frozenset[str]:
        """Return the forms of what is derived from a name, in both languages."""
        word = slavic_words.lower(written)
        if not slavic_words.is_cyrillic(word) or not slavic_words.is_name(written):
            return NOTHING
        found = (slavic_words.adjectives(*spelling) for spelling in slavic_words.spellings(word))
        return NOTHING.union(*found)

    def _base_forms(self, written: str) -> frozenset[str]:
        """Return a name as it stands, in both languages."""
        word = slavic_words.lower(written)
        if not slavic_words.is_cyrillic(word) or not slavic_words.is_name(written):
            return frozenset({canonical(word)})
        return frozenset(canonical(spelling) for spelling, _ in slavic_words.spellings(word))

    def _as_one_name(self, words: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return the ways of a name of several words that are not word by word: joined, as an adjective."""
        if not all(map(self._is_cyrillic_name, words)):
            return ()
        first = tuple(self._base_forms(word) for word in words[:-1])
        derived = self._derived(words[-1])
        as_adjective = ((*first, derived),) if derived else ()
        return (*as_adjective, (self._joined(words, first, derived),))

    def _joined(self, words: tuple[str, ...], first: Slots, derived: frozenset[str]) -> frozenset[str]:
        slots = self._slots(words)
        inflected = slots if prod(map(len, slots)) <= _MOST_JOINED else (*first, slots[-1])
        return frozenset(map("".join, product(*inflected)))

    def _is_cyrillic_name(self, written: str) -> bool:
        word = slavic_words.lower(written)
        return slavic_words.is_cyrillic(word) and slavic_words.is_name(written)


def _is_preposition(written: str) -> bool:
    if not written or not written.islower():
        return False
    return any(entry.part == "PREP" for entry in dictionary("ru").lexemes(written))
