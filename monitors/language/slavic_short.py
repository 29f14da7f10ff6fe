"""Words for kinds of places and their usual abbreviations: район and р-н, городской округ and г. о.

Each row is one thing in the ways it is written, as canonical words; a term that has one of them is
looked for in the others too. What is a single letter, or is more often another word (с, м, мо), is
only taken beside other words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Words = tuple[str, ...]

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
_ALONE = frozenset(
    [
        "обл",
        "р",
        "рн",
        "горокруг",
        "пгт",
        "мкр",
        "мкрн",
        "микрорайон",
        "район",
        "область",
        "смт",
        "пос",
        "вул",
        "ул",
        "просп",
        "мікрорайон",
        "городской",
        "муниципальный",
    ]
)
ORDINALS = frozenset(
    [
        "й",
        "я",
        "е",
        "го",
        "му",
        "м",
        "х",
        "ми",
        "ю",
        "ой",
        "ом",
        "ая",
        "ое",
        "ый",
        "ого",
        "ому",
        "ым",
        "ым",
        "ые",
        "ых",
        "ий",
        "ій",
        "а",
        "у",
        "ої",
        "ою",
    ]
)
"""What is written after the hyphen of an ordinal number: 23-й, 23-го."""


def rows(languages: tuple[str, ...]) -> tuple[tuple[Words, ...], ...]:
    """Return the ways to write each thing, in the languages given."""
    lines = (line for language in languages for line in _ROWS.get(language, "").strip().splitlines())
    return tuple(tuple(tuple(way.split()) for way in line.split("/")) for line in lines)


def spellings(words: Words, table: tuple[tuple[Words, ...], ...]) -> Iterator[tuple[int, int, Words]]:
    """Yield what can stand for a part of a term (canonical words): where, for how many words, and what."""
    for row, way in ((row, way) for row in table for way in row):
        alone = len(words) == len(way)
        for start in range(len(words) - len(way) + 1):
            if words[start : start + len(way)] == way:
                others = (other for other in row if other != way and not (alone and other[0] not in _ALONE))
                yield from ((start, len(way), other) for other in others)
