"""Words to what is looked for: every spelling of every term under the words that give it away.

A post's words are looked up one by one in a single table, so that a post costs nearly the same with ten
terms or 100,000. A word of which a term is just a spelling is found by that look-up alone; of a term of
several words the slot that fewest others share is the trigger, and the other words are compared only
where the trigger is met.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from monitors.language import edits
from monitors.language.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitors.language.forms import Slots

EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())

STEM = 4
"""How many letters of a beginning are tried first."""

MOST_PLACES = 1000
"""How many places of one term are noted, the first ones: a post can consist of one word over and over."""

Stretch = tuple[int, int]
"""Where something stands among a text's words: the first word's index, and that after the last."""


class Spelling(NamedTuple):
    """One way in which a term can stand in a text: words in a row, each of a set.

    With ``prefix`` the last word is only begun. With ``within`` the words stand in any order, with at
    most so many others between them. ``edits`` is how many letters of a single word may differ.
    """

    slots: Slots
    prefix: bool = False
    within: int = 0
    edits: int = 0


class Pattern(NamedTuple):
    """A spelling of several words, of the term with this number; ``trigger`` is a slot's index."""

    slots: Slots
    prefix: bool
    within: int
    trigger: int
    number: int


Found = int | Pattern
"""What a word gives away: a term by its number, or a pattern that may stand here."""

