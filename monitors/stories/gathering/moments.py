"""When something was told: by the source's clock and by ours, which may disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitors.stories.gathering.binding import of_topics

if TYPE_CHECKING:
    from monitors.stories.telling import Telling

_HOUR_OFF = (50 * 60.0, 70 * 60.0)
"""How far two clocks are apart of which one keeps another zone's time or the winter's."""

_TOGETHER = 10 * 60.0
"""What comes in within so many seconds of each other can be told of at one moment."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A telling and when it came in, in seconds since 1970; nothing is told later than it comes in."""

    telling: Telling
    joined: float

    @property
    def moment(self) -> float:
        """When it was published."""
        return self.telling.moment


def heard(telling: Telling, now: float) -> Heard:
    """Return what is heard now.

    A clock that is ahead of ours is set back. What a post says is over, it does not tell of as happening,
    though the words of the topic stand in it. What chats look for by rules of their own says nothing beside
    a topic.
    """
    if telling.moment > now:
        telling = replace(telling, moment=now)
    if not telling.ends.isdisjoint(telling.targets):
        left = {target: grade for target, grade in telling.targets.items() if target not in telling.ends}
        telling = replace(telling, targets=left)
    if len(topics := of_topics(telling.targets)) < len(telling.targets):
        telling = replace(telling, targets=topics)
    return Heard(telling, now)


def gap(one: Heard, other: Heard) -> float:
    """Return how many seconds lie between two tellings.

    The moments of publication say it, except where they are an hour apart and both came in together:
    there a clock is wrong. One source's clock agrees with itself.
    """
    by_moment = abs(one.telling.moment - other.telling.moment)
    if _HOUR_OFF[0] <= by_moment <= _HOUR_OFF[1] and one.telling.source != other.telling.source:
        by_arrival = abs(one.joined - other.joined)
        if by_arrival <= _TOGETHER:
            return by_arrival
    return by_moment


def beside(one: Heard, other: Heard, seconds: float) -> Telling:
    """Return what one tells as if it was told so many seconds from the other."""
    if abs(one.telling.moment - other.telling.moment) == seconds:
        return one.telling
    return replace(one.telling, moment=other.telling.moment + seconds)
