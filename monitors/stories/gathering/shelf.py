"""The open stories: found by what they tell of, put away when their silence is over."""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from monitors.stories.gathering.apart import says_again
from monitors.stories.gathering.ending import only_ends
from monitors.stories.gathering.open_stories import OpenStory, is_digest
from monitors.stories.gathering.story_index import StoryIndex
from monitors.stories.gathering.whereabouts import Whereabouts
from storage.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from monitors.stories.gathering.moments import Heard
    from monitors.stories.gathering.placement import Settings
    from monitors.stories.telling import Telling


class _Closed(NamedTuple):
    """What is remembered of a story that was put away: whether it was over, of what, and where."""

    ended: bool
    opening: frozenset[str]
    places: frozenset[str]


class Shelf:
    """Open stories by their ids, and which story each merged one became part of."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: dict[int, OpenStory] = {}
        self._index = StoryIndex(settings.within)
        self._whereabouts = Whereabouts()
        self._deadlines: list[tuple[float, int]] = []
        self._closed: dict[int, _Closed] = {}
        self._put_away: deque[tuple[float, int]] = deque()
        self._merged: dict[int, int] = {}

    def __iter__(self) -> Iterator[OpenStory]:
        """Yield the open stories, oldest first."""
        yield from (self._open[story] for story in sorted(self._open))

    def resolve(self, story: int) -> int:
        """Return the story that a story is part of now."""
        while story in self._merged:
            story = self._merged[story]
        return story

    def forget_before(self, moment: float) -> None:
        """Forget what became of stories that were put away before a moment."""
        while self._put_away and self._put_away[0][0] < moment:
            _, story = self._put_away.popleft()
            self._closed.pop(story, None)
            self._merged.pop(story, None)

    def get(self, story: int | None) -> OpenStory | None:
        """Return an open story, None where it is closed."""
        return None if story is None else self._open.get(self.resolve(story))

    def was_ended(self, story: int) -> bool:
        """Tell whether somebody said that a story was over, be it open or closed."""
        known = self.get(story)
        if known is not None:
            return known.ended is not None
        closed = self._closed.get(self.resolve(story))
        return closed is not None and closed.ended

    def fell_silent(self, telling: Telling) -> int | None:
        """Return the latest story that closed without an end and of which a post says, at its place, that."""
        for story, closed in reversed(self._closed.items()):
            if closed.ended or telling.ends.isdisjoint(closed.opening):
                continue
            if not telling.places.isdisjoint(closed.places):
                return story
        return None

    def was_closed(self, story: int) -> bool:
        """Tell whether a story was put away."""
        return self.resolve(story) in self._closed

    def open(self, story: int, one: Heard) -> OpenStory:
        """Open a story with its first post."""
        targets = dict(one.telling.targets)
        opened = OpenStory(
            story,
            one.joined,
            one.joined,
            one.moment,
            self.settings.silence_of(targets),
            opening=frozenset(targets),
            targets=targets,
        )
        self._open[story] = opened
        heappush(self._deadlines, (opened.deadline, story))
        return opened

    def report(self, story: OpenStory, one: Heard) -> None:
        """Let a story grow by a report: what it tells of is what the story tells of."""
        telling = one.telling
        if not story.posts or not only_ends(telling):
            self._grow(story, telling.targets, telling.places)
        if not is_digest(telling.targets):
            story.kin |= telling.targets.keys()
        self._touch(story, one)
        self._change(story, lambda: story.tellers.report(one))

    def echo(self, story: OpenStory, one: Heard) -> None:
        """Let a story grow by a copy."""
        self._touch(story, one)
        if story.tellers.first is None:
            self._change(story, lambda: story.tellers.repeat(one))
        else:
            story.tellers.repeat(one)

    def candidates(self, telling: Telling) -> list[OpenStory]:
        """Return the open stories to compare a telling with, the likeliest first."""
        return [self._open[story] for story in self._index.candidates(telling)]

    def having(self, target: str) -> list[OpenStory]:
        """Return the open stories of which a kept report has a target, oldest first."""
        return [self._open[story] for story in self._index.having(target)]

    def of(self, targets: Iterable[str], places: Iterable[str]) -> list[OpenStory]:
        """Return the open stories of which posts told of one of some targets, and of one of some places."""
        return [self._open[story] for story in sorted(self._whereabouts.of(targets, places))]

    def end(self, story: OpenStory, one: Heard) -> bool:
        """Note that a story was said to be over; tell whether it is.

        It is over when what it opened with is; of what came to it later it only says so.
        """
        over = one.telling.ends & story.targets.keys()
        if over.isdisjoint(story.opening):
            return False
        if story.ended is None:
            story.end(one)
            heappush(self._deadlines, (story.deadline, story.id))
        story.over |= over
        return True

    def merge(self, older: OpenStory, younger: OpenStory) -> None:
        """Let the younger of two stories become part of the older."""
        self._put_off(younger)
        self._merged[younger.id] = older.id
        self._put_away.append((max(older.last, younger.last), younger.id))
        self._grow(older, younger.targets, younger.places)
        older.last = max(older.last, younger.last)
        older.until = max(older.until, younger.until)
        older.kin |= younger.kin
        for target, moment in younger.told.items():
            older.told[target] = max(moment, older.told.get(target, moment))
        older.posts += younger.posts
        self._change(older, lambda: older.tellers.take_in(younger.tellers))
        heappush(self._deadlines, (older.deadline, older.id))

    def edit(self, story: OpenStory, one: Heard) -> None:
        """Let an edited post's telling stand where the former one stood."""
        self._grow(story, one.telling.targets, one.telling.places)
        self._change(story, lambda: story.tellers.replace(one))

    def drop(self, story: OpenStory, post: int) -> None:
        """Let a story go on without a post; without any it is forgotten."""
        story.posts -= 1
        self._change(story, lambda: story.tellers.drop(post))
        if story.posts <= 0:
            self._put_off(story)

    def close_due(self, now: float) -> list[int]:
        """Put the stories away whose silence is over, and return them."""
        closed = []
        while self._deadlines and self._deadlines[0][0] <= now:
            _, number = heappop(self._deadlines)
            story = self._open.get(number)
            if story is None:
                continue
            if story.deadline > now:
                heappush(self._deadlines, (story.deadline, number))
                continue
            self._close(story, now)
            closed.append(number)
        return closed

    def take_over(self, settings: Settings) -> None:
        """Go on with other settings."""
        self.settings = settings
        for story in self._open.values():
            story.silence = settings.silence_of(story.targets)
        self._deadlines = [(story.deadline, story.id) for story in self._open.values()]
        heapify(self._deadlines)
        self._index = StoryIndex(settings.within)
        for story in self:
            for kept in reversed(list(story.tellers)):
                self._index.add(story.id, kept.telling)

    def _close(self, story: OpenStory, now: float) -> None:
        self._put_off(story)
        self._closed[story.id] = _Closed(story.ended is not None, story.opening, frozenset(story.places))
        self._put_away.append((now, story.id))

    def _touch(self, story: OpenStory, one: Heard) -> None:
        story.posts += 1
        story.last = max(story.last, one.joined)
        story.until = max(story.until, one.moment)
        for target in one.telling.targets:
            story.told[target] = max(one.moment, story.told.get(target, one.moment))
        if says_again(one.telling):
            story.again = max(one.moment, story.again or one.moment)

    def _grow(self, story: OpenStory, targets: Mapping[str, Severity], places: Iterable[str]) -> None:
        """Let a story be of further targets and places; a shorter silence is looked at anew."""
        known = len(story.targets), len(story.places)
        for target in sorted(targets):
            story.targets[target] = max(targets[target], story.targets.get(target, Severity.INFO))
        story.places.update(dict.fromkeys(sorted(places)))
        if known == (len(story.targets), len(story.places)):
            return
        self._whereabouts.put(story)
        silence = self.settings.silence_of(story.targets)
        is_shorter, story.silence = silence < story.silence, silence
        if is_shorter:
            heappush(self._deadlines, (story.deadline, story.id))

    def _put_off(self, story: OpenStory) -> None:
        del self._open[story.id]
        self._whereabouts.take(story)
        for kept in story.tellers:
            self._index.remove(story.id, kept.telling)

    def _change(self, story: OpenStory, change: Callable[[], None]) -> None:
        """Change what stands for a story, and by what it is found with it."""
        before = {id(kept): kept for kept in story.tellers}
        change()
        after = {id(kept): kept for kept in story.tellers}
        for kept in before.keys() - after.keys():
            self._index.remove(story.id, before[kept].telling)
        for kept, told in after.items():
            if kept not in before:
                self._index.add(story.id, told.telling)
