"""Tellings for tests of placing: short to write, with the facts that the tests are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from monitors.language import fold
from monitors.stories.placing import Placement, Settings, Stories
from monitors.stories.telling import Telling
from storage.model import Severity, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUTE, HOUR = 60.0, 3600.0
SHORT = 4
SHELLING, ALARM, DRONE = "topic:shelling", "topic:alarm", "topic:drone"
LIES_IN = {
    "Козинка": "Грайворонский округ",
    "Безымено": "Грайворонский округ",
    "Шебекино": "Шебекинский округ",
    "Грайворонский округ": "Белгородская область",
    "Шебекинский округ": "Белгородская область",
}


def within(place: str) -> frozenset[str]:
    """Return a place and all that it lies in."""
    around = {place}
    while place in LIES_IN:
        place = LIES_IN[place]
        around.add(place)
    return frozenset(around)


SETTINGS = Settings({ALARM: HOUR, SHELLING: 2 * HOUR}, 3 * HOUR, None, within)


class Facts(TypedDict, total=False):
    """What a test says of a post besides its words; without it, it tells of shelling in Козинка."""

    targets: Iterable[str]
    places: Iterable[str]
    severity: Severity
    speaker: str
    voice: Voice
    numbers: frozenset[str]
    times: frozenset[int]
    link: str
    forward: str
    ends: frozenset[str]


class Wire:
    """Posts one after the other, as they come in, and where they are placed.

    Moments are minutes from the start; a post comes in when it is published unless ``now`` says otherwise.
    """

    def __init__(self, stories: Stories | None = None) -> None:
        self.stories = stories or Stories(SETTINGS)
        self.told: list[Telling] = []

    def tell(
        self, source: str, at: float, text: str, *, now: float | None = None, **facts: Unpack[Facts]
    ) -> Placement | None:
        """Place one post."""
        told = telling(len(self.told) + 1, source, at, text, **facts)
        self.told.append(told)
        return self.stories.place(told, MINUTE * (at if now is None else now))

    def story(
        self, source: str, at: float, text: str, *, now: float | None = None, **facts: Unpack[Facts]
    ) -> int:
        """Place one post that is in a story, and return which."""
        placement = self.tell(source, at, text, now=now, **facts)
        assert placement is not None
        return placement.story


def telling(post: int, source: str, at: float, text: str, **facts: Unpack[Facts]) -> Telling:
    """Return what a post tells, in minutes from the start; its words carry meaning from five letters on."""
    words = tuple(fold.words(text))
    return Telling(
        post=post,
        source=source,
        speaker=facts.get("speaker", source),
        voice=facts.get("voice", Voice.CHANNEL),
        moment=at * MINUTE,
        words=words,
        stems=frozenset(word[:5] for word in words if len(word) > SHORT),
        targets=dict.fromkeys(facts.get("targets", (SHELLING,)), facts.get("severity", Severity.CRITICAL)),
        places=frozenset(facts.get("places", ("Козинка",))),
        numbers=facts.get("numbers", frozenset()),
        times=facts.get("times", frozenset()),
        link=facts.get("link", ""),
        forward=facts.get("forward", ""),
        ends=facts.get("ends", frozenset()),
    )
