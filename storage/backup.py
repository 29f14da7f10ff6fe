"""A copy of the database, made while the program runs, and checked."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.database import Connection, open_readonly
from storage.errors import DatabaseDamaged, StorageError, plain_errors
from storage.migrations import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path


def backup(path: Path, target: Path) -> int:
    """Copy the database, also while the program runs, and open the copy to check it.

    The copy takes the target's name only when it is whole. Return its size in bytes. Raises
    :exc:`StorageError`; an earlier backup of that name is untouched then.
    """
    if target.resolve() == path.resolve():
        raise StorageError(f"{target}: that is the database itself")
    draft = target.with_name(f"{target.name}.part")
    source = open_readonly(path)
    try:
        with plain_errors(draft):
            _copy(source.conn, draft)
        draft.replace(target)
    except OSError as error:
        raise StorageError(f"{target}: cannot be written ({error.strerror})") from error
    finally:
        source.conn.close()
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: sqlite3.Connection, draft: Path) -> None:
    draft.unlink(missing_ok=True)
    copy = sqlite3.connect(draft)
    try:
        source.backup(copy, pages=1024)
        copy.execute("PRAGMA journal_mode = DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise DatabaseDamaged(f"{draft}: the copy is damaged ({verdict})")
        if MIGRATIONS.pending(Connection(copy, execute_plugins=False)):
            raise DatabaseDamaged(f"{draft}: the copy lacks tables")
    finally:
        copy.close()
