"""Numbers for Prometheus, and the verdict over HTTP."""

from __future__ import annotations

import logging
import re
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health.figures import Counts
from bot.health.metrics import Metrics, serve
from storage import proofs, sources
from storage.model import AlertState, SourceState
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.instant_clock import InstantClock
from tests.stories import send, stand, tell
from tests.storing import join, put_post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.setup import Setup
    from storage.database import Connection, Database

LISTEN = "127.0.0.1:0"
READ = SourceState("feed:wire", last_success=MORNING, last_attempt=MORNING)


@dataclass
class Program:
    """A program with this set-up."""

    setup: Setup


@dataclass
class Served:
    """A program whose numbers are served, and its clock."""

    metrics: Metrics
    clock: InstantClock

    async def get(self, path: str) -> tuple[int, str, str]:
        """Return the status, the kind and the text of what is served under a path."""
        async with aiohttp.ClientSession() as session, session.get(self.metrics.url + path) as answer:
            return answer.status, answer.headers["Content-Type"], await answer.text()

    async def numbers(self) -> dict[str, float]:
        """Return every number by its name, or its name and label, as a reader of Prometheus' text sees it."""
        _, _, text = await self.get("/metrics")
        families = text_string_to_metric_families(text)
        samples = [sample for family in families for sample in family.samples]
        return {" ".join([one.name, *one.labels.values()]): one.value for one in samples}


@pytest.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    """Serve the numbers of a program with two sources, one of which was read."""
    setup, clock = setup_of(canary={"every": "0s"}), InstantClock()
    await database.write(sources.configure, setup.sources)
    await database.write(sources.save, READ)
    counts = Counts(sent=5, repeated=2, edited=9, polls=7, is_broken=True)
    async with Metrics(LISTEN, Program(setup), database, clock, lambda: counts) as metrics:
        yield Served(metrics, clock)


def busy(connection: Connection) -> None:
    """Send two alerts, owe three, and hold one of these."""
    stand(connection, 2)
    join(connection, put_post(connection, "ashes", "Обстрел"), story=2)
    send(connection, MORNING, 1001, 1002, story=2)
    held, *_ = tell(connection, MORNING, 1003, 1004, 1005)
    connection.conn.execute("UPDATE alerts SET state = 'held' WHERE id = ?", [held.id])
    proofs.note(connection, proofs.SENDING, MORNING)
    proofs.note(connection, proofs.PING, MORNING)


async def test_the_outbox_is_told_in_numbers(served: Served, database: Database) -> None:
    """By state, all that was ever owed, and how long the oldest is due."""
    await database.write(busy)
    served.clock.advance(90)
    told = await served.numbers()
    states = {state: told[f"regionwatch_alerts {state.value}"] for state in AlertState}
    assert sum(states.values()) == told["regionwatch_alerts_enqueued_total"]
    assert (states[AlertState.SENT], states[AlertState.HELD]) == (2, 1)
    assert told["regionwatch_alert_oldest_due_age_seconds"] == 90
    assert told["regionwatch_stories_open"] == 1


async def test_moments_are_timestamps(served: Served, database: Database) -> None:
    """Of what never was there is none."""
    await database.write(busy)
    told = await served.numbers()
    moments = {name: value for name, value in told.items() if name.endswith("_timestamp_seconds")}
    assert moments == {
        f"regionwatch_last_{name}_timestamp_seconds": MORNING.timestamp() for name in ("send", "ping", "poll")
    }


async def test_sources_are_counted_by_health(served: Served) -> None:
    """Also the healths that none has."""
    told = await served.numbers()
    healths = {
        name.split()[1]: value for name, value in told.items() if name.startswith("regionwatch_sources")
    }
    assert healths == {"fresh": 1, "late": 1, "broken": 0, "gone": 0}


async def test_this_run_is_told_in_counters(served: Served) -> None:
    """What was counted since the start, and the breaker."""
    told = await served.numbers()
    counters = ("messages_sent_total", "messages_repeated_total", "messages_edited_total", "polls_total")
    assert [told[f"regionwatch_{name}"] for name in counters] == [5, 2, 9, 7]
    assert told["regionwatch_breaker_open"] == 1


async def test_a_standstill_is_a_number_and_a_status(served: Served, database: Database) -> None:
    """The line is the one of the command."""
    assert (await served.get("/health"))[0] == 200
    assert (await served.numbers())["regionwatch_sending_stopped"] == 0
    await database.write(tell, MORNING, 1)
    served.clock.advance(301)
    status, _, text = await served.get("/health")
    assert status == 503
    assert text.startswith("not healthy: nothing has been sent yet although 1 alert is due. As of 06:05, ")
    told = await served.numbers()
    assert (told["regionwatch_sending_stopped"], told["regionwatch_healthy"]) == (1, 0)


async def test_it_is_what_prometheus_reads(served: Served, database: Database) -> None:
    """Every number is explained, also in the documents, and none is about somebody."""
    await database.write(busy)
    status, kind, text = await served.get("/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=")
    named = {line.split()[2] for line in text.splitlines() if line.startswith("# HELP regionwatch_")}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert {line.split("{")[0].split()[0] for line in lines} == named
    document = Path(__file__).parents[3] / "docs" / "health.md"
    told = re.findall(r"^\| `(regionwatch_\w+)", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert named <= set(told)
    assert not any(chat in text for chat in ("1001", "1003"))


async def test_what_cannot_be_read_is_not_healthy(served: Served, database: Database) -> None:
    """Whoever asks is told so, and the program goes on."""
    await database.write(lambda c: c.conn.execute("ALTER TABLE alerts RENAME TO elsewhere"))
    assert await served.get("/metrics") == await served.get("/health")
    assert (await served.get("/health"))[0] == 503


async def test_an_address_in_use_ends_nothing(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """The log says which it is; where it is free, the log says where numbers are."""
    caplog.set_level(logging.INFO)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        metrics = Metrics(listen, Program(setup_of()), database, InstantClock())
        async with AsyncExitStack() as stack:
            assert not await serve(metrics, stack)
    assert f"no metrics: {listen} cannot be listened on (" in caplog.text
    async with AsyncExitStack() as stack:
        assert await serve(Metrics(LISTEN, Program(setup_of()), database, InstantClock()), stack)
    assert "metrics are served at http://127.0.0.1:" in caplog.text


@pytest.mark.parametrize("listen", ["192.0.2.1:0", "a" * 70 + ":1"])
async def test_an_address_of_elsewhere_ends_nothing(database: Database, listen: str) -> None:
    """One that is not this machine's, and a name that no machine can have."""
    async with AsyncExitStack() as stack:
        assert not await serve(Metrics(listen, Program(setup_of()), database, InstantClock()), stack)
