"""A database for one task alone, of which nothing is needed after it: no threads, no lock, no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from storage.database import Connection, Database, connect, migrate
from storage.errors import plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")


class ScratchDatabase(Database):
    """Works as any other :class:`Database`, but in the thread of whoever asks, while that waits.

    A day of ten thousand posts asks it sixty thousand times: the way to another thread and back would take
    longer than the work.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new file; raises :exc:`storage.errors.StorageError`."""
        with plain_errors(path):
            connection = connect(path, durable=False)
            migrate(connection, path)
        return cls(path, connection)

    def close(self) -> None:
        """Let the file go."""
        self._connection.conn.close()

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function in a transaction, undone where it raises."""
        raw = self._connection.conn
        with plain_errors(self.path):
            raw.execute("BEGIN IMMEDIATE")
            try:
                result = function(self._connection, *args, **kwargs)
            except BaseException:
                raw.execute("ROLLBACK")
                raise
            raw.execute("COMMIT")
        return result

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function; raises :exc:`storage.errors.StorageError`."""
        with plain_errors(self.path):
            return function(self._connection, *args, **kwargs)
