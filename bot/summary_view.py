"""What is loaded of a summary so that it can be shown: its stories as they stand, each once, and its time.

Of a story no post is read, only numbers: fifty of them cost no more than one message that grows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.story_words import asked_targets
from storage import stories, summaries, summary_numbers, told
from storage.model import SUMMARY, SummaryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from storage.database import Connection
    from storage.model import Alert, Severity, Story
    from storage.summary_numbers import Frame, Told


@dataclass(frozen=True, slots=True)
class Line:
    """A story of a summary, as it concerns the chat.

    ``number`` is that of the story of which the chat was told: what it became part of may be ``story``.
    ``place`` is where it happens above all, empty where no place is known. ``muted`` is until when the chat
    muted it; that may be over. ``is_late``: it came too late to be told by itself.
    """

    number: int
    story: Story
    targets: tuple[str, ...]
    severity: Severity
    place: str = ""
    is_late: bool = False
    muted: datetime | None = None


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A summary as it can be shown: of its time, ``since`` to ``until``, in a version.

    ``lines`` are its stories in no order, ``lost`` how many stories are kept no longer. ``told`` says when
    they were reported; it is read for digests alone. ``zone`` is the chat's, empty for the region's.
    """

    kind: SummaryKind
    since: datetime
    until: datetime
    version: int
    lines: tuple[Line, ...] = ()
    lost: int = 0
    told: tuple[Told, ...] = ()
    zone: str = ""


def load(connection: Connection, alert: Alert) -> SummaryView:
    """Return what a summary gathers, by its alert.

    Raises :exc:`ValueError` where the alert is no summary, and :exc:`LookupError` where it is kept no longer.
    """
    kind = SummaryKind(alert.occasion.removeprefix(SUMMARY))
    frame = _frame(connection, alert)
    by_story, lost = _stories(connection, summaries.gathered(connection, alert.id))
    places = _places(connection, [story for story, _ in by_story])
    muted = summary_numbers.muted_stories(connection, alert.chat)
    lines = tuple(_line(story, alerts, places, muted) for story, alerts in by_story)
    shown = [line.story.id for line in lines] if kind is SummaryKind.DIGEST else []
    reported = tuple(summary_numbers.told_when(connection, shown)) if shown else ()
    return SummaryView(kind, frame.since, frame.until, frame.version, lines, lost, reported, frame.zone)


def _frame(connection: Connection, alert: Alert) -> Frame:
    found = summary_numbers.frame(connection, alert.id)
    if found is None:
        raise LookupError(f"alert {alert.id} is kept no longer")
    return found


def _stories(connection: Connection, alerts: Iterable[Alert]) -> tuple[list[tuple[Story, list[Alert]]], int]:
    """Return the stories that these alerts are about by now, each with its alerts, and how many are lost."""
    found: dict[int, tuple[Story, list[Alert]]] = {}
    lost = set[int]()
    for alert in alerts:
        story = _as_it_is_now(connection, alert.story)
        if story is None:
            lost.add(alert.story)
        else:
            found.setdefault(story.id, (story, []))[1].append(alert)
    return list(found.values()), len(lost)


def _as_it_is_now(connection: Connection, number: int) -> Story | None:
    """Return a story, or what it became part of as far as that is kept."""
    story = stories.get(connection, number)
    if story is None or story.into is None:
        return story
    chain = (stories.get(connection, one) for one in reversed(told.became(connection, number)))
    return next((one for one in chain if one is not None), story)


def _places(connection: Connection, of: list[Story]) -> dict[int, str]:
    """Return where each of these stories happens above all: what most reports name, else its first place."""
    doubtful = [story.id for story in of if len(story.places) > 1]
    named = summary_numbers.most_named(connection, doubtful) if doubtful else {}
    return {
        story.id: max(story.places, key=lambda place: named.get(story.id, {}).get(place, 0), default="")
        for story in of
    }


def _line(
    story: Story, alerts: list[Alert], places: Mapping[int, str], muted: Mapping[int, datetime]
) -> Line:
    targets = tuple(dict.fromkeys(target for alert in alerts for target in alert.targets))
    graver = [story.targets[target] for target in asked_targets(story, targets)]
    until = [muted[one] for one in {story.id, *(alert.story for alert in alerts)} if one in muted]
    return Line(
        number=alerts[0].story,
        story=story,
        targets=targets,
        severity=max([*graver, *(alert.severity for alert in alerts)]),
        place=places[story.id],
        is_late=any(alert.late for alert in alerts),
        muted=max(until, default=None),
    )
