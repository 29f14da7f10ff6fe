"""The program while its store is in trouble: the disk full, the file locked, old pages held by a reader.

``python -m tests.trials.held_up [--seconds 60] [--deliveries 18000]`` prints the figures. The whole program
runs as a process of its own in the middle of a fan-out. For so many seconds it may write no file beyond a
size, as on a full disk or at a quota; then another program locks the database for as long. At last a reader
holds on to what it saw during two thirds of a fan-out of so many deliveries, as many as ten minutes at 30 a
second have: so the log of the database can only grow, and must be small again afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage.database import LOG_SIZE, connect
from tests.trials.findings import Findings, conclude
from tests.trials.sending import fanned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.trials.program import Program

CHATS, PER_SECOND = 200, 20.0
FAST = 300.0

ROOM = 32_768
"""Bytes that a file may have on a full disk: less than the log of the database has by then."""

GOES_ON = 10.0
"""Seconds after which something must be sent once the trouble is over."""


@contextmanager
def full(program: Program, _: Path) -> Iterator[None]:
    """Let the program write no file beyond a size."""
    pid = program.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def locked(_: Program, path: Path) -> Iterator[None]:
    """Keep the database locked, as another program's transaction does."""
    with closing(connect(path).conn) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def held(
    folder: Path,
    name: str,
    hold: Callable[[Program, Path], AbstractContextManager[None]],
    seconds: float,
) -> Findings:
    """Trouble the store in the middle of a fan-out."""
    found = Findings(f"held_up, {name}")
    async with fanned(folder, CHATS, per_second=PER_SECOND) as it, it.program() as program:
        await it.until_sent(program, CHATS // 6)
        with hold(program, folder / "regionwatch.db"):
            await asyncio.sleep(1.0)  # what was under way may still arrive
            before = len(it.api.accepted)
            await asyncio.sleep(seconds)
            meanwhile = len(it.api.accepted) - before
            is_there = program.process.returncode is None
        began = time.monotonic()
        await it.until_sent(program, len(it.api.accepted) + 1)
        first = time.monotonic() - began
        await it.until_done(program)
        code, _ = await program.stop()
        found.tell(
            f"{CHATS} deliveries at {PER_SECOND:.0f}/s, {seconds:.0f} s of it after {before}:"
            f" {meanwhile} sent meanwhile, goes on after {first:.1f} s, lost {it.lost}, {it.repeats},"
            f" exit {code}"
        )
    found.promise("the program stays", holds=is_there)
    found.promise(f"nothing is sent that cannot be noted, but {meanwhile}", holds=meanwhile == 0)
    found.promise(f"goes on within {GOES_ON} s, but {first:.1f}", holds=first <= GOES_ON)
    return it.check(found, most=1)


async def read_on(folder: Path, deliveries: int) -> Findings:
    """Hold a reader's transaction open during two thirds of a fan-out."""
    found = Findings("held_up, a reader")
    async with fanned(folder, deliveries, per_second=FAST) as it, it.program() as program:
        await it.until_sent(program, 1)
        path = folder / "regionwatch.db"
        with closing(connect(path, readonly=True).conn) as reader:
            reader.execute("BEGIN")
            seen = reader.execute("SELECT count(*) FROM alerts WHERE settled IS NULL").fetchone()[0]
            await it.until_sent(program, 2 * deliveries // 3)
            peak = _log(path)
            still = reader.execute("SELECT count(*) FROM alerts WHERE settled IS NULL").fetchone()[0]
        await it.until_done(program)
        after = _log(path)
        code, _ = await program.stop()
    found.tell(
        f"{deliveries} deliveries, a reader during {2 * deliveries // 3}: the log grew to"
        f" {peak / 2**20:.1f} MiB and has {after / 2**20:.1f} MiB when all is sent, lost {it.lost},"
        f" {it.repeats}, exit {code}"
    )
    found.promise("the reader saw one moment", holds=seen == still)
    found.promise(f"the log is small again, but {after} bytes", holds=after <= LOG_SIZE)
    return it.check(found, most=1)


def _log(path: Path) -> int:
    return path.with_name(f"{path.name}-wal").stat().st_size


async def trial(folder: Path, seconds: float, deliveries: int) -> Findings:
    """Try all of it, one after the other."""
    found = Findings("held_up")
    found.add(await held(folder / "full", "disk full", full, seconds))
    found.add(await held(folder / "locked", "database locked", locked, seconds))
    found.add(await read_on(folder / "read", deliveries))
    return found


def main() -> None:
    """Run the trial and print the figures."""
    parser = argparse.ArgumentParser(description="The program while its store is in trouble.")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the disk is full, or locked")
    parser.add_argument("--deliveries", type=int, default=18_000, help="while a reader holds on")
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(trial(Path(folder), words.seconds, words.deliveries))


if __name__ == "__main__":
    main()
