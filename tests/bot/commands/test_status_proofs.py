"""What operators read of delivery and of the proofs, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import outbox, proofs
from tests.conftest import MORNING
from tests.desks import ask, desk_of
from tests.stories import send, stand, tell

if TYPE_CHECKING:
    from bot.commands.desk import Desk
    from storage.database import Connection, Database

OPERATOR = 78
CANARY = {"chat": OPERATOR, "ping_url": "https://example.org/a-secret-path"}


def advance(desk: Desk, minutes: float) -> None:
    """Move a desk's time on."""
    desk.clock.advance(60 * minutes)  # type: ignore[attr-defined] # a test's clock


def owed(connection: Connection) -> None:
    """Send an alert, and owe four that stand in different ways."""
    stand(connection, 2)
    send(connection, MORNING, 1, story=2)
    one, two, three, _ = tell(connection, MORNING, 1, 2, 3, 4)
    outbox.wait(connection, one.id, MORNING + timedelta(hours=1), "")
    outbox.uncertain(connection, two.id, MORNING + timedelta(hours=1), "")
    connection.conn.execute("UPDATE alerts SET state = 'held' WHERE id = ?", [three.id])


async def test_operators_see_where_alerts_stand(database: Database) -> None:
    """Those that are held are owed too, and how long the oldest has been due is told."""
    desk = await desk_of(database)
    await database.write(owed)
    advance(desk, 3)
    told = (await ask(desk, "status", operator=True)).splitlines()
    assert told[1:4] == [
        "Alerts: 1 sent, 4 owed, 0 given up. Chats: 4, 0 of them paused.",
        "Held: 1, waiting: 1, uncertain: 1, folded: 0, muted: 0.",
        "Telegram took a message 3 min ago.",
    ]
    assert told[4] == "The alert that is due longest has been so for 3 mins."


async def test_operators_see_the_age_of_every_proof(database: Database) -> None:
    """Of the way to the store, of delivery, of Telegram's last answer and of the ping; no address."""
    desk = await desk_of(database, canary=CANARY)
    told = await ask(desk, "status", operator=True)
    assert "Delivery has not been proved yet." in told
    assert "No ping has been answered yet." in told
    await database.write(proofs.owe_proof, OPERATOR, MORNING)
    await database.write(outbox.sent, 1, 9, MORNING)
    await database.write(proofs.note, proofs.PING, MORNING)
    advance(desk, 5)
    told = await ask(desk, "status", operator=True)
    assert "Delivery was proved 5 min ago.\nThe last ping was answered 5 min ago.\n" in told
    assert "example.org" not in told


async def test_operators_see_that_delivery_does_not_work(database: Database) -> None:
    """Since when nothing is sent, and why the last proof failed, in Telegram's words."""
    desk = await desk_of(database, canary=CANARY)
    await database.write(proofs.owe_proof, OPERATOR, MORNING)
    await database.write(outbox.gone, 1, "<blocked> & gone", MORNING)
    await database.write(proofs.note, proofs.SENDING, MORNING)
    await database.write(tell, MORNING, 1)
    advance(desk, 6)
    told = await ask(desk, "status", operator=True)
    assert "🔴 Nothing has been sent since 06:00 although alerts are due." in told
    assert "🔴 The last proof of delivery failed: <blocked> & gone." in told


async def test_nobody_else_sees_any_of_it(database: Database) -> None:
    """People are told how old the picture is, as ever."""
    desk = await desk_of(database, canary=CANARY)
    await database.write(owed)
    told = await ask(desk, "status")
    assert all(word not in told for word in ("Held", "Telegram", "proved", "ping", "due"))
