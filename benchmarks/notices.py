"""A message to everybody in the store: owed in one transaction, looked past by an alert, counted, stopped.

    python -m benchmarks.notices [--chats 100000] [--json]

``owe_s`` is how long the store writes nothing else; ``due_ms`` how long it takes to find the alert that goes
first while all of the notice is still owed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from storage import announcing, chats, notices, outbox
from storage.database import Database
from storage.model import EVERY_TOPIC, Severity, Trust

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from storage.database import Connection

T = TypeVar("T")

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
FOLLOWER = 1
STORY = 5


def settle(connection: Connection, number: int) -> int:
    """Let so many chats be there, one of which follows everything; return a draft's id."""
    chats.follow(connection, FOLLOWER, EVERY_TOPIC, NOW)
    for chat in range(2, number + 1):
        chats.note(connection, chat)
    return notices.draft(connection, "a text", NOW)


def alert(connection: Connection) -> None:
    """Owe the follower something that matters little."""
    announcing.announce(connection, STORY, {"topic:x": Severity.INFO}, Trust.UNCONFIRMED, NOW)


async def measured(number: int) -> dict[str, float]:
    """Return the figures for so many chats."""
    found: dict[str, float] = {"chats": number}

    with TemporaryDirectory() as folder, Database.open(Path(folder) / "a.db") as database:
        draft = await database.write(settle, number)
        found["addressees_ms"], _ = await timed(database.read(notices.addressees, NOW), 1000)
        found["owe_s"], _ = await timed(database.write(notices.owe, draft, NOW))
        await database.write(alert)
        found["due_ms"], first = await timed(database.read(outbox.due, NOW, 1, [], console=False), 1000)
        found["is_alert_first"] = float(first[0].story == STORY)
        found["progress_ms"], _ = await timed(database.read(notices.progress, draft), 1000)
        found["stop_s"], _ = await timed(stop(database, draft))
    return found


async def stop(database: Database, notice: int) -> None:
    """Give up all that is not sent, in portions."""
    while await database.write(notices.stop, notice, NOW):
        pass


async def timed(work: Awaitable[T], scale: float = 1.0) -> tuple[float, T]:
    """Return how long something took, in seconds times ``scale``, and what it came to."""
    begun = time.perf_counter()
    outcome = await work
    return (time.perf_counter() - begun) * scale, outcome


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A message to everybody in the store.")
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    words = parser.parse_args()
    found = asyncio.run(measured(words.chats))
    if words.json:
        return print(json.dumps({"notices": found}))
    for name, value in found.items():
        print(f"{name:<20}{value:,.3f}")
    return None


if __name__ == "__main__":
    main()
