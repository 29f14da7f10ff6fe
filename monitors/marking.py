"""A text with all that is in it marked: every topic that holds, every place, and the words that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitors.matching import Look
from storage.model import Match

if TYPE_CHECKING:
    from monitors.lexicon import Lexicon
    from storage.model import Post, Source


class Marked(NamedTuple):
    """What stands in a text: the targets that it satisfies, the places (their keys), and where."""

    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


def mark(lexicon: Lexicon, post: Post, source: Source) -> Marked:
    """Return what a post comes to, with the matches of every target that holds and of every place.

    Matches of one target, or of one place, do not overlap; those of different ones may. They come in
    order of place, the longer first; each stands there once.
    """
    look = Look(lexicon, post, source)
    candidates = look.candidates()
    if not look.found and not candidates:
        return _NOTHING
    targets, matches = [], set[Match]()
    for index in candidates:
        if (reason := look.reason(lexicon.conditions[index])) is not None:
            targets.append(lexicon.targets[index].name)
            matches.update(look.matches(reason))
    places = sorted(number for number in look.found if number >= lexicon.first_place)
    for number in places:
        matches.update(look.matches([number]))
    in_order = sorted(matches, key=lambda match: (match.start, -match.end, match.term))
    return Marked(tuple(targets), tuple(lexicon.names[number] for number in places), tuple(in_order))


_NOTHING = Marked()
