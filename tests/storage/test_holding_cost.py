"""What wishes cost: it grows with those who follow, and not with those who do not."""

from __future__ import annotations

import re
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.holding import DRONE, MORNING, NIGHT, POLICY, fill
from storage import announcing, diverting, holding, outbox
from storage.database import connect, migrate
from storage.model import Trust
from tests.held import GRAVE_DRONE, owe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.database import Connection

_SCAN = re.compile(r"SCAN (alerts|chats|subscriptions|stories|summaries|a|c|s|first)\b")


def filled(folder: Path, chats: int) -> Connection:
    """Return a database with so many chats that follow drones."""
    path = folder / f"{chats}.db"
    connection = connect(path, durable=False)
    migrate(connection, path)
    fill(connection, chats, "topic:drone", 1)
    return connection


def spent(work: Callable[[], object]) -> float:
    """Return the CPU time of a call, in seconds."""
    begun = process_time()
    work()
    return process_time() - begun


def scanned(connection: Connection, work: Callable[[], object]) -> list[str]:
    """Return which tables some work reads from end to end, by SQLite's own plan of each statement."""
    statements: list[str] = []
    connection.conn.set_trace_callback(statements.append)
    work()
    connection.conn.set_trace_callback(None)
    plans = [
        row["detail"]
        for one in statements
        if one.lstrip().startswith(("SELECT", "INSERT", "UPDATE"))
        for row in connection.conn.execute(f"EXPLAIN QUERY PLAN {one}")
    ]
    assert plans
    return [plan for plan in plans if _SCAN.match(plan)]


def test_owing_reads_no_chat_that_does_not_follow(connection: Connection) -> None:
    """Neither a first message nor a reply looks through chats, subscriptions or alerts."""
    fill(connection, 30, "topic:drone", 1)
    owe(connection, NIGHT, 1)
    connection.conn.execute("UPDATE alerts SET state = 'sent' WHERE state = 'queued'")
    for work in (
        lambda: announcing.announce(connection, 1, GRAVE_DRONE, Trust.OFFICIAL, NIGHT),
        lambda: announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, NIGHT),
        lambda: announcing.sound_targets(connection, 1, 2, GRAVE_DRONE, {}, NIGHT),
    ):
        assert scanned(connection, work) == []


def test_letting_go_and_diverting_read_only_what_is_due(connection: Connection) -> None:
    """Nor do they look through all chats, or all that is owed."""
    fill(connection, 30, "topic:drone", 1)
    owe(connection, NIGHT, 1, 2)
    due = outbox.due(connection, NIGHT, 9, [], console=False)
    assert scanned(connection, lambda: diverting.divert(connection, due, MORNING, POLICY)) == []
    assert scanned(connection, lambda: holding.release(connection, MORNING, POLICY)) == []
    assert scanned(connection, lambda: holding.next_release(connection)) == []


def test_owing_grows_with_the_followers(tmp_path: Path) -> None:
    """Ten times as many cost about ten times as much; looking before sending, and letting go, the same."""
    few, many = (filled(tmp_path, chats) for chats in (600, 6_000))
    costs = []
    for connection in (few, many):
        connection.conn.execute("BEGIN")
        owed = spent(lambda: announcing.announce(connection, 1, DRONE, Trust.UNCONFIRMED, NIGHT))  # noqa: B023 - called at once
        due = outbox.due(connection, NIGHT, 32, [], console=False)
        look = min(spent(lambda: diverting.strays(connection, due, NIGHT, POLICY)) for _ in range(9))  # noqa: B023
        let_go = spent(lambda: holding.release(connection, MORNING, POLICY, 50))  # noqa: B023
        costs.append((owed, look, let_go))
        connection.conn.close()
    ratios = [more / less for less, more in zip(*costs, strict=True)]
    assert [ratio < most for ratio, most in zip(ratios, (25, 4, 6), strict=True)] == [True] * 3, ratios
