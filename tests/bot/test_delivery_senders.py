"""Sending through senders that are slow, refuse, fail, or lose their reader."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.console import ConsoleSender
from bot.delivery import TOKEN_FIRST, TOKEN_PAUSE, Delivery
from bot.outcomes import Sent, TokenRefused
from bot.texts import Texts
from bot.wire import at_once
from storage.database import Database, connect
from storage.model import CONSOLE
from tests.fakes import bot_api_troubles as troubles
from tests.fakes.instant_clock import InstantClock
from tests.posting import bars, delivery, owe, rows
from tests.senders import Measured

if TYPE_CHECKING:
    from pathlib import Path

    from bot.outcomes import Outcome
    from bot.render import Written
    from storage.model import Alert


AT_ONCE = at_once(30.0)


async def test_a_token_that_stays_refused_is_tried_less_and_less(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Each bar is twice the last and logged once, however many sends met it; a success ends the row."""
    outcomes: list[Outcome] = [*[TokenRefused()] * 3 * 9, Sent(1), TokenRefused(), TokenRefused()]

    class Refused(Measured):
        async def send(self, alert: Alert, message: Written) -> Outcome:
            await super().send(alert, message)
            return outcomes.pop(0)

    await database.write(owe, 7, 8, 9)
    clock = InstantClock()
    deliver = Delivery(database, Refused(), {}, Texts(), clock)
    while outcomes:
        await deliver.drain()
        clock.advance(TOKEN_PAUSE.total_seconds())
    row = [TOKEN_FIRST * 2**number for number in range(7)]
    assert bars(caplog) == [*row, TOKEN_PAUSE, TOKEN_PAUSE, TOKEN_FIRST]


async def test_only_so_many_go_at_once(database: Database) -> None:
    """A crash can make uncertain what is on its way, so that is kept few."""
    sender = Measured()
    sender.gate.clear()
    await database.write(owe, *range(1, 3 * AT_ONCE))
    deliver = Delivery(database, sender, {}, Texts(), InstantClock())
    running = asyncio.create_task(deliver.drain())
    await asyncio.sleep(1)
    sender.gate.set()
    await running
    assert (sender.most, deliver.tally.sent) == (AT_ONCE, 3 * AT_ONCE - 1)


async def test_a_sender_that_fails_leaves_an_uncertain_alert(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that nobody foresaw is logged and swallows no alert."""
    await database.write(owe, 7)
    await Delivery(database, Measured("broken pipe"), {}, Texts(), InstantClock()).drain()
    assert await database.read(rows) == [("uncertain", 60)]
    assert "alert 1 may not have been sent" in caplog.text


async def test_a_record_that_cannot_be_shown_changes_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """What was sent is settled, although whoever listens to records fails; the log says so."""

    def fail(_: dict[str, Any]) -> None:
        raise RuntimeError

    await database.write(owe, 7)
    await Delivery(database, Measured(), {}, Texts(), InstantClock(), fail).drain()
    assert await database.read(rows) == [("sent", 0)]
    assert "could not be shown" in caplog.text


@pytest.mark.parametrize(("is_console", "state"), [(True, "waiting"), (False, "sent")])
async def test_what_nobody_reads_stays_owed(
    database: Database,
    is_console: bool,  # noqa: FBT001 - a row of the table
    state: str,
) -> None:
    """An alert for the terminal that met a closed pipe was not delivered; one in a chat was."""

    def nobody(_: dict[str, Any]) -> None:
        raise BrokenPipeError

    await database.write(owe, CONSOLE if is_console else 7)
    sender = ConsoleSender(None) if is_console else Measured()
    delivery = Delivery(database, sender, {}, Texts(), InstantClock(), nobody)
    await delivery.drain()
    assert delivery.nobody_reads.is_set()
    assert [row[0] for row in await database.read(rows)] == [state]


async def test_a_database_that_is_locked_while_recording_is_asked_again(tmp_path: Path) -> None:
    """What came of a send is written as soon as the file can be written, and only once sent."""

    class Locking(Measured):
        async def send(self, alert: Alert, message: Written) -> Outcome:
            lock.conn.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(0.4, lock.conn.execute, "ROLLBACK")
            return await super().send(alert, message)

    with Database.open(tmp_path / "a.db", lock_patience=0.05, busy_timeout=0.05) as database:
        await database.write(owe, 7)
        lock = connect(tmp_path / "a.db")
        clock = InstantClock()
        deliver = Delivery(database, Locking(), {}, Texts(), clock)
        await deliver.drain()
        lock.conn.close()
        assert (await database.read(rows), deliver.tally.sent) == ([("sent", 0)], 1)
        assert clock.slept


class Unhurried:
    """A store whose answers come a moment after they were found, as behind a long queue."""

    def __init__(self, database: Database) -> None:
        self.write = database.write
        self._read = database.read

    async def read(self, *wanted: Any, **how: Any) -> Any:  # noqa: ANN401 - whatever is read
        """Read at once, answer later."""
        found = await self._read(*wanted, **how)
        await asyncio.sleep(0.05)
        return found


async def test_what_became_due_while_it_looked_is_sent_too(database: Database) -> None:
    """A chat whose send ends during the look for alerts gets its next one before all is called done."""

    class Uneven(Measured):
        async def send(self, alert: Alert, message: Written) -> Outcome:
            await asyncio.sleep(0.02 if alert.chat == 8 else 0.0)
            return await super().send(alert, message)

    await database.write(owe, 8)
    await database.write(owe, 7, key="2")
    store = cast("Database", Unhurried(database))
    await Delivery(store, Uneven(), {}, Texts(), InstantClock()).drain()
    assert [state for state, _ in await database.read(rows)] == ["sent"] * 3


async def test_the_console_and_telegram_are_told_apart(database: Database) -> None:
    """What the terminal is owed waits for the terminal, and the other way round."""
    await database.write(owe, CONSOLE, 7)
    terminal = Delivery(database, ConsoleSender(None), {}, Texts(), InstantClock())
    await terminal.drain()
    assert await database.read(rows) == [("sent", 0), ("queued", 0)]


async def test_runs_until_stopped_and_lets_sends_end(database: Database) -> None:
    """Woken by new alerts; when told to finish, what is on its way is waited for."""
    sender = Measured()
    deliver = Delivery(database, sender, {}, Texts(), InstantClock())
    running = asyncio.create_task(deliver.run())
    await asyncio.sleep(0.05)
    await database.write(owe, 7)
    deliver.wake()
    await sender.begun.wait()
    running.cancel()
    await deliver.finish(1.0)
    assert await database.read(rows) == [("sent", 0)]


async def test_a_send_that_does_not_end_stays_for_the_next_start(database: Database) -> None:
    """Finishing waits no longer than it was given; the alert is uncertain after the restart."""
    async with delivery(database) as post:
        await post.owe(7)
        post.api.trouble(troubles.slow(60), method="sendMessage")
        running = asyncio.create_task(post.delivery.run())
        await asyncio.sleep(0.2)
        running.cancel()
        await post.delivery.finish(0.1)
        assert await database.read(rows) == [("attempting", 0)]
        await post.delivery.recover()
        assert [state for state, _ in await database.read(rows)] == ["uncertain"]
