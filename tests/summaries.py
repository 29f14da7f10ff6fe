"""Summaries as they are shown and as they lie in the store, for tests of what people read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.summary_render import summary_message
from bot.summary_view import Line, SummaryView
from storage.model import SUMMARY, Severity, SummaryKind, Trust, to_iso, topic_target
from storage.summary_numbers import Told
from tests.conftest import MORNING
from tests.tellers import MOSCOW, SHELLING, STORY, after

if TYPE_CHECKING:
    from datetime import datetime

    from bot.render import Message
    from storage.database import Connection

SEVERITIES = {
    SHELLING: Severity.CRITICAL,
    topic_target("drones"): Severity.WARNING,
    topic_target("power"): Severity.INFO,
}
DAY = timedelta(days=1)


def line(
    number: int,
    target: str = SHELLING,
    minutes: float = 0,
    place: str = "Козинка",
    **more: Any,  # noqa: ANN401 - any field
) -> Line:
    """Return a story that began so many minutes after nine in Moscow, with fields of its line and its own."""
    of_line = {name: more.pop(name) for name in ("is_late", "muted", "number") if name in more}
    story = replace(
        STORY,
        id=number,
        opened=after(minutes),
        last=after(minutes),
        targets={target: SEVERITIES[target]},
        places=(place,) if place else (),
        **{"posts": 1, "origins": 1} | more,
    )
    return Line(of_line.pop("number", number), story, (target,), SEVERITIES[target], place, **of_line)


SEVERAL = (
    line(12, minutes=5, trust=Trust.OFFICIAL, posts=14, copies=9, origins=4),
    line(15, topic_target("drones"), 40, "Графовка", trust=Trust.CORROBORATED, posts=3, origins=2),
    line(18, topic_target("power"), 90, posts=2, copies=1, ended=after(200), is_late=True),
    line(21, topic_target("drones"), 100, "", is_disputed=True),
)
"""A shelling and a power cut at one place, drones at another and somewhere."""


def view(*lines: Line, kind: SummaryKind = SummaryKind.DIGEST, **more: Any) -> SummaryView:  # noqa: ANN401 - any field
    """Return a summary of a day from eight in the morning, in Moscow, that gathers these stories."""
    since = MORNING - timedelta(hours=1)
    told = tuple(Told(one.story.id, one.story.opened, 1) for one in lines)
    return replace(SummaryView(kind, since, since + DAY, 1, lines, told=told), **more)


def shown(of: SummaryView, now: datetime | None = None) -> Message:
    """Return the message, written when the summary's time was over."""
    return summary_message(of, MOSCOW, now or of.until)


def gather(
    connection: Connection, summary: int, *stories: int, kind: SummaryKind = SummaryKind.FLOOD, chat: int = 77
) -> None:
    """Put alerts about stories into a chat's summary, one that is new or its next version."""
    at = to_iso(MORNING)
    run = connection.conn.execute
    run("INSERT OR IGNORE INTO chats (id) VALUES (?)", [chat])
    if run("SELECT 1 FROM summaries WHERE alert = ?", [summary]).fetchone() is None:
        run(_ALERT, [summary, chat, 0, summary, "[]", SUMMARY + kind.value, "queued", None, None, at, at])
    for story in stories:
        run(_ALERT, [None, chat, story, 0, f'["{SHELLING}"]', "", "folded", at, summary, at, at])
    run(
        "INSERT INTO summaries (alert, chat, kind, since, last) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (alert) DO UPDATE SET version = version + 1",
        [summary, chat, kind.value, at, at],
    )


_ALERT = (
    "INSERT INTO alerts (id, chat, story, step, severity, place, targets, occasion, state, settled,"
    " summary, enqueued, due) VALUES (?, ?, ?, ?, 2, 0, ?, ?, ?, ?, ?, ?, ?)"
)
