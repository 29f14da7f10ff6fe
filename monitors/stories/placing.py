"""Which story a post belongs to: one that it repeats, one that it tells of as others do, or a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.stories.gathering.apart import begins_after_the_end
from monitors.stories.gathering.choosing import Chooser
from monitors.stories.gathering.members import WINDOW
from monitors.stories.gathering.moments import Heard
from monitors.stories.gathering.placement import Move, Placement, Settings
from storage.model import Role, topic_target

if TYPE_CHECKING:
    from monitors.stories.gathering.members import Member
    from monitors.stories.gathering.open_stories import OpenStory
    from monitors.stories.telling import Telling

__all__ = ["Move", "Placement", "Settings", "Stories"]


class Stories:
    """The stories of the last two days: what is open can be joined, what is closed can still be repeated.

    ``next_story`` is the id of the next story that opens. Moments are in seconds since 1970; those given as
    ``now`` must not go back.
    """

    def __init__(self, settings: Settings, next_story: int = 1) -> None:
        self._all = Chooser(settings, next_story)

    def place(self, telling: Telling, now: float) -> Placement | None:
        """Place a post that is new, and remember it.

        None means that it is in no story: it satisfies nothing, and repeats nothing that is in one.
        """
        placement = self._all.choose(self._all.hear(telling, now))
        return self._with_closed(placement) if placement else None

    def revise(self, telling: Telling, now: float) -> Placement | None:
        """Place a post that was edited: it stays where it is unless it tells of something else now.

        Where it moves to another story, what copies it moves with it. A post that is in no story is placed,
        unless it is older than what is remembered: then nobody knows where it was.
        """
        member = self._all.members.get(telling.post)
        self._all.copies.forget(telling.post)
        if member is None:
            return self.place(telling, now) if telling.moment > now - WINDOW else None
        one = Heard(self._all.hear(telling, now).telling, member.joined)
        self._all.copies.add(one.telling)
        story = self._all.shelf.get(member.story)
        if story is not None and self._leaves(one, member, story):
            return self._with_closed(self._moved(one, story))
        ended = story is not None and self._edited(story, one, now)
        member.facts = self._all.members.facts_of(one.telling)
        role = Role.COPY if member.is_copy else Role.REPORT
        number = self._all.shelf.resolve(member.story)
        placement = Placement(number, is_new=False, role=role, copied=member.copied, ended=ended)
        return self._with_closed(placement)

    def remove(self, post: int) -> None:
        """Forget a post wholly; its story goes on without it."""
        self._all.copies.forget(post)
        member = self._all.members.remove(post)
        story = self._all.shelf.get(member.story) if member else None
        if story is not None:
            self._all.shelf.drop(story, post)

    def restore(
        self,
        telling: Telling,
        story: int | None,
        role: Role = Role.REPORT,
        copied: int | None = None,
        joined: float | None = None,
    ) -> None:
        """Remember a post as it was placed; give them in the order in which they joined.

        ``story`` is None for a post that is in none: others may still copy it. ``joined`` is when it was
        placed, its own moment where that is not known.
        """
        one = self._all.hear(telling, telling.moment if joined is None else joined)
        copy = self._all.remember(one.telling)
        if story is None:
            return
        self._all.next_story = max(self._all.next_story, story + 1)
        if role is Role.REPORT:
            self._restore_report(one, story)
            self._all.note_told_again(one.telling, copy)
        else:
            self._all.join(one, story, role, copied)

    def close_silent(self, now: float) -> list[int]:
        """Put away the stories whose silence is over; return all that were and have not been told of."""
        self._all.closed += self._all.shelf.close_due(now)
        closed, self._all.closed = self._all.closed, []
        return closed

    def wider(self, story: int) -> list[int]:
        """Return the open stories of the same event, as grave or graver, whose places enclose a story's.

        Such a one tells of all that the narrower one tells of: a shelling is no part of the alarm before it.
        """
        narrow = self._all.shelf.get(story)
        if narrow is None:
            return []
        return [
            wide.id
            for wide in self._all.shelf.of(narrow.targets, self._all.geography.above(narrow.places))
            if wide is not narrow
            and wide.ended is None
            and wide.severity >= narrow.severity
            and _tells_as_much(wide, narrow)
            and self._all.geography.enclose(wide.places, narrow.places)
        ]

    def take_over(self, settings: Settings) -> None:
        """Go on with another configuration; what was placed stays where it is."""
        self._all.take_over(settings)

    def _with_closed(self, placement: Placement) -> Placement:
        closed, self._all.closed = tuple(self._all.closed), []
        return replace(placement, closed=closed) if closed else placement

    def _edited(self, story: OpenStory, one: Heard, now: float) -> bool:
        """Let a post's new text stand in its story; tell whether the story is over by it."""
        found = self._all.end(Heard(one.telling, now)) if one.telling.ends else []
        self._all.shelf.edit(story, one)
        return any(other is story for other in found) and story.ended is not None

    def _leaves(self, one: Heard, member: Member, story: OpenStory) -> bool:
        """Tell whether an edited post tells of other topics or places than before, unlike its story."""
        telling = one.telling
        targets, places = member.facts.targets, member.facts.places
        here, there = self._all.geography.narrowest(telling.places), self._all.geography.narrowest(places)
        is_changed = targets.isdisjoint(telling.targets) or bool(here and there and here.isdisjoint(there))
        return bool(telling.targets) and is_changed and self._all.comparer.tells_of_another(one, story)

    def _moved(self, one: Heard, story: OpenStory) -> Placement:
        """Take an edited post out of its story, place it anew, and what copies it with it."""
        post = one.telling.post
        self._all.shelf.drop(story, post)
        self._all.members.remove(post)
        copies = self._all.members.copies_of(post)
        placement = self._all.as_report(one) or self._all.opened(one)
        moves = [self._follow(copy, placement.story, post, story) for copy in copies]
        return replace(placement, moves=tuple(moves))

    def _follow(self, copy: int, number: int, post: int, former: OpenStory) -> Move:
        member = self._all.members.get(copy)
        if member is not None:
            member.story = number
        self._all.shelf.drop(former, copy)
        return Move(copy, number, Role.COPY, post)

    def _restore_report(self, one: Heard, story: int) -> None:
        if one.telling.ends and self._all.members.forwarding(one.telling.link) is None:
            self._all.end(one)
        known = self._all.shelf.get(story)
        if known is None and not self._all.shelf.was_closed(story):
            self._all.open(story, one)
        elif known is not None and begins_after_the_end(known, one):
            known.resume()
        self._all.join(one, story, Role.REPORT, None)


def _tells_as_much(wide: OpenStory, narrow: OpenStory) -> bool:
    """Tell whether a story has all topics of another, or where that has none, one of its targets."""
    topics = {target for target in narrow.targets if target.startswith(topic_target(""))}
    return topics <= wide.targets.keys() if topics else not wide.targets.keys().isdisjoint(narrow.targets)
