"""Copies made from real posts, as channels make them, and alerts made from templates, which are no copies.

All changes are drawn from a seed. Texts are changed as they were published, words as they stand between
spaces; so a change may hit a number, a name or a sign.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

SIGNATURES = (
    "\n\nПодписаться на канал | Прислать новость",
    "\n\n👉 Підписуйтесь: @novyny_kraju",
    "\n\nНаш чат @beseda_31 | Реклама | VK",
    "\n\nSubscribe @border_daily",
    "\n\nВолг тут: больше новостей в нашем втором канале, переходи и читай первым",
)
ADVERTS = (
    "\n\nРеклама. Ремонт квартир под ключ, натяжные потолки, замер бесплатно. Звоните с девяти до шести.",
    "Друзі, підтримайте наш збір на авто для хлопців, кожна гривня важлива, дякуємо вам!\n\n",
    "\n\n❗️ Новый магазин техники на улице Победы открылся, приходите за подарками всей семьёй к нам.",
)
TWINS = 0.25
"""The share of letters that are written with their twin."""

_TWINS = dict(zip("аеорсухіАВЕКМНОРСТХІ", "aeopcyxiABEKMHOPCTXI", strict=True))


class Made(NamedTuple):
    """A text that was made from another, whose index (from 0) ``source`` is; ``kind`` says how."""

    kind: str
    source: int
    text: str


def made_copies(texts: Sequence[str], hosts: Sequence[str], draw: Random) -> list[Made]:
    """Return one copy of each kind for each text; halves are put inside ``hosts``."""
    vocabulary = [word for text in texts for word in text.split()]
    kinds: dict[str, Callable[[str], str]] = {
        "shortened": lambda text: shortened(text, draw),
        "signature": lambda text: text + draw.choice(SIGNATURES),
        "advert": lambda text: with_advert(text, draw),
        "5 % changed": lambda text: changed(text, 0.05, vocabulary, draw),
        "15 % changed": lambda text: changed(text, 0.15, vocabulary, draw),
        "half inside": lambda text: half_inside(text, draw.choice(hosts), draw),
        "homoglyphs": lambda text: with_twins(text, draw),
        "other markup": lambda text: with_other_markup(text, draw),
    }
    return [Made(kind, at, make(text)) for kind, make in kinds.items() for at, text in enumerate(texts)]


def shortened(text: str, draw: Random) -> str:
    """Return a part of a text from its beginning: 40 to 70 % of its words, eight at least."""
    words = text.split()
    return " ".join(words[: max(8, round(len(words) * draw.uniform(0.4, 0.7)))])


def with_advert(text: str, draw: Random) -> str:
    """Return a text with an advert behind or before it."""
    advert = draw.choice(ADVERTS)
    return advert + text if advert.endswith("\n") else text + advert


def changed(text: str, share: float, vocabulary: Sequence[str], draw: Random) -> str:
    """Return a text in which a share of the words, one at least, is replaced by words of other posts."""
    pieces = re.split(r"(\s+)", text)
    words = [at for at, piece in enumerate(pieces) if piece.strip()]
    for at in draw.sample(words, max(1, round(share * len(words)))):
        pieces[at] = draw.choice(vocabulary)
    return "".join(pieces)


def half_inside(text: str, host: str, draw: Random) -> str:
    """Return another text with half of a text, in one piece, somewhere in it."""
    words, around = text.split(), host.split()
    size = -(-len(words) // 2)
    begin, into = draw.randint(0, len(words) - size), draw.randint(0, len(around))
    return " ".join(around[:into] + words[begin : begin + size] + around[into:])


def with_twins(text: str, draw: Random) -> str:
    """Return a text in which every fourth letter that has a twin in Latin is written with that."""
    return "".join(_TWINS[sign] if sign in _TWINS and draw.random() < TWINS else sign for sign in text)


def with_other_markup(text: str, draw: Random) -> str:
    """Return a text with emoji at its lines, other quotes and dashes, and its first line in capitals."""
    lines = [draw.choice("⚡❗🔥📍") + " " + line for line in text.splitlines() if line.strip()]
    lines[0] = lines[0].upper()
    return "\n\n".join(lines).translate(str.maketrans("—«»–", '-""-'))
