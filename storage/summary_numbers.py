"""What the message of a summary is made of besides its stories: its time, their posts' times and places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.model import from_iso

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.database import Connection

_MINUTE = len("2023-05-22T06:00")
"""Characters of a stored time without its seconds."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Of what time a summary tells, in which version, and the IANA name of its chat's zone, maybe empty."""

    since: datetime
    until: datetime
    version: int
    zone: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many reports of a story there were in one minute, which is given by its begin."""

    story: int
    at: datetime
    reports: int


def frame(connection: Connection, summary: int) -> Frame | None:
    """Return the frame of a summary, by its alert; None where there is no such alert.

    It ends when the alert was made, or when another was put into it last.
    """
    row = connection.conn.execute(
        "SELECT coalesce(since, enqueued) AS since, max(coalesce(last, ''), enqueued) AS until,"
        " coalesce(version, 0) AS version, coalesce(zone, '') AS zone FROM alerts"
        " LEFT JOIN summaries ON summaries.alert = alerts.id"
        " LEFT JOIN chats ON chats.id = alerts.chat WHERE alerts.id = ?",
        [summary],
    ).fetchone()
    return row and Frame(from_iso(row["since"]), from_iso(row["until"]), row["version"], row["zone"])


def told_when(connection: Connection, stories: Collection[int]) -> list[Told]:
    """Return when these stories were reported, minute by minute, in no order; copies do not count.

    A report's time is when it was published, where that is known and not later than when it was seen.
    """
    rows = connection.conn.execute(
        "SELECT story, substr(min(coalesce(published, seen), seen), 1, :minute) AS at, count(*) AS reports"
        " FROM story_posts JOIN posts ON posts.id = post"
        " WHERE story IN (SELECT value FROM json_each(:stories)) AND role = 'report' GROUP BY 1, 2",
        {"stories": json.dumps(list(stories)), "minute": _MINUTE},
    )
    return [Told(row["story"], from_iso(f"{row['at']}:00.000Z"), row["reports"]) for row in rows]


def most_named(connection: Connection, stories: Collection[int]) -> dict[int, dict[str, int]]:
    """Return how many reports of each of these stories name which place; stories without any are left out."""
    rows = connection.conn.execute(
        "SELECT story, place.value AS place, count(*) AS reports FROM story_posts"
        " JOIN posts ON posts.id = post JOIN json_each(posts.places) AS place"
        " WHERE story IN (SELECT value FROM json_each(?)) AND role = 'report' GROUP BY 1, 2",
        [json.dumps(list(stories))],
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["story"], {})[row["place"]] = row["reports"]
    return found


def muted_stories(connection: Connection, chat: int) -> dict[int, datetime]:
    """Return which stories a chat muted, and until when; that may be over."""
    rows = connection.conn.execute(
        "SELECT CAST(value AS INTEGER) AS story, max(until) AS until FROM silences"
        " WHERE chat = ? AND kind = 'story' GROUP BY 1",
        [chat],
    )
    return {row["story"]: from_iso(row["until"]) for row in rows}
