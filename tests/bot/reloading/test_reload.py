"""Watching a real file for a program that only notes what it is given."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.reloading.layers import override_path
from bot.reloading.overrides import set_topic
from bot.reloading.reload import Reload
from bot.setup import load
from storage.errors import DatabaseFull
from tests.fakes.instant_clock import InstantClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.setup import Setup

BASE = "[telegram]\nadmins = [1]\n[[topics]]\nname = 'shelling'\nrule = '{rule}'\n"


class Noting:
    """Stands where the program does: notes what it takes over and what operators are told."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.fails: Exception | None = None
        self.taken = 0
        self.told: list[tuple[str, ...]] = []

    async def take_over(self, setup: Setup) -> None:
        """Work by another set-up, if nothing fails."""
        if self.fails is not None:
            raise self.fails
        self.setup = setup
        self.taken += 1

    def tell_operators(self, lines: Sequence[str], but: int | None = None) -> None:
        """Note what is told."""
        del but
        self.told.append(tuple(lines))


class Bench:
    """A configuration file, the program that works by it, and what watches the file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "config.toml"
        self.write("обстрел")
        self.clock = InstantClock()
        self.program = Noting(load(self.path))
        self.reload = Reload(self.path, self.program, self.clock)

    def write(self, rule: str, more: str = "") -> None:
        """Write the configuration with this rule."""
        self.path.write_text(BASE.format(rule=rule) + more, encoding="utf-8")

    async def look(self, times: int = 2) -> None:
        """Look so often; two looks are needed to see that a file is at rest."""
        for _ in range(times):
            await self.reload.look()

    @property
    def rule(self) -> str:
        """The rule at work."""
        return self.program.setup.topics[0].rule.text


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a bench in a new folder."""
    return Bench(tmp_path)


async def test_what_has_not_changed_is_not_taken_over(bench: Bench) -> None:
    """Neither at first sight nor when the file is saved again as it was, nor a comment."""
    await bench.look()
    bench.write("обстрел")
    await bench.look()
    bench.write("обстрел", "# a remark\n")
    await bench.look()
    assert (bench.program.taken, bench.program.told) == (0, [])


async def test_a_change_counts_when_two_looks_see_the_same(bench: Bench) -> None:
    """What is being written is left alone, however wrong it looks meanwhile."""
    await bench.look()
    for half in ("(", "(обстрел OR"):
        bench.write(half)
        await bench.look(1)
    bench.write("(обстрел OR прилёт)")
    await bench.look(1)
    assert (bench.rule, bench.program.told) == ("обстрел", [])
    await bench.look(1)
    assert bench.rule == "(обстрел OR прилёт)"
    assert bench.program.told[0][1:] == ("• topic shelling: its rule has changed",)


async def test_a_broken_file_is_told_once_until_it_changes(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has all of its problems, and when it is mended that is told too."""
    bench.write("a AND", "".join(f"[[topics]]\nname = 'n{i}'\nrule = '('\n" for i in range(4)))
    await bench.look(5)
    assert (bench.rule, len(bench.program.told), bench.program.told[0][-1]) == ("обстрел", 1, "… and 2 more")
    assert len([one for one in caplog.messages if one.startswith("topics[")]) == 5
    bench.write("b AND")
    await bench.look()
    bench.write("обстрел")
    await bench.look()
    assert len(bench.program.told) == 3
    assert "can be used again" in bench.program.told[-1][0]


async def test_what_needs_a_restart_is_named_and_waits(bench: Bench) -> None:
    """The rest is taken over without it."""
    bench.write("прилёт", "[storage]\npath = 'other.db'\nkeep_other = '1h'\n")
    await bench.look()
    config = bench.program.setup.config
    assert (config.database.name, config.storage.keep_other) == ("regionwatch.db", timedelta(hours=1))
    assert bench.program.told[0][1:] == (
        "• topic shelling: its rule has changed",
        "• option changed, but it needs a restart: storage.path",
        "• option changed: storage.keep_other",
    )


async def test_a_file_that_is_away_for_long_is_told_once(bench: Bench) -> None:
    """An editor that moves it away for a moment is not; what comes back is taken over."""
    bench.path.unlink()
    await bench.look()
    bench.clock.advance(59)
    await bench.look()
    assert bench.program.told == []
    bench.clock.advance(2)
    await bench.look(3)
    assert bench.program.told == [("config.toml is gone, the old one stays at work.",)]
    bench.write("прилёт")
    await bench.look()
    assert bench.rule == "прилёт"


async def test_what_could_not_be_taken_over_is_tried_again(bench: Bench) -> None:
    """Where the store fails, the next look does it."""
    bench.program.fails = DatabaseFull("the disk is full")
    bench.write("прилёт")
    await bench.look(3)
    assert (bench.rule, bench.program.told) == ("обстрел", [])
    bench.program.fails = None
    await bench.look(1)
    assert bench.rule == "прилёт"


async def test_a_mistake_of_the_program_leaves_the_old_one_at_work(bench: Bench) -> None:
    """Operators hear of it once, and the next change is looked at as ever."""
    bench.program.fails = RuntimeError("a mistake")
    bench.write("прилёт")
    await bench.look(4)
    assert [told[1] for told in bench.program.told] == ["• the program failed with it (RuntimeError)"]
    bench.program.fails = None
    bench.write("удар")
    await bench.look()
    assert bench.rule == "удар"


async def test_the_override_file_is_watched_too(bench: Bench) -> None:
    """What another process writes there counts, and what is deleted counts no more."""
    override_path(bench.path).write_text("[[topics]]\nname = 'flood'\nrule = 'паводок'\n", encoding="utf-8")
    await bench.look()
    override_path(bench.path).unlink()
    await bench.look()
    lines = [told[1] for told in bench.program.told]
    assert lines == ["• topic added: flood (warning)", "• topic removed: flood"]


async def test_a_change_through_it_is_at_work_at_once(bench: Bench) -> None:
    """What is new is returned and told, and the next looks find nothing more."""
    assert await bench.reload.change(set_topic("flood", rule="паводок"), by=1) == [
        "topic added: flood (warning)"
    ]
    assert [topic.name for topic in bench.program.setup.topics] == ["shelling", "flood"]
    await bench.look(3)
    assert (bench.program.taken, len(bench.program.told)) == (1, 1)


async def test_on_request_it_is_read_at_once(bench: Bench) -> None:
    """One look is enough then, since whoever asks has finished writing."""
    answering = asyncio.create_task(bench.reload.answer())
    bench.write("прилёт")
    bench.reload.asked.set()
    async with asyncio.timeout(5):
        while not bench.program.told:  # noqa: ASYNC110 - what is waited for is a list
            await asyncio.sleep(0.01)
    answering.cancel()
    assert bench.rule == "прилёт"
