"""A Cyrillic name in Latin letters: every spelling by the systems and habits in use.

:data:`monitors.language.systems.SYSTEMS` says what the systems are and where they come from. Within a
system each letter has its usual spelling and perhaps others, each of which costs a point; systems of a
few countries cost one from the start, and so does a letter written by the habit of another system, of
which a word has at most one. The cheapest spellings are kept, so that a long name does not explode.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from monitors.language import fold
from monitors.language.systems import ALPHABETS, SYSTEMS, System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 160
"""At most so many spellings are returned of a word."""
DEAREST = 2
"""No spelling costs more than this, a system's own cost left out."""
_SHORT = 4
# Where a short word has many spellings, some of them are common words of some language.
_DEAREST_OF_SHORT = 1
_MOST_AT_ONCE = 48
_FOREIGN = 2


def latin(word: str, language: Literal["ru", "uk"]) -> frozenset[str]:
    """Return the Latin spellings of one Cyrillic word (a name, nominative), canonical.

    Empty if the word is not wholly of the language's letters.
    """
    return frozenset(ranked(word, language))


@lru_cache(4096)
def ranked(word: str, language: Literal["ru", "uk"]) -> tuple[str, ...]:
    """Return what :func:`latin` does, the most usual spellings first."""
    costs = _costs(word, language, DEAREST if len(word) > _SHORT else _DEAREST_OF_SHORT)
    best = sorted(costs, key=costs.__getitem__)[:MOST]
    return _canonical(best)


def usual(word: str, language: Literal["ru", "uk"]) -> tuple[str, ...]:
    """Return those of the spellings that are each some common system's first choice: ten or so."""
    return _canonical(_costs(word, language, 0))


def _canonical(spellings: Iterable[str]) -> tuple[str, ...]:
    # Two apostrophes would end the word.
    return tuple(dict.fromkeys(fold.words(_APOSTROPHES.sub("'", " ".join(spellings)))))


_APOSTROPHES = re.compile("''+")


@lru_cache(64)
def _costs(word: str, language: Literal["ru", "uk"], dearest: int) -> dict[str, int]:
    word = unicodedata.normalize("NFC", word).lower().replace("’", "'").replace("ʼ", "'")
    if not word.strip("'") or not ALPHABETS[language].issuperset(word):
        return {}
    units = tuple(_units(word))
    costs: dict[str, int] = {}
    for speller in _SPELLERS[language]:
        if speller.cost <= dearest:
            for spelling, cost in speller.spellings(units, dearest).items():
                costs[spelling] = min(cost, costs.get(spelling, cost))
    return costs


# --- a word's units ---------------------------------------------------------------------------

_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_VOWELS = "аеёиоуыэюяіїє"
_FRONT = "еёиіїєюяь"
_READ_BY_WHAT_PRECEDES = "еёиюяєїй"
_UNIT = re.compile(f"[иыі]й$|кс|зг|[нсзтдц]ь(?![еёюяєїо])|([{_CONSONANTS}])\\1|.")
# A name's -евка, -ево may be -ёвка, -ёво: the dots are seldom written.
_PERHAPS_YO = re.compile(f"(?<=[{_CONSONANTS}])е(?=в(?:к[аи]|ск.*|[оаы])?$)")


def _units(word: str) -> Iterator[str]:
    """Yield a word's letters and groups with the signs for what stands around them."""
    perhaps_yo = {found.start() for found in _PERHAPS_YO.finditer(word)}
    for found in _UNIT.finditer(word):
        unit = _in_context(found[0], word[: found.start()], word[found.end() :])
        yield f"?{unit}" if found.start() in perhaps_yo else unit


def _in_context(unit: str, before: str, after: str) -> str:
    if len(unit) > 1:
        return unit if after or unit[-1] != "й" else f"{unit}."
    if unit == "с" and before and before[-1] in _VOWELS and after and after[0] in _VOWELS:
        return "-с"
    if unit in _READ_BY_WHAT_PRECEDES:
        return _preceded(before) + unit
    return f"{unit}+" if unit in "лг" and after and after[0] in _FRONT else unit


