"""How sure a post is by its own words, and whether it denies the event that others tell of.

The rules, in Russian, Ukrainian, Dutch and English (:mod:`.wordings` and :mod:`.denials` have the phrases):

- An account of eyewitnesses is no hedge: they were there. A hedge says that the speaker is not sure, or has
  it from channels and networks at large ("local channels write").
- A hedge is shown as it stands in the post. What it means for trust is told by :func:`is_hearsay`: who gives
  preliminary data, or guesses what it was that he heard, stands for the event; who says ``якобы`` or
  ``reportedly`` does not.
- That hurt people are ``not confirmed`` is no hedge: it concerns a detail, the event is told as certain.
- A denial says that the event did not happen or that the report is wrong. That there are no hurt, or that a
  side had no part in it, denies nothing; nor does what is taken back (``ни подтвердить, ни опровергнуть``).
- ``Пока не подтверждается`` is a hedge, ``не подтверждается`` is how authorities deny.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.stories.words.denials import DENIALS, REFUSING
from monitors.stories.words.phrases import Phrases, PhraseSet, words_of
from monitors.stories.words.wordings import (
    COMMON,
    DETAILS,
    GUESSES,
    HEARSAY,
    MOMENTS,
    PRELIMINARY,
    STOPS,
    SUPPLIES,
    UNCONFIRMED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.stories.words.phrases import Found

_BEFORE, _BEHIND = 3, 4
"""Words before a phrase and behind it among which a detail makes it a matter of that detail."""

_DETAILS = words_of(DETAILS)
_DETAILS_OR_MOMENTS = words_of((*DETAILS, *MOMENTS))
_REFUSING = words_of(REFUSING)
_STOPS = words_of(STOPS)
_ALL_STOPS = words_of((*DETAILS, *SUPPLIES, *STOPS))
_FOR_NOW = frozenset({"пока", "еще", "официально", "поки", "наразі", "ще", "офіційно"})
"""What makes ``не подтверждается`` a matter of time."""

_HEDGES = Phrases(
    {
        "preliminary": PhraseSet(PRELIMINARY, _STOPS),
        "guess": PhraseSet(GUESSES, _STOPS),
        "hearsay": PhraseSet(HEARSAY, _STOPS),
        "unconfirmed": PhraseSet(UNCONFIRMED, _ALL_STOPS),
    },
    COMMON,
)
_DENIALS = Phrases({"denial": PhraseSet(DENIALS, _ALL_STOPS)}, COMMON)
_OF_OTHERS = frozenset({"hearsay", "unconfirmed"})


def hedge_in(words: Sequence[str]) -> str:
    """Return the wording by which a post says that it is not sure, "" if there is none.

    Of several it is the first of those by which it passes on what others say, else the first. ``words`` are
    canonical (:func:`monitors.language.fold.words`); so is what is returned, with spaces.
    """
    found = [one for one in _HEDGES.find(words) if not _is_no_doubt(words, one)]
    if not found:
        return ""
    # Of those that begin at one word the longest says most.
    first = min(found, key=lambda one: (one.kind not in _OF_OTHERS, one.start, -one.end))
    return " ".join(words[first.start : first.end])


def is_hearsay(hedge: str) -> bool:
    """Tell whether by a hedge (of :func:`hedge_in`) its speaker does not stand for the event himself.

    He passes on what is said, or calls it unconfirmed; preliminary data and guesses are his own.
    """
    return any(one.kind in _OF_OTHERS for one in _HEDGES.find(hedge.split(" ")))


def denies(words: Sequence[str]) -> bool:
    """Tell whether a post says that an event did not happen or that a report of it is wrong.

    ``words`` are canonical, as for :func:`hedge_in`.
    """
    return any(not _is_taken_back(words, one) for one in _DENIALS.find(words))


def _is_no_doubt(words: Sequence[str], found: Found) -> bool:
    """Tell whether only a detail is called unconfirmed, or a wish is like hearsay (``ik zou …``)."""
    before = words[max(0, found.start - _BEFORE) : found.start]
    if found.kind != "unconfirmed":
        return bool(before) and _STOPS.fits(before[-1])
    return any(map(_DETAILS_OR_MOMENTS.fits, (*before, *words[found.end : found.end + 1])))


def _is_taken_back(words: Sequence[str], found: Found) -> bool:
    before = words[max(0, found.start - _BEFORE) : found.start]
    if any(map(_DETAILS.fits, (*before, *words[found.end : found.end + _BEHIND]))):
        return True
    return bool(before) and (_REFUSING.fits(before[-1]) or before[-1] in _FOR_NOW)
