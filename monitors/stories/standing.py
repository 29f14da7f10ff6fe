"""How a story stands: what it is when it begins, and what each further post changes about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.model import Role, Severity, Step, StepKind, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitors.stories.telling import Telling
    from monitors.stories.trust import Judgement

MOST_PLACES = 50
"""Places of a story that are kept: a post that lists a whole country must not grow without end."""


def begun(story: int, telling: Telling, judgement: Judgement) -> Story:
    """Return a story of one post."""
    moment = _moment(telling)
    return Story(
        id=story,
        opened=moment,
        last=moment,
        severity=telling.severity,
        targets=dict(telling.targets),
        places=tuple(sorted(telling.places))[:MOST_PLACES],
        trust=judgement.trust,
        is_disputed=judgement.is_disputed,
        origins=judgement.origins,
        lead=telling.post,
    )


def grown(
    story: Story, telling: Telling, role: Role, judgement: Judgement, now: datetime
) -> tuple[Story, list[Step]]:
    """Return a story after a further post, and what that has changed about it.

    What somebody else copies later says nothing of how long a story goes on.
    """
    moment = _moment(telling)
    new_places = [place for place in sorted(telling.places) if place not in story.places]
    after = replace(
        story,
        opened=min(story.opened, moment),
        last=max(story.last, moment) if role is Role.REPORT or story.closed is None else story.last,
        targets=with_targets(story, telling),
        places=(story.places + tuple(new_places))[:MOST_PLACES],
        posts=story.posts + 1,
        copies=story.copies + (role is Role.COPY),
    )
    return changed(story, after, telling.post, judgement, now)


def changed(
    before: Story, after: Story, post: int, judgement: Judgement, now: datetime
) -> tuple[Story, list[Step]]:
    """Return a story as it is judged now, one version on, and the steps from what it was before."""
    severity = max(after.targets.values(), default=Severity.INFO)
    after = replace(
        after,
        severity=severity,
        trust=judgement.trust,
        is_disputed=judgement.is_disputed,
        origins=judgement.origins,
        version=before.version + 1,
    )
    return after, list(_steps(before, after, post, judgement, now))


def with_targets(story: Story, telling: Telling) -> dict[str, Severity]:
    """Return what a story satisfies together with a post, each with the greater severity."""
    targets = dict(story.targets)
    for target, severity in telling.targets.items():
        targets[target] = max(severity, targets.get(target, severity))
    return targets


def together(into: Story, others: Sequence[Story]) -> Story:
    """Return a story with all that others were which became part of it; it stays open."""
    targets = dict(into.targets)
    places = list(into.places)
    for other in others:
        for target, severity in other.targets.items():
            targets[target] = max(severity, targets.get(target, severity))
        places += [place for place in other.places if place not in places]
    every = (into, *others)
    return replace(
        into,
        opened=min(one.opened for one in every),
        last=max(one.last for one in every),
        targets=targets,
        places=tuple(places)[:MOST_PLACES],
        posts=sum(one.posts for one in every),
        copies=sum(one.copies for one in every),
    )


def _steps(before: Story, after: Story, post: int, judgement: Judgement, now: datetime) -> Iterable[Step]:
    if after.trust is not before.trust:
        yield Step(after.id, now, StepKind.TRUST, after.trust.word, judgement.evidence)
    if after.is_disputed and not before.is_disputed:
        yield Step(after.id, now, StepKind.DISPUTED, "", judgement.denied_by)
    if before.is_disputed and not after.is_disputed:
        yield Step(after.id, now, StepKind.UNDISPUTED, "", judgement.evidence)
    if after.severity > before.severity:
        yield Step(after.id, now, StepKind.SEVERITY, after.severity.word, (post,))
    for place in after.places:
        if place not in before.places:
            yield Step(after.id, now, StepKind.PLACE, place, (post,))


def _moment(telling: Telling) -> datetime:
    return datetime.fromtimestamp(telling.moment, UTC)
