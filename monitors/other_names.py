"""Names that only look like a place of the region: Белгород-Днестровский, Новая Козинка, Иван Губкин."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitors.language.place_kinds import NAMED_AFTER_PEOPLE, QUALIFIERS
from monitors.language.slavic import dictionary
from monitors.language.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from monitors.scene import Mention, Scene

ADJECTIVE = re.compile(
    r"\w{2,}[сц]ь?к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими|а|у|ої|ій|ою|е|і)|\w{3,}[sc]k(?:y|yi|yy|iy|ij|yj|i|ii)"
)
REGION = re.compile(r"(?:област|облас|обл|краю?|губерни|воеводств|республик|oblast|region|obwod)\w*")
"""Words for what a country is divided into."""

_SURNAME = re.compile("[a-z]{3,}(?:ski|sky|skyi|skiy|skyy)")
"""A surname, where a given name stands before it: Jerzy Kosinski."""
_HYPHEN = re.compile(r"[-‐‑–—]")
_LOOSE_HYPHEN = re.compile(r"[ \u00a0]?[-‐‑–—]?[ \u00a0]?")
_BESIDE = frozenset({" ", "\u00a0"})
_AGREEING = {"а": ("ого",), "у": ("ому",), "м": ("им",), "е": ("ом",), "і": ("ому", "ім")}
"""The ending of an adjective beside a masculine name, by the name's last letter; else the nominative's."""
_NOMINATIVE = ("ий", "ій", "y", "i", "j")


def is_part_of_other_name(mention: Mention, scene: Scene, firsts: frozenset[int]) -> bool:
    """Tell of a mention that is a part of a longer name, which the region does not know.

    ``firsts`` are the words with which mentions begin: what is a place of the region is no part of that.
    """
    return (
        _is_continued(mention, scene, firsts)
        or _is_qualified(mention, scene)
        or _is_person(mention, scene)
        or (scene.knows_regions and _is_in_other_region(mention, scene, firsts))
    )


def _is_continued(mention: Mention, scene: Scene, firsts: frozenset[int]) -> bool:
    """Tell of Белгород-Днестровский; without the hyphen only where a stranger writes, and both agree."""
    after = mention.after
    if not (scene.is_capital(after) and ADJECTIVE.fullmatch(scene.words[after])):
        return False
    between = scene.between(after)
    if _HYPHEN.fullmatch(between):
        return True
    if scene.is_home or after in firsts or after - mention.first > 1:
        return False
    endings = _AGREEING.get(scene.words[after - 1][-1], _NOMINATIVE)
    return bool(_LOOSE_HYPHEN.fullmatch(between)) and scene.words[after].endswith(endings)


def _is_qualified(mention: Mention, scene: Scene) -> bool:
    before = mention.first - 1
    return (
        scene.is_capital(before)
        and scene.words[before] in QUALIFIERS
        and scene.between(mention.first) in {"-", *_BESIDE}
    )


def _is_person(mention: Mention, scene: Scene) -> bool:
    """Tell of a given name before it, or of what is named after people if people are called so."""
    before = mention.first - 1
    between = scene.between(mention.first)
    if before < 0 or mention.after - mention.first > 1 or between not in {*_BESIDE, ". "}:
        return False
    word = scene.words[before]
    if NAMED_AFTER_PEOPLE.fullmatch(word):
        return any(entry.person for entry in dictionary("ru").lexemes(scene.words[mention.first]))
    if not (scene.is_capital(before) and scene.is_capital(mention.first)):
        return False
    if _SURNAME.fullmatch(scene.words[mention.first]):
        return between in _BESIDE and word not in STOP_WORDS["en"]
    entries = dictionary("ru").lexemes(word) if between in _BESIDE else ()
    return bool(entries) and all(entry.person for entry in entries)


def _is_in_other_region(mention: Mention, scene: Scene, firsts: frozenset[int]) -> bool:
    """Tell of Козинка Липецкой области: no word between, and the region known would be a mention."""
    after = mention.after
    return (
        after + 1 < len(scene.words)
        and after not in firsts
        and scene.between(after) in {*_BESIDE, " ("}
        and bool(ADJECTIVE.fullmatch(scene.words[after]))
        and bool(REGION.fullmatch(scene.words[after + 1]))
    )
