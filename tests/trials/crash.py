"""Kill the program at random points of a fan-out, restart it, and count what arrived.

``python -m tests.trials.crash --kills 50 [--chats 60] [--seed 1]`` prints the figures. Before each
start a new post is published that every chat is owed; the Bot API is another process, which notes each
message before it answers. The program's own classes run, only less patient with uncertain alerts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sqlite3
import sys
from collections import Counter
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.demo.shown import Shown
from storage import chats, outbox
from storage.database import Database, connect
from storage.model import AlertState
from tests.trials.program import CHANNEL, ROOT, Program, channel_of, write_config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RESEND_AFTER = 0.5
"""Seconds instead of a minute."""

PER_SECOND = 300
"""Messages instead of 30: a fan-out takes a fifth of a second, about as long as starting up to it."""

LONGEST_RUN = 0.5
"""Seconds after it is ready within which the program is killed."""

EVENT = "событие"
"""With a number, what a post tells of: each of them is a story of its own."""

_OWED = "alerts JOIN stories ON stories.id = alerts.story JOIN posts ON posts.id = stories.lead"

Told = tuple[int, str]
"""A chat, and the post's text that it was or should be told of."""


@dataclass
class Result:
    """What came of a trial.

    ``attempting`` counts for each alert the kills that hit its send, ``repeats`` what the outbox says
    of it. ``enqueued`` and ``sent`` are the outbox's own sums.
    """

    kills: int
    owed: set[Told] = field(default_factory=set)
    arrived: Counter[Told] = field(default_factory=Counter)
    attempting: Counter[Told] = field(default_factory=Counter)
    repeats: Counter[Told] = field(default_factory=Counter)
    enqueued: int = 0
    sent: int = 0

    @property
    def lost(self) -> set[Told]:
        """What was owed and never arrived."""
        return self.owed - set(self.arrived)

    @property
    def excess(self) -> Counter[Told]:
        """Copies beyond one for each kill that hit the alert's send."""
        return self.arrived - Counter(self.owed) - self.attempting

    @property
    def figures(self) -> str:
        """The result in one line."""
        copies = self.arrived - Counter(self.owed)
        return (
            f"kills {self.kills}, alerts {len(self.owed)}, delivered {len(self.owed - self.lost)},"
            f" lost {len(self.lost)}, copies {copies.total()},"
            f" most copies of one alert {max(copies.values(), default=0)},"
            f" sends hit by a kill {self.attempting.total()}, repeats counted {self.repeats.total()}"
        )


@asynccontextmanager
async def bot_api(record: Path) -> AsyncIterator[str]:
    """Run the Bot API in a process of its own; give its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.bot_api", "--record", str(record)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


async def trial(folder: Path, kills: int, people: int, seed: int) -> Result:
    """Kill and restart so often, then let the program finish; return what came of it."""
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    everybody = range(1, people + 1)
    result, hit = Result(kills), set[tuple[int, str, int]]()
    words = ("--resend-after", str(RESEND_AFTER))
    async with bot_api(folder / "record.jsonl") as api, channel_of() as previews:
        topics = "".join(_topic(f"{EVENT}{number}") for number in range(1, kills + 2))
        config = write_config(folder, previews.url, api, PER_SECOND, topics)
        await _subscribe(folder, everybody)
        for number in range(1, kills + 2):
            text = f"{EVENT}{number}"
            previews.shelf.put(CHANNEL, [Shown(number, datetime.now(UTC), text)])
            result.owed |= {(chat, text) for chat in everybody}
            async with Program(config, words, "tests.trials.wired") as program:
                if number <= kills:
                    await _kill(program, chance)
                    hit |= _attempting(folder)
                else:
                    await _finish(program, folder, number)
    result.attempting = Counter((chat, text) for chat, text, _ in hit)
    _take_stock(folder, result)
    return result


def _topic(word: str) -> str:
    return f'[[topics]]\nname = "{word}"\nseverity = "critical"\nrule = "={word}"\n'


async def _subscribe(folder: Path, everybody: range) -> None:
    with Database.open(folder / "regionwatch.db") as database:
        for chat in everybody:
            await database.write(chats.follow, chat, "all", datetime.now(UTC))


async def _kill(program: Program, chance: random.Random) -> None:
    """Kill at a random point: one time in ten while it starts, else while it polls and sends."""
    if chance.random() < 0.1:
        await asyncio.sleep(chance.uniform(0.0, 1.0))
    else:
        await program.until(lambda: "ready" in program.output, "ready")
        await asyncio.sleep(chance.uniform(0.0, LONGEST_RUN))
    await program.kill()


async def _finish(program: Program, folder: Path, number: int) -> None:
    """Let the program send all that is owed, the last post included, and stop it."""

    def is_done() -> bool:
        with closing(connect(folder / "regionwatch.db", readonly=True).conn) as look:
            stored = look.execute("SELECT count(*) FROM posts").fetchone()[0]
            owed = look.execute("SELECT count(*) FROM alerts WHERE settled IS NULL").fetchone()[0]
        return bool(stored == number and owed == 0)

    await program.until(is_done, "the last alert", seconds=60.0)
    assert (await program.stop())[0] == 0


def _told_by(folder: Path, statement: str) -> Counter[Told]:
    """Return numbers from the outbox by chat and text; the statement yields (chat, text, number)."""
    with closing(sqlite3.connect(folder / "regionwatch.db")) as look:
        return Counter({(chat, text): number for chat, text, number in look.execute(statement)})


def _attempting(folder: Path) -> set[tuple[int, str, int]]:
    """Return the alerts that were being sent when the program was killed, with the number of the attempt.

    The number tells apart who was hit again, and who has not been recovered since the kill before.
    """
    statement = f"SELECT chat, text, attempts FROM {_OWED} WHERE state = 'attempting'"  # noqa: S608 - ours
    return {(chat, text, attempt) for (chat, text), attempt in _told_by(folder, statement).items()}


def _take_stock(folder: Path, result: Result) -> None:
    """Read what arrived from the Bot API's record, and the rest from the outbox."""
    for line in (folder / "record.jsonl").read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        found = re.search(rf"{EVENT}\d+", message["text"])
        assert found is not None, message
        result.arrived[message["chat_id"], found[0]] += 1
    result.repeats = _told_by(folder, f"SELECT chat, text, repeats FROM {_OWED} WHERE repeats")  # noqa: S608 - ours
    connection = connect(folder / "regionwatch.db", readonly=True)
    result.enqueued = outbox.enqueued(connection)
    result.sent = outbox.totals(connection)[AlertState.SENT]
    connection.conn.close()


def main() -> None:
    """Run one trial and print its figures; exit 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description="Kill the program at random points and count.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--chats", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        result = asyncio.run(trial(Path(folder), words.kills, words.chats, words.seed))
    print(result.figures)  # noqa: T201 - the figures are what it is for
    sys.exit(bool(result.lost or result.excess or result.repeats != result.attempting))


if __name__ == "__main__":
    main()
