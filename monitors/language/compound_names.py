"""Names of several words as people shorten them: Новотаволжанский, Н. Таволжанка, 1-я Новостроевка."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitors.language import slavic_words
from monitors.language.demonyms import demonyms
from monitors.language.slavic_short import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.language.slavic_words import Word
    from monitors.language.slots import Slots

_PLAIN = re.compile(r"(\w+(?<!ск)(?<!цк))(?:ый|ий|ой|ая|яя|ое|ее)")
"""An adjective that is not of a place, and its stem."""
_SOFT = re.compile("(?:ий|яя|ее)$")

_SHORT = {
    "нов": ("н", "нов"),
    "стар": ("ст", "стар"),
    "верхн": ("в", "верх", "верхн"),
    "нижн": ("н", "ниж", "нижн"),
    "больш": ("б", "бол"),
    "велик": ("в", "вел"),
    "мал": ("м", "мал"),
    "красн": ("кр", "красн"),
}
"""What maps and timetables write for the adjectives that stand before names of places."""

_NUMBERS = {
    "перв": ("1", "i"),
    "втор": ("2", "ii"),
    "трет": ("3", "iii"),
    "четверт": ("4", "iv"),
    "пят": ("5", "v"),
}
_ORDINAL = re.compile(r"(\w+?)(?:ый|ой|ий|ая|ья|ое|ье)")


def compounds(first: Word, second: Word) -> frozenset[str]:
    """Return the one word that an adjective and a noun make, with the adjectives and people of that.

    The adjective's stem is joined with ``о``, or ``е`` where it is soft: новотаволжанский, нижнедевицкий.
    Empty where the first word is no adjective, or is itself made of a place's name.
    """
    if not (found := _PLAIN.fullmatch(first.lower)):
        return frozenset()
    head = found[1].replace("ё", "е") + ("е" if _SOFT.search(first.lower) and found[1][-1] == "н" else "о")
    derived = slavic_words.derived_forms(second.lower)
    own = (form for one in slavic_words.spellings(second.lower) for form in slavic_words.name_forms(*one))
    return frozenset(head + form for form in {*own, *derived, *demonyms(derived)})


def shortened(first: Word, second: frozenset[str]) -> Iterator[Slots]:
    """Yield how a name of two words stands with its adjective shortened; ``second`` are the other's forms."""
    if (found := _PLAIN.fullmatch(first.lower)) and (short := _SHORT.get(found[1])):
        yield frozenset(short), second


def numbered(ordinal: Word, forms: frozenset[str], other: frozenset[str]) -> Iterator[Slots]:
    """Yield how a name stands one word of which is an ordinal: in both orders, and with its number.

    ``forms`` are the ordinal's, ``other`` those of the other word.
    """
    found = _ORDINAL.fullmatch(ordinal.lower)
    if found and (numbers := _NUMBERS.get(found[1])):
        number = frozenset(numbers)
        yield from ((forms, other), (other, forms), (other, number))
        yield from ((number, ORDINALS, other), (other, number, ORDINALS))
