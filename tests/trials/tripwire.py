"""A database in which the program dies at a commit: just before or just after the n-th of a kind."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, Self, TypeVar

from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.database import Connection

P = ParamSpec("P")
T = TypeVar("T")


class Point(NamedTuple):
    """The n-th write of a name, counted from 1, and whether the program dies before it or after it."""

    name: str
    number: int
    is_after: bool

    def __str__(self) -> str:
        return f"{'after' if self.is_after else 'before'} {self.name} {self.number}"


class Tripwire(Database):
    """A real database; at :attr:`point` every task but the :attr:`spared` ones is cancelled at once.

    ``counts`` are the writes asked for, by the names of their functions.
    """

    point: Point | None = None

    @classmethod
    def wired(cls, path: Path, point: Point | None = None) -> Self:
        """Open a file with a wire at a point, to be called by the task that is to survive."""
        database = cls.open(path)
        # What dies here is no machine: a commit need not be waited for until it is on the disk.
        database._door._connection.conn.execute("PRAGMA synchronous = OFF")
        database.point = point
        database.counts = Counter[str]()
        database.crashed = asyncio.Event()
        database.spared = asyncio.all_tasks()
        return database

    counts: Counter[str]
    crashed: asyncio.Event
    spared: set[asyncio.Task[Any]]

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write, or die."""
        name = name_of(function)
        self.counts[name] += 1
        number = self.counts[name]
        if self.point == Point(name, number, is_after=False):
            await self._crash()
        result = await super().write(function, *args, **kwargs)
        if self.point == Point(name, number, is_after=True):
            await self._crash()
        return result

    async def _crash(self) -> None:
        self.crashed.set()
        for task in asyncio.all_tasks() - self.spared:
            task.cancel()
        await asyncio.Event().wait()


def name_of(function: Callable[..., object]) -> str:
    """Return the name of what is written: its module and its own, without those around it."""
    if isinstance(function, partial):
        return name_of(function.func)
    module = getattr(function, "__module__", "").rpartition(".")[2]
    return f"{module}.{getattr(function, '__qualname__', repr(function))}"
