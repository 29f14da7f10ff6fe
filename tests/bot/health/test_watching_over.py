"""What operators are told of the sources: once, in time, in one message, and when it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.health.watching_over import GATHER
from monitors.rhythm.usual import Usual
from storage import sources
from storage.model import Trouble
from tests.overseen import MINUTE, wait, watched

if TYPE_CHECKING:
    import pytest

    from storage.database import Connection, Database


CRASH = "CREATE TRIGGER crash BEFORE UPDATE OF told ON sources BEGIN SELECT raise(ABORT, 'x'); END"


async def test_a_broken_source_is_told_once_and_when_it_is_over(database: Database) -> None:
    """With since when and why; looks in between say nothing."""
    program = await watched(database)
    assert await program.look() == []
    await program.poll(3, trouble=Trouble.NO_PREVIEW)
    told = "🔴 telegram:channel_3: broken since 06:00, its public preview was switched off"
    assert await program.look() == [told]
    assert await program.look() == []
    await program.poll(3)
    assert await program.look() == ["🟢 telegram:channel_3 can be read again"]
    assert await program.look() == []


async def test_a_restart_tells_nothing_twice(database: Database) -> None:
    """What was told is in the store."""
    program = await watched(database)
    await program.poll(3, trouble=Trouble.DNS)
    assert len(await program.look()) == 1
    program.start()
    assert await program.look() == []


async def test_what_could_not_be_handed_over_is_told_later(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Also by the program that is started next; the log has it at once, and once."""
    program = await watched(database)
    program.is_reachable = False
    await program.poll(3, trouble=Trouble.TLS)
    for _ in range(3):
        await program.look()
    assert caplog.text.count("channel_3: broken") == 1
    program.start()
    program.is_reachable = True
    assert len(await program.look()) == 1
    assert await program.look() == []


async def test_a_crash_after_the_message_tells_it_again(database: Database) -> None:
    """Twice rather than never: what was told is written after it was handed over."""
    program = await watched(database)
    await program.poll(3, trouble=Trouble.TLS)
    await database.write(_run, CRASH)
    assert len(await program.look()) == 1
    await database.write(_run, "DROP TRIGGER crash")
    program.start()
    assert len(await program.look()) == 1
    assert await program.look() == []


def _run(connection: Connection, statement: str) -> None:
    connection.conn.execute(statement)


async def test_many_at_once_are_one_sentence(database: Database) -> None:
    """Twelve of fourteen, why, and what they have in common; then how many can be read again."""
    program = await watched(database)
    await program.poll(*range(12), trouble=Trouble.FORBIDDEN)
    await program.poll(12, 13)
    first, second = await program.look()
    assert first == "🔴 12 of 14 sources cannot be read: its server does not let the bot in (12)."
    assert second == "All of them are of telegram."
    await program.poll(*range(12))
    assert await program.look() == ["🟢 12 sources can be read again; 0 of 14 cannot."]


async def test_when_everything_fails_our_own_network_is_named(database: Database) -> None:
    """With the reasons that a network has."""
    program = await watched(database, count=3)
    await program.poll(0, 1, trouble=Trouble.DNS)
    await program.poll(2, trouble=Trouble.CONNECTION)
    first, second = await program.look()
    assert first.startswith("🔴 3 of 3 sources cannot be read: ")
    assert "own network" in second


async def test_those_that_are_on_their_way_are_waited_for(database: Database) -> None:
    """A network that breaks is noticed source by source; it is told in one message within minutes."""
    program = await watched(database)
    await program.poll(*range(13), trouble=Trouble.TIMEOUT, failures=1)
    await program.poll(13, trouble=Trouble.TIMEOUT)
    assert await program.look() == []
    told = await program.look(after=GATHER)
    assert told[0] == "🔴 14 of 14 sources cannot be read: its server does not answer in time (14)."
    assert await program.look() == []
    await program.poll(*range(13), trouble=Trouble.TIMEOUT)
    assert await program.look() == []


async def test_what_has_failed_for_long_does_notwait(database: Database) -> None:
    """Of sources that are polled seldom, the third failure is late enough."""
    program = await watched(database)
    await program.poll(13, trouble=Trouble.TIMEOUT, failures=1)
    program.clock.advance(1200)
    await program.poll(0, trouble=Trouble.TIMEOUT, failures=1)
    await program.poll(13, trouble=Trouble.TIMEOUT)
    assert (await program.look())[0].startswith("🔴 telegram:channel_13: broken since 06:00")


async def test_those_that_recover_are_waited_for(database: Database) -> None:
    """And told in one message too."""
    program = await watched(database)
    await program.poll(*range(14), trouble=Trouble.TIMEOUT)
    await program.look()
    await program.poll(0, 1)
    assert await program.look() == []
    await program.poll(*range(2, 14))
    assert await program.look() == ["🟢 14 sources can be read again; 0 of 14 cannot."]


async def test_a_source_that_comes_and_goes_makes_no_storm(database: Database) -> None:
    """Told a few times, then with how often, then not for hours."""
    program = await watched(database)
    for _ in range(30):
        await program.poll(3, trouble=Trouble.TIMEOUT)
        await program.look()
        await program.poll(3)
        await program.look()
    assert len(program.told) == 5
    assert "It comes and goes, 3 times by now." in program.told[-1][0]


async def test_a_silent_source_is_told_with_what_is_usual(database: Database) -> None:
    """Read, but quieter than its rhythm makes likely; what ends by itself is learnt from."""
    program = await watched(database)
    program.usual = Usual(9.2, 25.0)
    await database.write(sources.configure, program.setup.sources[:1])
    assert await program.look() == ["🟡 telegram:channel_0 is read, but shows nothing new for long"]
    program.usual = Usual(9.2, 0.1)
    assert await program.look() == ["🟢 telegram:channel_0: fresh again"]
    program.usual = Usual(9.2, 35.0)
    assert await program.look() == []


async def test_a_start_after_a_long_pause_is_no_alarm(database: Database) -> None:
    """Every source is late then; only one that stays so is told."""
    program = await watched(database, count=2)
    program.clock.advance(86_400)
    program.start()
    assert await program.look() == []
    for _ in range(20):
        await program.poll(1)
        await program.look(after=MINUTE)
    assert [line for lines in program.told for line in lines] == [
        "🟡 telegram:channel_0: late since 22 May, 06:00, it was not read in its time"
    ]


async def test_a_store_that_cannot_be_read_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The look after it is made all the same."""
    program = await watched(database)
    await database.write(_run, "ALTER TABLE sources RENAME TO away")
    assert await program.look() == []
    assert "the sources are not watched over" in caplog.text


async def test_an_outage_of_an_hour_is_two_messages(database: Database) -> None:
    """Every source fails and recovers at its own time, one after the other."""
    program = await watched(database)
    failures = dict.fromkeys(range(14), 0)
    due = {number: program.clock.now() + number * timedelta(seconds=4) for number in failures}
    for tick in range(5 * 60):
        is_down = tick < 4 * 60
        for number in [n for n, moment in due.items() if moment <= program.clock.now()]:
            failures[number] = failures[number] + 1 if is_down else 0
            trouble = Trouble.CONNECTION if is_down else None
            await program.poll(number, trouble=trouble, failures=failures[number])
            due[number] = program.clock.now() + wait(failures[number])
        await program.look()
    assert [len(lines) for lines in program.told] == [2, 1]
    assert "14 of 14 sources cannot be read" in program.told[0][0]
    assert "14 sources can be read again; 0 of 14 cannot" in program.told[1][0]
