"""The ways in which a post comes to a story: as what it repeats, as an end, as a report, as the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitors.stories.copies import Copies, Copy
from monitors.stories.gathering.apart import are_apart
from monitors.stories.gathering.comparing import Comparer, Fit
from monitors.stories.gathering.ending import ended_by, only_ends
from monitors.stories.gathering.floods import Floods
from monitors.stories.gathering.geography import Geography
from monitors.stories.gathering.members import WINDOW, Member, Members
from monitors.stories.gathering.moments import Heard, heard
from monitors.stories.gathering.placement import Placement, Settings
from monitors.stories.gathering.shelf import Shelf
from storage.model import Bond, BondKind, Role

if TYPE_CHECKING:
    from monitors.stories.gathering.open_stories import OpenStory
    from monitors.stories.telling import Telling

_LONG = 25
"""A text of so many words is not written anew in the same words: it is old when its story is closed."""


class Chooser:
    """All that is remembered of posts and stories, and which story a post comes to by it."""

    def __init__(self, settings: Settings, next_story: int) -> None:
        self.next_story = next_story
        self.shelf = Shelf(settings)
        self.geography = Geography(settings.within)
        self.comparer = Comparer(settings, self.geography)
        self.copies = Copies()
        self.members = Members()
        self.floods = Floods()
        self.closed: list[int] = []

    def take_over(self, settings: Settings) -> None:
        """Go on with another configuration."""
        self.geography = Geography(settings.within)
        self.comparer.take_over(settings, self.geography)
        self.shelf.take_over(settings)

    def hear(self, telling: Telling, now: float) -> Heard:
        """Return what is heard now, when what is over by then is put away."""
        self.closed += self.shelf.close_due(now)
        self.members.forget_before(now - WINDOW)
        self.shelf.forget_before(now - WINDOW)
        return heard(telling, now)

    def remember(self, telling: Telling) -> Copy | None:
        """Remember a post, and return what it repeats of those before it."""
        copy = self.copies.find(telling)
        self.copies.add(telling)
        self.comparer.learn(telling)
        return copy

    def choose(self, one: Heard) -> Placement | None:
        """Remember a new post and place it; None where it is in no story."""
        copy = self.remember(one.telling)
        placement = (
            self._as_forwarded(one)
            or (self._as_copy(one, copy) if copy else None)
            or self._as_end(one)
            or self.as_report(one)
        )
        if placement and placement.role is Role.REPORT:
            self.note_told_again(one.telling, copy)
        return placement

    def note_told_again(self, telling: Telling, copy: Copy | None) -> None:
        """Remember of a report in words that are known that they were told anew."""
        if copy and self.members.get(copy.post):
            self.members.told_again(self.members.root(copy.post), telling.post)

    def _as_forwarded(self, one: Heard) -> Placement | None:
        """Place a post that a story's post forwards, or another forward of what that one forwards."""
        telling = one.telling
        forward = self.members.forwarding(telling.link)
        role, copied, address = Role.REPORT, None, telling.link
        if forward is None:
            forward = copied = self.members.forwarding(telling.forward)
            role, address = Role.COPY, telling.forward
        member = self.members.get(forward) if forward is not None else None
        if member is None:
            return None
        return self.join(one, member.story, role, copied, (Bond(BondKind.FORWARD, address),))

    def _as_copy(self, one: Heard, copy: Copy) -> Placement | None:
        """Place a post with what it repeats, unless the same words tell of something new."""
        root = self.members.root(copy.post)
        member = self.members.get(root) or self.members.get(copy.post)
        if member is None or not self._repeats(one, copy, member):
            return None
        return self.join(one, member.story, Role.COPY, root, (copy.bond,))

    def _repeats(self, one: Heard, copy: Copy, member: Member) -> bool:
        """Tell whether a post that has the words of another only repeats it.

        A forward does, and so does a long text, however late; but what a source says in its own standing
        words after the end of what it said before, or when nobody tells of that any more, it says anew. A
        short text repeats what is still told of.
        """
        if copy.bond.kind is BondKind.FORWARD:
            return True
        story = self.shelf.get(member.story)
        is_over = story is None or self.shelf.was_ended(member.story)
        is_own = member.facts.source == one.telling.source or (is_over and self._has_told(one, copy))
        if len(one.telling.words) >= _LONG and not (is_own and is_over):
            return True
        if story is None or (is_own and one.telling.ends):
            return False
        return not self._are_apart(story, one)

    def _has_told(self, one: Heard, copy: Copy) -> bool:
        """Tell whether a post's source has written what it repeats before, if only as a copy."""
        before = self.members.copies_of(self.members.root(copy.post))
        return any(
            member.facts.source == one.telling.source for member in map(self.members.get, before) if member
        )

    def _are_apart(self, story: OpenStory, one: Heard) -> bool:
        return are_apart(story, one, self.shelf.settings)

    def _as_end(self, one: Heard) -> Placement | None:
        """Place a post that only says that something is over, in what it ends."""
        if not one.telling.ends:
            return None
        found = self.end(one)
        if not only_ends(one.telling):
            return None
        if not found:
            return self._as_late_end(one)
        story = found[0]
        why = tuple(Bond(BondKind.TOPICS, target) for target in sorted(story.over & one.telling.ends))
        placement = self.join(one, story.id, Role.REPORT, None, why)
        return replace(placement, ended=story.ended is not None)

    def _as_late_end(self, one: Heard) -> Placement | None:
        """Place an end with the story that fell silent before it was over: nobody is told anew."""
        silent = self.shelf.fell_silent(one.telling)
        if silent is None:
            return None
        why = tuple(Bond(BondKind.TOPICS, target) for target in sorted(one.telling.ends))
        return replace(self.join(one, silent, Role.REPORT, None, why), ended=True)

    def end(self, one: Heard) -> list[OpenStory]:
        """Let a post end what it says is over, and return the stories that it speaks of."""
        topics = one.telling.ends
        stories = {story.id: story for target in topics for story in self.shelf.having(target)}
        found = ended_by(one, [stories[number] for number in sorted(stories)], self.geography)
        for story in found:
            self.shelf.end(story, one)
        return found

    def as_report(self, one: Heard) -> Placement | None:
        """Place a post with what tells of the same event in other words; else it begins a story."""
        if not one.telling.targets:
            return None
        return self._as_running(one) or self._as_alike(one) or self._as_flood(one) or self.opened(one)

    def _as_running(self, one: Heard) -> Placement | None:
        """Place a post with what its source told of last in the same words, numbers apart."""
        running = self.shelf.get(self.floods.running(one.telling))
        if running is None or self._are_apart(running, one):
            return None
        return self.join(one, running.id, Role.REPORT, None, (Bond(BondKind.UPDATE, one.telling.source),))

    def _as_flood(self, one: Heard) -> Placement | None:
        """Place a post with the last of the stories that its template opened, where those are too many."""
        flooded = self.shelf.get(self.floods.flooded(one, self.shelf.resolve))
        if flooded is None:
            return None
        flooded.resume()
        return self.join(one, flooded.id, Role.REPORT, None, (Bond(BondKind.FLOOD, one.telling.source),))

    def _as_alike(self, one: Heard) -> Placement | None:
        """Place a post with what it fits best; where it shows that two stories are one, they become one."""
        among = [story for story in self.shelf.candidates(one.telling) if not self._are_apart(story, one)]
        fits = self.comparer.fits(one, among)
        return self._join_best(one, fits) if fits else None

    def _join_best(self, one: Heard, fits: list[Fit]) -> Placement:
        best = fits[0]
        story, merged = best.story, tuple[int, ...]()
        if len(fits) > 1 and self.comparer.makes_one(one, best, fits[1]):
            story, younger = sorted((best.story, fits[1].story), key=lambda each: (each.opened, each.id))
            self.shelf.merge(story, younger)
            merged = (younger.id,)
        return replace(self.join(one, story.id, Role.REPORT, None, best.bonds), merged=merged)

    def opened(self, one: Heard) -> Placement:
        """Begin a story with a post."""
        number, self.next_story = self.next_story, self.next_story + 1
        self.open(number, one)
        return replace(self.join(one, number, Role.REPORT, None), is_new=True)

    def open(self, number: int, one: Heard) -> None:
        """Open a story under an id, before its first post joins it."""
        self.shelf.open(number, one)
        self.floods.opened(one, number)

    def join(
        self, one: Heard, number: int, role: Role, copied: int | None, why: tuple[Bond, ...] = ()
    ) -> Placement:
        """Let a post join a story; one that is closed stays so."""
        number = self.shelf.resolve(number)
        story = self.shelf.get(number)
        if role is Role.REPORT:
            self.floods.told(one, number)
        if story is not None and role is Role.REPORT:
            self.shelf.report(story, one)
        elif story is not None:
            self.shelf.echo(story, one)
        facts = self.members.facts_of(one.telling)
        self.members.add(one.telling, Member(number, one.joined, copied, role is Role.COPY, facts))
        return Placement(number, is_new=False, role=role, copied=copied, why=why)
