"""Words to what is looked for: every spelling of every term under the words that give it away.

A post's words are met with the words of a single table all at once, so that a post costs nearly the
same with ten terms or 100,000. A word of which a term is just a spelling is found by that alone; of a
term of several words the slot that fewest others share is the trigger, and the other words are compared
only where the trigger is met. Tables hold keys (:mod:`monitors.language.keys`), not words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from monitors.language import edits
from monitors.language.keys import Key, begin, begin_all, slot_of, words_of
from monitors.language.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitors.language.slots import Slots

EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())

STEM = 4
"""How many letters of a beginning are tried first."""

MOST_PLACES = 1000
"""How many places of one term are noted, the first ones: a post can consist of one word over and over."""

MOST_TRIGGERS = 2000
"""At how many places of one word it is asked what stands around it."""

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


KeySlots = tuple[frozenset[Key], ...]


class Pattern(NamedTuple):
    """A spelling of several words, of the term with this number; ``trigger`` is a slot's index."""

    slots: KeySlots
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

    ``whole`` maps words to what they give away (``triggers`` are these words: asking a set for them is
    quicker), ``begun`` beginnings of words. ``stems`` (by length)
    are the first letters of beginnings, with the lengths of the beginnings that have them. ``misspelt``
    holds what may differ by some letters.
    """

    whole: Mapping[Key, tuple[Found, ...]] = field(default_factory=dict)
    triggers: frozenset[Key] = frozenset()
    begun: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    stems: Mapping[int, Mapping[Key, tuple[int, ...]]] = field(default_factory=dict)
    misspelt: edits.Misspelt = field(default_factory=edits.Misspelt)

    @classmethod
    def compile(cls, spellings: Sequence[tuple[int, Spelling]]) -> WordIndex:
        """Return the index of these spellings of terms (by number)."""
        known = _known_slots(spellings)
        whole, begun = defaultdict[_Slot, list[Found]](list), defaultdict[_Slot, list[int]](list)
        misspelt: list[tuple[str, int, int]] = []
        for number, spelling in dict.fromkeys(spellings):
            slots = [known[slot] for slot in spelling.slots]
            if spelling.edits:
                misspelt += [(word, spelling.edits, number) for word in spelling.slots[0]]
            elif len(slots) > 1:
                pattern = _pattern(number, spelling, slots)
                whole[slots[pattern.trigger]].append(pattern)
            elif spelling.prefix:
                begun[slots[0]].append(number)
            else:
                whole[slots[0]].append(number)
        table, beginnings = _table(whole), _table(begun)
        stems, near = _stems(beginnings), edits.Misspelt.compile(misspelt)
        return cls(table, frozenset(table), beginnings, stems, near)

    def find(self, keys: Sequence[Key]) -> dict[int, list[Stretch]]:
        """Return which terms (by number) stand where in a text of these keys, of each the first ones."""
        found: dict[int, list[Stretch]] = {}
        if words := self.triggers.intersection(keys):
            whole = self.whole
            for i in _places(words, keys):
                _note(found, whole[keys[i]], keys, i)
        if self.stems:
            for i, numbers in self._begun(keys):
                _note(found, numbers, keys, i)
        if self.misspelt.longest:
            for i, numbers in self.misspelt.find(words_of(keys)):
                _note(found, numbers, keys, i)
        return found

    def _begun(self, keys: Sequence[Key]) -> list[tuple[int, tuple[Found, ...]]]:
        met: list[tuple[int, tuple[Found, ...]]] = []
        for size, stems in self.stems.items():
            begun = begin_all(keys, size)
            if there := stems.keys() & begun:
                places = [i for i, stem in enumerate(begun) if stem in there]
                beginnings = [(i, begin(keys[i], length)) for i in places for length in stems[begun[i]]]
                met += [(i, self.begun[key]) for i, key in beginnings if key in self.begun]
        return met


def _note(found: dict[int, list[Stretch]], items: Iterable[Found], keys: Sequence[Key], index: int) -> None:
    """Note what a word gives away."""
    for item in items:
        if isinstance(item, tuple):
            _add(found, item, keys, index)
        elif item not in found:
            found[item] = [(index, index + 1)]
        else:
            stretches = found[item]
            if len(stretches) < MOST_PLACES and (index, index + 1) not in stretches[-1:]:
                stretches.append((index, index + 1))


def _places(words: frozenset[Key], keys: Sequence[Key]) -> list[int]:
    """Return where these words stand, in order; of one that stands thousands of times, the first places."""
    if len(words) > _FEW:
        places = [i for i, key in enumerate(keys) if key in words]
        return places if len(places) <= MOST_TRIGGERS else _first_of_each(places, keys)
    places = []
    for word in words:
        at = -1
        for _ in range(min(keys.count(word), MOST_TRIGGERS)):
            at = keys.index(word, at + 1)
            places.append(at)
    places.sort()
    return places


def _first_of_each(places: Iterable[int], keys: Sequence[Key]) -> list[int]:
    times: Counter[Key] = Counter()
    kept = []
    for place in places:
        times[keys[place]] += 1
        if times[keys[place]] <= MOST_TRIGGERS:
            kept.append(place)
    return kept


_FEW = 6
"""Up to so many words are searched for one by one, which is quicker."""


# --- compiling --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """Words, and what makes them worth looking for: how many spellings have them, how short they are."""

    keys: frozenset[Key]
    spellings: int
    is_in_every_text: bool
    shortest: int


def _known_slots(spellings: Iterable[tuple[int, Spelling]]) -> dict[frozenset[str], _Slot]:
    """Return the different slots of spellings; of most there are many alike."""
    common = Counter(slot for _, spelling in spellings for slot in spelling.slots)
    return {slot: _slot(slot, count) for slot, count in common.items()}


def _slot(words: frozenset[str], spellings: int) -> _Slot:
    is_in_every_text = not EVERY_STOP_WORD.isdisjoint(words)
    return _Slot(slot_of(words), spellings, is_in_every_text, min(map(len, words), default=0))


def _pattern(number: int, spelling: Spelling, slots: Sequence[_Slot]) -> Pattern:
    """Return a spelling of several words as what is looked for; its trigger is a whole word.

    That is a slot that few spellings share, and of those one without words that every text has.
    """
    whole = slots[:-1] if spelling.prefix else slots
    trigger = min(
        range(len(whole)),
        key=lambda i: (whole[i].is_in_every_text, whole[i].spellings, -whole[i].shortest),
    )
    return Pattern(tuple(s.keys for s in slots), spelling.prefix, spelling.within, trigger, number)


def _table(given: Mapping[_Slot, Sequence[F]]) -> dict[Key, tuple[F, ...]]:
    """Return a table from keys to all that slots with them give away; equal entries are one object."""
    table: dict[Key, tuple[F, ...]] = {}
    for slot, items in given.items():
        entry = tuple(items)
        merged: dict[int, tuple[tuple[F, ...], tuple[F, ...]]] = {}
        for key in slot.keys:
            others = table.setdefault(key, entry)
            if others is not entry:
                # What was merged is kept, so that no other object gets its id.
                if id(others) not in merged:
                    merged[id(others)] = others, tuple(dict.fromkeys(others + entry))
                table[key] = merged[id(others)][1]
    return table


def _stems(beginnings: Iterable[Key]) -> dict[int, dict[Key, tuple[int, ...]]]:
    """Return the first letters of beginnings, of few lengths: with each, words are asked once for all."""
    lengths = defaultdict[Key, set[int]](set)
    for beginning in beginnings:
        lengths[beginning[:STEM]].add(len(beginning))
    stems = defaultdict[int, dict[Key, tuple[int, ...]]](dict)
    for stem, found in lengths.items():
        stems[len(stem)][stem] = tuple(sorted(found))
    return dict(stems)


# --- patterns where their triggers are met ----------------------------------------------------


def _add(found: dict[int, list[Stretch]], pattern: Pattern, keys: Sequence[Key], index: int) -> None:
    stretch = _near(pattern, keys, index) if pattern.within else _in_a_row(pattern, keys, index)
    if stretch is not None:
        stretches = found.setdefault(pattern.number, [])
        if len(stretches) < MOST_PLACES and stretch not in stretches[-1:]:
            stretches.append(stretch)


def _in_a_row(pattern: Pattern, keys: Sequence[Key], index: int) -> Stretch | None:
    """Return where a pattern stands whose trigger is met at an index, None where it does not."""
    slots, prefix, _, trigger, _ = pattern
    start = index - trigger
    if start < 0 or start + len(slots) > len(keys):
        return None
    place = start
    for slot in slots[:-1] if prefix else slots:
        if keys[place] not in slot:
            return None
        place += 1
    if prefix and not _is_begun(keys[place], slots[-1]):
        return None
    return start, start + len(slots)


def _is_begun(key: Key, beginnings: Iterable[Key]) -> bool:
    return any(begin(key, len(beginning)) == beginning for beginning in beginnings)


def _near(pattern: Pattern, keys: Sequence[Key], index: int) -> Stretch | None:
    """Return the shortest stretch around a trigger that holds a word of every slot."""
    most = len(pattern.slots) + pattern.within
    around = keys[max(0, index - most + 1) : index + most]
    if any(slot.isdisjoint(around) for slot in pattern.slots):
        return None
    for length in range(len(pattern.slots), most + 1):
        for start in range(max(0, index - length + 1), min(index, len(keys) - length) + 1):
            if _all_there(pattern.slots, keys[start : start + length]):
                return start, start + length
    return None


def _all_there(slots: KeySlots, keys: Sequence[Key]) -> bool:
    """Tell whether each slot has a word of its own among these."""
    wanted = Counter(slots)
    return all(sum(key in slot for key in keys) >= times for slot, times in wanted.items())


def spelled(spelling: Spelling) -> Iterator[str]:
    """Yield every way of a spelling as a text, for people; of many slots that can be very many."""
    ways = [""]
    for slot in spelling.slots:
        ways = [f"{way} {word}".strip() for way in ways for word in sorted(slot)]
    yield from ways
