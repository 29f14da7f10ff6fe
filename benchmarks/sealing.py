"""What encrypted numbers cost: a message out and an update in, and carrying a whole store over.

``python -m benchmarks.sealing [--chats N] [--times N]``. The baseline is an update written and read as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage import chats, sealing
from storage.database import connect, migrate
from storage.model.sealed_json import converted
from storage.model.seals import Seals

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST = 5_000_000_000
_NOW = datetime(2024, 5, 22, 6, 0, tzinfo=UTC)


def update(number: int) -> dict[str, Any]:
    """Return an update with a message of a person."""
    person = {"id": number, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
    chat = {"id": number, "first_name": "Anna", "type": "private"}
    entities = [{"offset": 0, "length": 7, "type": "bot_command"}]
    message = {"message_id": 1, "from": person, "chat": chat, "date": 1, "text": "/status"}
    return {"update_id": number, "message": message | {"entities": entities}}


def micros(times: int, work: Callable[[int], object]) -> float:
    """Return how many µs something takes, once for each of so many numbers."""
    began = time.perf_counter()
    for number in range(_FIRST, _FIRST + times):
        work(number)
    return (time.perf_counter() - began) / times * 1e6


def carrying(count: int) -> float:
    """Return how many seconds it takes to seal a store of so many chats, each with two subscriptions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        connection = connect(path, durable=False)
        migrate(connection, path)
        connection.conn.execute("BEGIN")
        for number in range(_FIRST, _FIRST + count):
            chats.follow(connection, number, "all", _NOW)
            chats.follow(connection, number, "topic:shelling", _NOW)
        connection.conn.execute("COMMIT")
        began = time.perf_counter()
        connection.conn.execute("BEGIN")
        sealing.adopt(connection, Seals(bytes(range(32))), None)
        connection.conn.execute("COMMIT")
        taken = time.perf_counter() - began
        connection.conn.close()
    return taken


def main(arguments: list[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20_000)
    given = parser.parse_args(arguments)
    count, times = given.chats, given.times
    seals = Seals(bytes(range(32)))
    plain = micros(times, lambda number: json.loads(json.dumps(update(number))))
    new = micros(times, seals.seal)
    known = micros(times, seals.seal)
    params = micros(
        times, lambda number: converted({"chat_id": number, "text": "x", "parse_mode": "HTML"}, seals.open)
    )
    taken_in = micros(times, lambda number: converted(update(number), seals.seal))
    print(f"a number that is new: {new:.1f} µs, one that is remembered: {known:.2f} µs")
    print(
        f"a message out, its number new: {params:.1f} µs; an update in, its number known: {taken_in:.1f} µs"
    )
    print(f"baseline, such an update written and read as JSON: {plain:.1f} µs")
    print(f"a store of {count:,} chats with two subscriptions each: sealed in {carrying(count):.1f} s, once")


if __name__ == "__main__":
    main(sys.argv[1:])
