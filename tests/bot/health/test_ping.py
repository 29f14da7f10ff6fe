"""The dead man's switch: asked while everything works, and no more when it does not."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.health import canary
from bot.health.delivery_proof import Proofs
from bot.health.ping import DeadMansSwitch, not_alive
from storage import proofs, sources
from storage.model import Source, SourceState
from storage.proofs import AlertProofs
from storage.sending import Sending
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.instant_clock import InstantClock
from tests.fakes.ping_server import PingServer
from tests.stories import tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.setup import Setup
    from storage.database import Database

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECRET = "a-secret-path"  # noqa: S105 - it opens nothing


@dataclass
class Switched:
    """A program with a dead man's switch, its clock, and who is asked."""

    database: Database
    server: PingServer
    setup: Setup

    def __post_init__(self) -> None:
        self.clock = InstantClock()
        self.switch = DeadMansSwitch(self, self.database, self.clock)

    async def look(self, after: timedelta = timedelta(seconds=15)) -> int:
        """Look once, some time later; return how often the address was asked by then."""
        self.clock.advance(after.total_seconds())
        await self.switch.look()
        return len(self.server.asked)


def configured(url: str, **options: Any) -> Setup:  # noqa: ANN401 - any option
    """Return a set-up with a switch."""
    return setup_of(canary={"every": "0s", "ping_url": url, "ping_every": "5m"} | options)


@pytest.fixture
async def switched(database: Database) -> AsyncIterator[Switched]:
    """Keep a switch whose address is on loopback."""
    async with PingServer() as server:
        yield Switched(database, server, configured(f"{server.url}/{SECRET}"))


async def test_the_address_is_asked_at_its_interval(switched: Switched) -> None:
    """And the time of the last answer is remembered."""
    assert await switched.look() == 1
    assert await switched.look() == 1
    assert await switched.look(5 * MINUTE) == 2
    assert await switched.database.read(proofs.at, "ping") == switched.clock.now()
    assert switched.server.asked == [f"/{SECRET}"] * 2


async def test_nobody_is_asked_while_sending_stands_still(
    switched: Switched, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and as soon as Telegram answers, the address is asked again."""
    await switched.database.write(tell, MORNING, 1)
    assert await switched.look(6 * MINUTE) == 0
    assert await switched.look() == 0
    (told,) = caplog.messages
    assert told.endswith("fails: nobody is asked, because nothing is sent although alerts are due")
    await switched.database.write(proofs.note, proofs.SENDING, switched.clock.now())
    assert await switched.look() == 1


async def test_nobody_is_asked_while_the_way_to_the_store_is_not_proved(switched: Switched) -> None:
    """A start is given three flights; then only a proof counts."""
    switched.setup = configured(f"{switched.server.url}/", every="1m")
    assert await switched.look() == 1
    assert await switched.look(5 * MINUTE) == 1
    await switched.database.write(sources.rest, Source("feed", canary.NAME))
    proof = SourceState(canary.KEY, last_post=switched.clock.now())
    await switched.database.write(sources.save, proof)
    assert await switched.look() == 2


async def test_an_address_that_fails_is_told_once_and_asked_at_its_time(
    switched: Switched, caplog: pytest.LogCaptureFixture
) -> None:
    """And when it answers again; the log never holds the address."""
    caplog.set_level(logging.DEBUG)
    switched.server.status = 500
    assert [await switched.look(), await switched.look(), await switched.look(5 * MINUTE)] == [1, 1, 2]
    assert await switched.database.read(proofs.at, "ping") is None
    switched.server.status = 200
    assert await switched.look(5 * MINUTE) == 3
    told = [one.getMessage() for one in caplog.records if one.name.startswith("bot.")]
    assert told == [
        "the ping of the dead man's switch fails: it answers with status 500",
        "the ping of the dead man's switch is answered again",
    ]
    assert SECRET not in caplog.text


async def test_a_clock_that_was_put_back_keeps_no_ping_back(switched: Switched) -> None:
    """Whoever waits for it would raise a false alarm."""
    assert await switched.look() == 1
    assert await switched.look(-HOUR) == 2
    assert await switched.look() == 2
    assert await switched.look(5 * MINUTE) == 3


async def test_without_an_address_nobody_is_asked(switched: Switched) -> None:
    """Nor is it called a failure."""
    switched.setup = setup_of()
    assert await switched.look(HOUR) == 0


def test_what_is_alive() -> None:
    """Each proof that is asked for counts, and none that is not."""
    setup = setup_of(canary={"every": "0s", "chat": 78})
    late = Proofs(alert=AlertProofs(MORNING, MORNING - 19 * HOUR))
    assert not_alive(late, setup, MORNING, MORNING - 20 * HOUR) == "delivery is not proved"
    assert not_alive(late, setup, MORNING, MORNING) == ""
    failed = Proofs(alert=AlertProofs(MORNING, MORNING, "blocked"))
    assert not_alive(failed, setup, MORNING, MORNING).endswith("failed: blocked")
    assert not_alive(failed, setup_of(canary={"every": "0s"}), MORNING, MORNING) == ""
    waiting = Proofs(sending=Sending(None, 1))
    assert not_alive(waiting, setup_of(), MORNING, MORNING).startswith("nothing is sent")