F = TypeVar("F", int, int | Pattern)


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Compiled spellings; nothing in it changes.

    ``whole`` maps words to what they give away, ``begun`` beginnings of words. ``stems`` (by length)
    are the first letters of beginnings, with the lengths of the beginnings that have them. ``misspelt``
    holds what may differ by some letters.
    """

    whole: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    begun: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stems: Mapping[int, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    misspelt: edits.Misspelt = field(default_factory=edits.Misspelt)

    @classmethod
    def compile(cls, spellings: Sequence[tuple[int, Spelling]]) -> WordIndex:
        """Return the index of these spellings of terms (by number)."""
        common = Counter(slot for _, spelling in spellings for slot in spelling.slots)
        whole, begun = defaultdict[str, set[Found]](set), defaultdict[str, set[int]](set)
        misspelt: list[tuple[str, int, int]] = []
        for number, spelling in spellings:
            if spelling.edits:
                misspelt += [(word, spelling.edits, number) for word in spelling.slots[0]]
            elif len(spelling.slots) > 1:
                pattern = _pattern(number, spelling, common)
                for word in pattern.slots[pattern.trigger]:
                    whole[word].add(pattern)
            else:
                table: Mapping[str, set[int]] = begun if spelling.prefix else whole  # type: ignore[assignment]
                for word in spelling.slots[0]:
                    table[word].add(number)
        return cls(_shared(whole), _shared(begun), _stems(begun), edits.Misspelt.compile(misspelt))

    def find(self, words: Sequence[str]) -> dict[int, list[Stretch]]:
        """Return which terms (by number) stand where in a text, of each the first ones."""
        met = [(i, items) for i, items in enumerate(map(self.whole.get, words)) if items]
        if self.stems:
            met += self._begun(words)
        if self.misspelt.longest:
            met += self.misspelt.find(words)
        found: dict[int, list[Stretch]] = {}
        for i, items in met:
            for item in items:
                if isinstance(item, int):
                    stretches = found.setdefault(item, [])
                    if len(stretches) < MOST_PLACES and (i, i + 1) not in stretches[-1:]:
                        stretches.append((i, i + 1))
                else:
                    _add(found, item, words, i)
        return found

    def _begun(self, words: Sequence[str]) -> list[tuple[int, tuple[Found, ...]]]:
        met: list[tuple[int, tuple[Found, ...]]] = []
        for size, stems in self.stems.items():
            for i, word in enumerate(words):
                if lengths := stems.get(word[:size]):
                    met += [(i, self.begun[word[:n]]) for n in lengths if word[:n] in self.begun]
        return met


def _pattern(number: int, spelling: Spelling, common: Mapping[frozenset[str], int]) -> Pattern:
    """Return a spelling of several words as what is looked for; its trigger is a whole word.

    That is a slot that few spellings share, and of those one without words that every text has.
    """
    slots = spelling.slots
    whole = slots[:-1] if spelling.prefix else slots
    is_in_every_text = [not EVERY_STOP_WORD.isdisjoint(slot) for slot in whole]
    trigger = min(
        range(len(whole)),
        key=lambda i: (is_in_every_text[i], common[whole[i]], -min(map(len, whole[i]))),
    )
    return Pattern(slots, spelling.prefix, spelling.within, trigger, number)


def _shared(table: Mapping[str, set[F]]) -> dict[str, tuple[F, ...]]:
    """Return a table whose equal entries are one object: most words of a term give away only it."""
    shared: dict[tuple[F, ...], tuple[F, ...]] = {}
    entries = ((word, tuple(sorted(found, key=_order))) for word, found in table.items())
    return {word: shared.setdefault(entry, entry) for word, entry in entries}


def _order(item: Found) -> tuple[int, int]:
    return (item, 0) if isinstance(item, int) else (item.number, 1 + len(item.slots))


def _stems(beginnings: Iterable[str]) -> dict[int, dict[str, tuple[int, ...]]]:
    """Return the first letters of beginnings, of few lengths: with each, words are asked once for all."""
    lengths = defaultdict[str, set[int]](set)
    for beginning in beginnings:
        lengths[beginning[:STEM]].add(len(beginning))
    stems = defaultdict[int, dict[str, tuple[int, ...]]](dict)
    for stem, found in lengths.items():
        stems[len(stem)][stem] = tuple(sorted(found))
    return dict(stems)


# --- patterns where their triggers are met ----------------------------------------------------


def _add(found: dict[int, list[Stretch]], pattern: Pattern, words: Sequence[str], index: int) -> None:
    stretches = found.get(pattern.number, [])
    if len(stretches) >= MOST_PLACES:
        return
    stretch = _near(pattern, words, index) if pattern.within else _in_a_row(pattern, words, index)
    if stretch is not None and stretch not in stretches[-1:]:
        found.setdefault(pattern.number, []).append(stretch)


def _in_a_row(pattern: Pattern, words: Sequence[str], index: int) -> Stretch | None:
    """Return where a pattern stands whose trigger is met at an index, None where it does not."""
    start, after = index - pattern.trigger, index - pattern.trigger + len(pattern.slots)
    if start < 0 or after > len(words):
        return None
    whole = pattern.slots[:-1] if pattern.prefix else pattern.slots
    if any(words[start + i] not in slot for i, slot in enumerate(whole)):
        return None
    if pattern.prefix and not words[after - 1].startswith(tuple(pattern.slots[-1])):
        return None
    return start, after


def _near(pattern: Pattern, words: Sequence[str], index: int) -> Stretch | None:
    """Return the shortest stretch around a trigger that holds a word of every slot."""
    most = len(pattern.slots) + pattern.within
    around = words[max(0, index - most + 1) : index + most]
    if any(slot.isdisjoint(around) for slot in pattern.slots):
        return None
    for length in range(len(pattern.slots), most + 1):
        for start in range(max(0, index - length + 1), min(index, len(words) - length) + 1):
            if _all_there(pattern.slots, words[start : start + length]):
                return start, start + length
    return None


def _all_there(slots: Slots, words: Sequence[str]) -> bool:
    """Tell whether each slot has a word of its own among these."""
    wanted = Counter(slots)
    return all(sum(word in slot for word in words) >= times for slot, times in wanted.items())


def spelled(spelling: Spelling) -> Iterator[str]:
    """Yield every way of a spelling as a text, for people; of many slots that can be very many."""
    ways = [""]
    for slot in spelling.slots:
        ways = [f"{way} {word}".strip() for way in ways for word in sorted(slot)]
    yield from ways
