"""The program cut off from Telegram, told to stop, or started twice: it goes on by itself and loses nothing.

``python -m tests.trials.cut_off [--seconds 60]`` prints the figures. The whole program runs as a process of
its own, and between it and Telegram there is a gate that is shut for so many seconds: so that connections are
reset and refused, or so that nothing comes through any more. Its patience with uncertain alerts is the real
one.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.fakes.bot_api_troubles import slow
from tests.trials.findings import Findings, conclude
from tests.trials.program import Program
from tests.trials.sending import fanned, states

if TYPE_CHECKING:
    from tests.trials.sending import Fanned

CHATS, PER_SECOND = 120, 20.0
ANSWER, LONGEST_STOP = 10.0, 20.0
"""Seconds that an answer takes while the program is told to stop, and within which it must have stopped."""

GOES_ON = 60.0
"""Seconds after which something must be sent once the network is whole."""

NOWHERE = "http://telegram.invalid"
"""An address that no name server knows (RFC 2606)."""


async def cut(folder: Path, seconds: float, *, is_deaf: bool) -> Findings:
    """Cut the network in the middle of a fan-out, and put it together again."""
    found = Findings(f"cut_off, {'nothing comes through' if is_deaf else 'connections refused'}")
    async with fanned(folder, CHATS, per_second=PER_SECOND) as it, it.program() as program:
        await it.until_sent(program, CHATS // 6)
        if is_deaf:
            it.gate.deafen()
        else:
            await it.gate.shut()
        await asyncio.sleep(seconds)
        before = len(it.api.accepted)
        first, last = await _reopened(it, program, before)
        code, _ = await program.stop()
        found.tell(
            f"{CHATS} deliveries at {PER_SECOND:.0f}/s, {seconds:.0f} s cut off after {before}: goes on after"
            f" {first:.1f} s, done after {last:.1f} s, lost {it.lost}, {it.repeats}, exit {code}"
        )
    found.promise(f"goes on by itself within {GOES_ON:.0f} s, but {first}", holds=first <= GOES_ON)
    return it.check(found)


async def _reopened(it: Fanned, program: Program, before: int) -> tuple[float, float]:
    await it.gate.open()
    opened = time.monotonic()
    await it.until_sent(program, before + 1)
    first = time.monotonic() - opened
    await it.until_done(program)
    return first, time.monotonic() - opened


async def without_name(folder: Path, seconds: float) -> Findings:
    """Begin where Telegram's name is not found; nothing is begun, and all is sent when it is found again."""
    found = Findings("cut_off, no name server")
    async with fanned(folder, CHATS // 4, per_second=PER_SECOND) as it:
        async with it.program(NOWHERE) as program:
            await program.until(lambda: "cannot be reached" in program.output, "trying", 60.0)
            await asyncio.sleep(seconds)
            waits = program.process.returncode is None
            stand = states(folder)
            code, stopping = await program.stop()
        async with it.program() as program:
            await it.until_done(program)
    found.tell(
        f"{it.chats} deliveries, {seconds:.0f} s without the name: {dict(stand)}, stopped within"
        f" {stopping:.1f} s by {code}; with it: lost {it.lost}, {it.repeats}"
    )
    found.promise("it goes on waiting", holds=waits and code == 0)
    found.promise(f"nothing is begun meanwhile: {dict(stand)}", holds=stand == {"queued": it.chats})
    return it.check(found, most=1)


async def stopped(folder: Path) -> Findings:
    """Tell the program to stop while Telegram takes its time with an answer; start it again."""
    found, slow_one = Findings("cut_off, SIGTERM in mid-send"), 3
    async with fanned(folder, 5, patience=1.0) as it:
        it.api.trouble(slow(ANSWER), chat=slow_one, method="sendMessage")
        async with it.program() as program:
            calls = it.api.requests
            await program.until(lambda: any(call.chat == slow_one for call in calls), "the slow send", 60.0)
            code, seconds = await program.stop()
        stand = states(folder)
        async with it.program() as program:
            await it.until_done(program)
            await asyncio.sleep(max(0.0, ANSWER - seconds))  # what was left behind may still be accepted
    found.tell(
        f"an answer takes {ANSWER:.0f} s: exit {code} after {seconds:.1f} s, {dict(stand)};"
        f" after the restart: lost {it.lost}, {it.repeats}"
    )
    found.promise(f"exit 0 within {LONGEST_STOP} s", holds=code == 0 and seconds <= LONGEST_STOP)
    return it.check(found, most=1)


async def twice(folder: Path) -> Findings:
    """Start a second instance on the same database."""
    found, words = Findings("cut_off, two instances"), "another regionwatch is working on this database"
    async with fanned(folder, 5) as it, it.program() as program:
        await it.until_sent(program, 1)
        async with Program(program.config) as second:
            code = await second.wait(60.0)
        said = next((line for line in second.output.splitlines() if words in line), "")
        await it.until_done(program)
    found.tell(f"the second exits {code} and says: {said.rpartition('/')[2]}")
    found.promise("the second refuses with a clear line", holds=code == 1 and bool(said))
    return it.check(found, most=1)


async def trial(folder: Path, seconds: float) -> Findings:
    """Try all of it, one after the other."""
    found = Findings("cut_off")
    found.add(await twice(folder / "twice"))
    found.add(await stopped(folder / "stopped"))
    found.add(await without_name(folder / "name", seconds / 6))
    found.add(await cut(folder / "refused", seconds, is_deaf=False))
    found.add(await cut(folder / "deaf", seconds, is_deaf=True))
    return found


def main() -> None:
    """Run the trial and print the figures."""
    parser = argparse.ArgumentParser(description="The program cut off, told to stop, started twice.")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the network is cut")
    words = parser.parse_args()
    with TemporaryDirectory() as folder:
        conclude(trial(Path(folder), words.seconds))


if __name__ == "__main__":
    main()
