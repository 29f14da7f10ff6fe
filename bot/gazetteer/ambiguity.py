"""Which names of places mean other things or places as well: found out, where nobody has said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.language import slavic_words
from monitors.language.common_words import (
    is_adjectival,
    is_common_word,
    other_adjectives,
    other_words,
)
from monitors.place_names import PlaceNames, canonical
from monitors.place_spellings import is_district
from monitors.scene import Doubt, Doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.gazetteer.homonyms import Homonyms
    from monitors.language.memory import Memory
    from storage.model import Place

    Point = tuple[float, float]

A_WORD = "also a word"


def doubts_of(
    places: Sequence[Place], languages: Sequence[str], homonyms: Homonyms, memory: Memory
) -> Doubts:
    """Return what the places' names may mean besides: what was said of it, else what is found."""
    points = [place.at for place in places if place.at is not None]
    told = []
    words: dict[str, Doubt] = {}
    for place in places:
        near = _near(place, points)
        told.append(_doubt_of(place, near, languages, homonyms, memory))
        if place.ambiguous is None and len(canonical(place.name).split()) == 1:
            words |= _doubtful_words(place.name, near, homonyms, memory)
    return Doubts(_with_districts(places, told), words)


_ROOT = 3
"""Letters in which a district's name is like that of the place after which it is called."""


def _with_districts(places: Sequence[Place], doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Return the doubts with those of districts, which have the doubts of what they are called after.

    That lies in them or beside them. A district that is called after none of its places
    (Красногвардейский) is called so elsewhere too; of one whose places are not told nothing is known.
    """
    names = PlaceNames(places)
    towns: dict[int | None, list[int]] = {}
    for i in (i for i, place in enumerate(places) if not is_district(place)):
        towns.setdefault(names.parent(i), []).append(i)
    found = list(doubts)
    for i, place in enumerate(places):
        if place.ambiguous is None and i in towns and is_district(place):
            root = canonical(place.name)[:_ROOT]
            near = [j for j in (*towns[i], *towns.get(names.parent(i), ())) if _is_like(places[j], root)]
            if all(doubts[j] is not Doubt.NONE for j in near):
                found[i] = Doubt.NAMESAKE
    return tuple(found)


def _is_like(place: Place, root: str) -> bool:
    return canonical(place.name).startswith(root)


def _doubt_of(
    place: Place, near: Sequence[Point], languages: Sequence[str], homonyms: Homonyms, memory: Memory
) -> Doubt:
    if place.ambiguous is False:
        return Doubt.NONE
    key = ("word", *languages, "", place.name)
    if memory.recall(key, lambda: is_common_word(place.name, languages)):
        return Doubt.WORD
    namesakes = place.ambiguous or is_adjectival(place.name) or why_ambiguous(place.name, near, (), homonyms)
    return Doubt.NAMESAKE if namesakes else Doubt.NONE


def _doubtful_words(
    name: str, points: Sequence[Point], homonyms: Homonyms, memory: Memory
) -> dict[str, Doubt]:
    """Return the words that stand for a place and may mean something else, though its name does not.

    Those are forms that are other words' too, and the forms of what the other language calls it where
    another place is called so.
    """
    doubts: dict[str, Doubt] = {}
    for spelling, own, words, adjectives in memory.recall(("doubts", name), lambda: _spelled(name)):
        if why_ambiguous(spelling, points, (), homonyms):
            doubts |= dict.fromkeys(own, Doubt.NAMESAKE)
        # Nobody writes an adjective with a capital: that tells nothing of козинского.
        doubts |= dict.fromkeys(adjectives, Doubt.NAMESAKE) | dict.fromkeys(words, Doubt.WORD)
    return doubts


def _spelled(name: str) -> tuple[tuple[str, frozenset[str], frozenset[str], frozenset[str]], ...]:
    """Return the spellings of a name with their forms, and those that are other words, other adjectives."""
    found = []
    for spelling, language in slavic_words.spellings(canonical(name)):
        own = slavic_words.name_forms(spelling, language) | slavic_words.adjectives(spelling, language)
        others = other_words(own, language), other_adjectives(own, spelling, language)
        found.append((spelling, own, *others))
    return tuple(found)


def why_ambiguous(name: str, points: Iterable[Point], languages: Sequence[str], homonyms: Homonyms) -> str:
    """Return why a name counts only with a sign of the region, an empty text where it always counts.

    ``points`` are where the place may lie (degrees); without any it is taken for one of those of the name.
    """
    if is_common_word(name, languages):
        return A_WORD
    elsewhere = min((homonyms.elsewhere(name, at) for at in (*points,)), default=homonyms.elsewhere(name))
    return f"also {elsewhere} other place{'s' if elsewhere > 1 else ''}" if elsewhere else ""


def _near(place: Place, points: Sequence[Point]) -> Sequence[Point]:
    """Return where a place lies; one of which that is not said lies near any of the others."""
    return points if place.at is None else [place.at]
