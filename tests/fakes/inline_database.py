"""A database that does each piece of work at once, in the thread that asks: for trials on simulated time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar, cast

from storage.database import connect, migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.database import Connection, Database

P = ParamSpec("P")
T = TypeVar("T")


class InlineDatabase:
    """A real file behind ``read`` and ``write``, each write a transaction of its own; a context manager.

    Nothing waits for a thread, so simulated time knows when nothing is left to do. What was committed is in
    the file for whoever opens it next, but a commit is not waited for until it is on the disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = connect(path, durable=False)
        migrate(self.connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.conn.close()

    @property
    def as_database(self) -> Database:
        """This, for whoever wants the program's own kind."""
        return cast("Database", self)

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function in a transaction."""
        return self.do(function, *args, **kwargs)

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function that only reads."""
        return function(self.connection, *args, **kwargs)

    def do(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a transaction, outside of a task too."""
        raw = self.connection.conn
        raw.execute("BEGIN IMMEDIATE")
        try:
            result = function(self.connection, *args, **kwargs)
        except BaseException:
            raw.execute("ROLLBACK")
            raise
        raw.execute("COMMIT")
        return result

    def all(self, statement: str, *values: object) -> list[Any]:
        """Return the rows of a statement."""
        return self.connection.conn.execute(statement, values).fetchall()
