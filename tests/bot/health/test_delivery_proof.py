"""An alert of the program's own at an interval, and what is said when delivery does not work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.health.delivery_proof import (
    DeliveryCanary,
    Proofs,
    has_stopped,
    is_due,
    overdue_since,
    problem,
)
from bot.texts import Texts
from storage import outbox
from storage.proofs import AlertProofs
from storage.sending import Sending
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from bot.setup import Setup
    from storage.database import Connection, Database

CHAT = 78
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVERY = 6 * HOUR


@dataclass
class Program:
    """A program with this set-up."""

    setup: Setup


def program(**options: Any) -> Program:  # noqa: ANN401 - any option
    """Return a program whose canary has these options."""
    return Program(setup_of(canary={"chat": CHAT} | options))


def said(seen: Proofs, **options: Any) -> str | None:  # noqa: ANN401 - any option
    """Return what is wrong with delivery in the morning."""
    return problem(seen, program(**options).setup, MORNING, Texts())


@dataclass
class Caged:
    """A canary over a database, its clock, and how often delivery was woken."""

    database: Database
    program: Program
    woken: int = 0

    def __post_init__(self) -> None:
        self.clock = InstantClock()
        self.canary = DeliveryCanary(self.program, self.database, self.clock, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def look(self, after: timedelta) -> int:
        """Look once, some time later; return how many proofs were ever owed."""
        self.clock.advance(after.total_seconds())
        await self.canary.look()
        return await self.database.read(outbox.enqueued)


def settle(connection: Connection, number: int, reason: str = "") -> None:
    """Settle a proof: sent, or given up for this reason."""
    if reason:
        outbox.gone(connection, number, reason, MORNING)
    else:
        outbox.sent(connection, number, 9, MORNING)


async def test_a_proof_is_owed_at_its_interval(database: Database) -> None:
    """The first at once, the others when it is time, and delivery is woken for each."""
    caged = Caged(database, program())
    assert await caged.look(MINUTE) == 1
    await database.write(settle, 1)
    assert await caged.look(EVERY - MINUTE) == 1
    assert await caged.look(MINUTE) == 2
    assert caged.woken == 2


async def test_a_restart_owes_no_proof_of_its_own(database: Database) -> None:
    """When the last one was owed stands in the store."""
    assert await Caged(database, program()).look(MINUTE) == 1
    await database.write(settle, 1)
    assert await Caged(database, program()).look(5 * HOUR) == 1


async def test_a_proof_that_failed_goes_again_within_an_hour(database: Database) -> None:
    """The chat may be there again: whoever mended it wants to see that."""
    caged = Caged(database, program())
    assert await caged.look(MINUTE) == 1
    await database.write(settle, 1, "bot was blocked by the user")
    assert await caged.look(59 * MINUTE) == 1
    assert await caged.look(MINUTE) == 2


async def test_a_clock_that_was_put_back_keeps_no_proof_back(database: Database) -> None:
    """What was owed at a time that is yet to come does not count."""
    caged = Caged(database, program())
    assert await caged.look(timedelta(days=1)) == 1
    await database.write(settle, 1)
    assert await caged.look(-HOUR) == 2


async def test_without_a_chat_nothing_is_owed(database: Database) -> None:
    """Nobody is told of what nobody asked for."""
    assert await Caged(database, Program(setup_of())).look(MINUTE) == 0


async def test_a_store_that_cannot_be_written_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says why, and the next look tries again."""
    caged = Caged(database, program())
    await database.write(lambda c: c.conn.execute("ALTER TABLE tallies RENAME TO elsewhere"))
    await caged.canary.look()
    assert "no proof of delivery can be owed" in caplog.text
    await database.write(lambda c: c.conn.execute("ALTER TABLE elsewhere RENAME TO tallies"))
    assert await caged.look(MINUTE) == 1


def test_sending_has_stopped_when_alerts_wait_and_nothing_is_answered() -> None:
    """Either alone is in order; an answer counts for five minutes."""
    assert has_stopped(Sending(None, 1), MORNING)
    assert has_stopped(Sending(MORNING - 6 * MINUTE, 1), MORNING)
    assert not has_stopped(Sending(MORNING - 5 * MINUTE, 1), MORNING)
    assert not has_stopped(Sending(MORNING - HOUR, 0), MORNING)
    assert not has_stopped(Sending(), MORNING)


def test_three_proofs_may_be_late() -> None:
    """Counted from the last one, or from the start where that is later."""
    began, seen = MORNING - 99 * HOUR, AlertProofs(MORNING, MORNING - 3 * EVERY)
    assert overdue_since(seen, EVERY, MORNING, began) is None
    assert overdue_since(seen, EVERY, MORNING + MINUTE, began) == MORNING - 3 * EVERY
    assert overdue_since(seen, EVERY, MORNING + MINUTE, MORNING) is None
    assert overdue_since(AlertProofs(began), EVERY, MORNING, began) == began
    assert overdue_since(AlertProofs(), EVERY, MORNING, began) is None
    assert is_due(AlertProofs(), EVERY, MORNING)


@pytest.mark.parametrize(
    ("seen", "line"),
    [
        (
            Proofs(sending=Sending(MORNING - HOUR, 2)),
            "nothing has been sent since 05:00 although 2 alerts are",
        ),
        (Proofs(sending=Sending(None, 1)), "nothing has been sent yet although 1 alert is due"),
        (Proofs(alert=AlertProofs(MORNING, MORNING - 19 * HOUR)), "no proof of delivery has been sent since"),
        (
            Proofs(alert=AlertProofs(MORNING, MORNING, "blocked")),
            "the last proof of delivery failed: blocked",
        ),
    ],
    ids=["stopped", "never sent", "overdue", "failed"],
)
def test_what_is_wrong_is_said_in_a_line(seen: Proofs, line: str) -> None:
    """By the store alone."""
    assert (said(seen) or "").startswith(line)


def test_what_is_in_order_is_not_said() -> None:
    """A proof of lately, one that is on its way, and old ones of a program that sends none any more."""
    assert said(Proofs()) is None
    assert said(Proofs(alert=AlertProofs(MORNING, MORNING - EVERY))) is None
    assert said(Proofs(alert=AlertProofs(MORNING))) is None
    assert said(Proofs(alert=AlertProofs(MORNING - 99 * HOUR, failure="blocked")), chat=None) is None
