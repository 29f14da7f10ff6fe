"""Every form of a term, worked out once, when rules are compiled."""

from __future__ import annotations

from itertools import chain, product
from math import prod
from string import ascii_lowercase
from typing import TYPE_CHECKING

from monitors.language import compound_names, fold, latin, latin_spellings, slavic_short, slavic_words
from monitors.language.demonyms import demonyms
from monitors.language.memory import Memory
from monitors.language.scripts import mended
from monitors.language.slavic import canonical, dictionary, readings
from monitors.language.slavic_words import NOTHING, Word, read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from monitors.language.slots import Slots

_MOST_JOINED = 600
"""Spellings as one word that a name of several words has at most; of longer ones fewer forms are joined."""


_TWO = ((0, 1), (1, 0))
"""Each of two words (by index) and the other."""


class Forms:
    """Knows the forms of terms in the region's languages (ISO 639-1 codes).

    What is worked out is kept in ``memory``, which others may use for the like.
    """

    def __init__(self, languages: Collection[str], memory: Memory | None = None) -> None:
        self.languages = tuple(languages)
        self.memory = memory or Memory()
        self._slavic = tuple(language for language in ("ru", "uk") if language in self.languages)
        self._short = slavic_short.rows(self._slavic)

    def of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return every way in which these words of a rule can stand in a text."""
        return self.memory.recall(("term", *self.languages, "", *written), lambda: self._of(written))

    def of_place(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return every way in which a place of this name can stand in a text.

        In all Latin spellings, and by what its people are called.
        """
        return self.memory.recall(("place", *self.languages, "", *written), lambda: self._of_place(written))

    def _of(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        return (*self._own_script(written), *_in_latin(written, latin_spellings.usual))

    def _of_place(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        people = demonyms(_derived(read(written[0]))) if len(written) == 1 else NOTHING
        ways = (*self._own_script(written), *_in_latin(written, latin_spellings.every))
        return (*ways, (people,)) if people else (*ways, *self._as_people_shorten(written))

    def _as_people_shorten(self, written: tuple[str, ...]) -> Iterator[Slots]:
        """Yield the shorter ways of a Cyrillic name of two words: as one, and with part of it shortened."""
        words = tuple(map(read, written))
        if len(words) != len(_TWO) or not all(word.cyrillic and word.name for word in words):
            return
        if joined := compound_names.compounds(*words):
            yield (joined,)
        slots = self._slots(written)
        yield from compound_names.shortened(words[0], slots[1])
        for i, other in _TWO:
            yield from compound_names.numbered(words[i], slots[i], slots[other])

    def _own_script(self, written: tuple[str, ...]) -> tuple[Slots, ...]:
        words = tuple(word for word in written if fold.words(word))
        if not words:
            return ()
        ways = [self._slots(words), *map(self._slots, self._with_abbreviations(words))]
        if len(words) == 1:
            one = frozenset().union(*(slots[0] for slots in ways if len(slots) == 1))
            return ((one | _derived(read(words[0])),), *(slots for slots in ways if len(slots) > 1))
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
        word = read(words[index])
        before = words[index - 1] if index else ""
        if before.isdigit() and word.lower in slavic_short.ORDINALS:
            return slavic_short.ORDINALS
        if len(words) > slavic_short.ALONE and (before, word.lower) == ("р", "н"):
            return slavic_short.DISTRICT
        if len(words) > 1 and (len(word.lower) == 1 or _is_preposition(before)):
            return _base_forms(word)
        return self._forms(word)

    def _forms(self, word: Word) -> frozenset[str]:
        if not word.cyrillic:
            forms = latin.common_forms(word.lower, self.languages) | {canonical(word.lower)}
            return forms | latin.name_word_forms(word.lower) if word.name else forms
        if not word.name:
            languages = [language for language in readings(word.lower) if language in self._slavic]
            return slavic_words.common_forms(word.lower, languages)
        found = (slavic_words.name_forms(*spelling) for spelling in slavic_words.spellings(word.lower))
        forms = frozenset({canonical(word.lower)}).union(*found)
        if mended(word.lower):  # a letter of the other script strayed in, and so it did into its forms
            return frozenset(chain.from_iterable(map(fold.words, forms)))
        return forms

    def _as_one_name(self, words: tuple[str, ...]) -> tuple[Slots, ...]:
        """Return the ways of a name of several words that are not word by word: joined, as an adjective."""
        if not all(word.cyrillic and word.name for word in map(read, words)):
            return ()
        first = tuple(_base_forms(read(word)) for word in words[:-1])
        derived = _derived(read(words[-1]))
        as_adjective = ((*first, derived),) if derived else ()
        joined = self._joined(words, first)
        if not set("".join(words)).isdisjoint(ascii_lowercase):  # letters of two scripts meet in it
            joined = frozenset(chain.from_iterable(map(fold.words, joined)))
        return (*as_adjective, (joined,))

    def _joined(self, words: tuple[str, ...], first: Slots) -> frozenset[str]:
        """Return the name as one word, in as many of its forms as are not too many."""
        *_, last = slots = self._slots(words)
        plain = [frozenset(fold.words(word)) for word in words]
        choices = (slots, (*first, last), (*plain[:-1], last), plain)
        fewer = next(choice for choice in choices if prod(map(len, choice)) <= _MOST_JOINED)
        return frozenset(map("".join, product(*fewer)))


def _in_latin(written: tuple[str, ...], spell: Callable[[str], frozenset[str]]) -> tuple[Slots, ...]:
    """Return how a Cyrillic name is written in Latin letters; nothing where a word of it is none."""
    words = tuple(map(read, written))
    if not words or not all(word.name and word.cyrillic for word in words):
        return ()
    return (tuple(spell(word.lower) for word in words),)


def _derived(word: Word) -> frozenset[str]:
    return slavic_words.derived_forms(word.lower) if word.name and word.cyrillic else NOTHING


def _base_forms(word: Word) -> frozenset[str]:
    """Return a word as it stands; a name in both languages."""
    crossed = slavic_words.spellings(word.lower) if word.name and word.cyrillic else ()
    return frozenset({canonical(word.lower), *(canonical(spelling) for spelling, _ in crossed)})


def _is_preposition(written: str) -> bool:
    if not written or not written.islower():
        return False
    return any(entry.part == "PREP" for entry in dictionary("ru").lexemes(written))