_PRECEDING = {
    **dict.fromkeys(f"{_VOWELS}йьъ'", "^"),
    **dict.fromkeys("жшчщц", "!"),
    "л": "=",
    **dict.fromkeys("бпвмфдтн", "*"),
}


def _preceded(before: str) -> str:
    return _PRECEDING.get(before[-1], "") if before else "#"


# --- a system's spellings ---------------------------------------------------------------------

_ACCENTS = str.maketrans("aeiou", "áéíóú")


class _Speller:
    """Spells words by one system; remembers what each unit comes to."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.cost = system.cost
        self._known: dict[str, dict[str, int]] = {}

    def spellings(self, units: Iterable[str], dearest: int) -> dict[str, int]:
        """Return spellings and their costs, of which the system's own cost is part."""
        found = {"": 0}
        for unit in units:
            found = _appended(found, self._options(unit), dearest)
        costs = {spelling: cost + self._system.cost for spelling, cost in found.items()}
        return costs | self._stressed(costs) if self._system.stressed and dearest else costs

    def _stressed(self, costs: dict[str, int]) -> dict[str, int]:
        """Return the usual spelling with an accent on each of its vowels, as it may be marked."""
        usual = min(costs, key=costs.__getitem__)
        places = [place for place, letter in enumerate(usual) if letter in "aeiou"]
        accented = (usual[:at] + usual[at].translate(_ACCENTS) + usual[at + 1 :] for at in places)
        return dict.fromkeys(accented, costs[usual] + 1)

    def _options(self, unit: str) -> dict[str, int]:
        if unit not in self._known:
            self._known[unit] = self._worked_out(unit)
        return self._known[unit]

    def _worked_out(self, unit: str) -> dict[str, int]:
        if unit[0] == "?":
            dotted = self._options(unit[1:].replace("е", "ё"))
            return {spelling: cost + 1 for spelling, cost in dotted.items()} | self._options(unit[1:])
        names = _less_and_less(unit)
        own = next((self._system.table[name] for name in names if name in self._system.table), None)
        if own is None:
            return self._of_parts(names[-1])
        lent = next((self._system.foreign[name] for name in names if name in self._system.foreign), ())
        costs = dict.fromkeys(lent, _FOREIGN) | dict.fromkeys(own, 1)
        return dict(sorted((costs | {own[0]: 0}).items(), key=lambda item: item[1]))

    def _of_parts(self, letters: str) -> dict[str, int]:
        first, second = self._options(letters[0]), self._options(letters[1])
        if letters[0] != letters[1]:
            return _appended(first, second, DEAREST)
        single = {spelling: cost + 1 for spelling, cost in first.items()}
        return single | {spelling * 2: cost for spelling, cost in first.items()}


def _less_and_less(unit: str) -> tuple[str, ...]:
    """Return a unit's names with less and less of what stands around it."""
    letters = unit.strip("#^!=*-+.")
    return (unit, f"^{letters}", letters) if unit[0] == "#" else (unit, letters)


def _appended(found: dict[str, int], options: dict[str, int], dearest: int) -> dict[str, int]:
    """Return each spelling followed by each option, as far as the sum of costs allows."""
    longer: dict[str, int] = {}
    for spelling, cost in found.items():
        for option, more in options.items():
            if cost + more <= min(dearest, longer.get(spelling + option, dearest)):
                longer[spelling + option] = cost + more
    if len(longer) <= _MOST_AT_ONCE:
        return longer
    return dict(sorted(longer.items(), key=lambda item: item[1])[:_MOST_AT_ONCE])


_SPELLERS = {language: tuple(map(_Speller, systems)) for language, systems in SYSTEMS.items()}
