"""One program of a walk, from its start to its death: the real keeper, the real delivery, a real SQLite file.

Death is a store that never answers again: whatever the program was about to do it does not do.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bot.delivery import Delivery
from bot.texts import Texts
from monitors.keeping import Keeper
from storage.errors import StorageError
from storage.scratch import ScratchDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from monitors.memory import Ground
    from storage.database import Connection
    from storage.model import DeliveryPolicy, Source
    from tests.trials.random_walk.clock import WalkClock
    from tests.trials.random_walk.telegram import Telegram

from tests.trials.random_walk.telegram import Sender

P = ParamSpec("P")
T = TypeVar("T")


class WalkDatabase(ScratchDatabase):
    """A store that fails for a time, and dies before or after the commit of its ``doom``-th next write."""

    fails = False
    doom: int | None = None
    random: Random
    died: asyncio.Event
    is_dead = False

    @property
    def connection(self) -> Connection:
        """The file, to look into; also of a dead program."""
        return self._connection

    def prepare(self, random: Random) -> None:
        """Begin a life."""
        self.random = random
        self.died = asyncio.Event()
        self.is_dead, self.doom = False, None

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write, fail, or die."""
        await self._alive()
        if self.fails:
            raise StorageError("the database is locked by another program")
        if self.doom is None:
            return await super().write(function, *args, **kwargs)
        self.doom -= 1
        if self.doom > 0:
            return await super().write(function, *args, **kwargs)
        if self.random.random() < 0.5:
            await super().write(function, *args, **kwargs)
        self.die()
        await self._alive()
        raise AssertionError("the dead do not go on")

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read, unless dead."""
        await self._alive()
        return await super().read(function, *args, **kwargs)

    def die(self) -> None:
        """Answer nothing any more."""
        self.is_dead = True
        self.died.set()

    async def _alive(self) -> None:
        if self.is_dead:
            await asyncio.get_running_loop().create_future()


class Program:
    """One life: sends until it dies or is told to stop."""

    def __init__(
        self,
        database: WalkDatabase,
        telegram: Telegram,
        clock: WalkClock,
        ground: Ground,
        policy: DeliveryPolicy,
    ) -> None:
        self.database = database
        self.keeper = Keeper(ground)
        self._telegram = telegram
        watched: Mapping[str, Source] = ground.sources
        sender = Sender(telegram, clock)
        self.delivery = Delivery(database, sender, watched, Texts(), clock, policy=policy)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to send."""
        await self.delivery.recover()
        self._task = asyncio.create_task(self.delivery.run())

    async def end(self, *, killed: bool) -> None:
        """Stop in good order, or as a process that is killed."""
        assert self._task is not None
        if killed:
            self.database.die()
            self._telegram.forget_untold()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self.delivery.finish(0.0 if killed else 15.0)
