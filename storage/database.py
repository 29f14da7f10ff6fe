"""The one door to the database file: opening, the write door, read connections.

Storage functions are synchronous and take a connection; only this module knows about threads and
the event loop. One thread writes. What several tasks ask of it at the same time is written in one
transaction, each in a savepoint of its own, so that one failure takes nothing else with it.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

import sqlite_utils
from filelock import FileLock, Timeout

from storage.errors import AlreadyRunning, NewerSchema, StorageError, plain, plain_errors
from storage.migrations import MIGRATIONS
from storage.yielding import YieldingConnection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")

Connection = sqlite_utils.Database
"""What storage functions are given: sqlite-utils around one SQLite connection."""

BUSY_TIMEOUT = 5.0
"""Seconds that one statement waits for another program's lock."""

LOCK_PATIENCE = 60.0
"""Seconds that the write door goes on asking for a locked database before it says so."""

LOG_SIZE = 16 * 2**20
"""Bytes to which the log beside the file is cut again after a reader, or one large write, has let it grow.

SQLite's own checkpoints begin at 4 MiB; without a limit the log keeps the size that it once had
(https://www.sqlite.org/pragma.html#pragma_journal_size_limit).
"""

_GROUP = 64
"""The most writes that share one transaction: more would only make each of them wait longer."""


def connect(
    path: Path, *, readonly: bool = False, busy_timeout: float = BUSY_TIMEOUT, durable: bool = True
) -> Connection:
    """Open one connection with the project's pragmas; raises :exc:`sqlite3.Error`.

    Without ``durable`` a commit is not waited for until it is on the disk.
    """
    mode = "ro" if readonly else "rwc"
    raw = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_timeout,
        isolation_level=None,
        check_same_thread=False,
        factory=YieldingConnection,
    )
    raw.row_factory = sqlite3.Row
    raw.execute("PRAGMA foreign_keys = ON")
    if not readonly:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        raw.execute(f"PRAGMA journal_size_limit = {LOG_SIZE}")
        raw.execute("PRAGMA secure_delete = ON")  # what people have deleted is not to stay behind in the file
    return Connection(raw, execute_plugins=False)


def migrate(connection: Connection, path: Path) -> None:
    """Bring the file to this program's schema; refuse one that is newer, untouched."""
    ours = {migration.name for migration in MIGRATIONS.pending(sqlite_utils.Database(memory=True))}
    unknown = {migration.name for migration in MIGRATIONS.applied(connection)} - ours
    if unknown:
        raise NewerSchema(f"{path}: written by a newer regionwatch (it has {', '.join(sorted(unknown))})")
    connection.conn.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(connection)
    except BaseException:
        connection.conn.execute("ROLLBACK")
        raise
    connection.conn.execute("COMMIT")


def open_readonly(path: Path) -> Connection:
    """Open an existing database for reading, also while the program runs; raises :exc:`StorageError`."""
    if not path.is_file():
        told = "that is no file" if path.exists() else "there is no database yet; `regionwatch run` makes one"
        raise StorageError(f"{path}: {told}")
    with plain_errors(path):
        connection = connect(path, readonly=True)
        if MIGRATIONS.pending(connection):
            raise StorageError(f"{path}: no database of regionwatch, or an older one; `run` brings it up")
        return connection


