"""How many people and groups there are, and what they follow: numbers alone, never who."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.model import CONSOLE, to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.database import Connection


@dataclass(frozen=True, slots=True)
class People:
    """Chats by kind, and what they follow.

    ``shared`` are groups and channels: by their ids alone, these cannot be told apart. ``paused`` ones cannot
    be reached. ``new`` began to follow something since the asked time, and followed nothing before.
    ``languages`` maps codes to chats, empty where none was chosen; ``followers`` maps targets to chats,
    own rules all to ``rule``.
    """

    private: int = 0
    shared: int = 0
    topics: int = 0
    paused: int = 0
    new: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    followers: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many chats there are."""
        return self.private + self.shared + self.topics


def counted(connection: Connection, since: datetime) -> People:
    """Return how many there are of each; the console is none."""
    row = connection.conn.execute(
        "SELECT coalesce(sum(id > 0), 0) AS private, coalesce(sum(id < 0 AND thread IS NULL), 0) AS shared,"
        " coalesce(sum(thread IS NOT NULL), 0) AS topics, coalesce(sum(paused <> ''), 0) AS paused"
        " FROM chats WHERE id <> ?",
        [CONSOLE],
    ).fetchone()
    return People(
        row["private"],
        row["shared"],
        row["topics"],
        row["paused"],
        _new(connection, since),
        _grouped(connection, "SELECT language AS name, count(*) AS number FROM chats WHERE id <> ?"),
        _grouped(
            connection,
            "SELECT iif(target LIKE 'rule:%', 'rule', target) AS name, count(*) AS number"
            " FROM subscriptions WHERE chat <> ?",
        ),
    )


def _new(connection: Connection, since: datetime) -> int:
    row = connection.conn.execute(
        "SELECT count(*) AS number FROM (SELECT 1 FROM subscriptions WHERE chat <> ?"
        " GROUP BY chat HAVING min(created) >= ?)",
        [CONSOLE, to_iso(since)],
    ).fetchone()
    return int(row["number"])


def _grouped(connection: Connection, statement: str) -> dict[str, int]:
    rows = connection.conn.execute(f"{statement} GROUP BY 1 ORDER BY 2 DESC, 1", [CONSOLE])
    return {row["name"]: row["number"] for row in rows}
