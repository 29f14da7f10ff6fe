"""Which names of places mean other things or places as well: found out, where nobody has said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.language import slavic_words
from monitors.language.common_words import is_common_word, other_adjectives, other_words
from monitors.mentions import Doubt, Doubts
from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.homonyms import Homonyms
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
    return Doubts(tuple(told), words)


def _doubt_of(
    place: Place, near: Sequence[Point], languages: Sequence[str], homonyms: Homonyms, memory: Memory
) -> Doubt:
    if place.ambiguous is False:
        return Doubt.NONE
    key = ("word", *languages, "", place.name)
    if memory.recall(key, lambda: is_common_word(place.name, languages)):
        return Doubt.WORD
    namesakes = place.ambiguous or why_ambiguous(place.name, near, (), homonyms)
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
