"""What messages that grow cost: 100,000 of one story, beside a thousand of them.

One change of a story marks all its messages as out of date; then they are edited as Telegram's limits allow.
Measured are the CPU time of one mark and of one look for the next 32 edits, and edits through the whole of
delivery to a sender that does nothing: how many a second of CPU, and the most memory that Python takes on
meanwhile (tracemalloc). With marks and looks that touch only what they need, and nothing of all the messages
held in memory, the ratios stay near 1.

    python -m benchmarks.growing [--messages 100000] [--edits 400] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.delivery import EDITS_AT_ONCE, Delivery
from bot.outcomes import Sent
from bot.texts import Texts
from storage import growing, posts, sources, stories
from storage.database import Database
from storage.model import (
    Entry,
    Hit,
    Match,
    Post,
    Severity,
    Sighting,
    Source,
    SourceState,
    Story,
    Verdict,
    to_iso,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.outcomes import Outcome
    from bot.render import Message
    from storage.database import Connection
    from storage.model import Alert

BEGUN = datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
SOURCE = Source("telegram", "example")
FEW, WARMING = 1_000, 50
LOOKS = 50
MOST = (FEW - WARMING) // 2 - 2 * EDITS_AT_ONCE


class Standing:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the moment at which all messages have rested."""
        return BEGUN + timedelta(minutes=1)

    async def sleep(self, seconds: float) -> None:
        """Let others run."""
        await asyncio.sleep(seconds and 0)


class Nowhere:
    """A sender that carries so many edits nowhere; ``done`` is set then, and all others wait in line."""

    is_console = False

    def __init__(self, edits: int) -> None:
        self.left = edits
        self.done = asyncio.Event()

    def pause(self, peer: int, seconds: float) -> None:
        """Go on: nothing was demanded."""

    async def ready(self, alert: Alert, *, edit: bool = False) -> Outcome | None:
        """Return at once while edits are left."""
        del alert, edit
        if self.left <= 0:
            self.done.set()
            await asyncio.Event().wait()
        self.left -= 1
        return None

    async def send(self, alert: Alert, message: Message) -> Outcome:
        """Count nothing: nothing is sent here."""
        del message
        return Sent(alert.id)

    async def edit(self, alert: Alert, message: Message) -> Outcome:
        """Let it be edited."""
        del message
        return Sent(alert.id)


def fill(connection: Connection, messages: int) -> None:
    """Store a story of one post, and so many messages of it that were sent."""
    sources.configure(connection, [SOURCE])
    hit = Hit("topic:shelling", Severity.CRITICAL, (Match("обстрел", "Обстрел", 0, 7),))
    post = Post(SOURCE.key, "1", "https://t.me/example/1", "Обстрел Грайворона, повреждены три дома")
    entry = Entry(Sighting(post, b"1", b"1", "обстрел", (hit,)), announce=False)
    posts.save(connection, Verdict(SourceState(SOURCE.key), new=(entry,)), BEGUN)
    change(connection, 1)
    connection.conn.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
        " INSERT INTO alerts (chat, story, severity, targets, state, enqueued, due, settled, message, shown)"
        " SELECT i, 1, 2, '[\"topic:shelling\"]', 'sent', :at, :at, :at, i, 1 FROM n",
        {"most": messages, "at": to_iso(BEGUN)},
    )


def change(connection: Connection, version: int) -> None:
    """Let the story come to a version, and mark its messages."""
    targets = {"topic:shelling": Severity.CRITICAL}
    stories.save(
        connection,
        Story(1, BEGUN, BEGUN, Severity.CRITICAL, targets, lead=1, version=version, posts=version),
    )
    growing.note(connection, 1, BEGUN)


def timed(work: Callable[[int], object]) -> float:
    """Return the median CPU time of one call, in seconds."""
    times = []
    for number in range(LOOKS):
        begun = time.process_time()
        work(number)
        times.append(time.process_time() - begun)
    return statistics.median(times)


def marked_and_looked(connection: Connection) -> tuple[float, float]:
    """Return the CPU time of one mark and of one look for edits, in seconds."""
    mark = timed(lambda number: change(connection, number + 2))
    look = timed(
        lambda _: growing.due(connection, BEGUN + timedelta(minutes=1), 2 * EDITS_AT_ONCE, (), console=False)
    )
    return mark, look


async def edit(database: Database, edits: int) -> None:
    """Edit so many messages through delivery."""
    sender = Nowhere(edits)
    delivery = Delivery(database, sender, {SOURCE.key: SOURCE}, Texts(), Standing())
    running = asyncio.create_task(delivery.run())
    await sender.done.wait()
    running.cancel()
    await delivery.finish(1.0)


async def edited(database: Database, edits: int) -> tuple[float, float]:
    """Return how many edits a second of CPU there are, and the memory's peak in KiB during as many again."""
    await edit(database, WARMING)
    begun = time.process_time()
    await edit(database, edits)
    spent = time.process_time() - begun
    tracemalloc.start()
    await edit(database, edits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return edits / spent, peak / 1024


async def measured(messages: int, edits: int) -> dict[str, float]:
    """Return the figures for so many messages that grow."""
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "growing.db") as database:
        await database.write(fill, messages)
        mark, look = await database.write(marked_and_looked)
        rate, peak = await edited(database, edits)
    return {
        "messages": messages,
        "mark_us": mark * 1e6,
        "look_us": look * 1e6,
        "edits_per_cpu_second": rate,
        "peak_kib": peak,
    }


def compared(messages: int, edits: int) -> dict[str, Any]:
    """Return the figures for many messages, for few, and what many cost beside few."""
    few, many = (asyncio.run(measured(number, edits)) for number in (FEW, messages))
    ratio = {name: many[name] / few[name] for name in ("mark_us", "look_us", "peak_kib")}
    return {"few": few, "many": many, "ratio": ratio}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What messages that grow cost.")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--edits", type=int, default=400, help=f"at most {MOST}")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    results = compared(arguments.messages, min(arguments.edits, MOST))
    if arguments.json:
        return print(json.dumps({"growing": results}))
    print("messages that grow    mark, µs  look, µs  edits a CPU second  peak, KiB")
    for name in ("few", "many"):
        one = results[name]
        shown = f"{one['mark_us']:10.0f}{one['look_us']:10.0f}{one['edits_per_cpu_second']:20.0f}"
        print(f"{one['messages']:<20,}{shown}{one['peak_kib']:11.0f}")
    return None


if __name__ == "__main__":
    main()