class Database:
    """The open database: ``await write(function, …)``, ``await read(function, …)``.

    Every function gets a :data:`Connection` as its first argument. Use as a context manager; made
    by :meth:`open`.
    """

    def __init__(self, path: Path, lock: FileLock, writer: Connection, lock_patience: float) -> None:
        self.path = path
        self._lock = lock
        self._door = _WriteDoor(path, writer, lock_patience)
        self._readers = ThreadPoolExecutor(2, "storage-read", initializer=self._open_reader)
        self._local = threading.local()
        self._opened: list[Connection] = []

    @classmethod
    def open(
        cls, path: Path, *, lock_patience: float = LOCK_PATIENCE, busy_timeout: float = BUSY_TIMEOUT
    ) -> Self:
        """Open or create the file, bring its schema up, and hold it against a second instance.

        ``busy_timeout`` is how many seconds one statement waits for another program's lock,
        ``lock_patience`` how many the write door goes on asking. Raises :exc:`StorageError`: nothing
        has been written then.
        """
        if not path.absolute().parent.is_dir():
            raise StorageError(f"{path}: cannot be opened, there is no such folder")
        lock = FileLock(f"{path}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise AlreadyRunning(f"{path}: another regionwatch is working on this database") from None
        except OSError as error:
            raise StorageError(f"{path}: cannot be opened ({error.strerror})") from error
        try:
            with plain_errors(path):
                connection = connect(path, busy_timeout=busy_timeout)
                migrate(connection, path)
        except BaseException:
            lock.release()
            raise
        return cls(path, lock, connection, lock_patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what has been asked for, then let the file go, its log folded into it.

        A lock of another program is waited for no longer than one statement's timeout then.
        """
        self._readers.shutdown()
        for connection in self._opened:
            connection.conn.close()
        self._door.close()
        self._lock.release()

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function inside ``BEGIN IMMEDIATE`` … ``COMMIT``; its result comes after the commit.

        Raises what the function raises (its changes are rolled back) or :exc:`StorageError`.
        """
        job = _Job(lambda connection: function(connection, *args, **kwargs))
        self._door.put(job)
        result: T = await asyncio.wrap_future(job.future)
        return result

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function on a read connection, beside the writer; raises :exc:`StorageError`."""

        def work() -> T:
            with plain_errors(self.path):
                return function(self._local.connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    def _open_reader(self) -> None:
        self._local.connection = connect(self.path, readonly=True)
        self._opened.append(self._local.connection)


class _Job:
    """One write that was asked for, and the future that its result comes by."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.future: Future[Any] = Future()
        self._work = work
        self._settle: Callable[[], None] = lambda: None

    def run(self, connection: Connection, path: Path) -> None:
        """Do the work in a savepoint and remember how it went; nothing is told before the commit."""
        raw = connection.conn
        raw.execute("SAVEPOINT job")
        try:
            result = self._work(connection)
        except Exception as error:
            if not raw.in_transaction:
                raise  # the whole transaction is gone, and with it what others did in it
            raw.execute("ROLLBACK TO job")
            raw.execute("RELEASE job")
            self.fail(plain(path, error) if isinstance(error, sqlite3.Error) else error)
        else:
            raw.execute("RELEASE job")
            self._settle = lambda: self.future.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Remember an error instead of a result."""
        self._settle = lambda: self.future.set_exception(error)

    def settle(self) -> None:
        """Tell whoever asked, unless nobody waits any longer."""
        if self.future.set_running_or_notify_cancel():
            self._settle()


class _WriteDoor:
    """The one thread that writes, and the queue in front of it."""

    def __init__(self, path: Path, connection: Connection, lock_patience: float) -> None:
        self._path = path
        self._connection = connection
        self._lock_patience = lock_patience
        self._closing = threading.Event()
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="storage-write", daemon=True)
        self._thread.start()

    def put(self, job: _Job) -> None:
        self._queue.put(job)

    def close(self) -> None:
        self._closing.set()
        self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        is_open = True
        while is_open:
            jobs, is_open = self._next_group()
            try:
                with plain_errors(self._path):
                    self._transact(jobs)
            except Exception as error:  # noqa: BLE001 - every job of the group is told of it
                for job in jobs:
                    job.fail(error)
            for job in jobs:
                job.settle()
        self._connection.conn.close()

    def _next_group(self) -> tuple[list[_Job], bool]:
        """Wait for a job; take with it what else is waiting, up to a limit or the door's closing."""
        jobs: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == _GROUP or self._queue.empty():
                return jobs, True
            job = self._queue.get()
        return jobs, False

    def _transact(self, jobs: list[_Job]) -> None:
        if not jobs:
            return
        raw = self._connection.conn
        self._begin(raw)
        try:
            for job in jobs:
                job.run(self._connection, self._path)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise

    def _begin(self, raw: sqlite3.Connection) -> None:
        """Begin, and be patient with other programs' locks: nothing has been done yet."""
        deadline = time.monotonic() + self._lock_patience
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                is_busy = (error.sqlite_errorcode & 0xFF) == sqlite3.SQLITE_BUSY
                if not is_busy or self._closing.is_set() or time.monotonic() > deadline:
                    raise
            else:
                return
