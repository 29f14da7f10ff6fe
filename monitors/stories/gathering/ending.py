"""Which stories a post ends that says that something is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.stories.gathering.geography import Geography
    from monitors.stories.gathering.moments import Heard
    from monitors.stories.gathering.open_stories import OpenStory
    from monitors.stories.telling import Telling

_TOPIC = "topic:"


def ended_by(one: Heard, stories: Sequence[OpenStory], geography: Geography) -> list[OpenStory]:
    """Return which of the open stories of a topic a post ends, the one that it joins first.

    ``stories`` are all open ones of the topics that it says are over. What runs goes before what was ended
    a moment ago. A named place ends the stories there and in it; only where there are none, those of what
    it lies in. Without a place it is its speaker's latest story, or the only one.
    """
    running = [story for story in stories if story.ended is None]
    for among in (running, stories):
        found = _at_its_places(one, among, geography) if one.telling.places else []
        found = found or _of_its_speaker(one, among)
        if found:
            return sorted(found, key=lambda story: _fit(one, story))
    return []


def _at_its_places(one: Heard, stories: Sequence[OpenStory], geography: Geography) -> list[OpenStory]:
    places = one.telling.places
    there = [
        story
        for story in stories
        if geography.touch(places, story.places) or geography.enclose(places, story.places)
    ]
    return there or [story for story in stories if geography.enclose(story.places, places)]


def _of_its_speaker(one: Heard, stories: Sequence[OpenStory]) -> list[OpenStory]:
    """Return what an end means that names no place of a story, or a place of a story that names none."""
    open_ones = [story for story in stories if not (one.telling.places and story.places)]
    own = [story for story in open_ones if story.tellers.of(one.telling.speaker) is not None]
    if own:
        return [max(own, key=lambda story: (story.last, story.id))]
    return list(open_ones) if len(open_ones) == 1 else []


def _fit(one: Heard, story: OpenStory) -> tuple[bool, bool, float, int]:
    """Return how well an end fits a story, the best least: its places, its speaker, the latest."""
    telling = one.telling
    return (
        telling.places.isdisjoint(story.places),
        story.tellers.of(telling.speaker) is None,
        -story.last,
        -story.id,
    )


def only_ends(telling: Telling) -> bool:
    """Tell whether a post says that something is over, and of no other topic that it happens."""
    return bool(telling.ends) and not any(target.startswith(_TOPIC) for target in telling.targets)
