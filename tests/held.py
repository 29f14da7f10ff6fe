"""What tests of held alerts need: chats with wishes, and how alerts stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage import announcing, chats, holding, outbox
from storage.model import DeliveryPolicy, Mode, Severity, Trust, Wishes
from tests.stories import stand

if TYPE_CHECKING:
    from storage.database import Connection

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DRONE = {"topic:drone": Severity.WARNING}
GRAVE_DRONE = {"topic:drone": Severity.CRITICAL}
POLICY = DeliveryPolicy(zone=AMSTERDAM)
FLOODED = DeliveryPolicy(zone=AMSTERDAM, flood=3)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AS_USUAL = Wishes()
DAILY = Wishes(Mode.DIGEST, "daily 08:00")
NIGHTLY = Wishes(quiet="23:00-07:00")
SILENT = Wishes(Mode.SILENT)


def at(text: str) -> datetime:
    """Return a moment of the day on which tests begin, or of a day after ``+N``, in UTC: ``08:00+1``."""
    clock, _, days = text.partition("+")
    hour, minute = map(int, clock.split(":"))
    return datetime(2023, 5, 22, hour, minute, tzinfo=UTC) + timedelta(days=int(days or 0))


def wish(connection: Connection, now: datetime, wishes: Wishes = AS_USUAL, chat: int = 1) -> None:
    """Let a chat follow drones, and be told of all as it wishes."""
    chats.follow(connection, chat, "topic:drone", now)
    connection.conn.execute(
        "UPDATE chats SET mode = ?, digest = ?, quiet = ?, zone = ?, critical_through = ? WHERE id = ?",
        [int(wishes.mode), wishes.digest, wishes.quiet, wishes.zone, wishes.critical_through, chat],
    )
    holding.plan_chat(connection, chat, now, AMSTERDAM)


def prefer(connection: Connection, now: datetime, target: str, mode: Mode | None, chat: int = 1) -> None:
    """Let a chat be told of one thing otherwise than of all."""
    chats.follow(connection, chat, target, now)
    connection.conn.execute(
        "UPDATE subscriptions SET mode = ? WHERE chat = ? AND target = ?",
        [None if mode is None else int(mode), chat, target],
    )
    holding.plan_chat(connection, chat, now, AMSTERDAM)


def owe(connection: Connection, now: datetime, *stories: int, grave: bool = False) -> int:
    """Owe stories about drones that have just been told to those who follow them; return how many alerts."""
    wanted = GRAVE_DRONE if grave else DRONE
    added = 0
    for story in stories:
        stand(connection, story, last=now, targets=wanted)
        added += announcing.announce(connection, story, wanted, Trust.UNCONFIRMED, now)
    return added


def send_due(connection: Connection, now: datetime) -> list[int]:
    """Send whatever is due, and return whose message it was: the story, or 0 for a summary."""
    sent = []
    while due := outbox.due(connection, now, 99, [], console=False):
        for alert in due:
            outbox.attempt(connection, alert.id)
            outbox.sent(connection, alert.id, 100 * alert.id, now, shown=1)
            sent.append(alert.story)
    return sent


def standing(connection: Connection, chat: int = 1) -> list[tuple[int, str, str]]:
    """Return of a chat's alerts story, state, and when they are due (as ``HH:MM``), in order."""
    rows = connection.conn.execute(
        "SELECT story, state, substr(due, 12, 5) AS due FROM alerts WHERE chat = ? ORDER BY id", [chat]
    )
    return [(row["story"], row["state"], row["due"]) for row in rows]


def kinds(connection: Connection) -> list[tuple[int, str]]:
    """Return of each summary its chat and its kind, in order."""
    rows = connection.conn.execute("SELECT chat, kind FROM summaries ORDER BY alert")
    return [(row["chat"], row["kind"]) for row in rows]


def marks(connection: Connection, chat: int = 1) -> list[tuple[int, bool, bool]]:
    """Return of a chat's alerts story, whether they are silent, and whether they are late."""
    rows = connection.conn.execute(
        "SELECT story, silent, late FROM alerts WHERE chat = ? ORDER BY id", [chat]
    )
    return [(row["story"], bool(row["silent"]), bool(row["late"])) for row in rows]
