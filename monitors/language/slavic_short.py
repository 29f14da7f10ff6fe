"""Words for kinds of places and their usual abbreviations: район and р-н, городской округ and г. о.

Each row is one thing in the ways it is written, as canonical words; a term that has one of them is
looked for in the others too. What is a single letter, or is more often another word (с, м, мо), is
only taken beside other words.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Words = tuple[str, ...]
Table = dict[str, list[tuple[Words, Words]]]

_ROWS = {
    "ru": """
        область / обл
        район / р н / рн
        городской округ / горокруг / г о / го
        муниципальный округ / м о / мо
        город / г / гор
        поселок городского типа / пгт
        поселок / пос / п
        село / с
        деревня / дер / д
        хутор / хут / х
        станица / ст ца
        улица / ул
        проспект / пр т / просп / пр
        переулок / пер
        площадь / пл
        микрорайон / мкр / мкрн / м н
        республика / респ
        санкт / с
    """,
    "uk": """
        область / обл
        район / р н
        міський округ / м о
        місто / м
        селище міського типу / смт
        селище / с ще
        село / с
        хутір / хут / х
        вулиця / вул
        проспект / просп / пр т
        провулок / пров
        площа / пл
        мікрорайон / мкр / м н
    """,
}
# What says enough without a word beside it.
_ALONE = frozenset(
    {"обл", "область", "р", "рн", "район", "горокруг", "городской", "муниципальный", "міський"}
    | {"пгт", "смт", "пос", "мкр", "мкрн", "микрорайон", "мікрорайон", "ул", "вул", "просп"}
)
ORDINALS = frozenset(
    {"й", "я", "е", "го", "му", "м", "х", "ми", "ю", "ой", "ом", "ая", "ое", "ый", "ого", "ому", "ым"}
    | {"ые", "ых", "ий", "ій", "а", "у", "ої", "ою"}
)
"""What is written after the hyphen of an ordinal number: 23-й, 23-го."""
DISTRICT = frozenset({"н", "на", "не", "ну", "ном", "ні", "он", "она", "оне", "ону"})
"""What is written after the hyphen of р-н, where it is beside a name (else it is "100 р на")."""
ALONE = 2
"""The words that р-н is without a name."""


def rows(languages: tuple[str, ...]) -> Table:
    """Return the ways to write each thing, in the languages given: by their first word, the other ways."""
    table: dict[str, list[tuple[Words, Words]]] = {}
    for line in (line for language in languages for line in _ROWS[language].strip().splitlines()):
        ways = [tuple(way.split()) for way in line.split("/")]
        for way, other in permutations(ways, 2):
            table.setdefault(way[0], []).append((way, other))
    return table


def spellings(words: Words, table: Table) -> Iterator[tuple[int, int, Words]]:
    """Yield what can stand for a part of a term (canonical words): where, for how many words, and what."""
    for start, word in enumerate(words):
        for way, other in table.get(word, ()):
            whole = len(way) == len(words)
            if words[start : start + len(way)] == way and (not whole or other[0] in _ALONE):
                yield start, len(way), other
