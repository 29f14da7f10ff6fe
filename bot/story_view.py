"""What is loaded of a story so that it can be shown: its first and newest reports, and what happened to it.

A story of ten thousand posts costs no more than one of twenty: of its reports only a few are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.finding import source_of
from storage import posts, sources, stories, told
from storage.model import Role, StepKind, Trust, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert, Membership, Source, Step, StoredPost, Story, StoryPost

FIRST, NEWEST = 12, 6
"""Reports that are read of a story: from its beginning, and from its end."""

_TELLING = {StepKind.TRUST, StepKind.DISPUTED, StepKind.SEVERITY, StepKind.PLACE, StepKind.ENDED}
_STEPS = 20
"""What happened to a story and is read with its evidence: of these kinds, so many at most, the latest."""


@dataclass(frozen=True, slots=True)
class Teller:
    """A post with whose word it is, and how many posts copy it.

    ``membership`` is None where the post belongs to no story any more.
    """

    stored: StoredPost
    title: str
    voice: Voice
    membership: Membership | None = None
    copies: int = 0

    @property
    def hedge(self) -> str:
        """The wording by which the post says that it is not sure; empty where it is."""
        return self.membership.hedge if self.membership else ""

    @property
    def is_deleted(self) -> bool:
        """Whether its source shows it no longer."""
        return self.stored.deleted is not None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a post said before its latest change, and when that was noticed."""

    before: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as it can be shown.

    ``reports`` are some of its reports, the oldest first: the first ones and the newest. ``lead`` is its
    first post, ``edit`` what that said before. ``steps`` are the latest that changed how it stands, in order,
    ``evidence`` the posts that they name, by id. ``folded`` are narrower stories whose messages this one's
    holds back. ``muted`` is until when the chat that it is shown to muted it; that may be over. ``vouching``
    is what the official source calls itself whose word others pass on; empty where none is known.
    """

    story: Story
    lead: Teller
    reports: tuple[Teller, ...] = ()
    edit: Edit | None = None
    steps: tuple[Step, ...] = ()
    evidence: Mapping[int, Teller] = field(default_factory=dict)
    folded: tuple[Story, ...] = ()
    muted: datetime | None = None
    vouching: str = ""

    @property
    def official(self) -> Teller | None:
        """The official voice that confirmed the story, None where none did or it is not known any more."""
        known = [*self.told_by(StepKind.TRUST), self.lead, *self.reports]
        found = (one for one in known if one.voice is Voice.OFFICIAL and not _denies(one))
        return next(found, None) if self.story.trust is Trust.OFFICIAL else None

    @property
    def denier(self) -> Teller | None:
        """Who denies what the story tells, None where nobody does or it is not known any more."""
        named = self.told_by(StepKind.DISPUTED)
        found = (one for one in [*named, *self.reports] if _denies(one))
        return next(found, next(iter(named), None)) if self.story.is_disputed else None

    def told_by(self, kind: StepKind, detail: str = "") -> list[Teller]:
        """Return the posts that are the evidence of the last step of a kind, as far as they are kept.

        With a detail, of the last such step with that detail.
        """
        found = [step for step in self.steps if step.kind is kind and detail in {"", step.detail}]
        return [self.evidence[post] for post in found[-1].posts if post in self.evidence] if found else []


def load(connection: Connection, alert: Alert, watched: Mapping[str, Source]) -> StoryView | None:
    """Return what an alert is about; None where no post of it is kept any more."""
    view = view_of(connection, alert.story, watched)
    return view and replace(view, muted=told.muted_until(connection, alert.chat, alert.story))


def view_of(connection: Connection, number: int, watched: Mapping[str, Source]) -> StoryView | None:
    """Return the story of this id; None where there is none, or no post of it is kept any more."""
    story = stories.get(connection, number)
    if story is None:
        return None
    reports = _reports(connection, story, watched)
    lead = _lead(connection, story, reports, watched)
    if lead is None:
        return None
    steps = [step for step in stories.steps_of(connection, number) if step.kind in _TELLING][-_STEPS:]
    known = {one.stored.id: one for one in (lead, *reports)}
    evidence = _evidence(connection, steps, known, watched)
    view = StoryView(
        story,
        lead,
        reports,
        latest_edit(connection, lead.stored),
        tuple(steps),
        evidence,
        tuple(stories.held_back_by(connection, number)),
    )
    if story.trust is not Trust.OFFICIAL or view.official:
        return view
    return replace(view, vouching=_vouching(connection, [*evidence.values(), *known.values()], watched))


def teller(post: StoryPost, watched: Mapping[str, Source], copies: int = 0) -> Teller:
    """Return a story's post with whose word it is, and how many posts copy it."""
    voice = source_of(post.stored.post.source, watched).voice
    return Teller(post.stored, post.title, voice, post.membership, copies)


def teller_of(connection: Connection, post: int, watched: Mapping[str, Source]) -> Teller | None:
    """Return any stored post with whose word it is; None where it is kept no longer."""
    if (member := stories.post_of(connection, post)) is not None:
        return teller(member, watched)
    stored = posts.get(connection, post)
    if stored is None:
        return None
    source = source_of(stored.post.source, watched)
    title = sources.state(connection, stored.post.source).title
    return Teller(stored, title or source.name, source.voice)


def latest_edit(connection: Connection, stored: StoredPost) -> Edit | None:
    """Return the latest change of a post; None where its text never changed."""
    earlier = posts.revisions(connection, stored.id) if stored.revisions else []
    return Edit(*earlier[-1]) if earlier else None


def _reports(connection: Connection, story: Story, watched: Mapping[str, Source]) -> tuple[Teller, ...]:
    copies = stories.copies_of(connection, story.id) if story.copies else {}
    found = stories.posts_of(connection, story.id, FIRST, Role.REPORT)
    if len(found) == FIRST:
        known = {one.stored.id for one in found}
        newest = stories.newest_of(connection, story.id, NEWEST)
        found += [one for one in reversed(newest) if one.stored.id not in known]
    return tuple(teller(one, watched, copies.get(one.stored.id, 0)) for one in found)


def _lead(
    connection: Connection, story: Story, reports: tuple[Teller, ...], watched: Mapping[str, Source]
) -> Teller | None:
    """Return a story's first post; the oldest report where that is kept no longer."""
    found = next((one for one in reports if one.stored.id == story.lead), None)
    return found or teller_of(connection, story.lead, watched) or next(iter(reports), None)


def _evidence(
    connection: Connection, steps: Iterable[Step], known: Mapping[int, Teller], watched: Mapping[str, Source]
) -> dict[int, Teller]:
    """Return the posts that steps name, a few of each step, by id."""
    wanted = dict.fromkeys(post for step in steps for post in step.posts[:NEWEST])
    found = {post: known.get(post) or teller_of(connection, post, watched) for post in wanted}
    return {post: one for post, one in found.items() if one}


def _vouching(connection: Connection, known: Iterable[Teller], watched: Mapping[str, Source]) -> str:
    """Return what an official source calls itself whose telling one of these passes on."""
    officials = {one.speaker: one for one in watched.values() if one.voice is Voice.OFFICIAL}
    origins = (one.membership.origin for one in known if one.membership)
    found = next((officials[origin] for origin in origins if origin in officials), None)
    return (sources.state(connection, found.key).title or found.name) if found else ""


def _denies(one: Teller) -> bool:
    return one.membership is not None and one.membership.denies
