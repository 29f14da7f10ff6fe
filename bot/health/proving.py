"""What runs beside the work, so that no part of it fails in silence: the watching over and all proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.health import delivery_proof
from bot.health.canary import Canary, keep
from bot.health.delivery_proof import DeliveryCanary
from bot.health.figures import Counts
from bot.health.metrics import Metrics, serve
from bot.health.ping import DeadMansSwitch
from bot.health.watching_over import Program, WatchingOver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AsyncExitStack
    from random import Random

    from bot.delivery import Delivery
    from bot.health.standings import Usually
    from bot.polling import Polling
    from monitors.clock import Clock
    from storage.database import Database

    Jobs = dict[Callable[[], Awaitable[object]], float]
    """What is done again and again, and after how many seconds."""


class Running(Program, Protocol):
    """A program that polls and delivers."""

    clock: Clock
    database: Database
    delivery: Delivery
    polling: Polling
    usually: Usually
    watch_every: float


async def jobs(program: Running, random: Random, stack: AsyncExitStack, *, is_console: bool) -> Jobs:
    """Return what there is to do; what has to be served for it is served until the stack unwinds.

    ``is_console`` says that alerts go to the terminal: then delivery needs no proof. What cannot be served is
    logged, and the program goes on without it.
    """
    setup, database, clock = program.setup, program.database, program.clock
    over = WatchingOver(program, database, clock, lambda: program.polling.tally.ended, program.usually)
    todo: Jobs = {over.look: program.watch_every}
    if every := setup.config.canary.every:
        bird = Canary(database, clock, random, every)
        if await keep(bird, stack):
            todo[bird.fly] = every.total_seconds()
    if not is_console:
        proof = DeliveryCanary(program, database, clock, program.delivery.wake)
        todo[proof.look] = delivery_proof.LOOK_EVERY
    todo[DeadMansSwitch(program, database, clock).look] = delivery_proof.LOOK_EVERY
    if listen := setup.config.metrics.listen:
        await serve(Metrics(listen, program, database, clock, lambda: _counts(program)), stack)
    return todo


def _counts(program: Running) -> Counts:
    sent, polls = program.delivery.tally, program.polling.tally
    is_open = program.delivery.stalled_since is not None
    return Counts(sent.sent, sent.repeated, sent.edited, polls.ended, is_open)
