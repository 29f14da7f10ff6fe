"""Which mentions of places count: longer names win, and doubtful ones need evidence of the region."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from monitors.language.place_kinds import SETTLEMENT
from monitors.language.stop_words import STOP_WORDS
from monitors.other_names import ADJECTIVE, is_part_of_other_name
from monitors.scene import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from monitors.scene import Mention, Scene


class Verdict(Enum):
    """What is made of a mention: it counts, or why it does not."""

    COUNTS = "counts"
    LONGER_NAME = "longer_name"
    OTHER_NAME = "other_name"
    NO_EVIDENCE = "no_evidence"
    WORD = "word"
    ELSEWHERE = "elsewhere"


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions that are no part of a longer one, in order of place.

    Of two that overlap the later counts, and of the earlier what is left: in «район Белгородской
    области» the adjective belongs to the word behind it.
    """
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-m.after, m.first, -m.place)):
        if not kept or mention.after <= kept[-1].first or mention[1:3] == kept[-1][1:3]:
            kept.append(mention)
    return kept[::-1]


def holds_together(first: int, after: int, scene: Scene) -> bool:
    """Tell whether the words between are one name: no comma parts them, and a number hangs on a hyphen."""
    if after - first > 1 and scene.words[after - 1].isdigit() and scene.between(after - 1) != "-":
        return False
    return not any(_parts(i, scene) for i in range(first + 1, after))


_PARTING = re.compile("[,;:!?()|•]|\n\\s*\n")
_LONGEST_ABBREVIATION = 4


def _parts(index: int, scene: Scene) -> bool:
    between = scene.between(index)
    return bool(_PARTING.search(between)) or (
        "." in between and len(scene.words[index - 1]) > _LONGEST_ABBREVIATION
    )


def counted(mentions: Sequence[Mention], scene: Scene) -> list[Mention]:
    """Return the mentions that mean a place of the region, as far as can be told."""
    return [mention for mention, verdict in judged(mentions, scene) if verdict is Verdict.COUNTS]


def judged(mentions: Sequence[Mention], scene: Scene) -> list[tuple[Mention, Verdict]]:
    """Return what is made of each mention; none of them is part of a longer one."""
    firsts = frozenset(mention.first for mention in mentions)
    is_other = [is_part_of_other_name(mention, scene, firsts) for mention in mentions]
    own = [mention for mention, other in zip(mentions, is_other, strict=True) if not other]
    has_evidence = scene.is_home or any(mention.doubt is Doubt.NONE for mention in own)
    ours = {index for mention in own for index in range(mention.first, mention.after)}
    return [
        (mention, Verdict.OTHER_NAME if other else _doubted(mention, ours, scene, has_evidence=has_evidence))
        for mention, other in zip(mentions, is_other, strict=True)
    ]


def _doubted(mention: Mention, ours: AbstractSet[int], scene: Scene, *, has_evidence: bool) -> Verdict:
    if mention.doubt is Doubt.NONE:
        return Verdict.COUNTS
    if not has_evidence:
        return Verdict.NO_EVIDENCE
    if mention.doubt is Doubt.WORD and not _is_written_as_name(mention, scene):
        return Verdict.WORD
    return Verdict.ELSEWHERE if _is_elsewhere(mention, ours, scene) else Verdict.COUNTS


# --- doubtful names ---------------------------------------------------------------------------

_JOINING = frozenset(
    {"и", "та", "і", "й", "а", "and", "en", "und", "или", "або", "в", "у", "на", "под", "за"}
)


def _is_written_as_name(mention: Mention, scene: Scene) -> bool:
    """Tell a name from a word: it has a capital that no sentence's beginning gave it, or says what it is."""
    if mention.first and scene.words[mention.first - 1] in SETTLEMENT:
        return True
    if not scene.is_capital(mention.first):
        return False
    goes_on = scene.is_small(mention.after) and scene.words[mention.after] not in _JOINING
    return not (goes_on and _begins_sentence(mention.first, scene) and scene.between(mention.after).isspace())


def _begins_sentence(index: int, scene: Scene) -> bool:
    return (
        index == 0 or not re.fullmatch(r"[\s,«\"„“(-]*", scene.between(index)) or "\n" in scene.between(index)
    )


_AREA = re.compile(r"(?:област|облас|обл|район|округ|краю?|громад|oblast|region|district|obwod|rejon)\w*")


def _is_elsewhere(mention: Mention, ours: AbstractSet[int], scene: Scene) -> bool:
    """Tell of a name beside which another region is named: Антоновка Херсонской области."""
    near = range(max(1, mention.first - 3), min(len(scene.words), mention.after + 4))
    return any(_AREA.fullmatch(scene.words[i]) and i - 1 not in ours and _names(i - 1, scene) for i in near)


def _names(index: int, scene: Scene) -> bool:
    """Tell whether a word before one for an area names it: Херсонская, Kherson."""
    word = scene.words[index]
    is_latin_name = scene.is_capital(index) and word.isascii() and word not in STOP_WORDS["en"]
    return bool(ADJECTIVE.fullmatch(word)) or is_latin_name
