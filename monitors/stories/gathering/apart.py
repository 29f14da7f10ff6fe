"""What keeps two tellings of one place and topic apart: they tell of two events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitors.language import fold
from monitors.stories.gathering.moments import gap

if TYPE_CHECKING:
    from monitors.stories.gathering.moments import Heard
    from monitors.stories.gathering.open_stories import OpenStory
    from monitors.stories.gathering.placement import Settings
    from monitors.stories.telling import Telling

_AGAIN = frozenset(
    fold.words(
        "снова вновь опять повторно повторный повторная повторное повторные повторного повторной повторных "
        "новый новая новое новые нового новых знову вдруге повторний повторна повторне повторні повторної "
        "новий нова нове нові нового again anew renewed opnieuw wederom nogmaals"
    )
)

_AGAIN_AFTER = 20 * 60.0
"""What is said to have happened again so many seconds after a story began is another event."""

_SPANS = frozenset(fold.words("сутки суток ночь неделю недели добу доби ніч тиждень etmaal week hours day"))
_LEADING = frozenset(fold.words("за течение протягом afgelopen past"))
_BETWEEN = 3
"""A span of time behind one of these, with at most two words between them, is what a post sums up."""

_OTHER_TIME = 60
"""Times of day that are more minutes apart than this are those of two events."""

_DAY = 24 * 60


def says_again(telling: Telling) -> bool:
    """Tell whether a post says that it happened anew."""
    return not _AGAIN.isdisjoint(telling.words)


def are_apart(story: OpenStory, one: Heard, settings: Settings) -> bool:
    """Tell whether a telling must be of another event than a story, however alike they are."""
    return (
        begins_after_the_end(story, one)
        or _is_after_silence(story, one, settings)
        or _is_another_time(story, one)
        or _sums_up_otherwise(story, one)
        or _have_other_times(one.telling.times, story)
    )


def sums_up(telling: Telling) -> bool:
    """Tell whether a post sums up a day or a night: what happens while it is read is none of that."""
    words = telling.words
    if _SPANS.isdisjoint(words):
        return False
    return any(
        word in _SPANS and not _LEADING.isdisjoint(words[max(0, place - _BETWEEN) : place])
        for place, word in enumerate(words)
    )


def begins_after_the_end(story: OpenStory, one: Heard) -> bool:
    """Tell whether a story is over, and this tells of what was over later than that."""
    if story.ended is None or one.telling.ends:
        return False
    return one.moment > story.ended and not story.over.isdisjoint(one.telling.targets)


def _is_after_silence(story: OpenStory, one: Heard, settings: Settings) -> bool:
    """Tell whether one of the topics that they share was not told of for longer than its silence.

    That is asked of each: hours of news of those who were hurt keep no shelling open for tonight's.
    """
    shared = story.told.keys() & one.telling.targets.keys() & settings.closes_after.keys()
    if not shared:
        return not story.is_within(one, story.silence)
    return not all(story.is_within(one, settings.closes_after[target], target) for target in shared)


def _is_another_time(story: OpenStory, one: Heard) -> bool:
    """Tell whether a post says "again" long after a story began, and the story is not of that time."""
    first = story.tellers.first
    if first is None or gap(one, first) < _AGAIN_AFTER or not says_again(one.telling):
        return False
    return story.again is None or abs(one.moment - story.again) >= _AGAIN_AFTER


def _sums_up_otherwise(story: OpenStory, one: Heard) -> bool:
    """Tell whether of a post and the first of a story one sums up and the other does not."""
    first = story.tellers.first
    return first is not None and sums_up(first.telling) is not sums_up(one.telling)


def _have_other_times(times: frozenset[int], story: OpenStory) -> bool:
    if not times:
        return False
    known = frozenset[int]().union(*(kept.telling.times for kept in story.tellers))
    return bool(known) and all(_minutes_between(one, other) > _OTHER_TIME for one in times for other in known)


def _minutes_between(one: int, other: int) -> int:
    apart = abs(one - other) % _DAY
    return min(apart, _DAY - apart)
