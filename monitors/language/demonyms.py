"""What the people of a place are called: белгородцы, белгородчане, from the place's adjective."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADJECTIVE = {"ru": re.compile("(.{3,})ский"), "uk": re.compile("(.{3,})ський")}
_ENDINGS = {
    "ru": (
        *("ец", "ца", "цу", "цем", "це", "цы", "цев", "цам", "цами", "цах"),
        *("чанин", "чанина", "чанину", "чанином", "чанине", "чане", "чан", "чанам", "чанами", "чанах"),
        *("чанка", "чанки", "чанке", "чанку", "чанкой", "чанок"),
    ),
    # The last two are Russian as Ukrainian letters write it, which irony does.
    "uk": (
        *("ець", "ця", "цю", "цем", "цеві", "ці", "ців", "цям", "цями", "цях"),
        *("чанин", "чанина", "чанину", "чанином", "чанині", "чани", "чан", "чанам", "чанами", "чанах"),
        *("чанка", "чанки", "чанці", "чанку", "чанкою", "чанок", "чане", "чанє"),
    ),
}


def demonyms(adjectives: Iterable[str]) -> frozenset[str]:
    """Return what people are called, in all forms, given canonical adjectives of a place in all forms.

    The adjectives in the nominative of the masculine are taken, of Russian (-ский) and Ukrainian (-ський).
    """
    return frozenset(
        found[1] + ending
        for language, pattern in _ADJECTIVE.items()
        for adjective in adjectives
        if (found := pattern.fullmatch(adjective))
        for ending in _ENDINGS[language]
    )
