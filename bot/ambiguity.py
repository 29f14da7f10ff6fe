"""Which names of places mean other things or places as well: found out, where nobody has said it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.language import slavic_words
from monitors.language.common_words import is_common_word, other_words
from monitors.mentions import Doubt, Doubts
from monitors.place_names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.homonyms import Homonyms
    from storage.model import Place

    Point = tuple[float, float]

A_WORD = "also a word"


def settled(places: Sequence[Place], languages: Sequence[str], homonyms: Homonyms) -> tuple[Place, ...]:
    """Return the places with ``ambiguous`` true or false in each: what was said of it, else what is found."""
    points = [place.at for place in places if place.at is not None]
    return tuple(
        place
        if place.ambiguous is not None
        else replace(
            place, ambiguous=bool(why_ambiguous(place.name, _near(place, points), languages, homonyms))
        )
        for place in places
    )


def doubts_of(places: Sequence[Place], languages: Sequence[str], homonyms: Homonyms) -> Doubts:
    """Return what the places' names may mean besides: what was said of it, else what is found."""
    told = tuple(
        (Doubt.WORD if is_common_word(place.name, languages) else Doubt.NAMESAKE)
        if place.ambiguous
        else Doubt.NONE
        for place in settled(places, languages, homonyms)
    )
    points = [place.at for place in places if place.at is not None]
    words: dict[str, Doubt] = {}
    for place in places:
        if place.ambiguous is None and len(canonical(place.name).split()) == 1:
            words |= _doubtful_words(place.name, _near(place, points), homonyms)
    return Doubts(told, words)


def _doubtful_words(name: str, points: Sequence[Point], homonyms: Homonyms) -> dict[str, Doubt]:
    """Return the words that stand for a place and may mean something else, though its name does not.

    Those are forms that are other words' too, and the forms of what the other language calls it where
    another place is called so.
    """
    doubts: dict[str, Doubt] = {}
    for spelling, language in slavic_words.spellings(canonical(name)):
        own = slavic_words.name_forms(spelling, language) | slavic_words.adjectives(spelling, language)
        if why_ambiguous(spelling, points, (), homonyms):
            doubts |= dict.fromkeys(own, Doubt.NAMESAKE)
        doubts |= dict.fromkeys(other_words(own, spelling, language), Doubt.WORD)
    return doubts


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
