"""What operators are told of delivery: that nothing is sent, and that it is not proved."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage import outbox, proofs
from tests.conftest import MORNING
from tests.overseen import MINUTE, watched
from tests.stories import tell

if TYPE_CHECKING:
    import pytest

    from storage.database import Connection, Database

CHAT = 78
STOPPED = "🔴 Nothing has been sent since 06:00 although alerts are due."


def settle(connection: Connection, number: int, reason: str = "") -> None:
    """Settle a proof: sent, or given up for this reason."""
    if reason:
        outbox.gone(connection, number, reason, MORNING)
    else:
        outbox.sent(connection, number, 9, MORNING)


async def test_a_sender_that_stops_is_told(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """After five minutes and one of doubt, as an error in the log; and when it goes on."""
    program = await watched(database)
    await database.write(proofs.note, proofs.SENDING, MORNING)
    await database.write(tell, MORNING, 1)
    assert await program.look(after=5 * MINUTE) == []
    await program.poll(*range(14))
    assert await program.look() == []
    assert await program.look(after=MINUTE) == [STOPPED]
    assert [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR] == [STOPPED]
    assert await program.look() == []
    await database.write(proofs.note, proofs.SENDING, program.clock.now())
    assert await program.look() == ["🟢 Alerts are sent again."]


async def test_the_log_is_told_where_nobody_can_be_reached(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Operators are reached by the way that has stopped; the log has it once, they have it later."""
    program = await watched(database)
    program.is_reachable = False
    await database.write(tell, MORNING, 1)
    await program.look(after=6 * MINUTE)
    await program.poll(*range(14))
    assert [await program.look(after=MINUTE), await program.look(), await program.look()] == [[], [], []]
    assert caplog.messages == [STOPPED]
    program.is_reachable = True
    assert await program.look() == [STOPPED]


async def test_a_proof_that_failed_is_told(database: Database) -> None:
    """With the reason; and when one arrives again."""
    program = await watched(database, canary={"every": "0s", "chat": CHAT})
    await database.write(proofs.owe_proof, CHAT, MORNING)
    await database.write(settle, 1, "bot was blocked by the user")
    await program.look(after=MINUTE)
    assert await program.look(after=MINUTE) == [
        "🔴 The last proof of delivery failed: bot was blocked by the user."
    ]
    await database.write(proofs.owe_proof, CHAT, MORNING)
    await database.write(settle, 2)
    assert await program.look() == ["🟢 Delivery is proved again."]


async def test_proofs_that_do_not_come_are_told(database: Database) -> None:
    """Three intervals after the last one."""
    program = await watched(database, canary={"every": "0s", "chat": CHAT, "alert_every": "1m"})
    await database.write(proofs.owe_proof, CHAT, MORNING)
    await database.write(settle, 1)
    assert await program.look(after=3 * MINUTE) == []
    await program.poll(*range(14))
    assert await program.look() == []
    assert await program.look(after=MINUTE) == ["🔴 No proof of delivery has been sent since 06:00."]


async def test_a_quiet_region_is_no_standstill(database: Database) -> None:
    """Where nothing is due, nobody waits for an answer."""
    program = await watched(database)
    await database.write(proofs.note, proofs.SENDING, MORNING)
    assert await program.look(after=4 * MINUTE) == []
    for _ in range(9):
        await program.poll(*range(14))
        assert await program.look(after=4 * MINUTE) == []


async def test_a_sender_goes_on_when_a_message_was_taken(database: Database) -> None:
    """Not when what was due is settled otherwise: that says nothing of the way to Telegram."""
    program = await watched(database)
    await database.write(proofs.note, proofs.SENDING, MORNING)
    await database.write(tell, MORNING, 1)
    await program.look(after=6 * MINUTE)
    await program.poll(*range(14))
    assert await program.look(after=MINUTE) == [STOPPED]
    await database.write(settle, 1, "the story was muted")
    assert await program.look() == []
