"""What can go wrong with the database, said so that an operator knows what to do.

StorageError
├── NewerSchema      the file was written by a newer program
├── AlreadyRunning   another instance holds the file
├── DatabaseFull     the disk, or the quota, is full
├── DatabaseLocked   another program keeps the file locked
└── DatabaseDamaged  the file is no database, or is damaged
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class StorageError(Exception):
    """The database could not do what was asked; its text is for people."""


class NewerSchema(StorageError):
    """The file was written by a newer version of the program."""


class AlreadyRunning(StorageError):
    """Another instance of the program works on this file."""


class DatabaseFull(StorageError):
    """There is no room left to write."""


class DatabaseLocked(StorageError):
    """Another program keeps the file locked."""


class DatabaseDamaged(StorageError):
    """The file is no database, or it is damaged."""


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into :exc:`StorageError`, said so that an operator knows what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain(path, error) from error


def plain(path: Path, error: sqlite3.Error) -> StorageError:
    """Return an error of SQLite's about this file in plain words."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return DatabaseFull(f"{path}: the disk is full, nothing was written")
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return DatabaseLocked(f"{path}: another program keeps the database locked")
    if primary in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return DatabaseDamaged(f"{path}: not a database, or damaged ({error}); restore a backup")
    if primary == sqlite3.SQLITE_IOERR:
        return StorageError(
            f"{path}: the disk could not be read or written; is it full, or failing? ({error})"
        )
    if primary == sqlite3.SQLITE_CANTOPEN:
        return StorageError(f"{path}: cannot be opened (is the folder there, and may it be written?)")
    return StorageError(f"{path}: {error}")
