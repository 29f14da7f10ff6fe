"""What the pacer reaches of a limit, its longest burst in any second, and what it costs a request.

On simulated time 30 messages a second go to as many chats as there are messages, once as they come and once
with a disk that stalls for a second between turn and wire. In real time 1,000 a second go through PTB's door
with nothing behind it, by as many senders at once as delivery has, each taking its turn first. The cost is
CPU time (time.process_time) of both together, without any limit to wait for.

    python -m benchmarks.pace [--seconds 60] [--real 10] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.pace import AlertTurn, Pace
from tests.fakes.simulated_time import SimulatedTime

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

ALERT, TAKEN = AlertTurn(1, 1.0), AlertTurn(1, 1.0, taken=True)

SENDERS = 32
"""Senders at once, each with one message."""

STALL_EVERY, STALL = 10.0, 1.0
"""Seconds, in simulated time: how often the disk stalls, and for how long."""


@dataclass
class Run:
    """Messages through a pace on any clock; ``went`` are the moments at which they reached the wire."""

    pace: Pace
    monotonic: Callable[[], float]
    went: list[float] = field(default_factory=list)

    async def reach_the_wire(self) -> None:
        """Be sent."""
        self.went.append(self.monotonic())

    async def send(self, chat: int, commit: Awaitable[None] | None = None) -> None:
        """Take a turn, commit that the send begins, and make the request."""
        await self.pace.turn(chat, ALERT)
        if commit is not None:
            await commit
        await self.pace.process_request(self.reach_the_wire, (), {}, "sendMessage", {"chat_id": chat}, TAKEN)

    def figures(self, limit: float) -> dict[str, float]:
        """Return what was reached of the limit, and the most messages in any second."""
        rate = (len(self.went) - 1) / (self.went[-1] - self.went[0])
        burst = max(bisect_left(self.went, at + 1.0) - number for number, at in enumerate(self.went))
        return {"limit": limit, "rate": rate, "of_limit": rate / limit, "most_in_a_second": burst}


def in_turns(
    run: Run, messages: int, commit: Callable[[], Awaitable[None]] | None
) -> Iterator[Awaitable[None]]:
    """Yield the senders' work; all of them take from one line of messages."""
    line = iter(range(1, messages + 1))

    async def sender() -> None:
        for chat in line:
            await run.send(chat, commit() if commit else None)

    yield from (sender() for _ in range(SENDERS))


async def simulated(limit: float, seconds: float, *, stalls: bool) -> dict[str, float]:
    """Send for so many seconds of simulated time."""
    clock = SimulatedTime(0.0)
    run = Run(Pace(clock.monotonic, clock.sleep, per_second=limit), clock.monotonic)

    async def commit() -> None:
        into = clock.now % STALL_EVERY
        if into < STALL and clock.now > STALL:
            await clock.sleep(STALL - into)

    await clock.run(*in_turns(run, int(limit * seconds), commit if stalls else None))
    return run.figures(limit)


async def real(limit: float, seconds: float) -> dict[str, float]:
    """Send for so many seconds on the machine's clock; say as well how much of one core that took."""
    loop = asyncio.get_running_loop()
    run = Run(Pace(loop.time, asyncio.sleep, per_second=limit), loop.time)
    begun = time.process_time()
    await asyncio.gather(*in_turns(run, int(limit * seconds), None))
    used = time.process_time() - begun
    return run.figures(limit) | {"cpu_us_per_request": used / len(run.went) * 1e6}


async def cost(messages: int) -> float:
    """Return the microseconds of CPU that a turn and a request take, beside those of a bare call."""
    loop = asyncio.get_running_loop()
    run = Run(Pace(loop.time, asyncio.sleep, per_second=1e9), loop.time)
    begun = time.process_time()
    for chat in range(1, messages + 1):
        await run.send(chat)
    paced = time.process_time()
    for _ in range(messages):
        await run.reach_the_wire()
    return (2 * paced - begun - time.process_time()) / messages * 1e6


def measured(seconds: float, real_seconds: float, messages: int = 20_000) -> dict[str, dict[str, float]]:
    """Return all figures by what was measured."""
    return {
        "simulated": asyncio.run(simulated(30, seconds, stalls=False)),
        "simulated, a disk that stalls": asyncio.run(simulated(30, seconds, stalls=True)),
        "real time": asyncio.run(real(1000, real_seconds)),
        "cost": {"cpu_us_per_request": asyncio.run(cost(messages))},
    }


COLUMNS = (
    *(("limit", 7, "d"), ("rate", 7, ".1f"), ("of_limit", 9, ".3f")),
    *(("most_in_a_second", 19, "d"), ("cpu_us_per_request", 12, ".1f")),
)


def shown(found: dict[str, float], name: str, width: int, form: str) -> str:
    """Return a figure as the table shows it; nothing where it was not measured."""
    value = found.get(name)
    if value is None:
        return " " * width
    return format(int(value) if form == "d" else value, form).rjust(width)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the pacer reaches of a limit, and what it costs.")
    parser.add_argument("--seconds", type=float, default=60.0, help="of simulated time")
    parser.add_argument("--real", type=float, default=10.0, help="seconds of real time")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    results = measured(arguments.seconds, arguments.real)
    if arguments.json:
        return print(json.dumps({"pace": results}))
    print("                                 limit    rate  of limit  most in any second  CPU µs each")
    for name, found in results.items():
        print(f"{name:<30}", *(shown(found, *column) for column in COLUMNS))
    return None


if __name__ == "__main__":
    main()
