"""What wishes cost: 100,000 followers who want digests, quiet hours or silence, beside a tenth of them.

Measured is CPU time. *owe*: three stories for all of them, and a reply that sounds, a story each; a third of
the chats is told at once, a third in a digest, a third has quiet hours just then. *others*: the same where as
many chats again follow something else; as followers are found by index, it costs what it cost. *look*: what
delivery asks of the next 32 alerts, whether they are to be sent by themselves, an alert each. *let go*: all
digests due at the same minute, 100 chats at a time: a chat each, and the longest stretch for which the write
door is held. With nothing but indexes read and no chat touched that has nothing due, the ratios stay near 10,
or near 1 for what is one alert's or one chat's.

    python -m benchmarks.holding [--chats 100000] [--json]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from storage import announcing, diverting, holding, outbox
from storage.database import connect, migrate
from storage.model import DeliveryPolicy, Severity, Trust, to_iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Connection

NIGHT = datetime(2023, 5, 22, 22, 30, tzinfo=UTC)
MORNING = datetime(2023, 5, 23, 6, 0, tzinfo=UTC)
POLICY = DeliveryPolicy(flood=12, zone=ZoneInfo("Europe/Amsterdam"))
DRONE = {"topic:drone": Severity.WARNING}
_FEWER = 10
_LOOKED = 32


def fill(connection: Connection, chats: int, target: str, first: int) -> None:
    """Let so many chats follow a target, a third of them in each of the three ways."""
    connection.conn.execute(
        "WITH RECURSIVE n (i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
        " INSERT INTO chats (id, mode, digest, quiet, digest_due, quiet_begin, quiet_end)"
        " SELECT i, iif(i % 3 = 1, 2, 0), iif(i % 3 = 1, 'daily 08:00', ''),"
        " iif(i % 3 = 2, '23:00-07:00', ''), iif(i % 3 = 1, :morning, NULL),"
        " iif(i % 3 = 2, '2023-05-22T21:00:00.000Z', NULL), iif(i % 3 = 2, '2023-05-23T05:00:00.000Z', NULL)"
        " FROM n",
        {"first": first, "last": first + chats - 1, "morning": to_iso(MORNING)},
    )
    connection.conn.execute(
        "INSERT INTO subscriptions (target, chat, created) SELECT ?, id, ? FROM chats WHERE id >= ?",
        [target, to_iso(NIGHT), first],
    )


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU time of a call in one transaction, in seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def owe(connection: Connection, first: int) -> float:
    """Owe three stories to all who follow; return the CPU time of one, in seconds."""
    spent = [
        cpu(partial(announcing.announce, connection, story, DRONE, Trust.UNCONFIRMED, NIGHT))
        for story in range(first, first + 3)
    ]
    return sorted(spent)[1]


def sound(connection: Connection) -> float:
    """Owe a reply to all who were sent the first story; return the CPU time, in seconds."""
    connection.conn.execute(
        "UPDATE alerts SET state = 'sent', settled = due, message = id WHERE story = 1 AND state = 'queued'"
    )
    return cpu(lambda: announcing.sound_trust(connection, 1, 1, Trust.OFFICIAL, NIGHT))


def look(connection: Connection) -> float:
    """Return the CPU time of a look at one alert that is about to be sent, in seconds."""
    due = outbox.due(connection, NIGHT, _LOOKED, [], console=False)
    spent = [cpu(lambda: diverting.strays(connection, due, NIGHT, POLICY)) for _ in range(50)]
    return sorted(spent)[25] / len(due)


def let_go(connection: Connection) -> tuple[float, float]:
    """Let all go that is due in the morning; return the CPU time of a chat, and the longest of a call."""
    spent, count = list[float](), 0
    while True:
        begun = time.process_time()
        connection.conn.execute("BEGIN IMMEDIATE")
        released = holding.release(connection, MORNING, POLICY)
        connection.conn.execute("COMMIT")
        spent.append(time.process_time() - begun)
        count += released
        if not released:
            return sum(spent) / count, max(spent)


def measured(chats: int) -> dict[str, float]:
    """Return the figures for so many chats that follow, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "holding.db"
        connection = connect(path, durable=False)
        migrate(connection, path)
        connection.conn.execute("BEGIN")
        fill(connection, chats, "topic:drone", 1)
        figures = {"owe": owe(connection, 1), "sound": sound(connection), "look": look(connection)}
        fill(connection, chats, "topic:fire", chats + 1)
        figures["others"] = owe(connection, 4)
        connection.conn.execute("COMMIT")
        figures["let_go"], figures["longest"] = let_go(connection)
        connection.conn.close()
    return figures


def compared(chats: int) -> dict[str, Any]:
    """Return the figures for many chats and for a tenth of them, and their ratios."""
    few, many = measured(chats // _FEWER), measured(chats)
    return {"few": few, "many": many, "ratio": {name: many[name] / few[name] for name in many}}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What it costs that chats want to be told later.")
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    results = compared(arguments.chats)
    if arguments.json:
        return print(json.dumps({"holding": results}))
    print(f"{arguments.chats:,} chats beside {arguments.chats // _FEWER:,}; CPU time")
    many, ratio = results["many"], results["ratio"]
    for name, told, unit in _LINES:
        seconds = timedelta(seconds=many[name]) / unit[1]
        print(f"  {told:54}{seconds:9.3f} {unit[0]:3}{ratio[name]:7.2f} x")
    return None


_SECONDS, _MS, _US = (
    ("s", timedelta(seconds=1)),
    ("ms", timedelta(milliseconds=1)),
    ("µs", timedelta(microseconds=1)),
)
_LINES = (
    ("owe", "owe a story to all", _SECONDS),
    ("others", "the same, as many following something else", _SECONDS),
    ("sound", "owe a reply to all that were told", _SECONDS),
    ("look", "look at an alert before it is sent", _US),
    ("let_go", "let go what a chat was held (three alerts, or less)", _US),
    ("longest", "the longest stretch of the write door, 100 chats", _MS),
)

if __name__ == "__main__":
    main()
