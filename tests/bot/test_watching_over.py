"""What operators are told of the sources: once, in time, in one message, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot import canary
from bot.standings import Usual
from bot.watching_over import GATHER, WatchingOver
from storage import sources
from storage.model import SourceState, Trouble
from tests.conftest import MORNING
from tests.desks import setup_of
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from bot.setup import Setup
    from storage.database import Database

MINUTE = timedelta(minutes=1)
READ = SourceState("", first_success=MORNING - timedelta(days=30))


def key(number: int) -> str:
    """Return the name of a source."""
    return f"telegram:channel_{number}"


def _wait(failures: int) -> timedelta:
    return timedelta(minutes=min(2.0 ** max(failures - 1, 0), 10.0))


@dataclass
class Watched:
    """A program with so many sources, its clock, and what its operators were told."""

    database: Database
    setup: Setup
    clock: InstantClock = field(default_factory=InstantClock)
    told: list[list[str]] = field(default_factory=list)
    is_reachable: bool = True
    polls: int = 0
    usual: Usual | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start watching over, as after a restart."""
        self.over = WatchingOver(self, self.database, self.clock, lambda: self.polls, lambda _: self.usual)

    async def reach_operators(self, lines: Sequence[str]) -> bool:
        """Note what is told."""
        if self.is_reachable:
            self.told.append(list(lines))
        return self.is_reachable

    async def poll(self, *numbers: int, trouble: Trouble | None = None, failures: int = 3) -> None:
        """Poll these sources: they are read, or have this trouble so many times in a row by now."""
        now = self.clock.now()
        for number in numbers:
            before = await self.database.read(sources.state, key(number))
            planned = now + _wait(failures if trouble else 0)
            tried = replace(before, last_attempt=now, next_poll=planned, trouble=trouble)
            if trouble:
                since = before.trouble_since or now
                state = replace(tried, failures=failures, trouble_since=since)
            else:
                state = replace(tried, failures=0, trouble_since=None, last_success=now)
            state = replace(state, first_success=READ.first_success)
            await self.database.write(sources.save, state)
        self.polls += 1

    async def look(self, *, after: timedelta = timedelta(seconds=15)) -> list[str]:
        """Look once, some time later; return what was told by it."""
        self.clock.advance(after.total_seconds())
        before = len(self.told)
        await self.over.look()
        return [line for lines in self.told[before:] for line in lines]


async def watched(database: Database, count: int = 14, **more: Any) -> Watched:  # noqa: ANN401 - configuration
    """Return a program all of whose sources were read just now."""
    more = {"canary": {"every": "0s"}} | more
    many = [{"kind": "telegram", "name": f"channel_{number}"} for number in range(count)]
    setup = setup_of(sources=many, polling={"min_interval": "1m"}, **more)
    await database.write(sources.configure, setup.sources)
    made = Watched(database, setup)
    await made.poll(*range(count))
    return made


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


async def test_what_has_failed_for_long_does_not_wait(database: Database) -> None:
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
    (told,) = await program.look()
    assert told.startswith("🟡 telegram:channel_0 is read without trouble, but shows nothing new since")
    assert told.endswith("usual is about 9 posts a day")
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


async def test_polling_that_stands_still_is_told(database: Database) -> None:
    """No poll has ended although all are overdue; and when they go on."""
    program = await watched(database)
    assert await program.look() == []
    assert await program.look(after=5 * MINUTE) == []
    assert await program.look(after=2 * MINUTE) == ["🔴 Polling stands still: no poll has ended since 06:00."]
    assert await program.look() == []
    program.start()
    assert await program.look() == []
    await program.poll(*range(14))
    assert await program.look() == ["🟢 Polling goes on again."]


async def test_a_host_that_wants_silence_is_no_standstill(database: Database) -> None:
    """Where every next poll lies ahead, nothing is overdue."""
    program = await watched(database, count=1)
    state = await database.read(sources.state, key(0))
    await database.write(sources.save, replace(state, next_poll=program.clock.now() + 60 * MINUTE))
    assert await program.look(after=14 * MINUTE) == []


async def test_a_canary_that_does_not_arrive_is_told(database: Database) -> None:
    """Three flights long; and when it arrives again."""
    program = await watched(database, canary={"every": "1m"})
    assert await program.look(after=2 * MINUTE) == []
    await program.poll(*range(14))
    assert await program.look(after=2 * MINUTE) == [
        "🔴 The way from wire to store does not work since 06:00: silence means nothing."
    ]
    proved = replace(SourceState(canary.KEY), last_post=program.clock.now())
    await database.write(sources.save, proved)
    assert await program.look() == ["🟢 The way from wire to store works again."]


async def test_a_store_that_cannot_be_read_ends_nothing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The look after it is made all the same."""
    program = await watched(database)
    await database.write(
        lambda connection: connection.conn.execute("ALTER TABLE sources RENAME TO away") and None
    )
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
            due[number] = program.clock.now() + _wait(failures[number])
        await program.look()
    assert [len(lines) for lines in program.told] == [2, 1]
    assert "14 of 14 sources cannot be read" in program.told[0][0]
    assert "14 sources can be read again; 0 of 14 cannot" in program.told[1][0]
