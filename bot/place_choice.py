"""Places as people choose them: by the tree, by any spelling, by how far they are, by a link."""

from __future__ import annotations

import difflib
import hashlib
from base64 import b32encode
from functools import lru_cache
from typing import TYPE_CHECKING

from monitors.language.fold import words
from monitors.language.latin_spellings import usual
from monitors.place_names import REGION, canonical
from monitors.stories.weighing.nearness import great_circle_km

if TYPE_CHECKING:
    from bot.setup import Setup
    from monitors.word_index import Spelling

MOST_FOUND = 8
"""Places that a search offers: more of them nobody reads on a phone."""

_ALIKE = 0.75
"""How alike a mistyped name must be, as difflib measures it: «Казинка» and «Козинка» are by 0.86."""

_CODE_BYTES = 5
_LONGEST = 60


def inside(setup: Setup, above: str) -> list[str]:
    """Return the places right within one by their keys, empty for those at the top, by name."""
    gazetteer = setup.vocabulary.gazetteer
    parent = gazetteer.keys.index(above) if above in gazetteer.keys else None
    found = [gazetteer.keys[i] for i, over in enumerate(gazetteer.parents) if over == parent]
    return sorted(found, key=str.casefold)


def above(setup: Setup, key: str) -> str:
    """Return the place in which one lies; empty at the top, and of one that is not known any more."""
    gazetteer = setup.vocabulary.gazetteer
    over = gazetteer.parents[gazetteer.keys.index(key)] if key in gazetteer.keys else None
    return "" if over is None else gazetteer.keys[over]


def named(setup: Setup, text: str) -> list[str]:
    """Return the places that somebody means who types this, the likeliest first.

    First those so called, in any form and script; then those whose name begins so; where there are
    none, those that are spelled nearly so.
    """
    gazetteer = setup.vocabulary.gazetteer
    typed = words(text[:_LONGEST])
    wanted = " ".join(typed)
    if not wanted:
        return []
    exact = [key for key in gazetteer.keys if canonical(key) == wanted]
    spelled = [gazetteer.keys[i] for i, way in gazetteer.spellings(0) if _fits(typed, way)]
    names = _written(gazetteer.keys)
    begun = [key for name, key in names if name.startswith(wanted)]
    if sure := [*dict.fromkeys([*exact, *spelled, *begun])]:
        return sure[:MOST_FOUND]
    near = difflib.get_close_matches(wanted, dict.fromkeys(name for name, _ in names), MOST_FOUND, _ALIKE)
    alike = [key for name in near for written, key in names if written == name]
    return [*dict.fromkeys(alike)][:MOST_FOUND]


def around(setup: Setup, latitude: float, longitude: float, kilometres: float) -> list[str]:
    """Return the places within so many kilometres of a point (in degrees), the nearest first."""
    here = (latitude, longitude)
    keys = setup.vocabulary.gazetteer.keys
    far = [
        (great_circle_km(here, place.at), key)
        for place, key in zip(setup.places, keys, strict=True)
        if place.at is not None
    ]
    return [key for distance, key in sorted(far) if distance <= kilometres]


def code_of(key: str) -> str:
    """Return what stands for a place in a link: eight letters and digits made of its name.

    It stays the same as long as the place is called the same, whatever else the configuration comes to
    hold, and says nothing to those who see the link.
    """
    digest = hashlib.sha256(canonical(key).encode()).digest()
    return b32encode(digest[:_CODE_BYTES]).decode().lower()


def of_code(setup: Setup, code: str) -> str:
    """Return the place that a code stands for; empty where there is none."""
    keys = setup.vocabulary.gazetteer.keys
    return next((key for key in keys if code_of(key) == code.casefold()), "")


def told(key: str) -> str:
    """Return a place's name as people read it: of namesakes also what they lie in."""
    return key.removesuffix(f", {REGION}")


def _fits(typed: list[str], way: Spelling) -> bool:
    """Whether words are those of a spelling, each in one of its forms."""
    if len(typed) != len(way.slots):
        return False
    return all(word in slot for word, slot in zip(typed, way.slots, strict=True))


@lru_cache(maxsize=4)
def _written(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return how each place is written, in its own script and in Latin letters, with its key."""
    found = [(canonical(key), key) for key in keys]
    for key in keys:
        parts = words(key.partition(",")[0])
        if len(parts) == 1:
            found += [(spelling, key) for spelling in usual(parts[0])]
    return found
