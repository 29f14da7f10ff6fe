"""A store with one event that many chats are owed, and what it costs to owe it."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import announcing, posts, sources, stories
from storage.database import connect, migrate
from storage.model import (
    Entry,
    Hit,
    Match,
    Membership,
    Post,
    Role,
    Severity,
    Sighting,
    Source,
    SourceState,
    Story,
    Trust,
    Verdict,
    to_iso,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Connection

BEGUN = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
SOURCE = Source("telegram", "example")
TOPIC, OTHER = "topic:shelling", "topic:power"
TEXT = "Обстрел: под обстрел попало село, повреждены три дома и линия электропередачи. " * 4
FEW, MANY, FOLLOWERS, LOOKS = 100, 100_000, 10, 20


@contextmanager
def store() -> Iterator[Connection]:
    """Open a new file as the program does, and delete it after use."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "regionwatch.db"
        connection = connect(path)
        migrate(connection, path)
        try:
            yield connection
        finally:
            connection.conn.close()


def follow(connection: Connection, first: int, last: int, target: str) -> None:
    """Let the chats with these numbers follow a target."""
    values = {"first": first, "last": last, "target": target, "now": to_iso(BEGUN)}
    connection.conn.execute(
        "WITH RECURSIVE n (i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
        " INSERT OR IGNORE INTO chats (id) SELECT i FROM n",
        values,
    )
    connection.conn.execute(
        "INSERT INTO subscriptions (target, chat, created)"
        " SELECT :target, id, :now FROM chats WHERE id BETWEEN :first AND :last",
        values,
    )


def tell(connection: Connection, number: int, now: datetime) -> None:
    """Store a story of one post, the ``number``-th of both."""
    sources.configure(connection, [SOURCE])
    hit = Hit(TOPIC, Severity.CRITICAL, (Match("обстрел", "Обстрел", 0, 7),))
    post = Post(SOURCE.key, str(number), f"https://t.me/example/{number}", TEXT, now)
    sighting = Sighting(post, b"%d" % number, b"%d" % number, "обстрел", (hit,))
    state = SourceState(SOURCE.key)
    [(_, stored)] = posts.save(connection, Verdict(state, new=(Entry(sighting, announce=False),)), now).new
    story = Story(number, now, now, Severity.CRITICAL, {TOPIC: Severity.CRITICAL}, lead=stored, posts=1)
    stories.save(connection, story)
    stories.join(connection, Membership(stored, number, Role.REPORT, now, SOURCE.key))


def announce(connection: Connection, number: int, target: str, severity: Severity, now: datetime) -> int:
    """Owe a story to those who follow a target; return to how many."""
    return announcing.announce(connection, number, {target: severity}, Trust.UNCONFIRMED, now)


def rows_made(chats: int) -> dict[str, Any]:
    """Owe an event to so many chats in one transaction; return how many seconds that takes."""
    with store() as connection:
        raw = connection.conn
        raw.execute("BEGIN IMMEDIATE")
        follow(connection, 1, chats, TOPIC)
        tell(connection, 1, BEGUN)
        raw.execute("COMMIT")
        wall, cpu = time.perf_counter(), time.process_time()
        raw.execute("BEGIN IMMEDIATE")
        made = announce(connection, 1, TOPIC, Severity.CRITICAL, BEGUN)
        raw.execute("COMMIT")
        seconds, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"rows": made, "seconds": seconds, "cpu_seconds": cpu}


def deciding_beside(strangers: int) -> float:
    """Return the CPU seconds of owing an event to ten chats, beside so many that follow something else."""
    with store() as connection:
        raw = connection.conn
        raw.execute("BEGIN IMMEDIATE")
        follow(connection, 1, strangers, OTHER)
        follow(connection, strangers + 1, strangers + FOLLOWERS, TOPIC)
        raw.execute("COMMIT")
        times = []
        for number in range(1, LOOKS + 1):
            begun = time.process_time()
            announce(connection, number, TOPIC, Severity.CRITICAL, BEGUN)
            times.append(time.process_time() - begun)
    return min(times)
