"""What posts come to, stored in one transaction: the posts, their stories, and the alerts that they owe.

A :class:`Keeper` works inside the write door only. What it remembers of stories it rebuilds from the store
whenever the store tells of another past: after a start, and after a transaction that was undone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitors.memory import Ground, Memory, testimony_of
from monitors.owing import Occasion, owe
from monitors.stories.standing import begun, changed, grown, together, with_targets
from storage import growing, merging, posts, remembering, stories
from storage.model import Membership, Role, Step, StepKind
from storage.yielding import rest

if TYPE_CHECKING:
    from datetime import datetime

    from monitors.stories.placing import Placement
    from monitors.stories.telling import Telling
    from monitors.stories.trust import Judgement
    from storage.database import Connection
    from storage.model import Entry, Post, Story, StoryPost, Verdict

HOLD = timedelta(seconds=30)
"""How long a message that is not critical waits, so that the first copies are in it."""


class _Taken(NamedTuple):
    """One post on its way into a story: what it tells, and where it was placed."""

    post: Post
    telling: Telling
    placement: Placement
    now: datetime


class Keeper:
    """Saves what polls come to. :attr:`hold` is how long messages wait that are not critical."""

    def __init__(self, ground: Ground | None = None, hold: timedelta = HOLD) -> None:
        self._ground = ground or Ground()
        self.hold = hold
        self._memory: Memory | None = None

    def take_over(self, ground: Ground) -> None:
        """Work by these sources and settings from now on; what was joined stays so."""
        self._ground = ground
        self._memory = None

    def save(self, connection: Connection, verdict: Verdict, now: datetime) -> posts.Saved:
        """Save what one poll came to; return what that was, counted."""
        memory = self._remember(connection, now)
        written = posts.save(connection, verdict, now)
        alerts = joined = rank = 0
        for found, is_new in ((written.new, True), (written.revised, False)):
            for entry, post in found:
                rest()
                owed = self._take(connection, memory, entry, post, now, rank, is_new=is_new)
                alerts += owed or 0
                joined += owed is not None
                rank += bool(entry.announce and entry.sighting.hits)
        if written.new or written.revised:
            memory.changes = remembering.count_change(connection)
        return posts.Saved(
            new=len(written.new),
            revised=len(written.revised),
            duplicates=verdict.duplicates,
            matched=sum(bool(e.sighting.hits) for e, _ in (*written.new, *written.revised)),
            alerts=alerts,
            joined=joined,
        )

    def note_deleted(self, connection: Connection, post: int, now: datetime) -> None:
        """Take in that a post was deleted where it was published: it confirms nothing any more."""
        member = stories.post_of(connection, post)
        if member is None:
            return
        memory = self._remember(connection, now)
        before = stories.get(connection, member.membership.story)
        assert before is not None  # noqa: S101 - the post is in it
        judgement = memory.ledger(connection, before.id, self._ground).replace(
            memory.testimony(member, self._ground)
        )
        after, steps = changed(before, before, post, judgement, now)
        self._store(connection, after, [Step(after.id, now, StepKind.DELETED, "", (post,)), *steps])
        owe(connection, Occasion(before, after), now, self.hold, self._ground.settings.within)

    def close_silent(self, connection: Connection, now: datetime) -> None:
        """Close the stories whose silence is over."""
        memory = self._remember(connection, now)
        self._close(connection, memory.stories.close_silent(now.timestamp()), now)

    def _remember(self, connection: Connection, now: datetime) -> Memory:
        """Return what is remembered of stories; from the store where that tells of another past."""
        if self._memory is None or self._memory.changes != remembering.changes(connection):
            self._memory = None  # while it is being rebuilt nothing is known
            self._memory = Memory.of(connection, self._ground, now)
        return self._memory

    # --- one post -----------------------------------------------------------------------------

    def _take(
        self,
        connection: Connection,
        memory: Memory,
        entry: Entry,
        post: int,
        now: datetime,
        rank: int,
        *,
        is_new: bool,
    ) -> int | None:
        """Put a post into its story and owe what that is worth; return how many alerts, None without one."""
        telling = memory.telling(entry.sighting, post, self._ground, now)
        place = memory.stories.place if is_new else memory.stories.revise
        placement = place(telling, now.timestamp())
        if placement is None:
            return None
        taken = _Taken(entry.sighting.post, telling, placement, now)
        self._close(connection, placement.closed, now)
        if placement.merged:
            self._merge(connection, memory, taken)
        before = stories.get(connection, placement.story)
        left = None if is_new else stories.post_of(connection, post)
        story = self._join(connection, memory, taken, before, left)
        if left is not None and left.membership.story != story.id:
            self._split(connection, memory, taken, left.membership.story)
        told = entry.sighting.hits if entry.announce else ()
        occasion = Occasion(before, story, told, rank, memory.stories.wider(story.id))
        return owe(connection, occasion, now, self.hold, self._ground.settings.within)

    def _join(
        self,
        connection: Connection,
        memory: Memory,
        taken: _Taken,
        before: Story | None,
        left: StoryPost | None,
    ) -> Story:
        """Store a post in its story, and how that stands now."""
        telling, placement, now = taken.telling, taken.placement, taken.now
        ledger = memory.ledger(connection, placement.story, self._ground)
        testimony = testimony_of(telling, taken.post, placement)
        stays = left is not None and left.membership.story == placement.story
        judgement = ledger.replace(testimony) if stays else ledger.add(testimony)
        story, steps = _after(before, taken, judgement, stays=stays)
        if placement.ended:
            story = replace(story, ended=story.ended or now)
            steps.append(Step(story.id, now, StepKind.ENDED, "", (telling.post,)))
        stories.save(connection, story)
        membership = Membership(
            post=telling.post,
            story=story.id,
            role=placement.role,
            joined=now,
            origin=ledger.origin_of(telling.post),
            copied=placement.copied,
            why=placement.why,
            hedge=telling.hedge,
            denies=telling.denies,
        )
        stories.join(connection, membership)
        stories.note(connection, steps)
        memory.note_telling(telling, story.id, placement.copied if placement.role is Role.COPY else None)
        return story

    # --- more than one ------------------------------------------------------------------------

    def _merge(self, connection: Connection, memory: Memory, taken: _Taken) -> None:
        """Make other stories part of the one in which a post was placed, messages and all."""
        into, now = stories.get(connection, taken.placement.story), taken.now
        found = [stories.get(connection, old) for old in taken.placement.merged]
        others = [story for story in found if story is not None]
        if into is None:
            return
        for other in others:
            stories.move_all(connection, other.id, into.id)
            stories.save(connection, replace(other, into=into.id, closed=now, version=other.version + 1))
            merging.move(connection, other.id, into.id, now)
            memory.ledgers.pop(other.id, None)
        memory.ledgers.pop(into.id, None)
        judgement = memory.ledger(connection, into.id, self._ground).judgement()
        after, steps = changed(into, together(into, others), taken.telling.post, judgement, now)
        merged = [Step(into.id, now, StepKind.MERGED, str(o.id), (taken.telling.post,)) for o in others]
        self._store(connection, after, [*merged, *steps])

    def _split(self, connection: Connection, memory: Memory, taken: _Taken, old: int) -> None:
        """Take a post out of the story that it was in, and with it those that moved along."""
        for move in taken.placement.moves:
            member = stories.post_of(connection, move.post)
            if member is not None:
                moved = replace(
                    member.membership, story=move.story, role=move.role, copied=move.copied, why=move.why
                )
                stories.join(connection, moved)
        for story in {old, taken.placement.story}:
            self._recount(connection, memory, story, taken)

    def _recount(self, connection: Connection, memory: Memory, number: int, taken: _Taken) -> None:
        """Work out anew how a story stands from which, or into which, several posts moved."""
        before = stories.get(connection, number)
        members = stories.posts_of(connection, number)
        if before is None:
            return
        memory.ledgers.pop(number, None)
        judgement = memory.ledger(connection, number, self._ground).judgement()
        copies = sum(member.membership.role is Role.COPY for member in members)
        lead = members[0].stored.id if members else before.lead
        counted = replace(before, posts=len(members), copies=copies, lead=lead)
        after, steps = changed(before, counted, taken.telling.post, judgement, taken.now)
        split = Step(number, taken.now, StepKind.SPLIT, "", (taken.telling.post,))
        self._store(connection, after, [split, *steps])
        growing.note(connection, number, taken.now)

    def _store(self, connection: Connection, story: Story, steps: list[Step]) -> None:
        stories.save(connection, story)
        stories.note(connection, steps)

    def _close(self, connection: Connection, closed: tuple[int, ...] | list[int], now: datetime) -> None:
        stories.close(connection, closed, now)
        stories.note(connection, [Step(story, now, StepKind.CLOSED) for story in closed])


def _after(
    before: Story | None, taken: _Taken, judgement: Judgement, *, stays: bool
) -> tuple[Story, list[Step]]:
    """Return how a story stands with a post that joined it, or that was in it and was edited."""
    telling, placement, now = taken.telling, taken.placement, taken.now
    if before is None:
        return begun(placement.story, telling, judgement), []
    if not stays:
        return grown(before, telling, placement.role, judgement, now)
    places = tuple(dict.fromkeys((*before.places, *sorted(telling.places))))
    edited = replace(before, targets=with_targets(before, telling), places=places)
    after, steps = changed(before, edited, telling.post, judgement, now)
    return after, [Step(after.id, now, StepKind.EDITED, "", (telling.post,)), *steps]
