"""Whom a change of a story is told to: first messages, messages that sound again, and silences.

Works inside the write door. Who follows what is found by index; what of it is held back is written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitors.stories.silencing import Heard, silence_for
from storage import announcing, growing, holding_back, silences, stories
from storage.model import AlertState, end_target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime, timedelta

    from storage.database import Connection
    from storage.model import Hit, Severity, Story

_PLACE = re.compile(r'place:(?:"([^"]+)"|([^\s()]+))')


@dataclass(frozen=True, slots=True)
class Occasion:
    """A change of a story that may be told: how it was before (None: it begins) and how it is now.

    ``hits`` are what an announced post satisfies, ``rank`` how many announced posts of the same poll came
    before, ``wider`` the stories that tell of the same and of a wider place.
    """

    before: Story | None
    story: Story
    hits: tuple[Hit, ...] = ()
    rank: int = 0
    wider: Collection[int] = ()


def owe(
    connection: Connection,
    occasion: Occasion,
    now: datetime,
    hold: timedelta,
    within: Callable[[str], Collection[str]],
) -> int:
    """Owe the alerts of a change and mark messages that are out of date; return how many are owed anew.

    ``hold`` is how long first messages wait that are not critical.
    """
    story = occasion.story
    known = stories.announced(connection, story.id)
    news = _news(occasion.hits, known)
    if news:
        known |= news
        stories.note_announced(connection, story.id, known)
        holding_back.unfold(connection, story.id, occasion.wider, now)
    has_risen = occasion.before is not None and story.trust > occasion.before.trust
    owed = 0
    if told := known if has_risen else news:
        owed = announcing.announce(connection, story.id, told, story.trust, now, hold, occasion.rank)
    if occasion.before is not None:
        owed += _sound(connection, occasion.before, story, news, now)
    if occasion.wider:
        holding_back.fold(connection, story.id, occasion.wider, now)
    hush(connection, story, now, within)
    if occasion.before is not None:
        growing.note(connection, story.id, now)
    return owed


def _news(hits: Iterable[Hit], known: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return what is satisfied that was not announced before, or more gravely."""
    return {
        hit.target: hit.severity
        for hit in hits
        if not hit.target.startswith(end_target(""))
        and (hit.target not in known or hit.severity > known[hit.target])
    }


def _sound(
    connection: Connection, before: Story, story: Story, news: Mapping[str, Severity], now: datetime
) -> int:
    """Let messages sound again that trust, severity or a place gives reason to."""
    owed = 0
    if story.trust > before.trust:
        step = stories.next_step(connection, story.id)
        owed += announcing.sound_trust(connection, story.id, step, story.trust, now, before.trust)
    if news:
        step = stories.next_step(connection, story.id)
        owed += announcing.sound_targets(connection, story.id, step, news, _places_of(news), now)
    return owed


def _places_of(targets: Iterable[str]) -> dict[str, str]:
    """Return of targets that are a place's the name of that place."""
    found = ((target, _PLACE.search(target)) for target in targets if target.startswith("rule:"))
    return {target: place[1] or place[2] for target, place in found if place}


def hush(
    connection: Connection, story: Story, now: datetime, within: Callable[[str], Collection[str]]
) -> None:
    """Hold back what chats asked silence for, and tell what a silence no longer covers."""
    concerned = silences.concerned(connection, story.id, now)
    if not concerned:
        return
    sources = stories.sources_of(connection, story.id)
    for one in concerned:
        heard = Heard(story, one.alert.targets, sources, within)
        silence = silence_for(heard, one.silences)
        if silence is not None and one.alert.state is not AlertState.MUTED:
            holding_back.mute(connection, one.alert.id, f"{silence.kind}:{silence.value}", now)
        elif silence is None and one.alert.state is AlertState.MUTED:
            holding_back.unmute(connection, one.alert.id, now)
