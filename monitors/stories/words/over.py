"""Of which topics a post says that they are over, and does not tell in the same breath that they begin anew.

"The missile alert is over. Danger of drones" has all words by which an end is known, in any order, and is an
alarm: whoever reads it as an end tells nobody of the drones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from monitors.language import fold
from storage.model import end_target, topic_target

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitors.matching import Reading
    from storage.model import Hit

_SENTENCE = re.compile(r"[.!?…;\n]+\s*")

_BYGONE = frozenset(
    fold.words(
        "был была было были снят снята снято сняты сняли отменен отменена отменено отменили миновала миновал "
        "закончилась закончился завершена завершен окончена окончен объявлялась действовала больше нет "
        "була був було знято скасовано скасували минула закінчилася більше немає "
        "was were over lifted cancelled ended voorbij opgeheven ingetrokken geweest "
        "отбой отбоя відбій відбою clear veilig einde"
    )
)
"""A sentence with one of these behind an end speaks of what was, or says once more that it is over."""


def topics_over(text: str, reading: Reading) -> frozenset[str]:
    """Return the topics (targets) of which a text says that they are over and nothing else behind that."""
    hits = {hit.target: hit for hit in reading.hits}
    ends = {target: hit for target, hit in hits.items() if target.startswith(end_target(""))}
    if not ends:
        return frozenset()
    starts = [0, *(found.end() for found in _SENTENCE.finditer(text))]
    topics = ((topic_target(target.removeprefix(end_target(""))), hit) for target, hit in ends.items())
    return frozenset(
        topic
        for topic, end in topics
        if topic not in hits or not _goes_on(text, starts, hits[topic], end, reading.places)
    )


def _goes_on(text: str, starts: Sequence[int], topic: Hit, end: Hit, places: Collection[str]) -> bool:
    """Tell whether a sentence behind the last end tells of the topic, as of something present."""
    said = [bisect_right(starts, one.start) for one in end.matches if one.term not in places]
    told = {bisect_right(starts, one.end - 1) for one in topic.matches if one.term not in places}
    return bool(said) and any(
        one > max(said) and _BYGONE.isdisjoint(fold.words(_sentence(text, starts, one))) for one in told
    )


def _sentence(text: str, starts: Sequence[int], number: int) -> str:
    return text[starts[number - 1] : starts[number] if number < len(starts) else len(text)]
