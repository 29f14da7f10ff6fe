"""The program's own alerts in the outbox, and when something was last seen to work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import outbox, proofs, reachability
from storage.model import PROOF, AlertState, Severity
from tests.stories import send, tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Connection

CHAT = 78
HOUR = timedelta(hours=1)


def prove(connection: Connection, now: datetime) -> int:
    """Owe a proof and send it; return its id."""
    alert = proofs.owe_proof(connection, CHAT, now)
    assert alert is not None
    outbox.attempt(connection, alert)
    outbox.sent(connection, alert, 9, now)
    return alert


def test_what_was_seen_to_work_is_remembered(connection: Connection, now: datetime) -> None:
    """The last time of each name counts, also where a clock was put back."""
    assert proofs.at(connection, "sending") is None
    proofs.note(connection, "sending", now + HOUR)
    proofs.note(connection, "sending", now)
    proofs.note(connection, "ping", now + HOUR)
    assert proofs.at(connection, "sending") == now
    assert proofs.at(connection, "ping") == now + HOUR


def test_a_proof_is_a_silent_alert_about_nothing(connection: Connection, now: datetime) -> None:
    """It goes the way of every alert, behind all that matters more, and is no reply."""
    proofs.owe_proof(connection, CHAT, now)
    tell(connection, now, 5)
    first, last = outbox.due(connection, now, 9, [], console=False)
    assert (first.chat, last.chat, last.peer) == (5, CHAT, CHAT)
    assert (last.story, last.occasion, last.severity, last.silent) == (0, PROOF, Severity.INFO, True)
    assert (last.targets, last.reply_to) == ((), None)


def test_one_proof_is_owed_at_a_time(connection: Connection, now: datetime) -> None:
    """While one is not settled, no other is owed, whatever it waits for."""
    first = proofs.owe_proof(connection, CHAT, now)
    assert first is not None
    outbox.wait(connection, first, now + HOUR, "")
    assert proofs.owe_proof(connection, CHAT, now + HOUR) is None
    outbox.sent(connection, first, 9, now + HOUR)
    assert proofs.owe_proof(connection, CHAT, now + HOUR) is not None


def test_proofs_are_counted(connection: Connection, now: datetime) -> None:
    """The states add up, and the last that was sent is known behind others that failed."""
    for hour in range(3):
        prove(connection, now + hour * HOUR)
    for hour in range(3, 6):
        alert = proofs.owe_proof(connection, CHAT, now + hour * HOUR)
        assert alert is not None
        outbox.gone(connection, alert, "blocked", now + hour * HOUR)
    totals = outbox.totals(connection)
    assert (totals[AlertState.SENT], totals[AlertState.GONE]) == (3, 3)
    assert sum(totals.values()) == outbox.enqueued(connection) == 6
    assert proofs.last_alert(connection, CHAT) == now + 2 * HOUR


def test_what_became_of_a_proof_is_told(connection: Connection, now: datetime) -> None:
    """Owed, sent, and why the newest failed, until one is sent again."""
    assert proofs.of_chat(connection, CHAT) == proofs.AlertProofs()
    prove(connection, now)
    assert proofs.of_chat(connection, CHAT) == (now, now, "")
    proofs.owe_proof(connection, CHAT, now + HOUR)
    reachability.give_up_chat(connection, CHAT, "bot was blocked by the user", now + HOUR)
    proofs.owe_proof(connection, CHAT, now + 2 * HOUR)
    assert proofs.of_chat(connection, CHAT) == (now + 2 * HOUR, now, "bot was blocked by the user")


def test_other_alerts_are_no_proof(connection: Connection, now: datetime) -> None:
    """Neither what the chat follows, nor another chat's proof."""
    send(connection, now, CHAT)
    assert proofs.last_alert(connection, CHAT) is None
    prove(connection, now)
    assert proofs.last_alert(connection, 5) is None


def test_the_last_proof_is_found_by_index(connection: Connection) -> None:
    """A chat's other alerts are not walked through."""
    statements: list[str] = []
    connection.conn.set_trace_callback(statements.append)
    proofs.last_alert(connection, CHAT)
    proofs.of_chat(connection, CHAT)
    connection.conn.set_trace_callback(None)
    for statement in statements:
        (plan,) = connection.conn.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        assert "(chat=? AND story=?)" in plan["detail"]
